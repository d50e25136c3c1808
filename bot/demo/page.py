"""The try-it page: phones on the left, staff in the middle, an X-ray on the right.

Server-rendered; works without scripts. The rule kept here: it listens on 127.0.0.1 alone, answers
to no other name, and takes no form from another page.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

import jinja2
from aiohttp import web

from bot.commands.opened import say
from bot.console import assets
from bot.console.headers import HEADERS
from bot.console.pages import clock, day
from bot.console.sessions import COOKIE
from bot.demo import xray
from bot.demo.clock import clock_change
from bot.demo.ground import HOST, door_at
from bot.demo.log_tail import LogTail
from bot.demo.page_acts import ACTS, button
from bot.demo.people import Person
from bot.demo.stage import Stage
from bot.demo.stories.book import STORIES
from bot.demo.view import COLUMNS, LOOKS, PHONES, STAGE, VIEW, View
from bot.storage import people

OWN: Final = Path(__file__).parent / "static"
LOG_LINES: Final = 80


PAGES: Final = web.AppKey("pages", jinja2.Environment)


async def serve(tail: LogTail, port: int, keep: Path | None) -> None:
    """Serve the page, and everything that it shows, until somebody ends it."""
    async with AsyncExitStack() as stack:
        door = door_at(stack, port)
        first = door.getsockname()[1]
        stage = await stack.enter_async_context(Stage(tail, (first + 2, first + 1), keep))
        runner = web.AppRunner(create(stage), access_log=None)  # not into the log that it shows
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, door).start()
        _announce(stage, f"http://{HOST}:{first}")
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()


def _announce(stage: Stage, url: str) -> None:
    say("Demonstration. Invented people. Do not enter real information.")
    say()
    say(f"Try it   {url}/")
    say(f"Console  {stage.world.console_url}/   signed in at once as:")
    for person in stage.world.people.staff.values():
        say(f"         {url}/as/{person.name:<6} {person.says}")
    say()
    say("Ctrl-C ends it.")


def create(stage: Stage) -> web.Application:
    """Make the page around a stage."""
    app = web.Application(middlewares=[only_this_machine])
    app[STAGE], app[VIEW] = stage, View()
    app[PAGES] = jinja2.Environment(
        loader=jinja2.PackageLoader("bot.demo", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    app[PAGES].filters.update(clock=clock, day=day, bare=bare)
    app.on_response_prepare.append(_harden)
    app.router.add_get("/", show)
    app.router.add_get("/seen", seen)
    app.router.add_get("/as/{name}", sign_in)
    for path, act in ACTS.items():
        app.router.add_post(path, button(act))
    assets.serve(app, "/static/", assets.STATIC)
    assets.serve(app, "/own/", OWN)
    return app


@web.middleware
async def only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse other names of this machine, and forms of other pages."""
    if request.host.partition(":")[0] not in {HOST, "localhost"}:
        raise web.HTTPForbidden
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method == "POST" and site not in {"same-origin", "none"}:
        raise web.HTTPForbidden
    return await handler(request)


async def _harden(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers[name] = value


async def show(request: web.Request) -> web.Response:
    """The page."""
    stage, view = request.app[STAGE], request.app[VIEW]
    for name, known in (("column", COLUMNS), ("phone", PHONES), ("look", LOOKS)):
        if request.query.get(name) in known:
            setattr(view, name, request.query[name])
    view.keys_too = request.query.get("keys") == "too"
    world = stage.world
    text = (
        request.app[PAGES]
        .get_template("page.html")
        .render(
            stage=stage,
            world=world,
            view=view,
            now=world.clock.now(),
            change=clock_change(world.clock.now()),
            mark=_mark(stage),
            columns=COLUMNS,
            phones=PHONES,
            looks=LOOKS,
            stories=STORIES,
            languages={one.code: one.english for one in world.bot.service.words.languages},
            linked=await _linked(stage),
            **await _inside(stage, view),
        )
    )
    return web.Response(text=text, content_type="text/html")


async def _inside(stage: Stage, view: View) -> dict[str, Any]:
    """What the part of the X-ray that is looked at shows."""
    world = stage.world
    database, vault = world.bot.service.database, world.bot.service.vault
    if view.look == "carrier":
        return {"seen": xray.carriers(world)}
    if view.look == "database":
        return {"tables": await database.read(xray.tables)}
    if view.look == "logs":
        return {"lines": list(stage.log.lines)[-LOG_LINES:]}
    if view.look == "keys":
        return {
            "matrix": await database.read(lambda conn: xray.who_can_open(conn, vault, world.people))
        }
    stolen = vault if view.keys_too else None
    return {"haul": await database.read(lambda conn: xray.haul(conn, stolen))}


async def _linked(stage: Stage) -> dict[str, int]:
    """How many phones each case has."""
    world = stage.world
    return await world.bot.service.database.read(lambda conn: xray.phones_of(conn, world.people))


def bare(label: str) -> str:
    """A label without the marks around it that only say which way it is written."""
    return label.replace("\u2068", "").replace("\u2069", "")


def _mark(stage: Stage) -> str:
    """What changes when something on the page has."""
    acts = (stage.chat.acts, stage.text.acts, len(stage.lost), stage.stranger)
    return "-".join(str(int(one)) for one in acts)


async def seen(request: web.Request) -> web.Response:
    """Whether something has changed since the page was shown."""
    return web.Response(text=_mark(request.app[STAGE]))


async def sign_in(request: web.Request) -> web.Response:
    """Open the console as one of the invented people, in a session that is ready."""
    stage = request.app[STAGE]
    person = stage.world.people.staff.get(request.match_info["name"])
    if person is None:
        raise web.HTTPNotFound
    barred = await _barred(stage, person)
    if barred:
        template = request.app[PAGES].get_template("not_signed_in.html")
        text = template.render(person=person, says=barred, console_url=stage.world.console_url)
        return web.Response(text=text, content_type="text/html")
    answer = web.Response(status=303, headers={"Location": await _page_for(stage, request, person)})
    cookie = await stage.world.cookie(person)
    answer.set_cookie(COOKIE, cookie, path="/", secure=True, httponly=True, samesite="Lax")
    return answer


async def _barred(stage: Stage, person: Person) -> str:
    """Why somebody can't be signed in with what this page knows of them; empty where they can."""
    world = stage.world
    row = await world.bot.service.database.read(lambda conn: people.get(conn, person.id))
    if row is None or row.state == "disabled":
        return f"{person.name} has left: nobody signs in as {person.name} any more."
    if row.public is None or row.totp is None:
        return (
            f"{person.name} is being let in again: with the link that was made when the second "
            "person agreed. It was shown then, and another can be made on the Approvals page."
        )
    public = world.bot.service.vault.open("staff.public", row.id, row.public)
    if public != person.private.public.raw:
        return (
            f"{person.name} has a new key. Only who typed the new words knows them: sign in with "
            "these, by hand."
        )
    return ""


async def _page_for(stage: Stage, request: web.Request, person: Person) -> str:
    """The conversation that was asked for, if it is this person's; else the first page."""
    case = stage.world.people.cases.get(request.query.get("case", ""))
    if case is None or case.advocate.id != person.id:
        return f"{stage.world.console_url}/"
    return f"{stage.world.console_url}/conversation/{case.survivor_id.hex()}"
