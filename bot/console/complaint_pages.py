"""The complaint handlers' pages: the queue, one complaint, and what is done with one form.

The rule kept here: who doesn't hold a complaint gets the 404 of one that isn't there; addresses and
titles say *case*, so that no history and no log tells that there is a complaint.
"""

from typing import Final

from aiohttp import web

from bot.acts import (
    complaints_holders,
    complaints_longer,
    complaints_steps,
    complaints_two,
    complaints_work,
)
from bot.acts.act import Act
from bot.acts.complaints_over import side_shown
from bot.complaint_clocks import Rules
from bot.console import complaint_queue, complaint_view
from bot.console.call import Call
from bot.console.complaint_sayings import OUTCOMES
from bot.console.complaint_view import View
from bot.console.table import HANDLERS, page

LONGEST: Final = 4000


async def opened(call: Call) -> View:
    """The complaint of this path, opened with the caller's own key."""
    wanted = call.id()
    return await call.act(lambda act: complaint_view.opened(call, act, wanted))


def rules(call: Call) -> Rules:
    """How many working days each step takes, and which days work."""
    return Rules.of(call.desk.content)


async def shown(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    """Answer with the complaint's page."""
    return call.page(
        "case.html",
        status=422 if errors else 200,
        case=await opened(call),
        outcomes=OUTCOMES,
        errors=errors or {},
    )


@page("GET", "/cases", who=HANDLERS)
async def queue(call: Call) -> web.StreamResponse:
    """The complaints that the caller can open, overdue first, then by the date promised."""
    lines = await call.read(lambda conn: complaint_queue.queue(call, conn))
    over = await call.read(lambda conn: complaint_queue.queue(call, conn, over=True))
    me = call.who
    side = await call.read(
        lambda conn: side_shown(conn, call.desk.vault, me.organisation_id, me.roles)
    )
    return call.page("cases.html", lines=lines, over=over, counts=side is not None)


@page("GET", "/cases/{id}", who=HANDLERS, parts=True)
async def show(call: Call) -> web.StreamResponse:
    """One complaint: summary, timeline, who can open it, what can be done."""
    return await shown(call)


async def _done(call: Call, did: str) -> web.StreamResponse:
    await call.desk.coordination.wake("work")
    return call.go(f"/cases/{call.id().hex()}", did)


@page("POST", "/cases/{id}/triage", who=HANDLERS)
async def triage(call: Call) -> web.StreamResponse:
    """Say whether somebody is in danger."""
    view, danger = await opened(call), call.text("danger", 5)
    if danger not in {"yes", "no"}:
        return await shown(call, {"danger": "Choose whether somebody may be in danger"})
    await call.act(lambda act: complaints_work.triage(act, view.id, danger=danger == "yes"))
    return await _done(call, "triaged")


@page("POST", "/cases/{id}/take", who=HANDLERS)
async def take(call: Call) -> web.StreamResponse:
    """Take it: they are told the handler's name and a date, unless its clock stands."""
    view = await opened(call)
    told = await call.act(lambda act: complaints_steps.take(act, rules(call), view.id))
    return await _done(call, "taken" if told else "taken_quietly")


@page("POST", "/cases/{id}/take-over", who=HANDLERS)
async def take_over(call: Call) -> web.StreamResponse:
    """Take it over from somebody who can't go on, with a reason."""
    view, reason = await opened(call), call.text("over", LONGEST)
    if not reason:
        return await shown(call, {"over": "Write the reason"})
    told = await call.act(lambda act: complaints_steps.take_over(act, rules(call), view.id, reason))
    return await _done(call, "taken" if told else "taken_quietly")


@page("POST", "/cases/{id}/note", who=HANDLERS)
async def note(call: Call) -> web.StreamResponse:
    """Keep an internal note: sealed, never sent."""
    view, text = await opened(call), call.text("note", LONGEST)
    if not text:
        return await shown(call, {"note": "Write the note"})
    await call.act(lambda act: complaints_work.internal_note(act, view.id, text))
    return await _done(call, "noted_case")


@page("POST", "/cases/{id}/decide", who=HANDLERS)
async def decide(call: Call) -> web.StreamResponse:
    """Decide about one area, with a reason in plain words."""
    view, point = await opened(call), call.as_id(call.text("point", 32))
    if point not in {one.id for one in view.points}:
        raise web.HTTPNotFound
    decision, reason = call.text("decision", 30), call.text("reason", LONGEST)
    errors = {}
    if decision not in OUTCOMES:
        errors[f"decision-{point.hex()}"] = "Choose what you decided"
    if not reason:
        errors[f"reason-{point.hex()}"] = "Write why, in plain words"
    if errors:
        return await shown(call, errors)
    await call.act(lambda act: complaints_work.decide(act, view.id, point, decision, reason))
    return await _done(call, "decided")


@page("POST", "/cases/{id}/extend", who=HANDLERS)
async def extend(call: Call) -> web.StreamResponse:
    """Take longer, with a reason: a concern at once, a complaint when another holder agrees."""
    view, reason = await opened(call), call.text("extend", LONGEST)
    if not reason:
        return await shown(call, {"extend": "Write the reason"})
    if "longer" in view.can:
        await call.act(lambda act: complaints_two.propose_longer(act, view.id, reason))
        return await _done(call, "proposed")
    await call.act(lambda act: complaints_longer.extend(act, rules(call), view.id, reason))
    return await _done(call, "extended")


@page("POST", "/cases/{id}/pause", who=HANDLERS)
async def pause(call: Call) -> web.StreamResponse:
    """Pause it without writing to them: there is no safe way."""
    view, reason = await opened(call), call.text("unsafe", LONGEST)
    if not reason:
        return await shown(call, {"unsafe": "Write the reason"})
    await call.act(lambda act: complaints_steps.pause_unsafe(act, view.id, reason))
    return await _done(call, "paused")


@page("POST", "/cases/{id}/resume", who=HANDLERS)
async def resume(call: Call) -> web.StreamResponse:
    """Go on after a pause; they are told the new date. What was taken back needs who asked."""
    view, wanted = await opened(call), call.text("wanted", LONGEST)
    if "taken_back" in view.can and not wanted:
        return await shown(call, {"wanted": "Write when and how they asked for it"})
    await call.act(lambda act: complaints_work.resume(act, rules(call), view.id, wanted))
    return await _done(call, "resumed")


@page("POST", "/cases/{id}/escalate", who=HANDLERS)
async def escalate(call: Call) -> web.StreamResponse:
    """Pass it on for a review by somebody not involved."""
    view, reason = await opened(call), call.text("escalate", LONGEST)
    if not reason:
        return await shown(call, {"escalate": "Write the reason"})
    await call.act(lambda act: complaints_steps.escalate(act, rules(call), view.id, reason))
    return await _done(call, "escalated")


@page("POST", "/cases/{id}/close", who=HANDLERS)
async def close(call: Call) -> web.StreamResponse:
    """Close what was answered or passed on."""
    view = await opened(call)
    await call.act(lambda act: complaints_work.close(act, view.id))
    return await _done(call, "closed")


@page("POST", "/cases/{id}/digits", who=HANDLERS)
async def digits(call: Call) -> web.StreamResponse:
    """Let reference and six digits open it again after five wrong tries."""
    view = await opened(call)
    await call.act(lambda act: complaints_work.open_pin_again(act, view.id))
    return await _done(call, "pin")


@page("POST", "/cases/{id}/recuse", who=HANDLERS)
async def recuse(call: Call) -> web.StreamResponse:
    """Step back for good: the caller's own copy goes."""
    view = await opened(call)
    await call.act(lambda act: complaints_holders.recuse(act, view.id))
    return call.go("/cases", "recused")


@page("POST", "/cases/{id}/let-in", who=HANDLERS)
async def let_in(call: Call) -> web.StreamResponse:
    """Let somebody eligible open everything that the caller can."""
    view, private = await opened(call), call.private
    if not call.text("staff"):
        return await shown(call, {"let-in": "Choose whom to let in"})
    somebody = call.as_id(call.text("staff", 32))

    def unit(act: Act) -> None:
        complaints_holders.let_in(act, view.id, somebody, private)

    await call.act(unit)
    return await _done(call, "let_in")


@page("POST", "/cases/{id}/exclude", who=HANDLERS)
async def exclude(call: Call) -> web.StreamResponse:
    """Propose to shut somebody out; another who holds it decides on the Approvals page."""
    view = await opened(call)
    if not call.text("staff"):
        return await shown(call, {"exclude": "Choose whom to shut out"})
    somebody = call.as_id(call.text("staff", 32))
    await call.act(lambda act: complaints_two.propose_exclude(act, view.id, somebody))
    return await _done(call, "proposed")
