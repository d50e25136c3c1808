"""The calendar: the week, one-tap yes, whether you met, hours, absences and rules."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import calendars, meetings
from bot.acts.act import Act
from bot.acts.meetings import Meeting, Wanted
from bot.booking import Hours, Rules
from bot.clocks import DAY_NAMES, local_date, moment
from bot.console import meeting_words
from bot.console.calendar_view import HOW, Week, opened, read_calendar, read_week
from bot.console.call import Call
from bot.console.meeting_words import letter
from bot.console.pages import LONDON
from bot.console.table import ADVOCATE, page
from bot.console.talk import talk_of
from bot.storage import meetings as rows
from bot.storage import replies, survivors

_SPAN: Final = re.compile(r"(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?")
DAY: Final = timedelta(days=1)


# --- the week -------------------------------------------------------------------------------------


async def _week(call: Call) -> Week:
    try:
        day = date.fromisoformat(call.request.query.get("week", ""))
    except ValueError:
        day = local_date(call.now)
    monday = day - timedelta(days=day.weekday())
    vault, content, me, now = call.desk.vault, call.desk.content, call.who.id, call.now
    return await call.read(lambda conn: read_week(conn, vault, content, me, now, monday))


async def _page(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    return call.page(
        "calendar.html",
        status=422 if errors else 200,
        week=await _week(call),
        names=_DAYS,
        lengths=calendars.LENGTHS,
        buffers=calendars.BUFFERS,
        notices=calendars.NOTICES,
        horizons=calendars.HORIZONS,
        errors=errors or {},
    )


_DAYS: Final = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


@page("GET", "/calendar", who=ADVOCATE)
async def show(call: Call) -> web.StreamResponse:
    """My week: meetings, hours, what waits for a yes, and absences."""
    return await _page(call)


def _minutes(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0)


def read_hours(text: str, weekday: int) -> list[Hours] | None:
    """Read hours as people type them: ``9-12:30, 13:30-17``; None where that cannot be read."""
    found = []
    for part in text.replace("–", "-").replace(" ", "").replace(";", ",").split(","):
        if not part:
            continue
        match = _SPAN.fullmatch(part)
        if match is None:
            return None
        begin = _minutes(match[1], match[2])
        end = _minutes(match[3], match[4])
        if not 0 <= begin < end <= calendars.MIDNIGHT:
            return None
        found.append(Hours(weekday, begin, end))
    return found


@page("POST", "/calendar/hours", who=ADVOCATE)
async def hours(call: Call) -> web.StreamResponse:
    """Keep my weekly hours."""
    week: list[Hours] = []
    errors = {}
    for weekday, name in enumerate(DAY_NAMES):
        found = read_hours(call.text(name, 80), weekday)
        if found is None:
            errors[name] = f"{_DAYS[name]}: enter hours like 9:00-12:30, 13:30-17:00"
        else:
            week += found
    if errors:
        return await _page(call, errors)
    await call.act(lambda act: calendars.keep_hours(act, week))
    return call.go("/calendar", "calendar")


@page("POST", "/calendar/rules", who=ADVOCATE)
async def rules(call: Call) -> web.StreamResponse:
    """Keep how I am booked."""

    def number(name: str) -> int:
        text = call.text(name, 4)
        return int(text) if text.isdecimal() else -1

    kept = Rules(
        call.text("at_once") == "yes",
        number("length"),
        number("buffer"),
        number("notice"),
        number("horizon"),
    )
    await call.act(lambda act: calendars.keep_rules(act, kept))
    return call.go("/calendar", "calendar")


def _when(day: str, time: str, default: str) -> int | None:
    try:
        local = datetime.fromisoformat(f"{day}T{time or default}")
    except ValueError:
        return None
    return round(local.replace(tzinfo=LONDON).timestamp() * 1000)


@page("POST", "/calendar/span", who=ADVOCATE)
async def span(call: Call) -> web.StreamResponse:
    """Add an absence, or extra hours."""
    kind = call.text("kind", 10)
    first, last = call.text("first", 10), call.text("last", 10) or call.text("first", 10)
    errors = {}
    begins = _when(first, call.text("begins", 5), "00:00")
    ends = _when(last, call.text("ends", 5), "00:00")
    if ends is not None and not call.text("ends", 5):
        ends = moment(date.fromisoformat(last) + DAY)
    if begins is None:
        errors["first"] = "Enter the first day"
    elif ends is None or ends <= begins:
        errors["last"] = "Enter a last day and time after the first"
    if errors or begins is None or ends is None:
        return await _page(call, errors)
    await call.act(lambda act: calendars.add_span(act, kind, begins, ends))
    return call.go("/calendar", "calendar")


@page("POST", "/calendar/span/{id}/remove", who=ADVOCATE)
async def remove_span(call: Call) -> web.StreamResponse:
    """Take an absence or extra hours out again."""
    found = call.id()
    await call.act(lambda act: calendars.drop_span(act, found))
    return call.go("/calendar", "calendar")


# --- one meeting ----------------------------------------------------------------------------------


async def _meeting(call: Call) -> Meeting:
    """The meeting of this path, if it is the caller's to see."""
    appointment_id, me, vault = call.id(), call.who, call.desk.vault

    def read(conn: Connection) -> Meeting | None:
        row = rows.get(conn, appointment_id)
        her = None if row is None else survivors.get(conn, row.survivor_id)
        if row is None or her is None or her.ended_at is not None:
            return None
        if her.advocate_id != me.id and her.id not in replies.held_by(conn, me.id):
            return None
        return meetings.read(conn, vault, appointment_id)

    found = await call.read(read)
    if found is None:
        raise web.HTTPNotFound
    return found


async def _sheet(call: Call, meeting: Meeting, *, ask: bool = False) -> web.StreamResponse:
    vault, content, now = call.desk.vault, call.desk.content, call.now

    def read(conn: Connection) -> tuple[object, int]:
        calendar = read_calendar(conn, vault, content, meeting.advocate_id, now)
        row = rows.get(conn, meeting.id)
        shown = opened(conn, vault, [row] if row else [], calendar.away)
        return shown[0], meetings.missed_in_a_row(conn, meeting.survivor_id)

    shown, missed = await call.read(read)
    words = None
    if ask and missed < meetings.NOTES:
        words = await letter(
            call, meeting.survivor_id, meeting.starts_at, meeting_words.not_met(meeting, now)
        )
    return call.page(
        "meeting.html",
        one=shown,
        meeting=meeting,
        over=meeting.starts_at <= now,
        ask=ask,
        letter=words,
        missed=missed,
    )


@page("GET", "/meeting/{id}", who=ADVOCATE)
async def meeting_page(call: Call) -> web.StreamResponse:
    """One meeting: how, wishes, where, and what can be done."""
    return await _sheet(call, await _meeting(call))


@page("GET", "/meeting/{id}/not-met", who=ADVOCATE)
async def not_met_page(call: Call) -> web.StreamResponse:
    """You did not meet: what will be said, before it is."""
    return await _sheet(call, await _meeting(call), ask=True)


@page("POST", "/meeting/{id}/confirm", who=ADVOCATE)
async def confirm(call: Call) -> web.StreamResponse:
    """Say yes to a time, in one tap."""
    meeting = await _meeting(call)
    words = await letter(call, meeting.survivor_id, meeting.starts_at, meeting_words.BOOKED)

    def deed(act: Act) -> None:
        meetings.confirm(act, meeting.id)
        words.send(act, meeting.survivor_id)

    await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go("/calendar", "confirmed")


@page("POST", "/meeting/{id}/off", who=ADVOCATE)
async def off(call: Call) -> web.StreamResponse:
    """Say no to a time, or take a meeting out."""
    meeting = await _meeting(call)
    text = meeting_words.REFUSED if meeting.state == "asked" else meeting_words.OFF
    words = await letter(call, meeting.survivor_id, meeting.starts_at, text)

    def deed(act: Act) -> None:
        meetings.call_off(act, meeting.id)
        words.send(act, meeting.survivor_id)

    await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go("/calendar", "meeting_off")


@page("POST", "/meeting/{id}/met", who=ADVOCATE)
async def met(call: Call) -> web.StreamResponse:
    """Say that we met."""
    meeting = await _meeting(call)
    await call.act(lambda act: meetings.met(act, meeting.id))
    return call.go("/calendar", "met")


@page("POST", "/meeting/{id}/not-met", who=ADVOCATE)
async def not_met(call: Call) -> web.StreamResponse:
    """Say that we did not meet; she is asked kindly, twice at most."""
    meeting = await _meeting(call)
    text = meeting_words.not_met(meeting, call.now)
    words = await letter(call, meeting.survivor_id, meeting.starts_at, text)

    def deed(act: Act) -> bool:
        tells = meetings.not_met(act, meeting.id)
        if tells:
            words.send(act, meeting.survivor_id, "meeting")
        return tells

    tells = await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go("/calendar", "not_met" if tells else "not_met_quietly")


@page("POST", "/meeting/{id}/place", who=ADVOCATE)
async def place(call: Call) -> web.StreamResponse:
    """Keep where to meet; it is said only when she asks."""
    meeting, where = await _meeting(call), call.text("place", 120)
    await call.act(lambda act: meetings.keep_place(act, meeting.id, where))
    return call.go(f"/meeting/{meeting.id.hex()}", "place")


# --- a meeting that the advocate puts in ----------------------------------------------------------


async def _form(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    talk = await talk_of(call)
    vault = call.desk.vault

    def read(conn: Connection) -> list[object]:
        found = [
            row
            for row in rows.of_survivor(conn, talk.id)
            if row.state in meetings.OPEN and row.starts_at > call.now
        ]
        return list(opened(conn, vault, found))

    return call.page(
        "meeting_new.html",
        status=422 if errors else 200,
        talk=talk,
        known=await call.read(read),
        how=[{"value": key, "text": text} for key, text in HOW.items()],
        errors=errors or {},
    )


@page("GET", "/conversation/{id}/meeting", who=ADVOCATE)
async def new(call: Call) -> web.StreamResponse:
    """Their next meeting, or a form for one."""
    return await _form(call)


@page("POST", "/conversation/{id}/meeting", who=ADVOCATE)
async def put(call: Call) -> web.StreamResponse:
    """Put a meeting in that was agreed on."""
    talk = await talk_of(call)
    at = _when(call.text("day", 10), call.text("time", 5), "")
    if at is None or at <= call.now or at % (15 * 60_000):
        return await _form(call, {"day": "Enter a day to come and a time on the quarter hour"})
    how = call.text("how", 10)
    if how not in HOW:
        raise web.HTTPNotFound
    words = await letter(call, talk.id, at, meeting_words.BOOKED)
    vault, content, now = call.desk.vault, call.desk.content, call.now

    def deed(act: Act) -> None:
        key = act.key_of(talk.id)
        wishes = meetings.wishes(act.conn, vault, talk.id, key)
        rules = read_calendar(act.conn, vault, content, talk.her.advocate_id, now).rules
        meetings.put(act, Wanted(talk.id, at, how, wishes), rules)
        words.send(act, talk.id)

    await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go(f"/conversation/{talk.id.hex()}", "put")
