"""The calendar: the week, hours, absences and rules."""

import re
from datetime import date, timedelta
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot import absence
from bot.acts import calendars
from bot.booking import Hours, Rules, Span
from bot.clocks import DAY_NAMES, local_date, moment
from bot.console.calendar_view import Week, read_week, when
from bot.console.call import Call
from bot.console.caseload import alias_of
from bot.console.table import ADVOCATE, page
from bot.routing import survivors_of

_YEARS: Final = range(2000, 2200)
"""Whose weeks can be asked for: beyond them a week may have no day before or after it."""
_SPAN: Final = re.compile(r"(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?")
DAY: Final = timedelta(days=1)
Waits = tuple[str, int, int]
"""Who waits, by their alias; the day that was promised, and the day instead."""


async def _week(call: Call) -> Week:
    try:
        day = date.fromisoformat(call.request.query.get("week", ""))
    except ValueError:
        day = local_date(call.now)
    if day.year not in _YEARS:
        day = local_date(call.now)
    monday = day - timedelta(days=day.weekday())
    vault, content, me, now = call.desk.vault, call.desk.content, call.who.id, call.now
    return await call.read(lambda conn: read_week(conn, vault, content, me, now, monday))


async def _page(
    call: Call, errors: dict[str, str] | None = None, waiting: list[Waits] | None = None
) -> web.StreamResponse:
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
        waiting=waiting or [],
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


@page("GET", "/calendar", who=ADVOCATE, parts=True)
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


async def _waiting(call: Call, away: Span) -> list[Waits]:
    """Who was promised an answer by a day that an absence moves."""
    vault, content, me, now = call.desk.vault, call.desk.content, call.who.id, call.now

    def read(conn: Connection) -> list[Waits]:
        found = absence.moved(conn, vault, content, me, now, away)
        named = {row.id: alias_of(vault, row) for row in survivors_of(conn, vault, me)}
        days = [(moment(one.before), moment(one.after)) for one in found]
        return [(named[one.survivor_id], *at) for one, at in zip(found, days, strict=True)]

    return await call.read(read)


@page("POST", "/calendar/span", who=ADVOCATE)
async def span(call: Call) -> web.StreamResponse:
    """Add an absence, or extra hours."""
    kind = call.text("kind", 10)
    first, last = call.text("first", 10), call.text("last", 10) or call.text("first", 10)
    errors = {}
    begins = when(first, call.text("begins", 5), "00:00")
    ends = when(last, call.text("ends", 5), "00:00")
    if ends is not None and date.fromisoformat(last).year not in _YEARS:
        ends = None
    if ends is not None and not call.text("ends", 5):
        ends = moment(date.fromisoformat(last) + DAY)
    if begins is None:
        errors["first"] = "Enter the first day"
    elif ends is None or ends <= begins:
        errors["last"] = "Enter a last day and time after the first"
    if errors or begins is None or ends is None:
        return await _page(call, errors)
    added = Span(kind, begins, ends)
    if kind != "away":
        await call.act(lambda act: calendars.add_span(act, kind, begins, ends))
    else:
        waiting = await _waiting(call, added)
        if waiting and call.text("tell", 3) != "yes":
            return await _page(
                call, {"tell": "Tell them the new day, or answer them first"}, waiting
            )
        words, content = call.desk.catalogues, call.desk.content
        await call.act(lambda act: absence.enter(act, words, content, added))
        await call.desk.coordination.wake("work")
    return call.go(f"/calendar?week={local_date(begins)}", "calendar")


@page("POST", "/calendar/span/{id}/remove", who=ADVOCATE)
async def remove_span(call: Call) -> web.StreamResponse:
    """Take an absence or extra hours out again."""
    found = call.id()
    await call.act(lambda act: calendars.drop_span(act, found))
    return call.go("/calendar", "calendar")
