"""A week of an advocate as it is shown, and the meetings that wait for a yes or an outcome.

The rule kept here: aliases and times; nothing that was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.acts import calendars, meetings
from bot.acts.meetings import Meeting
from bot.booking import Calendar, Span
from bot.clock import DAY_MS
from bot.clocks import DAY_NAMES, LONDON, local_date, moment
from bot.console.caseload import alias_of
from bot.content import Content
from bot.flows.wishes import SOURCE
from bot.storage import meetings as rows
from bot.storage import survivors
from bot.storage.meetings import AppointmentRow, SpanRow
from bot.vault import Vault

HOW: Final = {
    "phone": "Phone",
    "there": "In person",
    "video": "Video",
    "decide": "How: to be agreed",
}
STATES: Final = {
    "asked": ("Asked: held until you answer", "yellow"),
    "booked": ("Booked", "blue"),
    "met": ("Met", "green"),
    "missed": ("Did not meet", "grey"),
    "cancelled": ("Off", "grey"),
}
WISHES: Final[Mapping[str, Mapping[str, str]]] = {
    "interpreter": {
        "woman": "interpreter, a woman",
        "man": "interpreter, a man",
        "any": "interpreter",
        "none": "no interpreter",
    },
    "community": {"yes": "interpreter not from their community"},
    "gender": {"woman": "would like to talk with a woman", "man": "would like to talk with a man"},
    "hours": {"morning": "mornings", "afternoon": "afternoons", "evening": "evenings"},
    "voicemail": {
        "no": "no voice message",
        "neutral": "voice message: only please call back",
        "yes": "voice message is fine",
    },
    "no_answer": {
        "ring": "no answer: ring once more",
        "wait": "no answer: wait for them",
        "i_ring": "no answer: they ring you",
    },
    "access": {
        "steps": "no steps",
        "hearing": "help to hear",
        "sight": "help to see",
        "child": "brings a child",
    },
    "bring": {"yes": "somebody comes with them"},
}
PAST_MS: Final = 14 * DAY_MS
FUTURE_MS: Final = 400 * DAY_MS


@dataclass(frozen=True, slots=True)
class Appointment:
    """One meeting on a page."""

    id: bytes
    survivor_id: bytes
    alias: str
    starts_at: int
    ends_at: int
    state: str
    says: str
    colour: str
    how: str
    wishes: str
    interpreted: str
    clash: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One row of the week."""

    starts_at: int
    hours: str
    notes: tuple[str, ...]
    meetings: tuple[Appointment, ...]
    today: bool


@dataclass(frozen=True, slots=True)
class Week:
    """The page.

    Attributes:
        monday: the day it begins with.
        days: Monday to Sunday.
        to_confirm: asked for; the time is held meanwhile.
        over: past, and nobody has said yet whether they met.
        hours: the weekly hours as they are typed.
        calendar: rules, hours, absences.
        spans: absences and extra hours to come, with their ids.
    """

    monday: date
    days: tuple[Day, ...]
    to_confirm: tuple[Appointment, ...]
    over: tuple[Appointment, ...]
    hours: tuple[tuple[str, str], ...]
    calendar: Calendar
    spans: tuple[SpanRow, ...]

    @property
    def before(self) -> str:
        """The Monday of the week before."""
        return (self.monday - timedelta(days=7)).isoformat()

    @property
    def after(self) -> str:
        """The Monday of the week after."""
        return (self.monday + timedelta(days=7)).isoformat()


def clock(minute: int) -> str:
    """A minute of the day as it is typed."""
    return f"{minute // 60:02}:{minute % 60:02}"


def wishes_said(wishes: Mapping[str, str]) -> str:
    """What she wishes, in words for staff."""
    return "; ".join(
        known[key]
        for name, known in WISHES.items()
        for key in wishes.get(name, "").split(",")
        if key in known
    )


def appointment(meeting: Meeting, alias: str, away: Sequence[Span], language: str) -> Appointment:
    """One meeting on a page."""
    says, colour = STATES[meeting.state]
    speaks = meeting.wishes.get("interpreter", "none") != "none"
    # Who reads English and passed the question over wants some other language than that.
    unsaid = speaks and "language" not in meeting.wishes and language == SOURCE
    wishes = wishes_said(meeting.wishes)
    clash = any(one.starts_at < meeting.ends_at and one.ends_at > meeting.starts_at for one in away)
    return Appointment(
        meeting.id,
        meeting.survivor_id,
        alias,
        meeting.starts_at,
        meeting.ends_at,
        meeting.state,
        says,
        colour,
        HOW.get(meeting.how, ""),
        f"language not said: {wishes}" if unsaid else wishes,
        meeting.wishes.get("language", language) if speaks and not unsaid else "",
        clash and meeting.is_open,
    )


def opened(
    conn: Connection, vault: Vault, found: Sequence[AppointmentRow], away: Sequence[Span] = ()
) -> list[Appointment]:
    """Open appointments whose survivors are still there."""
    shown = []
    people = {her.id: her for her in survivors.some(conn, {row.survivor_id for row in found})}
    for row in found:
        her = people.get(row.survivor_id)
        if her is None:
            continue
        key = vault.unwrap(her.id, her.wrapped)
        meeting = meetings.open_row(vault, row, key)
        language = vault.open("survivors.language", her.id, her.language, key).decode()
        shown.append(appointment(meeting, alias_of(vault, her), away, language))
    return shown


def read_calendar(
    conn: Connection, vault: Vault, content: Content, advocate_id: bytes, now: int
) -> Calendar:
    """Read an advocate's calendar."""
    days = calendars.working_days(conn, vault, advocate_id)
    holidays = content.holidays.of(calendars.nation(conn, vault, advocate_id))
    return calendars.read(conn, advocate_id, days, holidays, now)


def read_week(
    conn: Connection, vault: Vault, content: Content, advocate_id: bytes, now: int, monday: date
) -> Week:
    """Read a week."""
    calendar = read_calendar(conn, vault, content, advocate_id, now)
    ends = moment(monday + timedelta(days=7))
    mine = rows.between(
        conn, advocate_id, min(now - PAST_MS, moment(monday)), max(now + FUTURE_MS, ends)
    )
    every = opened(conn, vault, mine, calendar.away)
    week = [one for one in every if moment(monday) <= one.starts_at < ends]
    return Week(
        monday,
        tuple(_day(calendar, monday + timedelta(days=n), week, now) for n in range(7)),
        tuple(one for one in every if one.state == "asked" and one.starts_at > now),
        tuple(one for one in every if one.state in meetings.OPEN and one.starts_at <= now),
        tuple((DAY_NAMES[day], _hours(calendar, day)) for day in range(7)),
        calendar,
        tuple(rows.spans_of(conn, advocate_id, now)),
    )


def _hours(calendar: Calendar, weekday: int) -> str:
    return ", ".join(
        f"{clock(one.from_minute)}-{clock(one.to_minute)}"
        for one in calendar.hours
        if one.weekday == weekday
    )


def _day(calendar: Calendar, day: date, week: Sequence[Appointment], now: int) -> Day:
    starts, ends = moment(day), moment(day + timedelta(days=1))
    notes = ["Bank holiday"] if day in calendar.holidays else []
    for span in calendar.spans:
        if span.starts_at < ends and span.ends_at > starts:
            begin, end = max(span.starts_at, starts), min(span.ends_at, ends)
            whole = begin == starts and end == ends
            times = "" if whole else f" {_time(begin, day)}-{_time(end, day)}"
            notes.append(f"{'Away' if span.kind == 'away' else 'Extra hours'}{times}")
    closed = day in calendar.holidays or "Away" in notes
    return Day(
        starts,
        "" if closed else _hours(calendar, day.weekday()),
        tuple(notes),
        tuple(one for one in week if starts <= one.starts_at < ends),
        local_date(now) == day,
    )


def _time(at: int, day: date) -> str:
    for minute in range(0, 24 * 60, 15):
        if moment(day, minute // 60, minute % 60) == at:
            return clock(minute)
    return "24:00"


def when(day: str, time: str, default: str) -> int | None:
    """Read a day and a time of London as a form sends them; None where that cannot be read."""
    try:
        local = datetime.fromisoformat(f"{day}T{time or default}")
    except ValueError:
        return None
    return round(local.replace(tzinfo=LONDON).timestamp() * 1000)
