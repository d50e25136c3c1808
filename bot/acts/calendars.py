"""An advocate's calendar: rules, weekly hours, absences and extra hours.

The rule kept here: a change of hours never moves or cancels what was booked; the page shows it.
"""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Connection

from bot import clocks
from bot.acts.act import Act
from bot.booking import Calendar, Hours, Rules, Span
from bot.clock import HOUR_MS
from bot.clocks import parse_days
from bot.errors import Refused
from bot.storage import meetings, people
from bot.storage import organisations as organisation_rows
from bot.storage.meetings import CalendarRow, HoursRow, SpanRow
from bot.vault import Vault

LOOK_BACK_MS = 48 * HOUR_MS
MIDNIGHT = 24 * 60
UNSET = (10 * 60, 16 * 60)  # on working days, until an advocate has said which hours
LENGTHS = (15, 30, 45, 60, 90)
BUFFERS = (0, 15, 30, 60)
NOTICES = (4, 24, 48, 72)
HORIZONS = (14, 28, 56)


def read(
    conn: Connection,
    advocate_id: bytes,
    working_days: Collection[int],
    holidays: frozenset[date],
    now: int,
) -> Calendar:
    """Return an advocate's calendar as it is now."""
    row = meetings.calendar(conn, advocate_id)
    rules = Rules()
    if row is not None:
        rules = Rules(
            row.at_once,
            row.length_minutes,
            row.buffer_minutes,
            row.notice_hours,
            row.horizon_days,
        )
    hours = tuple(
        Hours(one.weekday, one.from_minute, one.to_minute)
        for one in meetings.hours_of(conn, advocate_id)
    )
    if row is None and not hours:
        hours = tuple(Hours(day, *UNSET) for day in sorted(working_days))
    spans = tuple(
        Span(one.kind, one.starts_at, one.ends_at)
        for one in meetings.spans_of(conn, advocate_id, now - LOOK_BACK_MS)
    )
    return Calendar(rules, hours, spans, holidays)


def working_days(conn: Connection, vault: Vault, advocate_id: bytes) -> frozenset[int]:
    """Return an advocate's working days."""
    row = people.get(conn, advocate_id)
    if row is None:
        raise Refused("unknown")
    return parse_days(vault.open("staff.working_days", row.id, row.working_days).decode())


def nation(conn: Connection, vault: Vault, advocate_id: bytes) -> str:
    """Return the nation of an advocate's employer, whose bank holidays count."""
    row = people.get(conn, advocate_id)
    employer = None if row is None else organisation_rows.get(conn, row.organisation_id)
    if employer is None:
        return ""
    return vault.open("organisations.nation", employer.id, employer.nation).decode()


def keep_rules(act: Act, rules: Rules) -> None:
    """Keep how the actor is booked."""
    if (
        rules.length_minutes not in LENGTHS
        or rules.buffer_minutes not in BUFFERS
        or rules.notice_hours not in NOTICES
        or rules.horizon_days not in HORIZONS
    ):
        raise Refused("unknown")
    if meetings.calendar(act.conn, act.person) is None:
        _settle_hours(act)
    meetings.keep_calendar(
        act.conn,
        CalendarRow(
            act.person,
            rules.at_once,
            rules.length_minutes,
            rules.buffer_minutes,
            rules.notice_hours,
            rules.horizon_days,
            act.now,
        ),
    )
    act.record("calendar", act.person)


def _settle_hours(act: Act) -> None:
    """What was offered until now stays, as hours of the actor's own."""
    if not meetings.hours_of(act.conn, act.person):
        days = working_days(act.conn, act.vault, act.person)
        _write_hours(act, (Hours(day, *UNSET) for day in sorted(days)))


def keep_hours(act: Act, week: Iterable[Hours]) -> None:
    """Keep the actor's weekly hours."""
    week = tuple(week)
    for one in week:
        if not (
            one.weekday in range(len(clocks.DAY_NAMES))
            and 0 <= one.from_minute < one.to_minute <= MIDNIGHT
        ):
            raise Refused("hours_backwards")
    if meetings.calendar(act.conn, act.person) is None:
        keep_rules(act, Rules())
    _write_hours(act, week)
    act.record("calendar", act.person)


def _write_hours(act: Act, week: Iterable[Hours]) -> None:
    rows = (
        HoursRow(act.new_id(), act.person, one.weekday, one.from_minute, one.to_minute)
        for one in week
    )
    meetings.keep_hours(act.conn, act.person, rows)


def add_span(act: Act, kind: str, starts_at: int, ends_at: int) -> bytes:
    """Add an absence (``away``) or ``extra`` hours of the actor; returns its id."""
    if kind not in {"away", "extra"}:
        raise Refused("unknown")
    if ends_at <= starts_at or ends_at <= act.now:
        raise Refused("hours_backwards")
    span_id = act.new_id()
    meetings.add_span(act.conn, SpanRow(span_id, act.person, kind, starts_at, ends_at))
    act.record("calendar", act.person)
    return span_id


def drop_span(act: Act, span_id: bytes) -> None:
    """Take an absence or extra hours of the actor out again."""
    if not meetings.drop_span(act.conn, span_id, act.person):
        raise Refused("unknown")
    act.record("calendar", act.person)
