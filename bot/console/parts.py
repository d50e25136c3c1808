"""Pages on which several things can be written: one form, a button for each, and no word goes.

A browser without JavaScript sends the fields of one form alone. So such a page is one form: its
fields are called ``part.name``, and each button says by its address (``?part=note``) what it sends.
The handler sees the fields of its own part by their plain names; what was typed beside them is
kept, sealed for this session like a form that waits for an unlock, and stands in the page again.

The rule kept here: nothing secret is typed in such a page, because what is kept outlives the lock.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode

from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from bot.console.call import Call
from bot.console.sessions import Session, Sessions

OWN_PATH: Final = re.compile(r"(/[a-z0-9.-]+)+")
"""A page of the console, without a query: where what was typed is kept."""


def taken(fields: MultiDictProxy[str], part: str) -> tuple[MultiDictProxy[str], MultiDict[str]]:
    """Split a form into what the handler of a part sees, and what was typed beside it."""
    own, beside = MultiDict[str](), MultiDict[str]()
    for name, value in fields.items():
        where, dot, plain = name.partition(".")
        if not dot:
            own.add(name, value)
        elif where == part:
            own.add(plain, value)
        elif value:
            beside.add(name, value)
    return MultiDictProxy(own), beside


async def keep(sessions: Sessions, session: Session, page: str, typed: MultiDict[str]) -> None:
    """Keep what was typed in a page, in place of what was kept before; nothing: forget it."""
    if OWN_PATH.fullmatch(page):
        await sessions.keep_draft(session, page.encode(), urlencode(list(typed.items())))


async def kept(sessions: Sessions, session: Session, page: str) -> MultiDict[str]:
    """Return what was typed in a page and not sent."""
    return MultiDict(parse_qsl(await sessions.draft(session, page.encode())))


async def forget(sessions: Sessions, session: Session, page: str, part: str) -> None:
    """Forget one part of a page: it was sent."""
    typed = await kept(sessions, session, page)
    left = [(name, text) for name, text in typed.items() if not name.startswith(f"{part}.")]
    await keep(sessions, session, page, MultiDict(left))


async def look_at(call: Call) -> web.Response:
    """Keep the form that was sent, and go and look at it by GET.

    Back of the browser then finds a page, not the question whether to send a form again. What is
    looked at is kept as what was typed is: sealed, and not in the address.
    """
    sent = [(name, str(text)) for name, text in call.form.items() if name not in {"csrf", "page"}]
    await keep(call.desk.sessions, call.here, call.request.path, MultiDict(sent))
    return call.go(call.request.path)


async def looked_at(call: Call) -> bool:
    """Take the form that is looked at as the call's own; False: there is none any more."""
    found = await kept(call.desk.sessions, call.here, call.request.path)
    call.form = MultiDictProxy(found)
    return bool(found)


async def go_back(call: Call, page: str, *names: str) -> web.Response:
    """Go back to a page, with the words that were about to be sent in the places of before."""
    typed = await kept(call.desk.sessions, call.here, page)
    for name in names:
        if name in call.form:
            typed.popall(f"words.{name}", None)
            typed.extend([(f"words.{name}", text) for text in call.texts(name)])
    await keep(call.desk.sessions, call.here, page, typed)
    return call.go(page)


async def keep_whole(call: Call) -> None:
    """Keep also the part that was sent: it is checked first, and may be given up there."""
    await keep(call.desk.sessions, call.here, call.text("page", 200), taken(call.whole, "")[1])
