"""What who complained finds: which complaints a phone opens, how each stands, what waits in it.

The rules kept here: a phone is not the person. What was made from one link is shown, answered and
taken back only from that phone while that link stands; from any other phone a reference with its
six digits reads, adds and asks for a review, and never takes back. An unknown reference gets the
same answer as wrong digits, and costs the same.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from bot import holding
from bot.acts.complaints import reference_mac, shown_reference
from bot.acts.complaints_about import was_taken_back
from bot.acts.complaints_entries import came_from, field, key_of
from bot.clock import DAY_MS
from bot.storage import complaints, contacts, entries, held_back, points
from bot.storage.complaints import OVER, ComplaintRow
from bot.storage.contacts import ContactRow
from bot.storage.held_back import HeldRow
from bot.vault import DataKey, Vault
from bot.vault.entries import Words, unpack

FOLLOWS_MS = 5 * DAY_MS

NOBODY = bytes(16)
"""Stands for the complaint of an unknown reference, so that it costs the same."""


@dataclass(frozen=True, slots=True)
class Point:
    """One area as she reads it."""

    area: str
    decision: str


@dataclass(frozen=True, slots=True)
class Status:
    """How a complaint stands, as she may read it."""

    id: bytes
    reference: str
    step: str
    state: str
    promised_at: int
    nation: str
    points: tuple[Point, ...]
    has_pin: bool
    runs: bool
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that waits for her behind a complaint's note."""

    id: bytes
    entry_id: bytes | None
    words: Words
    created_at: int
    opened: bool


def of_phone(conn: Connection, vault: Vault, contact_id: bytes) -> list[ComplaintRow]:
    """Return the complaints made from this phone under the link it stands for now, newest first.

    A frozen or sleeping phone reaches them by reference and digits alone.
    """
    contact = contacts.peek(conn, contact_id)
    if contact is None or (contact.survivor_id and contact.standing not in {"open", "locked"}):
        return []
    return _of_link(conn, vault, contact)


def just_made(conn: Connection, vault: Vault, contact_id: bytes, now: int) -> ComplaintRow | None:
    """Return what this phone made last, within a few days: what follows the receipt is of it.

    Each question that follows may stay unanswered for a day, and one that began with a call was
    made before it was sent.
    """
    contact = contacts.peek(conn, contact_id)
    found = [] if contact is None else _of_link(conn, vault, contact)
    return found[0] if found and found[0].made_at > now - FOLLOWS_MS else None


def _of_link(conn: Connection, vault: Vault, phone: ContactRow) -> list[ComplaintRow]:
    rows = complaints.of_link(conn, phone.id, complaints.link_of(conn, phone.id))
    return [row for row in rows if came_from(vault, row, phone)]


def pin_proof(conn: Connection, vault: Vault, reference: str, pin: str) -> bytes:
    """Return what is compared of six digits, for the complaint of a reference or for nobody's."""
    row = complaints.by_reference(conn, reference_mac(vault, reference))
    return vault.word_mac(NOBODY if row is None else row.id, pin)


def opens(conn: Connection, vault: Vault, reference: str, proof: bytes) -> ComplaintRow | None:
    """Return the complaint that a reference and its digits open now; None for every other pair."""
    row = complaints.by_reference(conn, reference_mac(vault, reference))
    kept = row.pin_mac if row is not None and row.pin_mac is not None else bytes(32)
    right = secrets.compare_digest(kept, proof)
    return row if right and row is not None and not row.pin_closed else None


def status(conn: Connection, vault: Vault, row: ComplaintRow) -> Status:
    """Return how a complaint stands, in what she may read."""
    key = key_of(vault, row)
    return Status(
        row.id,
        shown_reference(field(vault, row, "reference", key)),
        row.step,
        row.state,
        row.promised_at,
        field(vault, row, "nation", key),
        tuple(Point(one.area, one.decision or "") for one in points.of_complaint(conn, row.id)),
        row.pin_mac is not None,
        row.state not in OVER,
        was_taken_back(vault, row),
    )


def unread(conn: Connection, vault: Vault, row: ComplaintRow, now: int) -> list[Unread]:
    """Return what waits for her in a complaint, the oldest first."""
    key = key_of(vault, row)
    return [_unread(vault, one, key) for one in held_back.of_complaint(conn, row.id, now)]


def is_question(conn: Connection, one: Unread) -> bool:
    """Say whether what waits is a handler's question."""
    entry = entries.get(conn, one.entry_id) if one.entry_id is not None else None
    return entry is not None and entry.kind == "question"


def _unread(vault: Vault, one: HeldRow, key: DataKey) -> Unread:
    words = unpack(vault.open("waiting.body", one.id, one.body, key))
    return Unread(one.id, one.entry_id, words, one.created_at, one.opened_at is not None)


def can_call(conn: Connection, vault: Vault, row: ComplaintRow) -> bool:
    """Say whether somebody of staff, and not only a pair of keys, holds a complaint."""
    return bool(holding.here(conn, vault, row))
