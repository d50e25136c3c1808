"""A complaint as it is shown to those who hold it: the line in the queue, the case, its timeline.

The rule kept here: the case is opened by its act with the caller's own key; who doesn't hold it
gets the 404 of one that isn't there. A name that was not given is not looked up.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import complaints_case, complaints_holders, complaints_over, survivors
from bot.acts import complaints_entries as sealing
from bot.acts.act import Act
from bot.acts.complaints_about import involved
from bot.acts.complaints_case import Case, Queued
from bot.acts.complaints_holders import Reader
from bot.acts.complaints_over import DAY_MS, Rule
from bot.complaint_clocks import Rules
from bot.conflicts import Subjects
from bot.console import complaint_clock
from bot.console.call import Call
from bot.console.complaint_sayings import (
    ABOUT,
    AREAS,
    BEHALF,
    COLOURS,
    HELPS,
    LEVELS,
    OUTCOMES,
    READERS,
    SOURCES,
    STATES,
    STEPS,
)
from bot.console.complaint_timeline import Item, timeline
from bot.console.pages import day
from bot.console.people_view import names
from bot.console.sayings import NATIONS
from bot.errors import Refused
from bot.storage import people
from bot.storage.complaints import ANSWERED, OVER, ComplaintRow


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


@dataclass(frozen=True, slots=True)
class PointLine:
    """One area, in words."""

    id: bytes
    area: str
    standards: str
    decision: str
    decided: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody to choose, or somebody who can open it."""

    id: bytes | None
    name: str
    since: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """The page of one complaint.

    Attributes:
        line: as in the queue.
        language: what she reads; ``channel``: of her phone.
        summary: the rows of the list beside it.
        can: what may be done now, by one word each.
        readers: who can open it, from the copies themselves.
        eligible: who could be let in.
        others: who could be shut out.
        names: what is taken out of a question.
    """

    line: Line
    language: str
    channel: str
    summary: tuple[tuple[str, str], ...] = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    points: tuple[PointLine, ...] = field(repr=False)
    readers: tuple[Who, ...]
    eligible: tuple[Who, ...]
    others: tuple[Who, ...]
    can: frozenset[str]
    mine: bool
    names: tuple[str, ...] = field(repr=False)

    @property
    def id(self) -> bytes:
        """Its id."""
        return self.line.id

    @property
    def path(self) -> str:
        """Its page."""
        return f"/cases/{self.line.id.hex()}"

    @property
    def idle(self) -> bool:
        """Whether nothing is to be done by the reader now."""
        return not self.can & {"take", "work", "resume", "close", "decided_it"}

    @property
    def undecided(self) -> bool:
        """Whether an area is still to be decided."""
        return any(not point.decision for point in self.points)


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
        _handler(call, one.handler_id, known),
    )


def _handler(call: Call, handler_id: bytes | None, known: Mapping[bytes, str]) -> str:
    if handler_id is None:
        return ""
    return "You" if handler_id == call.who.id else known.get(handler_id, "Somebody who left")


def queue(call: Call, conn: Connection, *, over: bool = False) -> list[Line]:
    """What the caller can open, overdue first, then by the date promised."""
    vault, me, now = call.desk.vault, call.who.id, call.now
    read = complaints_case.closed if over else complaints_case.queue
    known = names(conn, vault, now)
    return [line_of(call, one, known) for one in read(conn, vault, me, now)]


def opened(call: Call, act: Act, complaint_id: bytes) -> View:
    """Open a complaint as the caller; not found where their key doesn't open it."""
    try:
        case = complaints_case.open_case(act, complaint_id, call.private)
        row = sealing.row_of(act, complaint_id)
    except Refused as refused:
        if refused.code in {"unknown", "not_a_holder"}:
            raise web.HTTPNotFound from None
        raise
    key = sealing.key_of(act.vault, row)
    known = names(act.conn, act.vault, act.now)
    subjects = Subjects.load(sealing.field(act.vault, row, "subjects", key).encode())
    about = [known.get(one, "somebody who left") for one in sorted(subjects.staff)]
    theirs = _their_names(act, case)
    way = "" if row.way_back is None else sealing.field(act.vault, row, "way_back", key)
    return View(
        line=line_of(call, case.line, known),
        language=case.language,
        channel=json.loads(way)["channel"] if way else "",
        summary=(*_summary(call, case, about, theirs, known), ("Kept", _kept(call, row))),
        items=timeline(act, case, known, call.who.id),
        points=tuple(_points(call, case)),
        readers=_readers(case.readers, known),
        eligible=tuple(
            Who(one.id, known.get(one.id, ""))
            for one in complaints_holders.eligible(act, complaint_id)
        ),
        others=_others(act, known, call.who.id),
        can=frozenset(_can(row, call.who.id, involved(act.vault, row))),
        mine=row.handler_id == call.who.id,
        names=_names(about, theirs, known),
    )


def _their_names(act: Act, case: Case) -> tuple[str, ...]:
    """What she is called, where the team may know it."""
    if case.survivor_id is None:
        return ()
    try:
        her = survivors.describe(act.conn, act.vault, case.survivor_id)
    except Refused:
        return ()  # erased since; the complaint stands by itself
    return tuple(one for one in (her.case_name, her.name) if one)


def _names(
    about: list[str], theirs: tuple[str, ...], known: Mapping[bytes, str]
) -> tuple[str, ...]:
    """Whole names of all staff, and each part of the names of those who are in it."""
    parts = {part for name in (*about, *theirs) for part in name.split() if len(part) > 2}  # noqa: PLR2004
    return tuple(sorted({*known.values(), *theirs, *parts}))


def _summary(
    call: Call, case: Case, about: list[str], theirs: tuple[str, ...], known: Mapping[bytes, str]
) -> list[tuple[str, str]]:
    named = f": {', '.join(about)}" if about and case.about in {"advocate", "person"} else ""
    rows = [
        ("About", ABOUT.get(case.about, case.about) + named),
        ("From", ", ".join(theirs)),
        ("Name", LEVELS.get(case.level, "")),
        ("For", BEHALF.get(case.behalf, "")),
        ("Came from", SOURCES.get(case.source, "")),
        ("Would help", ", ".join(HELPS.get(one, one) for one in case.help)),
        ("Made", day(case.line.made_at)),
        ("Working days of", NATIONS.get(case.nation, "")),
        ("Handled by", _handler(call, case.line.handler_id, known) or "Nobody yet"),
        ("Six digits", _pin(case)),
    ]
    return [(name, value) for name, value in rows if value]


def _kept(call: Call, row: ComplaintRow) -> str:
    """Until when it is kept, or for how long once it is over."""
    rule = Rule.of(call.desk.content)
    until = complaints_over.kept_until(rule, row)
    if until is None:
        return f"{rule.keeping.months(row.step)} months after it is closed"
    gone = f"gone on {day(until + rule.going_days * DAY_MS)} with everything in it"
    return f"Until {day(until - 1)}, {gone}" if until > call.now else f"Going: {gone}"


def _pin(case: Case) -> str:
    if case.pin_closed:
        return "Closed after five wrong tries"
    return "Chosen: any phone can read and add" if case.has_pin else "None"


def _points(call: Call, case: Case) -> list[PointLine]:
    areas = call.desk.content.complaints.areas
    return [
        PointLine(
            one.id,
            AREAS.get(one.area, one.area),
            ", ".join(areas[one.area].standards) if one.area in areas else "",
            one.decision or "",
            OUTCOMES.get(one.decision or "", ""),
            one.reason or "",
        )
        for one in case.points
    ]


def _readers(readers: tuple[Reader, ...], known: Mapping[bytes, str]) -> tuple[Who, ...]:
    found = [
        Who(
            one.staff_id,
            known.get(one.staff_id, "") if one.staff_id else READERS.get(one.kind, one.kind),
            one.since,
        )
        for one in readers
    ]
    return tuple(sorted(found, key=lambda one: (one.id is None, one.name.casefold())))


def _others(act: Act, known: Mapping[bytes, str], me: bytes) -> tuple[Who, ...]:
    """Staff who could be shut out: everybody who may ever be a handler of it."""
    held = people.roles_of_all(act.conn, act.now)
    found = [
        Who(one, name)
        for one, name in known.items()
        if one != me and held.get(one, frozenset()) & complaints_holders.WORKERS
    ]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _can(row: ComplaintRow, me: bytes, before: frozenset[bytes]) -> set[str]:
    """What the rules would allow now; the acts look again. ``before``: who is involved."""
    over, done = row.state in OVER, row.state in {*OVER, *ANSWERED}
    mine = row.handler_id == me
    paused = row.paused_at is not None
    found = {
        "triage": not over and not row.safeguarding and not done,
        "take": row.waits and me not in before,
        "work": mine and not done,
        "pause": not done and not paused,
        "resume": paused and not over,
        "close": row.state in {*ANSWERED, "referred_elsewhere", "safeguarding_hold"},
        "escalate": mine and not done and row.step != "review",
        "pin": row.pin_tries >= 5,  # noqa: PLR2004 - complaints_found.TRIES
        "hold": not over,
        "decided_it": row.waits and me in before,
    }
    return {name for name, allowed in found.items() if allowed}
