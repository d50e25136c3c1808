"""A complaint's own words: sealed to its own pair, under its own data key; and what she is told.

The rules kept here: an entry of a complaint is sealed like one of a thread and lies in no thread;
what is for her waits behind a neutral note of a lane of its own, which no phone's list shows.
"""

import json

from bot.acts import sealing
from bot.acts.act import Act
from bot.acts.complaints_said import Sentence, in_words
from bot.acts.sealing import Place
from bot.errors import Refused
from bot.storage import complaints, contacts, held_back, intake
from bot.storage.complaints import ComplaintRow
from bot.storage.contacts import ContactRow
from bot.storage.held_back import HeldRow
from bot.storage.tables.columns import Sealed
from bot.storage.waiting import LIFE_MS
from bot.vault import DataKey, Vault
from bot.vault.entries import Words, pack
from bot.vault.people import PublicKey

NOTE = "concern_note"

_PUBLIC = "complaints.public"


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
    return sealing.seal_public(vault, _PUBLIC, complaint_id, epoch, public, key)


def _place(vault: Vault, row: ComplaintRow, key: DataKey) -> Place:
    public = sealing.open_public(vault, _PUBLIC, row.id, row.epoch, row.public, key)
    return Place(row.id, row.epoch, public, key)


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
    place = _place(act.vault, row, key)
    return sealing.keep_entry(act, place, words, kind, delivery=delivery, mark=mark)


def seal_file(act: Act, complaint_id: bytes, attachment_id: bytes, words: Words) -> Sealed:
    """Seal a fetched file to a complaint."""
    row = complaints.get(act.conn, complaint_id)  # megabytes are sealed in a reader
    if row is None:
        raise Refused("unknown")
    place = _place(act.vault, row, key_of(act.vault, row))
    return sealing.seal_file(act.vault, place, attachment_id, words)


def seal_reason(act: Act, row: ComplaintRow, key: DataKey, point_id: bytes, text: str) -> Sealed:
    """Seal the reason of a decision for ``points.reason``."""
    words = Words(act.person, "internal", act.now, "text/plain", "", text.encode())
    place = _place(act.vault, row, key)
    return sealing.seal_within(act.vault, place, "points.reason", "point", point_id, words)


def say(act: Act, row: ComplaintRow, key: DataKey, sentence: Sentence) -> bytes:
    """Tell her something that the service says itself; returns the entry's id."""
    return tell(act, row, key, in_words(sentence, act.actor, "out", act.now), "system")


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


def came_from(vault: Vault, row: ComplaintRow, phone: ContactRow) -> bool:
    """Say whether a complaint was made from a phone, by its own copy of channel and address.

    The clear columns find it; whoever can write them would be told what is hers.
    """
    if row.way_back is None:
        return False
    kept = json.loads(field(vault, row, "way_back", key_of(vault, row)))
    theirs = vault.unwrap(phone.owner, phone.wrapped)
    address = vault.open("contacts.address", phone.id, phone.address, theirs).decode()
    return (kept["channel"], kept["address"]) == (phone.channel, address)


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
            same = same and came_from(act.vault, row, found)
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
