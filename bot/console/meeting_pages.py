"""One meeting: the one-tap yes, where, whether you met; and one that the advocate puts in."""

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import meetings, meetings_after
from bot.acts.act import Act
from bot.acts.meetings import Meeting, Wanted
from bot.clocks import local_date
from bot.console import meeting_words
from bot.console.calendar_view import HOW, opened, read_calendar, when
from bot.console.call import Call
from bot.console.meeting_words import letter
from bot.console.table import ADVOCATE, page
from bot.console.talk import talk_of
from bot.storage import meetings as rows
from bot.storage import replies, survivors


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
        return shown[0], meetings_after.missed_in_a_row(conn, meeting.survivor_id)

    shown, missed = await call.read(read)
    words = None
    if ask and missed < meetings_after.NOTES:
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
    at = when(call.text("day", 10), call.text("time", 5), "")
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
    return call.go(f"/conversation/{talk.id.hex()}", words.told("put"))
