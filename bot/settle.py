"""What becomes of an outbox row after an attempt, in one unit.

The rule kept here: every outcome leaves a row that says the truth to staff (kept, note sent, not
delivered) and, where something was too late to be sent, lets her next message be answered with it.
"""

import secrets
from typing import Literal, NamedTuple

import sqlalchemy as sa

from bot.channels import telegram
from bot.channels.wire import Sent
from bot.clock import DAY_MS
from bot.contact import Contact
from bot.errors import SealBroken
from bot.flows.state import NewerState
from bot.storage import contacts, ledger, outbox, waiting
from bot.storage.delivery import mark_delivery, note_failure
from bot.storage.outbox import OutboxRow
from bot.vault import Vault

LADDER_MS = (2_000, 10_000, 30_000, 120_000, 300_000, 900_000, 1_800_000, 3_600_000)


TAKE_BACK_MS = 2 * DAY_MS
_ON_THE_PHONE = frozenset({"reply", "apart", "receipt", "error", "crisis"})


class Outcome(NamedTuple):
    """How one attempt ended: taken, try again, refused for good, too late, no longer wanted."""

    word: Literal["sent", "again", "refused", "opted_out", "late", "unwanted"]
    code: str = ""
    retry_after: float | None = None
    sent: Sent | None = None
    edited: bool = False  # the card that stood there shows it now: no new message on the phone


def settle(
    conn: sa.Connection, vault: Vault, contact_id: bytes, row: OutboxRow, outcome: Outcome, now: int
) -> int | None:
    """Write down what became of ``row``; return until when the contact must wait, or None."""
    if outcome.word == "again":
        wait = LADDER_MS[min(row.tries, len(LADDER_MS) - 1)]
        if outcome.retry_after is not None:
            wait = max(wait, int(outcome.retry_after * 1000))
        outbox.postpone(conn, row.id, now + wait)
        return now + wait
    was_there = outbox.remove(conn, row.id)
    if outcome.sent is not None:
        _sent(conn, contact_id, row, outcome.sent, now, edited=outcome.edited)
        if not was_there and row.cls in _ON_THE_PHONE:
            _take_back(conn, vault, contact_id, outcome.sent, now)
    elif not was_there:
        return None
    elif outcome.word == "late":
        _late(conn, contact_id, row, now)
    elif outcome.word == "unwanted":
        _tell(conn, contact_id, row, "note_held")
    elif outcome.word in {"refused", "opted_out"}:
        _refused(conn, contact_id, row, outcome, now)
    return None


def _take_back(conn: sa.Connection, vault: Vault, contact_id: bytes, sent: Sent, now: int) -> None:
    """Delete from her chat what was on the wire while she left: nothing of it stays there."""
    found = contacts.get(conn, contact_id)
    if found is None or found.channel != "telegram" or not sent.message:
        return
    contact = Contact(vault, found)
    try:
        left = contact.conversation().left
    except (NewerState, SealBroken, ValueError):
        return
    if not left:
        return  # a newer card takes its place, or she said that nothing more shall come
    ledger.strike(conn, contact_id, [sent.message])
    row_id = secrets.token_bytes(16)
    payload = contact.seal_row("outbox.payload", row_id, telegram.deletion([sent.message]))
    outbox.add(
        conn,
        OutboxRow(
            id=row_id,
            contact_id=contact_id,
            cls="delete",
            payload=payload,
            fresh=False,
            entry_id=None,
            tries=0,
            not_before=now,
            not_after=now + TAKE_BACK_MS,
        ),
        now,
    )


def _refused(
    conn: sa.Connection, contact_id: bytes, row: OutboxRow, outcome: Outcome, now: int
) -> None:
    if row.cls == "push":
        _unreached(conn, contact_id, outcome, now)
    elif outcome.word == "opted_out" and not _seen_by_an_advocate(conn, contact_id):
        contacts.change(conn, contact_id, stopped=True)
    _tell(conn, contact_id, row, "not_delivered")


def _unreached(conn: sa.Connection, contact_id: bytes, outcome: Outcome, now: int) -> None:
    """Write down what her advocate sees of a phone that a note of the thread did not come to.

    Of the thread alone: an answer fails right after she was heard, and may be a complaint's, whose
    note has a lane of its own. The carrier keeps a stop, whatever we know of it.
    """
    if outcome.word == "opted_out":
        contacts.change(conn, contact_id, stopped=True)
    else:
        note_failure(conn, contact_id, now)


def _seen_by_an_advocate(conn: sa.Connection, contact_id: bytes) -> bool:
    row = contacts.peek(conn, contact_id)
    return row is not None and row.survivor_id is not None


def _tell(conn: sa.Connection, contact_id: bytes, row: OutboxRow, state: str) -> None:
    """Tell staff of what a row announced: one note may stand for several answers."""
    if row.entry_id is None:
        return
    announced = waiting.announced(conn, contact_id) if row.cls == "push" else []
    for entry_id in {row.entry_id, *announced}:
        mark_delivery(conn, entry_id, state)


def _sent(
    conn: sa.Connection,
    contact_id: bytes,
    row: OutboxRow,
    sent: Sent,
    now: int,
    *,
    edited: bool,
) -> None:
    if row.cls == "redact":
        return  # its body is gone there: nothing is left to remember
    if sent.message and not edited:
        ledger.note(
            conn,
            row_id=secrets.token_bytes(16),
            contact_id=contact_id,
            message=sent.message,
            kind="card" if sent.card else "note" if row.cls == "push" else "ours",
            at=now,
            entry_id=row.entry_id,
        )
    _tell(conn, contact_id, row, "note_sent")


def _late(conn: sa.Connection, contact_id: bytes, row: OutboxRow, now: int) -> None:
    if row.cls in {"reply", "apart", "crisis"}:
        contacts.left_unsaid(conn, contact_id, "step")
    elif row.cls in {"receipt", "error"}:
        contacts.left_unsaid(conn, contact_id, "kept")
    elif row.cls == "push":
        note_failure(conn, contact_id, now)
        _tell(conn, contact_id, row, "not_delivered")
    elif row.cls == "aside":
        _tell(conn, contact_id, row, "not_delivered")  # of its own lane: no link sleeps by it
