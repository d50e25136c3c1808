"""What every page may ask of its session: lock it, keep what is being written, stay, sign out.

The rule kept here: what was being written outlives the lock, and is given back after it.
"""

from aiohttp import web

from bot.console.call import Call
from bot.console.parts import OWN_PATH
from bot.console.sayings import WRITTEN
from bot.console.sessions import COOKIE
from bot.console.table import page


@page("POST", "/lock", needs="session")
async def lock(call: Call) -> web.StreamResponse:
    """Lock now: what was being written is kept, and the key is deleted."""
    await _lock(call)
    return call.go("/unlock")


@page("POST", "/keep", needs="session")
async def keep(call: Call) -> web.StreamResponse:
    """Keep what is being written, then lock (the page asks for this when it has idled)."""
    await _lock(call)
    return web.Response(status=204)


async def _lock(call: Call) -> None:
    session, sessions = call.here, call.desk.sessions
    page, path = call.text("page", 200), call.text("keep-at", 200)
    if OWN_PATH.fullmatch(page):  # what was typed in it is kept already
        typed = any(name.rpartition(".")[2] in WRITTEN for name in call.kept)
        await sessions.leave_for_unlock(session, page, None, typed=typed)
    elif OWN_PATH.fullmatch(path):
        await sessions.leave_for_unlock(session, path, call.encoded("keep-at"))
    await sessions.lock(await sessions.find(session.ticket.cookie()) or session)


@page("POST", "/draft", needs="session")
async def draft(call: Call) -> web.StreamResponse:
    """Keep what is being written, as it is written; the guard has kept it already."""
    place = call.text("page", 200)
    if call.text("quiet", 1) or not OWN_PATH.fullmatch(place):
        return web.Response(status=204)
    return call.go(place, "kept")


@page("POST", "/stay", needs="key")
async def stay(call: Call) -> web.StreamResponse:  # noqa: ARG001 the guard has counted it as activity
    """Stay unlocked for ten more minutes."""
    return web.Response(status=204)


@page("POST", "/sign-out", needs="session")
async def sign_out(call: Call) -> web.StreamResponse:
    """Forget the session."""
    if call.session is not None:
        await call.desk.sessions.end(call.session)
    call.session = call.me = None
    response = call.page("signed_out.html")
    response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
    return response


@page("GET", "/help", needs="session")
async def help_page(call: Call) -> web.StreamResponse:
    """How the console works, and whom to ask."""
    return call.page("help.html")
