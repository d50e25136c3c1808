"""A complaint as it is shown to those who hold it: the case, its timeline, who can read it.

The rule kept here: the case is opened by its act with the caller's own key; who doesn't hold it
gets the 404 of one that isn't there. A name that was not given is not looked up.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot import vouched
from bot.acts import (
    complaints_case,
    complaints_dates,
    complaints_holders,
    complaints_keys,
    complaints_two,
    survivors,
)
from bot.acts import complaints_entries as sealing
from bot.acts.act import Act
from bot.acts.complaints_about import involved, was_taken_back
from bot.acts.complaints_case import Case
from bot.acts.complaints_keys import Reader
from bot.complaint_clocks import Rules
from bot.conflicts import named_in
from bot.console.call import Call
from bot.console.complaint_queue import Line, line_of
from bot.console.complaint_sayings import (
    AREAS,
    OUTCOMES,
    READERS,
)
from bot.console.complaint_summary import kept, summary
from bot.console.complaint_timeline import Item, timeline, written_by
from bot.console.people_view import names
from bot.errors import Refused
from bot.storage.complaints import ANSWERED, DONE, OVER, RESTS, UNDATED, ComplaintRow


@dataclass(frozen=True, slots=True)
class PointLine:
    """One area, in words for staff; ``key``: which one it is.

    ``before``: what stands there was decided before somebody else looks.
    """

    id: bytes
    key: str
    area: str
    standards: str
    decision: str
    decided: str
    reason: str = field(repr=False)
    before: bool

    @property
    def settled(self) -> bool:
        """Whether it is decided, by who works on it now."""
        return bool(self.decision) and not self.before


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
        written: what the reader wrote to them, and in which language, the newest first.
        writes_by: when she would hear next if she were written to now; 0: no clock runs.
        safety: what to think of while somebody may be in danger.
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
    written: tuple[tuple[str, str], ...] = field(repr=False)
    writes_by: int
    safety: tuple[str, ...]

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
        return not self.can & {"take", "work", "resume", "taken_back", "close", "decided_it"}

    @property
    def undecided(self) -> bool:
        """Whether an area is still to be decided."""
        return not all(point.settled for point in self.points)


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
    subjects = sorted(named_in(act.vault, row, key).staff)
    about = [known.get(one, "somebody who left") for one in subjects]
    theirs = _their_names(act, case)
    way = "" if row.way_back is None else sealing.field(act.vault, row, "way_back", key)
    return View(
        line=line_of(call, case.line, known),
        language=case.language,
        channel=json.loads(way)["channel"] if way else "",
        summary=(*summary(call, case, about, theirs, known), ("Kept", kept(call, row))),
        items=timeline(act, case, known, call.who.id),
        points=tuple(_points(call, case)),
        readers=_readers(case.readers, known),
        eligible=tuple(
            Who(one.id, known.get(one.id, ""))
            for one in complaints_keys.eligible(act, complaint_id)
        ),
        others=_others(act, known, call.who.id),
        can=frozenset(_can(act, row, call.who.id)),
        mine=row.handler_id == call.who.id,
        names=_names(about, theirs, known),
        written=tuple(written_by(case, call.who.id)),
        writes_by=0
        if row.state in UNDATED
        else complaints_dates.next_at(act, Rules.of(call.desk.content), row),
        safety=call.desk.content.complaints.safety_of(case.nation)
        if case.line.safeguarding
        else (),
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


def _points(call: Call, case: Case) -> list[PointLine]:
    areas = call.desk.content.complaints.areas
    return [
        PointLine(
            one.id,
            one.area,
            AREAS.get(one.area, one.area),
            ", ".join(areas[one.area].standards) if one.area in areas else "",
            one.decision or "",
            OUTCOMES.get(one.decision or "", ""),
            one.reason or "",
            one.before,
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
    held = vouched.roles_of_all(act.conn, act.vault, act.now)
    found = [
        Who(one, name)
        for one, name in known.items()
        if one != me and held.get(one, frozenset()) & complaints_holders.WORKERS
    ]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _can(act: Act, row: ComplaintRow, me: bytes) -> set[str]:
    """What the rules would allow now; the acts look again."""
    over, done = row.state in OVER, row.state in DONE
    mine, before = row.handler_id == me, involved(act.vault, row)
    rests, back = row.state in RESTS and not over, was_taken_back(act.vault, row)
    runs, concern = mine and not done and not rests, row.step == "concern"
    waits = complaints_two.longer_waits(act.conn, act.vault, row.id, act.now)
    found = {
        "triage": not over and not row.safeguarding and not done,
        "triaged": row.state == "triage",
        "take": row.is_nobodys and me not in before,
        "take_over": not (row.is_nobodys or mine or done) and me not in before,
        "stands": rests,
        "work": mine and not done,
        "runs": runs,
        "sooner": runs and concern,
        "longer": runs and not concern and not waits,
        "longer_waits": not over and waits,
        "pause": not done and not rests,
        "resume": rests and not back,
        "taken_back": rests and back,
        "close": row.state in {*ANSWERED, "referred_elsewhere"} or (rests and back),
        "escalate": runs and row.step != "review",
        "pin": row.pin_closed,
        "hold": not over,
        "decided_it": row.is_nobodys and me in before,
    }
    return {name for name, allowed in found.items() if allowed}
