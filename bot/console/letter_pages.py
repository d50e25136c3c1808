"""Writing to somebody whom a complaint is about, and reading such a letter.

The rule kept here: the composer starts empty, every time; nothing of the complaint is on the page
that is written on, so that nothing is forwarded by accident.
"""

from dataclasses import dataclass

from aiohttp import web

from bot.acts import letters
from bot.acts.act import Act
from bot.acts.letters import Letter
from bot.console.call import Call
from bot.console.complaint_pages import LONGEST, opened
from bot.console.complaint_view import View, Who
from bot.console.people_view import name_of, names
from bot.console.table import HANDLERS, page
from bot.errors import Refused
from bot.storage import people


@dataclass(frozen=True, slots=True)
class Composer:
    """The page a letter is written on."""

    view: View
    readers: tuple[Who, ...]


async def _composer(call: Call) -> Composer:
    view = await opened(call)
    if "work" not in view.can:
        raise web.HTTPNotFound

    def read(act: Act) -> tuple[Who, ...]:
        known = names(act.conn, act.vault, act.now)
        found = [Who(one, known.get(one, "")) for one in letters.addressees(act, view.id)]
        return tuple(sorted(found, key=lambda one: one.name.casefold()))

    return Composer(view, await call.act(read))


@page("GET", "/cases/{id}/letter", who=HANDLERS)
async def compose(call: Call) -> web.StreamResponse:
    """An empty letter to somebody whom the complaint is about."""
    return call.page("case_letter.html", composer=await _composer(call), draft="", errors={})


@page("POST", "/cases/{id}/letter", who=HANDLERS)
async def write(call: Call) -> web.StreamResponse:
    """Seal the letter to its reader; this is the disclosure."""
    composer, text = await _composer(call), call.text("letter", LONGEST)
    chosen, errors = call.text("reader", 32), {}
    if chosen not in {one.id.hex() for one in composer.readers if one.id}:
        errors["reader"] = "Choose who it is for"
    if not text:
        errors["letter"] = "Write the letter"
    if call.text("safe", 3) != "yes":
        errors["safe"] = "Confirm that they know, and that it is safe"
    if errors:
        return call.page(
            "case_letter.html", status=422, composer=composer, draft=text, errors=errors
        )
    reader = bytes.fromhex(chosen)
    await call.act(lambda act: letters.write(act, composer.view.id, reader, text))
    await call.desk.coordination.wake("work")
    return call.go(composer.view.path, "lettered")


def _read(call: Call, act: Act) -> tuple[Letter, str]:
    try:
        letter = letters.read(act, call.id(), call.private)
    except Refused:
        raise web.HTTPNotFound from None
    author = people.get(act.conn, letter.author_id)
    return letter, name_of(act.vault, author) if author else "Somebody who left"


@page("GET", "/letters/{id}")
async def letter_page(call: Call) -> web.StreamResponse:
    """A letter to the caller, opened with their own key."""
    letter, author = await call.act(lambda act: _read(call, act))
    return call.page("letter.html", letter=letter, author=author, errors={})


@page("POST", "/letters/{id}")
async def answer(call: Call) -> web.StreamResponse:
    """Answer a letter: the words go to whoever wrote it."""
    letter, author = await call.act(lambda act: _read(call, act))
    text, private = call.text("answer", LONGEST), call.private
    if not text:
        errors = {"answer": "Write your answer"}
        return call.page("letter.html", status=422, letter=letter, author=author, errors=errors)
    await call.act(lambda act: letters.answer(act, letter.id, private, text))
    await call.desk.coordination.wake("work")
    return call.go("/", "answer_letter")
