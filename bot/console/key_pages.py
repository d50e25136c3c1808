"""Keys: one's own, the recovery ceremony of three officers, and the outside reviewer's pair."""

from typing import Final, cast

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import complaints_pairs, grants, recovery, staff
from bot.acts.act import Act
from bot.acts.officers import ROLE, Kind
from bot.acts.recovery import Status
from bot.console.call import Call
from bot.console.links import qr
from bot.console.people_view import names
from bot.console.table import page
from bot.errors import Refused
from bot.roles import Role
from bot.vault.wordlist import check_words

HOLDERS: Final[set[Role]] = {"officer", "outside_reviewer"}


def _kind(call: Call) -> Kind:
    kind = cast("Kind", call.request.match_info["kind"])
    if ROLE.get(kind) not in call.who.roles:
        raise web.HTTPNotFound
    return kind


async def _page(call: Call, errors: dict[str, str] | None = None) -> web.StreamResponse:
    vault, now, me = call.desk.vault, call.now, call.who

    def read(conn: Connection) -> tuple[dict[str, Status], dict[bytes, str], list[dict[str, str]]]:
        stands: dict[str, Status] = {
            "recovery": recovery.status(conn, vault, now, "recovery"),
            "reviewer": recovery.status(conn, vault, now, "reviewer"),
        }
        officers = [
            {"value": one.id.hex(), "text": one.name}
            for one in staff.everyone(conn, vault, now)
            if "officer" in one.roles and one.state == "active" and one.id != me.id
        ]
        return stands, names(conn, vault, now), officers

    stands, known, officers = await call.read(read)
    return call.page(
        "keys.html",
        status=422 if errors else 200,
        check_words=check_words(call.private.public),
        stands=stands,
        names=known,
        officers=officers,
        uncovered=await call.read(
            lambda conn: complaints_pairs.uncovered(Act(conn, vault, now, me.id))
        ),
        mine={kind: _mine(status, me.id) for kind, status in stands.items()},
        errors=errors or {},
    )


def _mine(status: Status, me: bytes) -> str:
    """How far the caller's own shares are; empty where they have none."""
    states = [state for holder, state in status.holders if holder == me]
    for state in ("shown", "sealed"):
        if state in states:
            return state
    return "back" if states else ""


@page("GET", "/keys")
async def show(call: Call) -> web.StreamResponse:
    """One's own key, and how recovery stands."""
    return await _page(call)


@page("POST", "/keys/complete")
async def complete(call: Call) -> web.StreamResponse:
    """Let the keys on paper open what the caller holds."""
    private = call.private

    def unit(act: Act) -> None:
        grants.complete_recovery(act, private)
        complaints_pairs.cover_all(act, private)

    await call.act(unit)
    return call.go("/keys", "completed")


@page("POST", "/keys/{kind}/begin", who=HOLDERS)
async def begin(call: Call) -> web.StreamResponse:
    """Begin a ceremony: three officers, or the outside reviewer alone."""
    kind, me = _kind(call), call.who.id
    holders = [me, me, me]
    if kind == "recovery":
        others = [call.as_id(one) for one in call.texts("officer")]
        if len(set(others)) != 2:  # noqa: PLR2004 two beside the caller
            return await _page(call, {"officer": "Choose two other officers"})
        holders = [me, *others]
    await call.act(lambda act: recovery.begin(act, holders, kind))
    return call.go("/keys", "ceremony")


@page("POST", "/keys/{kind}/share", who=HOLDERS)
async def share(call: Call) -> web.StreamResponse:
    """Show the caller their share, this once."""
    kind, private = _kind(call), call.private
    text = await call.act(lambda act: recovery.show_share(act, private, kind))
    return call.page("share.html", text=text, kind=kind, qr=qr(text, "Your share"))


@page("POST", "/keys/{kind}/back", who=HOLDERS)
async def back(call: Call) -> web.StreamResponse:
    """Take the caller's share as typed from their paper."""
    kind, typed = _kind(call), call.text("share", 400)
    try:
        last = await call.act(lambda act: recovery.type_back(act, typed, kind))
    except Refused as refused:
        if refused.code not in {"mistyped", "another_share"}:
            raise
        return await _page(call, {f"share-{kind}": call.refusal(refused)})
    return call.go("/keys", "in_force" if last else "share")


@page("POST", "/keys/{kind}/cancel", who=HOLDERS)
async def cancel(call: Call) -> web.StreamResponse:
    """Give a running ceremony up."""
    kind = _kind(call)
    await call.act(lambda act: recovery.cancel(act, kind))
    return call.go("/keys", "cancelled")
