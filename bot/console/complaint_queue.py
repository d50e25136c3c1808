"""The queue of complaints: those that the caller can open, a line each."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.acts import complaints_case
from bot.acts.complaints_case import Queued
from bot.complaint_clocks import Rules
from bot.console import complaint_clock
from bot.console.call import Call
from bot.console.complaint_sayings import (
    COLOURS,
    STATES,
    STEPS,
)
from bot.console.people_view import names
from bot.console.sayings import NATIONS
from bot.storage.complaints import ANSWERED


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint in the queue."""

    id: bytes
    reference: str
    step: str
    state: str
    colour: str
    nation: str
    clock: str
    late: bool
    safeguarding: bool
    handler: str


def line_of(call: Call, one: Queued, known: Mapping[bytes, str]) -> Line:
    """One complaint in words."""
    rules = Rules.of(call.desk.content)
    since = one.acknowledged_at or one.made_at
    holidays = rules.holidays.of(one.nation)
    runs = complaint_clock.in_words(since, one.promised_at, call.now, holidays)
    stands = one.rests or one.state in {*ANSWERED, "safeguarding_hold"}
    return Line(
        one.id,
        one.reference,
        STEPS[one.step],
        STATES.get(one.state, one.state),
        COLOURS.get(one.state, "grey"),
        NATIONS.get(one.nation, ""),
        "" if stands else runs,
        one.late,
        one.safeguarding,
        handler_of(call, one.handler_id, known),
    )


def handler_of(call: Call, handler_id: bytes | None, known: Mapping[bytes, str]) -> str:
    """Who handles it, as the caller calls them."""
    if handler_id is None:
        return ""
    return "You" if handler_id == call.who.id else known.get(handler_id, "Somebody who left")


def queue(call: Call, conn: Connection, *, over: bool = False) -> list[Line]:
    """What the caller can open, overdue first, then by the date promised."""
    vault, me, now = call.desk.vault, call.who.id, call.now
    read = complaints_case.closed if over else complaints_case.queue
    known = names(conn, vault, now)
    return [line_of(call, one, known) for one in read(conn, vault, me, now)]


def waiting_for(call: Call, conn: Connection) -> list[Line]:
    """What of the queue waits for the caller: whatever they handle, or nobody has yet, and runs."""
    vault, me, now = call.desk.vault, call.who.id, call.now
    found = [
        one
        for one in complaints_case.queue(conn, vault, me, now)
        if one.handler_id in {None, me} and not one.rests
    ]
    known = names(conn, vault, now) if found else {}
    return [line_of(call, one, known) for one in found]
