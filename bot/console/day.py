"""My day, and the tasks on it."""

from aiohttp import web

from bot.acts import many, tasks
from bot.acts.complaints_over import Rule
from bot.console import caseload
from bot.console.alert_pages import asked
from bot.console.approval_pages import to_decide
from bot.console.call import Call
from bot.console.complaint_queue import waiting_for
from bot.console.people_view import awaiting_my_ear, hearer
from bot.console.table import HANDLERS, page
from bot.vault.wordlist import check_words


@page("GET", "/")
async def my_day(call: Call) -> web.StreamResponse:
    """My day: who needs me, what is to be done, whom I wait for."""
    vault, content, me, now = call.desk.vault, call.desk.content, call.who, call.now
    if me.state == "unverified":
        words = check_words(call.private.public)
        hears = await call.read(lambda conn: hearer(conn, vault, me.id, now))
        return call.page("day.html", check_words=words, hearer=hears, day=None, verifying=())
    day = await call.read(lambda conn: caseload.my_day(conn, vault, content, me, now))
    verifying = await call.read(lambda conn: awaiting_my_ear(conn, vault, me, now))
    cases = await call.read(lambda conn: waiting_for(call, conn)) if me.roles & HANDLERS else []
    decisions = await call.read(lambda conn: to_decide(conn, vault, content, me, now))
    alerts = await asked(call)
    taken = sum(one.taken for one in alerts)
    return call.page(
        "day.html",
        day=day,
        alerts=len(alerts) - taken,
        taken=taken,
        verifying=verifying,
        cases=cases,
        decisions=decisions,
    )


@page("POST", "/task/{id}/done")
async def task_done(call: Call) -> web.StreamResponse:
    """Mark a task done."""
    task = call.id()
    await call.act(lambda act: tasks.done(act, task))
    return call.go("/", "task")


@page("POST", "/task/{id}/propose")
async def propose(call: Call) -> web.StreamResponse:
    """Say that it is right to delete so many at once; another has to agree."""
    task = call.id()
    kept = Rule.of(call.desk.content)
    await call.act(lambda act: many.propose(act, kept, task))
    await call.desk.coordination.wake("work")
    return call.go("/", "proposed")
