"""What the advocate says of a meeting: where, that it is off, that they met or did not.

The rule kept here: not meeting is nobody's fault, is written about at most twice, and after that a
person looks at the contact plan.
"""

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.meetings import OPEN, Meeting, cancel, forget, mine, read
from bot.acts.tasks import close_of, raise_task
from bot.errors import Refused
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
