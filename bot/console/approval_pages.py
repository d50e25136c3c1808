"""Approvals: what one person proposed and another decides; and the Hub's own list."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import (
    again,
    approvals,
    complaints_two,
    holds,
    many,
    organisations,
    outside_requests,
    two_people,
)
from bot.acts.act import Act
from bot.acts.approvals import Proposal
from bot.acts.complaints_over import Rule as Kept
from bot.complaint_clocks import Rules
from bot.console import again_pages, hold_pages, request_pages
from bot.console.call import Call, Me
from bot.console.deeds import ABOUT_YOU, BECAME, LOST, MANY, PROPOSALS, Proposed
from bot.console.people_view import names
from bot.console.sayings import NATIONS, RELATIONS, ROLES
from bot.console.table import HANDLERS, page
from bot.content import Content
from bot.roles import DECIDERS, HUB
from bot.routing import open_relation
from bot.storage import relations as relation_rows
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a proposal of the caller's."""

    says: str
    became: str


def _ended(conn: Connection, vault: Vault, me: bytes, now: int) -> list[Ended]:
    known = names(conn, vault, now)
    places = {one.id: one.name for one in organisations.everyone(conn, vault)}
    found = [
        (row, _says(conn, vault, one, known, places))
        for one, row in approvals.ended(conn, vault, me, now)
    ]
    for one, row in again.ended(conn, vault, me, now):
        found.append((row, LOST[one.lost].format(staff=known.get(one.staff_id, ""))))
    found.sort(key=lambda pair: pair[0].proposed_at, reverse=True)
    return [
        Ended(says, BECAME[row.decision].format(who=known.get(row.decided_by or b"", "")))
        for row, says in found
    ]


def _lines(conn: Connection, vault: Vault, me: bytes, now: int) -> list[Proposed]:
    known = names(conn, vault, now)
    places = {one.id: one.name for one in organisations.everyone(conn, vault)}
    return [
        Proposed(
            one.id,
            _says(conn, vault, one, known, places),
            known.get(one.proposed_by, ""),
            one.proposed_by == me,
            one.expires_at,
            barred=ABOUT_YOU if _about(conn, vault, one, me) else "",
        )
        for one in approvals.waiting(conn, vault, now)
    ]


def _about(conn: Connection, vault: Vault, proposal: Proposal, me: bytes) -> bool:
    return me in (approvals.about_whom(conn, vault, proposal) or ())


def _says(
    conn: Connection,
    vault: Vault,
    proposal: Proposal,
    known: Mapping[bytes, str],
    places: Mapping[bytes, str],
) -> str:
    body = proposal.body

    def who(name: str) -> str:
        return known.get(bytes.fromhex(body.get(name, "")), "somebody who left")

    staff = who("staff") if "staff" in body else ""
    if proposal.kind == "relation_end":
        row = relation_rows.get(conn, bytes.fromhex(body["relation"]))
        relation = open_relation(vault, row) if row else None
        if relation is None:
            return "End a relation"
        kind, other = RELATIONS[relation.kind].lower(), known.get(relation.other_id, "")
        return f"{known.get(relation.staff_id, '')}: {other} is no longer {kind}"
    sentence = PROPOSALS[proposal.kind].format(
        staff=staff,
        role=ROLES.get(body.get("role", ""), ""),
        kind=RELATIONS.get(body.get("kind", ""), "").lower(),
        other=who("other") if "other" in body else "",
        organisation=places.get(bytes.fromhex(body.get("organisation", "")), ""),
    )
    if proposal.kind != "organisation_change":
        return sentence
    changes = {"name": body.get("name"), "nation": NATIONS.get(body.get("nation", ""))}
    changes |= {"languages": body.get("languages")}
    changes |= {"complaints lead": who("lead") if "lead" in body else None}
    told = "; ".join(f"{name}: {value}" for name, value in changes.items() if value)
    return f"{sentence} ({told})"


def _says_case(act: Act, one: complaints_two.Proposal, known: Mapping[bytes, str]) -> str:
    reference = complaints_two.reference(act, one.complaint_id)
    if one.staff_id is None:
        return f"{reference}: take longer"
    return f"{reference}: shut out {known.get(one.staff_id, 'somebody who left')}"


def _of_cases(act: Act) -> list[Proposed]:
    known = names(act.conn, act.vault, act.now)
    return [
        Proposed(
            one.id,
            _says_case(act, one, known),
            known.get(one.proposed_by, ""),
            one.proposed_by == act.actor,
            one.expires_at,
            "/approvals/case",
            f"/cases/{one.complaint_id.hex()}",
        )
        for one in complaints_two.waiting(act.conn, act.vault, act.person, act.now)
    ]


def _of_many(
    conn: Connection, vault: Vault, content: Content, me: bytes, now: int
) -> list[Proposed]:
    known = names(conn, vault, now)
    return [
        Proposed(
            one.id,
            MANY[one.kind].format(count=one.count),
            known.get(one.proposed_by, ""),
            one.proposed_by == me,
            one.expires_at,
            "/approvals/many",
        )
        for one in many.waiting(conn, vault, Kept.of(content), me, now)
    ]


def to_decide(conn: Connection, vault: Vault, content: Content, me: Me, now: int) -> int:
    """How many proposals of others wait for the caller's own yes or no."""
    who = me.id

    def far(one: holds.Proposal | outside_requests.Request) -> bool:
        return not two_people.colleagues(conn, vault, one.proposed_by, who)

    others = [one.proposed_by for one in many.waiting(conn, vault, Kept.of(content), who, now)]
    if me.roles & DECIDERS:
        others += [one.proposed_by for one in holds.waiting(conn, vault, now) if far(one)]
        asked = outside_requests.waiting(conn, vault, who, now)
        others += [one.proposed_by for one in asked if far(one)]
        let_in = again.waiting(conn, vault, now)
        others += [one.proposed_by for one in let_in if one.staff_id != who]
    if me.roles & HUB:
        changes = approvals.waiting(conn, vault, now)
        others += [one.proposed_by for one in changes if not _about(conn, vault, one, who)]
    if me.roles & HANDLERS:
        others += [one.proposed_by for one in complaints_two.waiting(conn, vault, who, now)]
    return sum(one != who for one in others)


@page("GET", "/approvals", who=HANDLERS | DECIDERS)
async def waiting(call: Call) -> web.StreamResponse:
    """Proposals that wait for a second person; of a complaint only to those who hold it."""
    vault, content, me, now = call.desk.vault, call.desk.content, call.who.id, call.now
    found: list[Proposed] = []
    waits: list[again_pages.Line] = []
    unused: list[again_pages.Line] = []
    ended: list[Ended] = []
    may_ask = bool(call.who.roles & DECIDERS)
    if may_ask:
        waits = await call.read(lambda conn: again_pages.lines(conn, vault, me, now))
        unused = await call.read(lambda conn: again_pages.unused(conn, vault, me, now))
        ended = await call.read(lambda conn: _ended(conn, vault, me, now))
        found += await call.read(lambda conn: hold_pages.lines(conn, vault, me, now))
        found += await call.read(lambda conn: request_pages.lines(conn, vault, me, now))
    found += await call.read(lambda conn: _of_many(conn, vault, content, me, now))
    if call.who.roles & HUB:
        found += await call.read(lambda conn: _lines(conn, vault, me, now))
    if call.who.roles & HANDLERS:
        found += await call.act(_of_cases)
    return call.page(
        "approvals.html",
        proposals=found,
        waits=waits,
        unused=unused,
        ended=ended,
        may_ask=may_ask,
    )


@page("POST", "/approvals/{id}", who=HUB)
async def decide(call: Call) -> web.StreamResponse:
    """Say yes or no to somebody else's proposal."""
    wanted, yes = call.id(), call.text("answer", 5) == "yes"
    await call.act(lambda act: approvals.decide(act, wanted, yes=yes))
    return call.go("/approvals", "approved" if yes else "refused")


@page("POST", "/approvals/case/{id}", who=HANDLERS)
async def decide_case(call: Call) -> web.StreamResponse:
    """Say yes or no about a complaint that the caller holds: to shut out, or to take longer."""
    wanted, yes = call.id(), call.text("answer", 5) == "yes"
    rules = Rules.of(call.desk.content)
    await call.act(lambda act: complaints_two.decide(act, rules, wanted, yes=yes))
    await call.desk.coordination.wake("work")
    return call.go("/approvals", "approved" if yes else "refused")


@page("POST", "/approvals/many/{id}", who=HANDLERS | DECIDERS)
async def decide_many(call: Call) -> web.StreamResponse:
    """Say yes or no to deleting so many at once whose time is over."""
    wanted, yes = call.id(), call.text("answer", 5) == "yes"
    kept = Kept.of(call.desk.content)
    await call.act(lambda act: many.decide(act, kept, wanted, yes=yes))
    return call.go("/approvals", "approved" if yes else "refused")
