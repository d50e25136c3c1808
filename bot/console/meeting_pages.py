"""One meeting: the one-tap yes, where, another time, off, whether you met."""

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import meetings, meetings_after
from bot.acts.act import Act
from bot.acts.meetings import Meeting
from bot.clocks import local_date
from bot.console import meeting_words
from bot.console.calendar_view import opened, read_calendar
from bot.console.call import Call
from bot.console.meeting_times import Time, chosen
from bot.console.meeting_words import letter
from bot.console.table import ADVOCATE, page
from bot.routing import held_by, survivor
from bot.storage import meetings as rows


async def _meeting(call: Call) -> Meeting:
    """The meeting of this path, if it is the caller's to see."""
    appointment_id, me, vault = call.id(), call.who, call.desk.vault

    def read(conn: Connection) -> Meeting | None:
        row = rows.get(conn, appointment_id)
        her = None if row is None else survivor(conn, vault, row.survivor_id)
        if row is None or her is None or her.ended_at is not None:
            return None
        if her.advocate_id != me.id and her.id not in held_by(conn, vault, me.id):
            return None
        return meetings.read(conn, vault, appointment_id)

    found = await call.read(read)
    if found is None:
        raise web.HTTPNotFound
    return found


async def _sheet(
    call: Call, meeting: Meeting, *, ask: bool = False, time: Time | None = None
) -> web.StreamResponse:
    vault, content, now = call.desk.vault, call.desk.content, call.now

    def read(conn: Connection) -> tuple[object, int]:
        calendar = read_calendar(conn, vault, content, meeting.advocate_id, now)
        row = rows.get(conn, meeting.id)
        shown = opened(conn, vault, [row] if row else [], calendar.away)
        return shown[0], meetings_after.missed_in_a_row(conn, meeting.survivor_id)

    shown, missed = await call.read(read)
    words = None
    if ask and missed < meetings_after.NOTES:
        words = await letter(
            call, meeting.survivor_id, meeting.starts_at, meeting_words.not_met(meeting, now)
        )
    return call.page(
        "meeting.html",
        status=422 if time else 200,
        time=time,
        errors={} if time is None else time.said,
        one=shown,
        meeting=meeting,
        over=meeting.starts_at <= now,
        ask=ask,
        letter=words,
        missed=missed,
    )


@page("GET", "/meeting/{id}", who=ADVOCATE, parts=True)
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
    week = local_date(meeting.starts_at)  # the meeting is seen there
    return call.go(f"/calendar?week={week}", words.told("confirmed"))


@page("POST", "/meeting/{id}/off", who=ADVOCATE)
async def off(call: Call) -> web.StreamResponse:
    """Say no to a time, or take a meeting out."""
    meeting = await _meeting(call)
    text = meeting_words.REFUSED if meeting.state == "asked" else meeting_words.OFF
    words = await letter(call, meeting.survivor_id, meeting.starts_at, text)

    def deed(act: Act) -> None:
        meetings_after.call_off(act, meeting.id)
        words.send(act, meeting.survivor_id)

    await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go("/calendar", words.told("meeting_off"))


@page("POST", "/meeting/{id}/met", who=ADVOCATE)
async def met(call: Call) -> web.StreamResponse:
    """Say that we met."""
    meeting = await _meeting(call)
    await call.act(lambda act: meetings_after.met(act, meeting.id))
    return call.go("/calendar", "met")


@page("POST", "/meeting/{id}/not-met", who=ADVOCATE)
async def not_met(call: Call) -> web.StreamResponse:
    """Say that we did not meet; she is asked kindly, twice at most."""
    meeting = await _meeting(call)
    text = meeting_words.not_met(meeting, call.now)
    words = await letter(call, meeting.survivor_id, meeting.starts_at, text)

    def deed(act: Act) -> bool:
        tells = meetings_after.not_met(act, meeting.id)
        if tells:
            words.send(act, meeting.survivor_id, "meeting")
        return tells

    tells = await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go("/calendar", words.told("not_met") if tells else "not_met_quietly")


@page("POST", "/meeting/{id}/place", who=ADVOCATE)
async def place(call: Call) -> web.StreamResponse:
    """Keep where to meet; it is said only when she asks."""
    meeting, where = await _meeting(call), call.text("place", 120)
    await call.act(lambda act: meetings_after.keep_place(act, meeting.id, where))
    return call.go(f"/meeting/{meeting.id.hex()}", "place")


@page("POST", "/meeting/{id}/move", who=ADVOCATE)
async def move(call: Call) -> web.StreamResponse:
    """Put it at another time that was agreed on, with one note."""
    meeting = await _meeting(call)
    time = await chosen(call, meeting.advocate_id, meeting)
    if time.errors or time.warnings:
        return await _sheet(call, meeting, time=time)
    words = await letter(call, meeting.survivor_id, time.at, meeting_words.MOVED)

    def deed(act: Act) -> bytes:
        new_id = meetings_after.move(act, meeting.id, time.at, time.rules)
        words.send(act, meeting.survivor_id)
        return new_id

    new_id = await call.act(deed)
    await call.desk.coordination.wake("work")
    return call.go(f"/meeting/{new_id.hex()}", words.told("meeting_moved"))
