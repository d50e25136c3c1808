"""Requests from outside: what police, a court or somebody else asks, and what two people decided.

The rule kept here: nothing is given out on this page; it says who decided what, on which basis.
"""

from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import outside_requests, two_people
from bot.acts.outside_requests import Asked, Request
from bot.console.call import Call
from bot.console.deeds import COLLEAGUE, Proposed
from bot.console.people_view import names
from bot.console.sayings import ANSWERS, ASKERS, ASKS
from bot.console.table import page
from bot.roles import DECIDERS
from bot.vault import Vault

PLACE: Final = "/requests"
LONGEST: Final = 2000

MISSING: Final = {
    "asker": "Choose who asks",
    "name": "Write who asks, and their reference",
    "basis": "Write the law, the order or the consent that it rests on",
    "about": "Write whom it is about: the mark on the Hub list, or a work e-mail address",
    "scope": "Write what is asked for",
    "answer": "Choose what you propose",
    "reason": "Write why",
}
"""What a request needs, in the order of its page, and what is said where that is not given."""


def lines(conn: Connection, vault: Vault, me: bytes, now: int) -> list[Proposed]:
    """Return what waits for a second person."""
    known = names(conn, vault, now)
    return [
        Proposed(
            one.id,
            f"{ASKS[one.asked.asker]} about {one.asked.about}: {ANSWERS[one.asked.answer].lower()}",
            known.get(one.proposed_by, ""),
            one.proposed_by == me,
            one.expires_at,
            path="/approvals/request",
            reads=PLACE,
            barred=COLLEAGUE.format(by=known.get(one.proposed_by, ""))
            if two_people.colleagues(conn, vault, one.proposed_by, me)
            else "",
        )
        for one in outside_requests.waiting(conn, vault, me, now)
    ]


async def _page(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    vault, me, now = call.desk.vault, call.who.id, call.now

    def read(conn: Connection) -> tuple[list[Request], dict[bytes, str]]:
        return outside_requests.everything(conn, vault, me), names(conn, vault, now)

    found, known = await call.read(read)
    return call.page(
        "requests.html",
        status=422 if errors else 200,
        requests=found,
        names=known,
        askers=ASKERS,
        answers=ANSWERS,
        errors=errors or {},
    )


@page("GET", PLACE, who=DECIDERS, parts=True)
async def show(call: Call) -> web.StreamResponse:
    """What police, courts and others asked, who decided what, and the form for another."""
    return await _page(call)


@page("POST", PLACE, who=DECIDERS)
async def propose(call: Call) -> web.StreamResponse:
    """Write a request down, and propose its answer to somebody of another employer."""
    asker, answer = call.text("asker", 10), call.text("answer", 10)
    chosen = {"asker": asker in ASKERS, "answer": answer in ANSWERS}
    texts = {name: call.text(name, LONGEST) for name in MISSING if name not in chosen}
    given = chosen | texts
    errors = {name: says for name, says in MISSING.items() if not given[name]}
    if errors:
        return await _page(call, errors)
    asked = Asked(asker=asker, answer=answer, **texts)
    await call.act(lambda act: outside_requests.propose(act, asked))
    await call.desk.coordination.wake("work")
    return call.go(PLACE, "proposed")


@page("POST", "/requests/{id}", who=DECIDERS)
async def finish(call: Call) -> web.StreamResponse:
    """Write down what was given, and whether they were told."""
    wanted, told = call.id(), call.text("told", 5)
    given, how = call.text("given", LONGEST), call.text("how", LONGEST)
    errors = {}
    if not given:
        errors[f"given-{wanted.hex()}"] = "Write what was given, or: nothing"
    if told not in {"yes", "no"}:
        errors[f"told-{wanted.hex()}"] = "Choose whether they were told"
    if not how:
        errors[f"how-{wanted.hex()}"] = "Write by whom and how, or what bars it"
    if errors:
        return await _page(call, errors)
    await call.act(lambda act: outside_requests.finish(act, wanted, given, told, how))
    return call.go(PLACE, "request_done")


@page("POST", "/approvals/request/{id}", who=DECIDERS)
async def decide(call: Call) -> web.StreamResponse:
    """Agree to the answer that somebody of another employer proposed, or not."""
    wanted, yes = call.id(), call.text("answer", 5) == "yes"
    await call.act(lambda act: outside_requests.decide(act, wanted, yes=yes))
    return call.go("/approvals", "approved" if yes else "refused")
