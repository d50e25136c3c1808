"""The guard in front of every page: session, role, token, lock; then the page.

The rules kept here: who may not call a page gets the 404 of a page that isn't there; a form that
meets a locked session is kept, sealed, until it is unlocked; a form that meets a fault, or a
database that is away, goes back with the page; a fault is logged by its class and place, never by
its words.
"""

import asyncio
import hmac
import traceback
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from aiohttp import web

from bot.console import parts
from bot.console.call import Call
from bot.console.desk import DESK
from bot.console.sayings import WRITTEN
from bot.console.sessions import COOKIE, Session, Ticket
from bot.console.staffing import load_me
from bot.console.table import PAGES, STAFF, Page
from bot.errors import Refused
from bot.roles import Role
from bot.storage.away import is_away
from bot.storage.database import InDoubt

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]

CALL: Final = web.RequestKey("call", Call)
RETRY_SECONDS: Final = 10
"""How soon a browser or a monitor may ask again while the database is away."""

HEALTH: Final = "/healthz"
STRANGERS_A_SECOND: Final = 50.0
STRANGERS_AT_ONCE: Final = 500.0
"""Requests of everybody together who is not signed in: a page costs 1.4 ms, and `run` takes
survivors' messages in the same process. A flood of them would hold up a text until it is lost."""
BUSY: Final = "Too many ask at once. Try again in a minute."

STRANGERS_FORM: Final = 8 * 1024
"""Bytes that a form of somebody not signed in may have: an address, a code, six words."""

UNVERIFIED: Final = frozenset(
    ("/", "/help", "/lock", "/keep", "/draft", "/stay", "/sign-out", "/unlock", "/unlock/code")
)
"""What somebody may call whose check words nobody has heard yet."""

log = structlog.get_logger(__name__)


@web.middleware
async def guard(request: web.Request, handler: Next) -> web.StreamResponse:
    """Let the right people through to the page."""
    row = _row(request)
    try:
        response = await _guarded(request, row, handler)
    except web.HTTPException as error:
        if error.status < 400:  # noqa: PLR2004 redirects are answers
            raise
        response = _error_page(request, error.status)
    except Refused as refused:
        response = await _refused(request[CALL], row, refused)
    except Exception as error:  # noqa: BLE001 the last wall: a fault becomes a page, never its words
        if is_away(error):
            log.warning("console.database_away", fault=type(error).__name__)
            response = _error_page(request, 503, doubt=isinstance(error, InDoubt))
            response.headers["Retry-After"] = str(RETRY_SECONDS)
        else:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
            log.error("console.fault", fault=type(error).__name__, at=place)
            response = _error_page(request, 500)
    return response


async def _refused(call: Call, row: Page | None, refused: Refused) -> web.StreamResponse:
    """Say what a rule does not allow, and the way back to the page, with what was typed there."""
    page, kept = call.text("page", 200), False
    if parts.OWN_PATH.fullmatch(page):
        await parts.keep_whole(call)
        kept = bool(parts.taken(call.whole, "")[1])
    elif row is not None and call.me is not None:
        page = _page_around(row, call.request.path, call.me.roles)
    return call.page("refused.html", status=409, says=call.refusal(refused), back=page, kept=kept)


def _page_around(row: Page, path: str, roles: frozenset[Role]) -> str:
    """The page that a form stands on: of its own address, else the nearest one above it."""
    above = row.path
    while above.strip("/"):
        page = PAGES.get(("GET", above))
        if page is not None and page is not row and (page.who == STAFF or roles & page.who):
            return path
        above, path = above.rpartition("/")[0], path.rpartition("/")[0]
    return ""


def _row(request: web.Request) -> Page | None:
    resource = request.match_info.route.resource
    method = "GET" if request.method == "HEAD" else request.method
    return PAGES.get((method, resource.canonical)) if resource else None


async def _guarded(request: web.Request, row: Page | None, handler: Next) -> web.StreamResponse:
    desk = request.app[DESK]
    cookie = request.cookies.get(COOKIE)
    session = await desk.sessions.find(cookie)
    if session is None and await _crowded(request):
        return web.Response(status=503, text=BUSY, headers={"Retry-After": str(RETRY_SECONDS)})
    if row is None:
        return await handler(request)  # static files, health, and what isn't there
    ticket = Ticket.read(cookie) or Ticket.draw()
    call = Call(request, desk, ticket)
    request[CALL] = call
    call.session = session
    if call.session is None and row.needs != "nothing":
        return call.go("/sign-in")
    if request.method == "POST":
        await _read_form(call)
    if call.session is not None:
        await _beside(call, call.session, row)
        call.me = await call.read(lambda c: load_me(c, desk.vault, _person(call), call.now))
        if call.me is None or call.me.mark != call.session.mark:
            # Disabled since, or let in again with other words or another second factor.
            await desk.sessions.end(call.session)
            return call.go("/sign-in")
    if row.needs != "nothing":
        answer = await _admit(call, row)
        if answer is not None:
            return answer
    response = await handler(request)
    if row.needs == "nothing" and ticket.cookie() != cookie and COOKIE not in response.cookies:
        set_cookie(response, ticket)
    return response


async def _crowded(request: web.Request) -> bool:
    """Whether too many who are not signed in ask at once; whoever watches over us is none."""
    if request.path == HEALTH:
        return False
    strangers = request.app[DESK].strangers
    return await strangers.take("all", STRANGERS_A_SECOND, STRANGERS_AT_ONCE) > 0


def _person(call: Call) -> bytes:
    return call.session.person if call.session else b""


async def _read_form(call: Call) -> None:
    if call.request.content_type not in {"application/x-www-form-urlencoded", ""}:
        raise web.HTTPUnsupportedMediaType
    if call.session is None and _is_long(call.request):
        raise web.HTTPRequestEntityTooLarge(STRANGERS_FORM)
    try:
        async with asyncio.timeout(call.desk.form_s):
            fields = await call.request.post()
    except (LookupError, UnicodeDecodeError):  # in no code that we know, or not in the one it names
        raise web.HTTPBadRequest from None
    except TimeoutError:
        raise web.HTTPServiceUnavailable from None  # nothing of it is here: it is to be sent again
    call.whole = fields  # type: ignore[assignment]  # no multipart, so every field is text
    call.part = call.request.query.get("part", "")
    call.form, call.kept = parts.taken(call.whole, call.part)
    if not hmac.compare_digest(call.text("csrf").encode(), call.ticket.token().encode()):
        raise web.HTTPForbidden


def _is_long(request: web.Request) -> bool:
    """Whether a form is longer than one of somebody who is not signed in; or does not say so."""
    return "Transfer-Encoding" in request.headers or (request.content_length or 0) > STRANGERS_FORM


async def _beside(call: Call, session: Session, row: Page) -> None:
    """Keep what was typed in other parts of the page, before anything can go wrong."""
    sessions, page = call.desk.sessions, call.text("page", 200)
    if page:
        await parts.keep(sessions, session, page, call.kept)
    elif row.parts:
        call.kept = await parts.kept(sessions, session, call.request.path)


async def _admit(call: Call, row: Page) -> web.StreamResponse | None:
    """None, or the answer that stands in the way."""
    session, me = call.session, call.who
    if session is None or (row.who != STAFF and not me.roles & row.who):
        raise web.HTTPNotFound
    if me.state == "unverified" and row.path not in UNVERIFIED:
        raise web.HTTPNotFound
    if row.needs == "key" and not session.open:
        form = call.encoded() if call.request.method == "POST" else None
        await call.desk.sessions.leave_for_unlock(session, call.request.path_qs, form)
        return call.go("/unlock")
    call.session = await call.desk.sessions.seen(session)
    return None


def set_cookie(response: web.StreamResponse, ticket: Ticket) -> None:
    """Give the browser its ticket. Browsers take a Secure cookie on http://127.0.0.1 too."""
    response.set_cookie(
        COOKIE, ticket.cookie(), path="/", secure=True, httponly=True, samesite="Lax"
    )


def _error_page(request: web.Request, status: int, *, doubt: bool = False) -> web.Response:
    known = status if status in {403, 404, 413, 503} else 404 if status < 500 else 500  # noqa: PLR2004
    call: Call | None = request.get(CALL)
    if known in {500, 503} and call is not None and call.form:
        # What was written goes back with the page, to be sent again.
        return call.page(
            "error.html",
            status=status,
            kind=known,
            doubt=doubt or call.acted,
            back=request.path_qs,
            fields=[
                (name, str(value))
                for name, value in call.form.items()
                if name not in {"csrf", "page"}
            ],
            written=WRITTEN,
            sends=request.path.endswith("/send"),
        )
    # Without the caller's own top bar: a page that isn't there and one that isn't theirs look the
    # same to the last letter.
    nobody = Call(request, request.app[DESK], Ticket.draw())
    back = request.path_qs if known == 503 and request.method != "POST" else ""  # noqa: PLR2004
    return nobody.page("error.html", status=status, kind=known, fields=(), back=back)


def serve(row: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of one row."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return await row.handler(request[CALL])

    return handle
