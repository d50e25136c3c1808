"""A complaint's own words: sealed to its own pair, under its own data key; and what she is told.

The rules kept here: an entry of a complaint is sealed like one of a thread and lies in no thread;
what is for her waits behind a neutral note of a lane of its own, which no phone's list shows.
"""

import json
from collections.abc import Mapping

from bot.acts.act import Act
from bot.errors import Refused
from bot.storage import complaints, contacts, entries, held_back, intake
from bot.storage.complaints import ComplaintRow
from bot.storage.entries import EntryRow
from bot.storage.held_back import HeldRow
from bot.storage.tables import Sealed
from bot.storage.waiting import LIFE_MS
from bot.vault import DataKey, Vault
from bot.vault.entries import Words, pack
from bot.vault.people import PublicKey, seal_to

NOTE = "concern_note"
SENTENCE = "application/json"
"""Media type of what the service says itself: which sentence and its fills, in no language yet."""

_EPOCH = 4


def row_of(act: Act, complaint_id: bytes) -> ComplaintRow:
    """Return a complaint; refused where there is none, or its key was erased."""
    row = complaints.lock(act.conn, complaint_id)
    if row is None:
        raise Refused("unknown")
    return row


def key_of(vault: Vault, row: ComplaintRow) -> DataKey:
    """Open a complaint's data key."""
    return vault.unwrap(row.id, row.wrapped)


def field(vault: Vault, row: ComplaintRow, column: str, key: DataKey) -> str:
    """Open one of a complaint's fields."""
    return vault.open(f"complaints.{column}", row.id, getattr(row, column), key).decode()


def seal_public(
    vault: Vault, complaint_id: bytes, epoch: int, public: PublicKey, key: DataKey
) -> Sealed:
    """Seal a complaint's public half together with its epoch."""
    return vault.seal("complaints.public", complaint_id, epoch.to_bytes(_EPOCH) + public.raw, key)


def public_of(vault: Vault, row: ComplaintRow, key: DataKey) -> PublicKey:
    """Open a complaint's public half; it is bound to its epoch."""
    opened = vault.open("complaints.public", row.id, row.public, key)
    if int.from_bytes(opened[:_EPOCH]) != row.epoch:
        raise Refused("thread_altered")
    return PublicKey(opened[_EPOCH:])


def keep(
    act: Act,
    row: ComplaintRow,
    key: DataKey,
    words: Words,
    kind: str,
    *,
    delivery: str | None = None,
    mark: str | None = None,
) -> bytes:
    """Seal an entry to a complaint; returns its id."""
    entry_id = act.new_id()
    inner = seal_to(
        public_of(act.vault, row, key),
        pack(words),
        purpose="entry",
        object_id=row.id,
        entry_id=entry_id,
        epoch=row.epoch,
    )
    entries.add(
        act.conn,
        EntryRow(
            id=entry_id,
            object_id=row.id,
            kind=kind,
            epoch=row.epoch,
            body=act.vault.seal("entries.body", entry_id, inner, key),
            mark=mark,
            author_id=words.author,
            contact_id=None,
            sequence=act.now,
            created_at=act.now,
            delivery=delivery,
            read_at=None,
        ),
    )
    return entry_id


def keep_files(act: Act, key: DataKey, entry_id: bytes, files: tuple[tuple[str, str], ...]) -> None:
    """Let voice notes and photos wait to be fetched from their carrier."""
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


def seal_file(act: Act, complaint_id: bytes, attachment_id: bytes, words: Words) -> Sealed:
    """Seal a fetched file for ``attachments.body``; its epoch goes inside."""
    row = complaints.get(act.conn, complaint_id)  # not locked: megabytes are sealed in a reader
    if row is None:
        raise Refused("unknown")
    key = key_of(act.vault, row)
    inner = seal_to(
        public_of(act.vault, row, key),
        pack(words),
        purpose="attachment",
        object_id=row.id,
        entry_id=attachment_id,
        epoch=row.epoch,
    )
    epoch = row.epoch.to_bytes(_EPOCH)
    return act.vault.seal("attachments.body", attachment_id, epoch + inner, key)


def seal_reason(act: Act, row: ComplaintRow, key: DataKey, point_id: bytes, text: str) -> Sealed:
    """Seal the reason of a decision for ``points.reason``; its epoch goes inside."""
    words = Words(act.person, "internal", act.now, "text/plain", "", text.encode())
    inner = seal_to(
        public_of(act.vault, row, key),
        pack(words),
        purpose="point",
        object_id=row.id,
        entry_id=point_id,
        epoch=row.epoch,
    )
    return act.vault.seal("points.reason", point_id, row.epoch.to_bytes(_EPOCH) + inner, key)


def reason_parts(vault: Vault, point_id: bytes, sealed: bytes, key: DataKey) -> tuple[int, bytes]:
    """Open the outer envelope of a reason: its epoch, and what a holder opens."""
    opened = vault.open("points.reason", point_id, sealed, key)
    return int.from_bytes(opened[:_EPOCH]), opened[_EPOCH:]


def say(act: Act, row: ComplaintRow, key: DataKey, sentence: Mapping[str, object]) -> bytes:
    """Tell her something that the service says itself; returns the entry's id."""
    body = json.dumps(dict(sentence)).encode()
    return tell(act, row, key, Words(act.actor, "out", act.now, SENTENCE, "", body), "system")


def tell(act: Act, row: ComplaintRow, key: DataKey, words: Words, kind: str) -> bytes:
    """Keep words for her, let them wait, and let one neutral note begin; returns the entry's id."""
    entry_id = keep(act, row, key, words, kind, delivery="kept")
    waiting_id = act.new_id()
    held_back.hold(
        act.conn,
        row.id,
        HeldRow(
            id=waiting_id,
            entry_id=entry_id,
            body=act.vault.seal("waiting.body", waiting_id, pack(words), key),
            created_at=act.now,
            expires_at=act.now + LIFE_MS,
            opened_at=None,
            noted_at=None,
        ),
    )
    contact_id = way_back(act, row, key)
    if contact_id is not None:
        intake.set_timer(act.conn, act.new_id(), NOTE, contact_id, act.now)
    return entry_id


def way_back(act: Act, row: ComplaintRow, key: DataKey) -> bytes | None:
    """Return the phone a complaint came from; one that is gone is made anew from its own copy.

    Nothing of a stranger is kept longer than a day, and a survivor may have had everything erased,
    so that the phone's row may be gone. One that has come to stand for somebody, or for another
    link, is no way back.
    """
    if row.contact_id is not None:
        found = contacts.peek(act.conn, row.contact_id)
        if found is not None:
            same = complaints.link_of(act.conn, row.contact_id) == row.link_id
            return row.contact_id if same else None
    if row.way_back is None:
        return None
    kept = json.loads(field(act.vault, row, "way_back", key))
    contact_id = act.new_id()
    own, wrapped = act.vault.new_data_key(contact_id)
    index = act.vault.address_index(kept["channel"], kept["address"])
    if contacts.find(act.conn, index) is None:
        contacts.create(
            act.conn,
            contact_id=contact_id,
            channel=kept["channel"],
            index=index,
            address=act.vault.seal("contacts.address", contact_id, kept["address"].encode(), own),
            wrapped=wrapped,
            now=act.now,
        )
    back = contacts.find(act.conn, index)
    if back is None or back.survivor_id is not None:
        return None  # that phone stands for somebody now
    if back.language is None:
        speaks = field(act.vault, row, "language", key).encode()
        theirs = act.vault.unwrap(back.owner, back.wrapped)
        contacts.change(
            act.conn,
            back.id,
            language=act.vault.seal("contacts.language", back.id, speaks, theirs),
        )
    complaints.change(act.conn, row.id, contact_id=back.id, link_id=None)
    return back.id
