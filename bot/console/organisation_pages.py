"""Organisations that employ staff; a change takes two people."""

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import approvals, organisations, relations, staff
from bot.acts.organisations import Organisation
from bot.console.call import Call
from bot.console.people_view import names
from bot.console.sayings import NATIONS
from bot.console.table import ADMIN, page


def _nations() -> list[dict[str, str]]:
    return [{"value": code, "text": says} for code, says in NATIONS.items()]


async def _list(call: Call, errors: dict[str, str]) -> web.StreamResponse:
    vault, now = call.desk.vault, call.now

    def read(conn: Connection) -> tuple[list[Organisation], dict[bytes, str], list[str]]:
        known = names(conn, vault, now)
        missing = sorted(known.get(one, "") for one in relations.undeclared(conn, vault, now))
        return organisations.everyone(conn, vault), known, missing

    found, known, undeclared = await call.read(read)
    return call.page(
        "organisations.html",
        status=422 if errors else 200,
        organisations=found,
        names=known,
        undeclared=undeclared,
        nations=NATIONS,
        places=_nations(),
        errors=errors,
    )


@page("GET", "/organisations", who=ADMIN)
async def show(call: Call) -> web.StreamResponse:
    """Every organisation, and advocates whose line manager nobody has declared."""
    return await _list(call, {})


@page("POST", "/organisations", who=ADMIN)
async def add(call: Call) -> web.StreamResponse:
    """Add an organisation."""
    name, nation = call.text("name", 120), call.text("nation", 10)
    errors = {}
    if not name:
        errors["name"] = "Enter its name"
    if nation not in NATIONS:
        errors["nation"] = "Choose a nation"
    if errors:
        return await _list(call, errors)
    languages = call.text("languages", 200)
    await call.act(
        lambda act: organisations.create(act, name=name, nation=nation, languages=languages)
    )
    return call.go("/organisations", "organisation")


@page("GET", "/organisations/{id}", who=ADMIN)
async def one(call: Call) -> web.StreamResponse:
    """One organisation, with the form to propose a change."""
    vault, now, wanted = call.desk.vault, call.now, call.id()
    everyone = await call.read(lambda conn: organisations.everyone(conn, vault))
    found = next((one for one in everyone if one.id == wanted), None)
    if found is None:
        raise web.HTTPNotFound
    people = await call.read(lambda conn: staff.everyone(conn, vault, now))
    leads = [
        {"value": who.id.hex(), "text": who.name}
        for who in people
        if who.organisation_id == wanted and who.state != "disabled"
    ]
    return call.page(
        "organisation.html",
        organisation=found,
        leads=[{"value": "", "text": "Nobody yet"}, *leads],
        nations=_nations(),
    )


@page("POST", "/organisations/{id}/propose", who=ADMIN)
async def propose(call: Call) -> web.StreamResponse:
    """Propose a change of an organisation."""
    wanted = call.id()
    body = {"organisation": wanted.hex()}
    body |= {
        name: call.text(name, 200)
        for name in ("name", "nation", "languages", "lead")
        if call.text(name, 200)
    }
    await call.act(lambda act: approvals.propose(act, "organisation_change", body))
    await call.desk.coordination.wake("work")
    return call.go(f"/organisations/{wanted.hex()}", "proposed")
