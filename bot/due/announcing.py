"""The neutral note that something waits to be read: of her thread, or of a complaint.

The rules kept here: a contact has one open menu, so a note waits while a conversation is open;
never two unanswered notes of a lane; nothing in quiet hours; nothing without a consent that was not
refused. The note of a complaint is of a lane of its own: it never merges with the thread's, and is
the only thing that a frozen phone still gets.
"""

import secrets

import sqlalchemy as sa

from bot.acts import erasure
from bot.acts.complaints_entries import NOTE, came_from
from bot.contact import IDLE_MS
from bot.facts.known import Known
from bot.flows.engine import advance
from bot.flows.events import Due
from bot.flows.state import State
from bot.perform.table import perform
from bot.quiet import quiet_until
from bot.storage import complaints, contacts, delivery, held_back, links, outbox, waiting
from bot.storage import intake as rows
from bot.storage.waiting import WaitingRow
from bot.turning import Turning

STANDINGS = frozenset({"open", "locked", "frozen"})
"""In which a phone gets the note of a complaint."""


def announce(turning: Turning) -> None:
    """Announce what waits of her thread, by one neutral note, or say why not."""
    contact, now, conn = turning.contact, turning.now, turning.conn
    items = [row for row in waiting.of_contact(conn, contact.id, now) if row.opened_at is None]
    if not items or contact.survivor_id is None:
        return
    fresh = [row for row in items if row.noted_at is None]
    refused = links.consent(conn, contact.survivor_id, "notes") is False
    if erasure.asked(turning.act, contact.survivor_id):
        return  # announced again if she keeps it
    if not contact.linked or contact.stopped or refused:
        _mark(turning, fresh, "note_held")
        return
    if len(fresh) < len(items):  # an earlier note is unanswered: these join it
        waiting.mark_noted(conn, contact.id, now)
        if not outbox.holds_note(conn, contact.id):  # else what becomes of it is told of these, too
            _mark(turning, fresh, "note_sent")
        return
    later = not_before(turning)
    if later > now:
        rows.set_timer(conn, secrets.token_bytes(16), "note", contact.id, later)
        return
    turning.due, turning.note = "push", items[0].id.hex()
    turning.entry_id = items[-1].entry_id
    _wake(turning, "note")
    waiting.mark_noted(conn, contact.id, now)


def _mark(turning: Turning, items: list[WaitingRow], state: str) -> None:
    for row in items:
        if row.entry_id is not None:
            delivery.mark_delivery(turning.conn, row.entry_id, state)


def wants_note(conn: sa.Connection, contact_id: bytes) -> bool:
    """Say whether a phone may be sent a note and none is on its way."""
    phone = contacts.peek(conn, contact_id)
    if phone is None or phone.stopped or phone.standing not in STANDINGS:
        return False
    return not rows.has_timer(conn, contact_id, NOTE)


def announce_complaint(turning: Turning) -> None:
    """Announce what waits of this phone's complaints, by one neutral note of its own lane."""
    contact, now, conn = turning.contact, turning.now, turning.conn
    link_id = complaints.link_of(conn, contact.id)
    unread = [
        (row, one)
        for row in complaints.of_contact(conn, contact.id)
        if row.link_id == link_id and came_from(turning.vault, row, contact.row)
        for one in held_back.of_complaint(conn, row.id, now)
        if one.opened_at is None
    ]
    fresh = [one for _, one in unread if one.noted_at is None]
    if not fresh or contact.stopped or contact.standing not in STANDINGS:
        return
    if len(fresh) < len(unread):  # an earlier note is unanswered: these join it
        held_back.mark_noted(conn, {row.id for row, _ in unread}, now)
        return
    later = not_before(turning)
    if later > now:
        rows.set_timer(conn, secrets.token_bytes(16), NOTE, contact.id, later)
        return
    turning.due, turning.note = "aside", fresh[0].id.hex()
    turning.entry_id = fresh[-1].entry_id
    _wake(turning, NOTE)
    held_back.mark_noted(conn, {row.id for row, _ in unread}, now)


def _wake(turning: Turning, name: str) -> None:
    """Wake the conversation; locked, only the note itself is said, and hers stays as it was."""
    locked = turning.contact.standing == "locked"
    state = State() if locked else turning.contact.conversation()
    perform(turning, advance(state, Due(name), Known(turning)))
    if locked:
        turning.state = None


def not_before(turning: Turning) -> int:
    """When a note may go out: after the open conversation, and outside quiet hours."""
    contact, now = turning.contact, turning.now
    if contact.silent_for(now) < IDLE_MS and contact.conversation().open:
        return contact.row.heard_at + IDLE_MS
    return quiet_until(contact.settings.get("quiet", ""), now)
