"""Keeping somebody's data past its time: proposed beside the conversation, decided by another.

The rule kept here: whoever decides learns the advocate, the reason and a mark, never an alias.
"""

from datetime import date, timedelta

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import holds, two_people
from bot.acts.holds import Hold
from bot.clocks import moment
from bot.console.call import Call
from bot.console.deeds import BECAME, COLLEAGUE, Proposed
from bot.console.pages import clock, day
from bot.console.people_view import names
from bot.console.sayings import HOLDS
from bot.console.table import ADVOCATE, page
from bot.console.talk import talk_of
from bot.roles import DECIDERS
from bot.routing import survivor
from bot.vault import Vault


def lines(conn: Connection, vault: Vault, me: bytes, now: int) -> list[Proposed]:
    """Return what waits for a second person, as the Approvals page shows it."""
    known = names(conn, vault, now)
    found = []
    for one in holds.waiting(conn, vault, now):
        her = survivor(conn, vault, one.survivor_id)
        advocate = "nobody" if her is None else known.get(her.advocate_id, "somebody who left")
        who = f"somebody with {advocate} (mark {one.survivor_id.hex()[:8]})"
        told = "they are told" if one.hold.told else "the law bars telling them"
        says = (
            f"End a hold on the data of {who}"
            if one.ends
            else f"Keep all data of {who}: {HOLDS[one.hold.kind].lower()}, {told}"
        )
        by = known.get(one.proposed_by, "")
        mine = one.proposed_by == me
        near = two_people.colleagues(conn, vault, one.proposed_by, me)
        says = f"{says}, until {day(one.hold.until - 1)}"
        found.append(
            Proposed(
                one.id,
                f"{says}. {one.hold.reason}",
                by,
                mine,
                one.expires_at,
                path="/approvals/hold",
                barred=COLLEAGUE.format(by=by) if near else "",
            )
        )
    return found


def _became(conn: Connection, vault: Vault, survivor_id: bytes, now: int) -> list[str]:
    """What was proposed about somebody in a week, and what became of it, in sentences."""
    known = names(conn, vault, now)
    found = []
    for one, row in holds.proposed(conn, vault, survivor_id, now):
        says = "End what keeps it" if one.ends else f"Keep it until {day(one.hold.until - 1)}"
        became = BECAME[row.decision].format(who=known.get(row.decided_by or b"", ""))
        if row.decided_at is None and row.expires_at > now:
            until = f"{day(row.expires_at)}, {clock(row.expires_at)}"
            became = f"it waits for somebody of another organisation, until {until}."
        found.append(f"{says}, proposed by {known.get(row.proposed_by, '')}: {became}")
    return found


async def _page(call: Call, errors: dict[str, str]) -> web.StreamResponse:
    talk = await talk_of(call)
    vault, now = call.desk.vault, call.now
    running = await call.read(lambda conn: holds.of(conn, vault, talk.id, now))
    became = await call.read(lambda conn: _became(conn, vault, talk.id, now))
    return call.page(
        "hold.html",
        status=422 if errors else 200,
        talk=talk,
        holds=running,
        became=became,
        kinds=[{"value": kind, "text": text} for kind, text in HOLDS.items()],
        says=HOLDS,
        errors=errors,
    )


@page("GET", "/conversation/{id}/hold", who=ADVOCATE, parts=True)
async def show(call: Call) -> web.StreamResponse:
    """What keeps their data past its time, and the form to propose it."""
    return await _page(call, {})


@page("POST", "/conversation/{id}/hold", who=ADVOCATE)
async def propose(call: Call) -> web.StreamResponse:
    """Propose to keep everything of theirs until a day."""
    talk = await talk_of(call)
    kind, told, reason = call.text("kind", 20), call.text("told", 5), call.text("reason", 1000)
    until = _end_of(call.text("until", 10))
    errors = {}
    if kind not in HOLDS:
        errors["kind"] = "Choose what kind it is"
    if not reason:
        errors["reason"] = "Say why, and who asked for it"
    if until is None or not call.now < until <= call.now + holds.LONGEST_MS:
        errors["until"] = "Enter a day within a year, like 2027-03-31"
    if told not in {"yes", "no"}:
        errors["told"] = "Choose whether they may know"
    if errors or until is None:
        return await _page(call, errors)
    wanted = Hold(kind, until, told == "yes", reason)
    await call.act(lambda act: holds.propose(act, talk.id, wanted))
    await call.desk.coordination.wake("work")
    return call.go(f"/conversation/{talk.id.hex()}/hold", "proposed")


@page("POST", "/conversation/{id}/hold/end", who=ADVOCATE)
async def propose_end(call: Call) -> web.StreamResponse:
    """Propose to end a hold before its day."""
    talk = await talk_of(call)
    hold_id = call.as_id(call.text("hold", 32))
    await call.act(lambda act: holds.propose_end(act, talk.id, hold_id))
    await call.desk.coordination.wake("work")
    return call.go(f"/conversation/{talk.id.hex()}/hold", "proposed")


@page("POST", "/approvals/hold/{id}", who=DECIDERS)
async def decide(call: Call) -> web.StreamResponse:
    """Say yes or no to keeping somebody's data, or to ending that."""
    wanted, yes = call.id(), call.text("answer", 5) == "yes"
    await call.act(lambda act: holds.decide(act, wanted, yes=yes))
    return call.go("/approvals", "approved" if yes else "refused")


def _end_of(text: str) -> int | None:
    try:
        return moment(date.fromisoformat(text) + timedelta(days=1))
    except (ValueError, OverflowError):
        return None
