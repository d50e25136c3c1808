"""Using the recovery key: one officer asks with their share, another joins theirs.

The rule kept here: a use names whose conversations it opens again, and opens no others.
"""

from dataclasses import dataclass
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import recovery, recovery_use, staff
from bot.console.call import Call
from bot.console.people_view import names
from bot.console.table import page
from bot.errors import Refused
from bot.roles import Role
from bot.routing import hers, survivors_of
from bot.storage import survivors, threads
from bot.vault import Vault

OFFICERS: Final[set[Role]] = {"officer"}


@dataclass(frozen=True, slots=True)
class Line:
    """One use that waits for its second officer."""

    id: bytes
    by: str
    mine: bool
    whose: str
    count: int
    expires_at: int


def _lines(conn: Connection, vault: Vault, me: bytes, now: int) -> list[Line]:
    known = names(conn, vault, now)
    found = []
    for one in recovery_use.requests(conn, vault, now):
        rows = [hers(vault, row) for row in survivors.some(conn, one.survivor_ids)]
        whose = {known.get(row.advocate_id, "") for row in rows}
        found.append(
            Line(
                one.id,
                known.get(one.asked_by, ""),
                one.asked_by == me,
                ", ".join(sorted(whose)),
                len(one.survivor_ids),
                one.expires_at,
            )
        )
    return found


async def _page(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    vault, me, now = call.desk.vault, call.who.id, call.now
    stands = await call.read(lambda conn: recovery.status(conn, vault, now, "recovery"))
    lines = await call.read(lambda conn: _lines(conn, vault, me, now))
    everyone = await call.read(lambda conn: staff.everyone(conn, vault, now))
    people = [one for one in everyone if "advocate" in one.roles]
    return call.page(
        "recovery.html",
        status=422 if errors else 200,
        in_force=stands.made_at is not None,
        begun=bool(stands.holders),
        requests=lines,
        advocates=[{"value": one.id.hex(), "text": one.name} for one in people],
        errors=errors or {},
    )


@page("GET", "/recovery", who=OFFICERS)
async def show(call: Call) -> web.StreamResponse:
    """Uses of the recovery key that wait, and the form to ask for one; or what to do first."""
    return await _page(call)


@page("POST", "/recovery", who=OFFICERS)
async def ask(call: Call) -> web.StreamResponse:
    """Ask, with one's own share, to open an advocate's conversations to her again."""
    chosen, share = call.text("advocate", 32), call.text("share", 400)
    if not chosen:
        return await _page(call, {"advocate": "Choose whose conversations"})
    advocate = call.as_id(chosen)

    def threaded(conn: Connection) -> list[bytes]:
        rows = survivors_of(conn, call.desk.vault, advocate)
        return [row.id for row in rows if threads.of_survivor(conn, row.id) is not None]

    named = await call.read(threaded)
    if not named:
        return await _page(call, {"advocate": "This advocate has no conversations"})
    try:
        await call.act(lambda act: recovery_use.ask(act, share, named))
    except Refused as refused:
        if refused.code not in {"mistyped", "another_share"}:
            raise
        return await _page(call, {"share": call.refusal(refused)})
    await call.desk.coordination.wake("work")
    return call.go("/recovery", "recovery_asked")


@page("POST", "/recovery/{id}", who=OFFICERS)
async def use(call: Call) -> web.StreamResponse:
    """Join one's own share: the named conversations open again, and the key retires."""
    wanted, share, private = call.id(), call.text("share", 400), call.private
    try:
        await call.act(lambda act: recovery_use.use(act, wanted, private, share))
    except Refused as refused:
        if refused.code not in {"mistyped", "another_share"}:
            raise
        return await _page(call, {f"share-{wanted.hex()}": call.refusal(refused)})
    return call.go("/keys", "recovery_used")


@page("GET", "/recovery/keys.sealed", who=OFFICERS)
async def key_file(call: Call) -> web.StreamResponse:
    """The server's key file, sealed to the recovery key, to be kept with the backups."""
    sealed = await call.act(recovery_use.take_key_file)
    headers = {"Content-Disposition": 'attachment; filename="keys.sealed"'}
    return web.Response(body=sealed, content_type="application/octet-stream", headers=headers)
