"""The audit list, for auditors without a caseload.

The rules kept here (security.md 6): whoever stands by somebody, or may open a conversation, reads
none of it, whatever their role; and an auditor never reads rows about themselves or their employer.
"""

from dataclasses import dataclass
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import staff
from bot.console.call import Call, Me
from bot.console.deeds import ACTS
from bot.console.table import page
from bot.roles import Role
from bot.storage import audit, survivors, threads
from bot.vault import Vault

AUDITORS: Final[set[Role]] = {"auditor"}
SHOWN: Final = 200
LONGEST_MOMENT: Final = 15  # digits


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words; whom it is about is a staff name or a short mark, never an alias."""

    at: int
    who: str
    did: str
    about: str


def _hidden(conn: Connection, colleagues: set[bytes]) -> set[bytes]:
    """The ids of an employer: its staff, the people they stand by, and their threads."""
    return colleagues | threads.of_advocates(conn, colleagues)


def _lines(conn: Connection, vault: Vault, me: Me, before: int) -> tuple[list[Line], int | None]:
    people = {one.id: one for one in staff.everyone(conn, vault, before)}
    colleagues = {one.id for one in people.values() if one.organisation_id == me.organisation_id}
    hidden = _hidden(conn, colleagues)
    rows = audit.newest(conn, before, SHOWN)
    found = []
    for row in rows:
        about = [one for one in (row.object_id, row.other_id) if one is not None]
        if {row.actor_id, *about} & hidden:
            continue
        who = "The service"
        if row.actor_id is not None:
            who = people[row.actor_id].name if row.actor_id in people else "Somebody who left"
        marks = [people[one].name if one in people else one.hex()[:8] for one in about]
        found.append(Line(row.at, who, ACTS.get(row.act, row.act), ", ".join(marks)))
    return found, rows[-1].at if len(rows) >= SHOWN else None


def _has_caseload(conn: Connection, staff_id: bytes) -> bool:
    """Whether somebody has people of their own, or holds a copy of anybody's conversation."""
    held = threads.grants_of_holder(conn, staff_id)
    return bool(survivors.of_advocate(conn, staff_id)) or any(
        threads.survivor_of(conn, one) is not None for one in {row.object_id for row in held}
    )


@page("GET", "/audit", who=AUDITORS)
async def show(call: Call) -> web.StreamResponse:
    """What staff did, the newest first; not to whoever has a caseload."""
    vault, me = call.desk.vault, call.who
    if await call.read(lambda conn: _has_caseload(conn, me.id)):
        raise web.HTTPNotFound
    asked = call.request.query.get("before", "")
    known = asked.isdecimal() and len(asked) <= LONGEST_MOMENT
    before = min(int(asked), call.now + 1) if known else call.now + 1
    lines, earlier = await call.read(lambda conn: _lines(conn, vault, me, before))
    return call.page("audit.html", lines=lines, earlier=earlier)
