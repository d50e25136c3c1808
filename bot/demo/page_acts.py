"""What the try-it page's buttons do: one function a button, all of them through the stage."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from aiohttp import web

from bot.demo.stage import QUARTER, Stage
from bot.demo.view import PHONES, STAGE, VIEW

Act = Callable[[Stage, web.Request], Awaitable[None]]

LONGEST: Final = 2000


def button(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make a handler of what a button does: do it, then show the page; a phone where one acted."""

    async def handle(request: web.Request) -> web.Response:
        await act(request.app[STAGE], request)
        place = "/#phone" if act in ON_A_PHONE else "/"
        return web.Response(status=303, headers={"Location": place})

    return handle


async def _write(stage: Stage, request: web.Request) -> None:
    form = await request.post()
    text = str(form.get("text", ""))[:LONGEST].strip()
    if text:
        await stage.write(_phone(request), text)


async def _press(stage: Stage, request: web.Request) -> None:
    form = await request.post()
    with suppress(ValueError):
        await stage.press(int(str(form.get("message", ""))), str(form.get("label", "")))


async def _start(stage: Stage, request: web.Request) -> None:
    form = await request.post()
    case = str(form.get("case", ""))
    if case in stage.cards:
        _looks_at(request, "chat")
        await stage.open_link(case)


async def _text_code(stage: Stage, request: web.Request) -> None:
    form = await request.post()
    case = str(form.get("case", ""))
    if case in stage.cards:
        _looks_at(request, "text")
        await stage.write("text", stage.cards[case].shown)


async def _print(stage: Stage, request: web.Request) -> None:
    form = await request.post()
    case = stage.world.people.cases.get(str(form.get("case", "")))
    if case is not None:
        await stage.print_card(case)


async def _leave(stage: Stage, request: web.Request) -> None:
    await stage.write(_phone(request), "LEAVE")


async def _look(stage: Stage, request: web.Request) -> None:
    stage.phone(_phone(request)).unlock()


async def _lose(stage: Stage, request: web.Request) -> None:
    await stage.lose(_phone(request))


async def _hand(stage: Stage, _: web.Request) -> None:
    await stage.hand_over()


async def _quarter(stage: Stage, _: web.Request) -> None:
    await stage.later(minutes=QUARTER)


async def _hour(stage: Stage, _: web.Request) -> None:
    await stage.later(hours=1)


async def _two_days(stage: Stage, _: web.Request) -> None:
    await stage.later(hours=49)


async def _working_day(stage: Stage, _: web.Request) -> None:
    await stage.next_working_day()


async def _clock_change(stage: Stage, _: web.Request) -> None:
    await stage.clock_change()


async def _switch(stage: Stage, request: web.Request) -> None:
    name = request.match_info["name"]
    if name in {"telegram", "sms", "storage"}:
        await stage.switch(name)


async def _again(stage: Stage, _: web.Request) -> None:
    await stage.again()


def _looks_at(request: web.Request, phone: str) -> None:
    """What a card does happens on a phone: on a narrow screen its tab is shown."""
    request.app[VIEW].column, request.app[VIEW].phone = "phones", phone


def _phone(request: web.Request) -> str:
    name = request.match_info["phone"]
    if name not in PHONES:
        raise web.HTTPNotFound
    request.app[VIEW].phone = name
    return name


ON_A_PHONE: Final = frozenset({_write, _leave, _look, _lose, _press, _start, _text_code, _hand})

ACTS: Final[dict[str, Act]] = {
    "/phone/{phone}/write": _write,
    "/phone/{phone}/leave": _leave,
    "/phone/{phone}/look": _look,
    "/phone/{phone}/lose": _lose,
    "/press": _press,
    "/card/start": _start,
    "/card/text": _text_code,
    "/card/print": _print,
    "/hand": _hand,
    "/clock/quarter": _quarter,
    "/clock/hour": _hour,
    "/clock/working-day": _working_day,
    "/clock/two-days": _two_days,
    "/clock/change": _clock_change,
    "/switch/{name}": _switch,
    "/again": _again,
}
