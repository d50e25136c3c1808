"""Calendars, appointments, and the quarters of an hour that they take.

The rule kept here: a quarter of an advocate's time belongs to one appointment, by primary key.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.rows import insert, select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.meetings import absences, appointments, calendars, hours, quarters
from bot.storage.tables.messages import outbox
from bot.storage.tables.survivors import survivors

_a = appointments.c
_q = quarters.c


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """An advocate's rules."""

    advocate_id: bytes
    at_once: bool
    length_minutes: int
    buffer_minutes: int
    notice_hours: int
    horizon_days: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Hours of one weekday."""

    id: bytes
    advocate_id: bytes
    weekday: int
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class SpanRow:
    """An absence, or extra hours."""

    id: bytes
    advocate_id: bytes
    kind: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One meeting: asked, booked, cancelled, met or missed."""

    id: bytes
    advocate_id: bytes
    survivor_id: bytes
    contact_id: bytes | None
    starts_at: int
    ends_at: int
    zone: str
    state: str
    how: Sealed
    place: Sealed | None
    made_at: int
    confirmed_at: int | None
    reminded_at: int | None
    moved_to: bytes | None


_calendar = select(calendars, CalendarRow).where(
    calendars.c.advocate_id == sa.bindparam("advocate_id")
)
_hours = (
    select(hours, HoursRow)
    .where(hours.c.advocate_id == sa.bindparam("advocate_id"))
    .order_by(hours.c.weekday, hours.c.from_minute)
)
_spans = Hot(
    select(absences, SpanRow)
    .where(
        absences.c.advocate_id == sa.bindparam("advocate_id"),
        absences.c.ends_at > sa.bindparam("since"),
    )
    .order_by(absences.c.starts_at, absences.c.id)
)
_taken = sa.select(_q.quarter).where(
    _q.advocate_id == sa.bindparam("advocate_id"), _q.quarter >= sa.bindparam("first")
)
_select = select(appointments, AppointmentRow)
_by_id = _select.where(_a.id == sa.bindparam("id"))
_of_survivor = _select.where(_a.survivor_id == sa.bindparam("survivor_id")).order_by(
    _a.starts_at, _a.id
)
_between = _select.where(
    _a.advocate_id == sa.bindparam("advocate_id"),
    _a.starts_at >= sa.bindparam("begin"),
    _a.starts_at < sa.bindparam("end"),
    _a.state != "cancelled",
).order_by(_a.starts_at, _a.id)
_to_remind = (
    sa.select(_a.id, _a.survivor_id)
    .join(survivors, survivors.c.id == _a.survivor_id)
    .where(
        _a.state == "booked",
        _a.reminded_at.is_(None),
        _a.starts_at > sa.bindparam("begin"),
        _a.starts_at < sa.bindparam("end"),
        survivors.c.ended_at.is_(None),
    )
    .order_by(_a.starts_at, _a.id)
    .limit(sa.bindparam("most"))
)


def calendar(conn: sa.Connection, advocate_id: bytes) -> CalendarRow | None:
    """Return an advocate's rules; None: never set."""
    row = conn.execute(_calendar, {"advocate_id": advocate_id}).first()
    return None if row is None else CalendarRow(*row)


def keep_calendar(conn: sa.Connection, row: CalendarRow) -> None:
    """Keep an advocate's rules."""
    values = values_of(row)
    conn.execute(
        insert(conn, calendars)
        .values(**values)
        .on_conflict_do_update(index_elements=["advocate_id"], set_=values)
    )


def hours_of(conn: sa.Connection, advocate_id: bytes) -> list[HoursRow]:
    """Return an advocate's weekly hours."""
    return [HoursRow(*row) for row in conn.execute(_hours, {"advocate_id": advocate_id})]


def keep_hours(conn: sa.Connection, advocate_id: bytes, rows: Iterable[HoursRow]) -> None:
    """Put these weekly hours in the place of those before."""
    conn.execute(sa.delete(hours).where(hours.c.advocate_id == advocate_id))
    for row in rows:
        conn.execute(sa.insert(hours).values(**values_of(row)))


def spans_of(conn: sa.Connection, advocate_id: bytes, since: int) -> list[SpanRow]:
    """Return absences and extra hours that are not over."""
    return [SpanRow(*row) for row in _spans.all(conn, {"advocate_id": advocate_id, "since": since})]


def add_span(conn: sa.Connection, row: SpanRow) -> None:
    """Add an absence, or extra hours."""
    conn.execute(sa.insert(absences).values(**values_of(row)))


def drop_span(conn: sa.Connection, span_id: bytes, advocate_id: bytes) -> bool:
    """Take an absence of this advocate out again."""
    gone = sa.delete(absences).where(
        absences.c.id == span_id, absences.c.advocate_id == advocate_id
    )
    return conn.execute(gone).rowcount == 1


def taken(conn: sa.Connection, advocate_id: bytes, first: int) -> frozenset[int]:
    """Return the quarters of an advocate that are taken, from this one on."""
    found = conn.execute(_taken, {"advocate_id": advocate_id, "first": first})
    return frozenset(found.scalars())


def take(
    conn: sa.Connection, advocate_id: bytes, wanted: Iterable[int], appointment_id: bytes
) -> bool:
    """Take quarters for an appointment; False when somebody has one of them already.

    In one statement and in order, so that two who want overlapping times never wait in a circle.
    """
    rows = [
        {"advocate_id": advocate_id, "quarter": one, "appointment_id": appointment_id}
        for one in sorted(wanted)
    ]
    statement = insert(conn, quarters).values(rows).on_conflict_do_nothing()
    got = conn.execute(statement.returning(_q.quarter)).scalars().all()
    return len(got) == len(rows)


def takers(conn: sa.Connection, advocate_id: bytes, wanted: range) -> list[AppointmentRow]:
    """Return the appointments that own any of these quarters of an advocate, in order of time."""
    owners = sa.select(_q.appointment_id).where(
        _q.advocate_id == advocate_id, _q.quarter >= wanted.start, _q.quarter < wanted.stop
    )
    found = conn.execute(_select.where(_a.id.in_(owners)).order_by(_a.starts_at, _a.id))
    return [AppointmentRow(*row) for row in found]


def let_go(conn: sa.Connection, appointment_id: bytes) -> None:
    """Let the quarters of an appointment be free again."""
    conn.execute(sa.delete(quarters).where(_q.appointment_id == appointment_id))


def add(conn: sa.Connection, row: AppointmentRow) -> None:
    """Add an appointment."""
    conn.execute(sa.insert(appointments).values(**values_of(row)))


def get(conn: sa.Connection, appointment_id: bytes) -> AppointmentRow | None:
    """Return an appointment."""
    row = conn.execute(_by_id, {"id": appointment_id}).first()
    return None if row is None else AppointmentRow(*row)


def change(conn: sa.Connection, appointment_id: bytes, **values: object) -> None:
    """Change columns of an appointment."""
    conn.execute(sa.update(appointments).where(_a.id == appointment_id).values(**values))


def of_survivor(conn: sa.Connection, survivor_id: bytes) -> list[AppointmentRow]:
    """Return every appointment of a survivor, in order of time."""
    found = conn.execute(_of_survivor, {"survivor_id": survivor_id})
    return [AppointmentRow(*row) for row in found]


def between(conn: sa.Connection, advocate_id: bytes, begin: int, end: int) -> list[AppointmentRow]:
    """Return what begins in a stretch of an advocate's time and was not cancelled."""
    found = conn.execute(_between, {"advocate_id": advocate_id, "begin": begin, "end": end})
    return [AppointmentRow(*row) for row in found]


def to_remind(conn: sa.Connection, begin: int, end: int, most: int) -> list[tuple[bytes, bytes]]:
    """Return (appointment, survivor) of booked ones in a stretch of time, not reminded of yet."""
    found = conn.execute(_to_remind, {"begin": begin, "end": end, "most": most})
    return [(row.id, row.survivor_id) for row in found]


def preferences(conn: sa.Connection, survivor_id: bytes) -> Sealed | None:
    """Return how she likes to meet, sealed."""
    query = sa.select(survivors.c.preferences).where(survivors.c.id == survivor_id)
    return conn.execute(query).scalar_one_or_none()


def keep_preferences(conn: sa.Connection, survivor_id: bytes, sealed: Sealed) -> None:
    """Keep how she likes to meet."""
    conn.execute(
        sa.update(survivors).where(survivors.c.id == survivor_id).values(preferences=sealed)
    )


def drop_reminder(conn: sa.Connection, appointment_id: bytes) -> None:
    """Delete a reminder that was not sent yet; its row carries the appointment's id."""
    conn.execute(sa.delete(outbox).where(outbox.c.entry_id == appointment_id))
