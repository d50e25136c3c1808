"""The on-call rota."""

from datetime import datetime
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot import proved
from bot.acts import rota as rota_acts
from bot.acts import staff
from bot.acts.staff import Staff
from bot.altered import EVER
from bot.clock import DAY_MS
from bot.clocks import LONDON
from bot.console.call import Call
from bot.console.people_view import names
from bot.console.table import ADMIN, page
from bot.routing import on_call
from bot.storage import rota
from bot.storage.rota import TurnRow

AHEAD_MS: Final = 60 * DAY_MS


async def _active(call: Call) -> list[Staff]:
    vault, now = call.desk.vault, call.now
    everyone = await call.read(lambda conn: staff.everyone(conn, vault, now))
    return [one for one in everyone if one.state == "active"]


async def _page(call: Call, errors: dict[str, str]) -> web.StreamResponse:
    vault, now = call.desk.vault, call.now

    def read(conn: Connection) -> tuple[dict[bytes, str], list[TurnRow], bytes | None]:
        current = on_call(conn, vault, now)
        turns = [
            turn
            for turn in rota.between(conn, now, EVER)
            if turn.starts_at < now + AHEAD_MS or not proved.is_turn(vault, turn)
        ]
        return names(conn, vault, now), turns, current.id if current else None

    known, turns, current = await call.read(read)
    people = await _active(call)
    return call.page(
        "rota.html",
        status=422 if errors else 200,
        names=known,
        turns=turns,
        current=current,
        ours={turn.id for turn in turns if proved.is_turn(vault, turn)},
        may_change="hub_admin" in call.who.roles,
        people=[
            {"value": one.id.hex(), "text": one.name if one.phone else f"{one.name}, no mobile"}
            for one in people
        ],
        silent={one.id for one in people if not one.phone},
        errors=errors,
    )


@page("GET", "/rota", parts=True)
async def show(call: Call) -> web.StreamResponse:
    """Who is on call now, and the turns to come."""
    return await _page(call, {})


def _moment(text: str) -> int | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return round(at.replace(tzinfo=LONDON).timestamp() * 1000)


@page("POST", "/rota", who=ADMIN)
async def put(call: Call) -> web.StreamResponse:
    """Put somebody on call."""
    begins, ends = _moment(call.text("begins", 20)), _moment(call.text("ends", 20))
    errors, person = {}, call.text("person", 32)
    if person not in {one.id.hex() for one in await _active(call)}:
        errors["person"] = "Choose who is on call"
    if begins is None:
        errors["begins"] = "Enter a day and time, like 2026-12-01 09:00"
    if ends is None or (begins is not None and ends <= begins):
        errors["ends"] = "Enter a day and time after the beginning"
    if errors or begins is None or ends is None:
        return await _page(call, errors)
    await call.act(lambda act: rota_acts.put(act, bytes.fromhex(person), begins, ends))
    return call.go("/rota", "rota")


@page("POST", "/rota/{id}/remove", who=ADMIN)
async def remove(call: Call) -> web.StreamResponse:
    """Take a turn out again."""
    turn = call.id()
    await call.act(lambda act: rota_acts.remove(act, turn))
    return call.go("/rota", "rota")
