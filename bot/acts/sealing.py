"""Sealing to people: what belongs to a thread and what belongs to a complaint, in one way.

An entry is a field envelope under the owner's data key around an envelope to the place's own pair:
one row of ``keys`` erases it, and whoever can only write to the database can't forge it. The rule
kept here: the server seals to a public half that is bound to its epoch, and opens nothing without
the private half that a holder brings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.acts.act import Act
from bot.errors import Refused, SealBroken
from bot.storage import entries
from bot.storage.entries import AttachmentRow, EntryRow
from bot.storage.tables.columns import Sealed
from bot.vault import DataKey, Vault
from bot.vault.entries import Words, pack, unpack
from bot.vault.people import Opener, PublicKey, seal_to

_EPOCH = 4


@dataclass(frozen=True, slots=True)
class Place:
    """What words are sealed to now: a thread or a complaint, at the epoch that runs.

    Attributes:
        id: of the thread or the complaint.
        epoch: the one that runs.
        public: its public half.
        key: the data key around everything.
    """

    id: bytes
    epoch: int
    public: PublicKey
    key: DataKey


@dataclass(frozen=True, slots=True)
class File:
    """A voice note or photo beside an entry."""

    id: bytes
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry; ``words`` is None where the reader's grants don't open it, or it was altered."""

    id: bytes
    kind: str
    words: Words | None = field(repr=False)
    author_id: bytes | None
    mark: str | None
    delivery: str | None
    sequence: int
    created_at: int
    read_at: int | None
    files: tuple[File, ...]


def seal_public(
    vault: Vault, contract: str, owner: bytes, epoch: int, public: PublicKey, key: DataKey
) -> Sealed:
    """Seal a public half together with its epoch."""
    return vault.seal(contract, owner, epoch.to_bytes(_EPOCH) + public.raw, key)


def open_public(
    vault: Vault, contract: str, owner: bytes, epoch: int, sealed: bytes, key: DataKey
) -> PublicKey:
    """Open a public half; it is bound to its epoch."""
    opened = vault.open(contract, owner, sealed, key)
    if int.from_bytes(opened[:_EPOCH]) != epoch:
        raise Refused("thread_altered")
    return PublicKey(opened[_EPOCH:])


def keep_entry(
    act: Act,
    place: Place,
    words: Words,
    kind: str,
    *,
    mark: str | None = None,
    contact_id: bytes | None = None,
    sequence: int | None = None,
    delivery: str | None = None,
) -> bytes:
    """Seal an entry; returns its id."""
    entry_id = act.new_id()
    inner = _inner(place, "entry", entry_id, words)
    entries.add(
        act.conn,
        EntryRow(
            id=entry_id,
            object_id=place.id,
            kind=kind,
            epoch=place.epoch,
            body=act.vault.seal("entries.body", entry_id, inner, place.key),
            mark=mark,
            author_id=words.author,
            contact_id=contact_id,
            sequence=act.now if sequence is None else sequence,
            created_at=act.now,
            delivery=delivery,
            read_at=None,
        ),
    )
    return entry_id


def expect_files(act: Act, key: DataKey, entry_id: bytes, files: Iterable[tuple[str, str]]) -> None:
    """Let voice notes and photos wait to be fetched: kind and the carrier's file id of each."""
    for kind, ref in files:
        attachment_id = act.new_id()
        entries.add_attachment(
            act.conn,
            attachment_id=attachment_id,
            entry_id=entry_id,
            kind=kind,
            file=act.vault.seal("attachments.file", attachment_id, ref.encode(), key),
            now=act.now,
        )


def seal_within(
    vault: Vault, place: Place, contract: str, purpose: str, row: bytes, words: Words
) -> Sealed:
    """Seal words for a column whose row names no epoch: its epoch goes inside."""
    inner = _inner(place, purpose, row, words)
    return vault.seal(contract, row, place.epoch.to_bytes(_EPOCH) + inner, place.key)


def seal_file(vault: Vault, place: Place, attachment_id: bytes, words: Words) -> Sealed:
    """Seal a fetched file for ``attachments.body``."""
    return seal_within(vault, place, "attachments.body", "attachment", attachment_id, words)


def _inner(place: Place, purpose: str, row: bytes, words: Words) -> bytes:
    return seal_to(
        place.public,
        pack(words),
        purpose=purpose,
        object_id=place.id,
        entry_id=row,
        epoch=place.epoch,
    )


# --- with the private half that a holder brings ---------------------------------------------------

Openers = dict[int, Opener]
"""The epochs that a reader's own copies open."""


def open_entry(vault: Vault, row: EntryRow, key: DataKey, opener: Opener) -> Words:
    """Open one entry with the epoch's private half."""
    inner = vault.open("entries.body", row.id, row.body, key)
    return unpack(
        opener.open(
            inner, purpose="entry", object_id=row.object_id, entry_id=row.id, epoch=row.epoch
        )
    )


def open_within(
    vault: Vault,
    contract: str,
    purpose: str,
    row: bytes,
    sealed: bytes,
    *,
    object_id: bytes,
    key: DataKey,
    held: Openers,
) -> Words | None:
    """Open what ``seal_within`` sealed; None where no copy of the reader's is of its epoch."""
    opened = vault.open(contract, row, sealed, key)
    epoch = int.from_bytes(opened[:_EPOCH])
    if epoch not in held:
        return None
    inner = opened[_EPOCH:]
    return unpack(
        held[epoch].open(inner, purpose=purpose, object_id=object_id, entry_id=row, epoch=epoch)
    )


def show(act: Act, rows: Sequence[EntryRow], key: DataKey, held: Openers) -> list[Shown]:
    """Open entries with the reader's copies; what doesn't open is shown as unreadable."""
    files: dict[bytes, list[File]] = {}
    for one in entries.attachments_of(act.conn, [row.id for row in rows]):
        files.setdefault(one.entry_id, []).append(File(one.id, one.kind, one.state))
    shown = []
    for row in rows:
        words = None
        if row.epoch in held:
            try:
                words = open_entry(act.vault, row, key, held[row.epoch])
            except SealBroken:
                words = None  # so that the rest still opens
        shown.append(
            Shown(
                row.id,
                row.kind,
                words,
                row.author_id,
                row.mark,
                row.delivery,
                row.sequence,
                row.created_at,
                row.read_at,
                tuple(files.get(row.id, ())),
            )
        )
    return shown


def open_file(
    act: Act, object_id: bytes, entry_id: bytes, attachment_id: bytes, key: DataKey, held: Openers
) -> Words:
    """Open one voice note or photo of an entry of this place with the reader's copies."""
    entry = entries.get(act.conn, entry_id)
    if entry is None or entry.object_id != object_id:
        raise Refused("unknown")
    row = _kept(entries.attachments_of(act.conn, [entry_id]), attachment_id)
    opened = open_within(
        act.vault,
        "attachments.body",
        "attachment",
        row.id,
        row.body or b"",
        object_id=object_id,
        key=key,
        held=held,
    )
    if opened is None:
        raise Refused("not_a_holder")
    return opened


def _kept(rows: Iterable[AttachmentRow], attachment_id: bytes) -> AttachmentRow:
    for row in rows:
        if row.id == attachment_id and row.body is not None:
            return row
    raise Refused("unknown")
