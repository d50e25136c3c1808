"""What the advocate says of a meeting: where, another time, that it is off, that they met or not.

The rule kept here: not meeting is nobody's fault, is written about at most twice, and after that a
person looks at the contact plan.
"""

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.meetings import (
    OPEN,
    SETTLED,
    Meeting,
    Wanted,
    cancel,
    forget,
    make,
    mine,
    read,
)
from bot.acts.tasks import close_of, raise_task
from bot.booking import Rules
from bot.errors import Conflict, Refused
from bot.storage import meetings
from bot.storage.meetings import AppointmentRow
from bot.storage.tables.columns import Sealed

NOTES = 2  # times that not meeting is written about


def call_off(act: Act, appointment_id: bytes) -> Meeting:
    """Say no to a time that was asked for, or take a meeting out, as the advocate."""
    row = mine(act, appointment_id, *OPEN)
    cancel(act, row.id)
    act.record("meeting_off", row.survivor_id, row.id)
    return read(act.conn, act.vault, row.id)


def move(act: Act, appointment_id: bytes, starts_at: int, rules: Rules) -> bytes:
    """Put a meeting to come at another time that was agreed on; returns the id of the new one.

    How, wishes and place stay. What was to be done for the old time goes; the reminder is looked
    for anew.
    """
    row = mine(act, appointment_id, *OPEN)
    if row.starts_at <= act.now:
        raise Refused("begun")
    old = read(act.conn, act.vault, row.id)
    meetings.let_go(act.conn, row.id)
    wanted = Wanted(row.survivor_id, starts_at, old.how, old.wishes, row.contact_id)
    try:
        _, new_id = make(act, wanted, rules, "booked")
    except Conflict:
        raise Refused("time_taken") from None
    keep_place(act, new_id, old.place)
    meetings.change(act.conn, row.id, state="cancelled", moved_to=new_id)
    forget(act, row)
    close_of(act, row.survivor_id, *SETTLED)
    act.record("meeting_moved", row.survivor_id, new_id)
    return new_id


def keep_place(act: Act, appointment_id: bytes, place: str) -> None:
    """Keep where to meet; it is said to her only when she asks."""
    row = mine(act, appointment_id, *OPEN)
    sealed: Sealed | None = None
    if place:
        key = act.key_of(row.survivor_id)
        sealed = act.vault.seal("appointments.place", row.id, place.encode(), key)
    meetings.change(act.conn, row.id, place=sealed)


def met(act: Act, appointment_id: bytes) -> None:
    """Say that the meeting took place."""
    row = mine(act, appointment_id, *OPEN, "missed")
    _over(act, row)
    meetings.change(act.conn, row.id, state="met")
    close_of(act, row.survivor_id, "meeting_check_plan")
    act.record("meeting_over", row.survivor_id, row.id)


def not_met(act: Act, appointment_id: bytes) -> bool:
    """Say that they did not meet; returns whether she is to be written to about it.

    Written about twice at most since they last met; then the advocate looks at the contact plan.
    """
    row = mine(act, appointment_id, *OPEN)
    _over(act, row)
    meetings.change(act.conn, row.id, state="missed")
    act.record("meeting_over", row.survivor_id, row.id)
    if missed_in_a_row(act.conn, row.survivor_id) <= NOTES:
        return True
    raise_task(act, "meeting_check_plan", survivor_id=row.survivor_id, staff_id=row.advocate_id)
    return False


def missed_in_a_row(conn: Connection, survivor_id: bytes) -> int:
    """Return how many meetings did not take place since the last that did."""
    count = 0
    for row in reversed(meetings.of_survivor(conn, survivor_id)):
        if row.state == "met":
            break
        count += row.state == "missed"
    return count


def _over(act: Act, row: AppointmentRow) -> None:
    if row.starts_at > act.now:
        raise Refused("not_yet")
    meetings.let_go(act.conn, row.id)
    forget(act, row)
