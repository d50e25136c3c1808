"""Meetings: asked for or booked, confirmed, moved, taken out; what comes then: ``meetings_after``.

The rules kept here: a meeting owns its quarters before anybody is told of it; what was asked for is
held until the advocate has said yes or no; no reason is ever asked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.acts.act import Act, data_key
from bot.acts.survivors import needs_holder
from bot.acts.tasks import close_of, raise_task
from bot.booking import ZONE, Rules, quarters
from bot.errors import Conflict, Refused
from bot.routing import survivor
from bot.storage import meetings
from bot.storage.meetings import AppointmentRow
from bot.vault import DataKey, Vault

OPEN = ("asked", "booked")
SETTLED = ("meeting_choose", "meeting_way", "meeting_off")
"""Tasks that are over as soon as there is a meeting to come."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, opened.

    Attributes:
        how: phone, person, video or decide.
        wishes: how she likes to meet, as agreed: see ``flows.wishes``.
        place: where; said only when she asks.
    """

    id: bytes
    advocate_id: bytes
    survivor_id: bytes
    contact_id: bytes | None
    starts_at: int
    ends_at: int
    state: str
    how: str
    wishes: Mapping[str, str] = field(repr=False)
    place: str = field(repr=False)
    made_at: int
    reminded_at: int | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come, as far as anybody has said."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a meeting is to be; ``answer_by``: until when she was promised a yes or no to it."""

    survivor_id: bytes
    starts_at: int
    how: str
    wishes: Mapping[str, str] = field(repr=False)
    contact_id: bytes | None = None
    answer_by: int | None = None


def open_row(vault: Vault, row: AppointmentRow, key: DataKey) -> Meeting:
    """Open an appointment with its survivor's data key."""
    kept = json.loads(vault.open("appointments.how", row.id, row.how, key))
    place = (
        ""
        if row.place is None
        else vault.open("appointments.place", row.id, row.place, key).decode()
    )
    return Meeting(
        row.id,
        row.advocate_id,
        row.survivor_id,
        row.contact_id,
        row.starts_at,
        row.ends_at,
        row.state,
        str(kept["how"]),
        kept["wishes"],
        place,
        row.made_at,
        row.reminded_at,
    )


def read(conn: Connection, vault: Vault, appointment_id: bytes) -> Meeting:
    """Open one meeting."""
    row = meetings.get(conn, appointment_id)
    if row is None:
        raise Refused("unknown")
    return open_row(vault, row, data_key(conn, vault, row.survivor_id))


def of_survivor(conn: Connection, vault: Vault, survivor_id: bytes, key: DataKey) -> list[Meeting]:
    """Open every meeting of a survivor, in order of time."""
    return [open_row(vault, row, key) for row in meetings.of_survivor(conn, survivor_id)]


def wishes(conn: Connection, vault: Vault, survivor_id: bytes, key: DataKey) -> dict[str, str]:
    """Return how she likes to meet, as it was kept."""
    sealed = meetings.preferences(conn, survivor_id)
    if sealed is None:
        return {}
    kept = json.loads(vault.open("survivors.preferences", survivor_id, sealed, key))
    return {str(name): str(value) for name, value in kept.items()}


def keep_wishes(act: Act, survivor_id: bytes, wanted: Mapping[str, str]) -> dict[str, str]:
    """Keep how she likes to meet; what isn't named stays as it was."""
    key = act.key_of(survivor_id)
    kept = {**wishes(act.conn, act.vault, survivor_id, key), **wanted}
    sealed = act.vault.seal("survivors.preferences", survivor_id, json.dumps(kept).encode(), key)
    meetings.keep_preferences(act.conn, survivor_id, sealed)
    return kept


# --- coming to a meeting --------------------------------------------------------------------------


def ask(act: Act, wanted: Wanted, rules: Rules) -> bytes:
    """Book, where the advocate is booked at once; else ask, and hold the time meanwhile.

    Raises:
        Conflict: somebody was faster; the unit runs again and finds the time taken.
    """
    at_once = rules.at_once
    advocate_id, appointment_id = make(act, wanted, rules, "booked" if at_once else "asked")
    kind = "meeting_new" if at_once else "meeting_confirm"
    close_of(act, wanted.survivor_id, *SETTLED, "meeting_new")
    due_at = None if at_once else wanted.answer_by
    raise_task(act, kind, survivor_id=wanted.survivor_id, staff_id=advocate_id, due_at=due_at)
    return appointment_id


def put(act: Act, wanted: Wanted, rules: Rules) -> bytes:
    """Book as the advocate: the time was chosen together, or she asked the advocate to choose."""
    needs_holder(act, wanted.survivor_id)
    for row in meetings.of_survivor(act.conn, wanted.survivor_id):
        if row.state in OPEN and row.starts_at > act.now:
            raise Refused("has_a_meeting")
    try:
        _, appointment_id = make(act, wanted, rules, "booked")
    except Conflict:
        raise Refused("time_taken") from None
    close_of(act, wanted.survivor_id, *SETTLED)
    act.record("meeting", wanted.survivor_id, appointment_id)
    return appointment_id


def make(act: Act, wanted: Wanted, rules: Rules, state: str) -> tuple[bytes, bytes]:
    """Make a meeting that owns its quarters; returns whose it is, and its id.

    Raises:
        Conflict: the time is taken.
    """
    row = survivor(act.conn, act.vault, wanted.survivor_id)
    if row is None:
        raise Refused("unknown")
    key = act.vault.unwrap(row.id, row.wrapped)
    appointment_id = act.new_id()
    body = json.dumps({"how": wanted.how, "wishes": dict(wanted.wishes)}).encode()
    meetings.add(
        act.conn,
        AppointmentRow(
            id=appointment_id,
            advocate_id=row.advocate_id,
            survivor_id=row.id,
            contact_id=wanted.contact_id,
            starts_at=wanted.starts_at,
            ends_at=wanted.starts_at + rules.length_ms,
            zone=ZONE,
            state=state,
            how=act.vault.seal("appointments.how", appointment_id, body, key),
            place=None,
            made_at=act.now,
            confirmed_at=act.now if state == "booked" else None,
            reminded_at=None,
            moved_to=None,
        ),
    )
    mine = quarters(wanted.starts_at, rules)
    if not meetings.take(act.conn, row.advocate_id, mine, appointment_id):
        raise Conflict("the time was taken")
    return row.advocate_id, appointment_id


def move(act: Act, appointment_id: bytes, wanted: Wanted, rules: Rules) -> bytes:
    """Put a meeting at another time; returns the id of the new one.

    Raises:
        Conflict: somebody was faster; the old time is still hers.
    """
    row = _open(act, appointment_id)
    meetings.let_go(act.conn, row.id)
    new_id = ask(act, wanted, rules)
    meetings.change(act.conn, row.id, state="cancelled", moved_to=new_id)
    forget(act, row)
    return new_id


def cancel(act: Act, appointment_id: bytes) -> None:
    """Take a meeting out. No reason is asked."""
    row = _open(act, appointment_id)
    meetings.let_go(act.conn, row.id)
    meetings.change(act.conn, row.id, state="cancelled")
    forget(act, row)
    if act.actor is None:
        raise_task(act, "meeting_off", survivor_id=row.survivor_id, staff_id=row.advocate_id)


def forget(act: Act, row: AppointmentRow) -> None:
    """What was to be done for a meeting that is no more."""
    meetings.drop_reminder(act.conn, row.id)
    _answered(act, row)
    _settle(act, row, "meeting_new", "booked")


# --- the advocate ---------------------------------------------------------------------------------


def confirm(act: Act, appointment_id: bytes) -> Meeting:
    """Say yes to a time that was asked for."""
    row = mine(act, appointment_id, "asked")
    meetings.change(act.conn, row.id, state="booked", confirmed_at=act.now)
    _answered(act, row)
    act.record("meeting", row.survivor_id, row.id)
    return read(act.conn, act.vault, row.id)


def _open(act: Act, appointment_id: bytes) -> AppointmentRow:
    row = meetings.get(act.conn, appointment_id)
    if row is None or row.state not in OPEN:
        raise Refused("unknown")
    return row


def mine(act: Act, appointment_id: bytes, *states: str) -> AppointmentRow:
    """Return a meeting in one of these states, if the actor may say what becomes of it."""
    row = meetings.get(act.conn, appointment_id)
    if row is None or row.state not in states:
        raise Refused("unknown")
    needs_holder(act, row.survivor_id)  # the advocate, or the cover who stands in
    return row


def _answered(act: Act, row: AppointmentRow) -> None:
    """Nobody waits for a yes or no any more, nor need anybody else look why none came."""
    for kind in ("meeting_confirm", "meeting_unanswered"):
        _settle(act, row, kind, "asked")


def _settle(act: Act, row: AppointmentRow, kind: str, state: str) -> None:
    """Mark the tasks of a kind about this meeting done, unless another in this state needs them."""
    others = meetings.of_survivor(act.conn, row.survivor_id)
    if not any(one.state == state and one.id != row.id for one in others):
        close_of(act, row.survivor_id, kind)
