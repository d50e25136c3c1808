"""A time that the advocate chooses: a meeting that is put in, and what speaks against a time.

The rule kept here: what the calendar says against a time is said on the page where it is chosen,
before anything is kept; who chooses it all the same chooses it once more.
"""

from dataclasses import dataclass, field

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import meetings
from bot.acts.act import Act
from bot.acts.meetings import Meeting, Wanted
from bot.booking import QUARTER_MS, Calendar, Rules, quarters
from bot.clocks import local_date
from bot.clocks import moment as moment_at
from bot.console import meeting_words
from bot.console.calendar_view import HOW, opened, read_calendar, when
from bot.console.call import Call
from bot.console.meeting_words import letter
from bot.console.pages import day, moment
from bot.console.table import ADVOCATE, page
from bot.console.talk import talk_of
from bot.storage import meetings as rows


@dataclass(frozen=True, slots=True)
class Time:
    """A time as it was chosen.

    Attributes:
        at: when the meeting would begin.
        rules: how the advocate is booked.
        errors: why it can't be, by field.
        warnings: what speaks against it; empty where it was chosen once more.
    """

    at: int = 0
    rules: Rules = field(default_factory=Rules)
    errors: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def said(self) -> dict[str, str]:
        """What stands at the top of the page, with a link to the field."""
        return self.errors or ({"day": " ".join(self.warnings)} if self.warnings else {})


async def chosen(call: Call, advocate_id: bytes, moving: Meeting | None = None) -> Time:
    """Read the day and time of a form, and say what the advocate's calendar has against them.

    Args:
        call: a form with ``day``, ``time`` and, where it was warned of, ``anyway``.
        advocate_id: whose calendar.
        moving: the meeting that is to be then, instead of at its own time.
    """
    at = when(call.text("day", 10), call.text("time", 5), "")
    if at is None or at <= call.now or at % QUARTER_MS:
        return Time(errors=_wrong(call.text("day", 10), call.text("time", 5), call.now))
    if moving is not None and moving.starts_at == at:
        return Time(errors={"day": "It is at that time already"})
    known, vault, content, now = at, call.desk.vault, call.desk.content, call.now

    def read(conn: Connection) -> tuple[Calendar, list[str]]:
        calendar = read_calendar(conn, vault, content, advocate_id, now)
        taken = rows.takers(conn, advocate_id, quarters(known, calendar.rules))
        others = [row for row in taken if moving is None or row.id != moving.id]
        mine = advocate_id == call.who.id  # to who stands in, other people have no name
        return calendar, [
            f"{one.alias if mine else 'Somebody'}, {moment(one.starts_at)}. {one.says}"
            for one in opened(conn, vault, others)
        ]

    calendar, taken = await call.read(read)
    if taken:
        says = f"You have another meeting at that time, or the pause after it: {'; '.join(taken)}"
        return Time(at, calendar.rules, {"day": says})
    warnings = () if call.text("anyway", 20) == str(at) else _against(calendar, at)
    return Time(at, calendar.rules, warnings=warnings)


def _wrong(day: str, time: str, now: int) -> dict[str, str]:
    """What is to be entered anew: the day, the time, or both."""
    errors, today = {}, moment_at(local_date(now))
    begins, clock = when(day, "00:00", ""), when("2026-01-05", time, "")
    if begins is None or begins < today:
        errors["day"] = "Enter a day to come"
    if clock is None or clock % QUARTER_MS:
        errors["time"] = "Enter a time on the quarter hour, like 14:30"
    return errors or {"time": "Enter a time to come"}


def _against(calendar: Calendar, at: int) -> tuple[str, ...]:
    """What the calendar says against a time that is free."""
    ends, found = at + calendar.rules.length_ms, []
    if any(span.starts_at < ends and span.ends_at > at for span in calendar.away):
        found.append(f"You are away then: {moment(at)}.")
    if local_date(at) in calendar.holidays:
        found.append(f"{day(at)} is a bank holiday.")
    return tuple(found)


async def _form(call: Call, time: Time | None = None) -> web.StreamResponse:
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
        status=422 if time else 200,
        talk=talk,
        known=await call.read(read),
        how=[{"value": key, "text": text} for key, text in HOW.items()],
        time=time,
        errors={} if time is None else time.said,
    )


@page("GET", "/conversation/{id}/meeting", who=ADVOCATE)
async def new(call: Call) -> web.StreamResponse:
    """Their next meeting, or a form for one."""
    return await _form(call)


@page("POST", "/conversation/{id}/meeting", who=ADVOCATE)
async def put(call: Call) -> web.StreamResponse:
    """Put a meeting in that was agreed on."""
    talk = await talk_of(call)
    how = call.text("how", 10)
    if how not in HOW:
        raise web.HTTPNotFound
    time = await chosen(call, talk.her.advocate_id)
    if time.errors or time.warnings:
        return await _form(call, time)
    words = await letter(call, talk.id, time.at, meeting_words.BOOKED)

    def deed(act: Act) -> None:
        wishes = meetings.wishes(act.conn, act.vault, talk.id, act.key_of(talk.id))
        meetings.put(act, Wanted(talk.id, time.at, how, wishes), time.rules)
        words.send(act, talk.id)

    await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go(f"/conversation/{talk.id.hex()}", words.told("put"))
