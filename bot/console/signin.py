"""Sign in and unlock; how a session is locked and ends is in ``session_pages``.

Second factor first, only then the field for the passphrase; idle asks for the passphrase alone. The
rules kept here: every try is counted before anything is computed, an account that doesn't exist is
counted and answered like one that does, and nobody is ever locked out for longer than fifteen
minutes, nor in a browser that is known by what others try; a try that nobody could check counts for
nothing.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.acts import sign_in
from bot.console import known, parts
from bot.console.call import Call
from bot.console.guard import set_cookie
from bot.console.sayings import WRITTEN
from bot.console.sessions import Ticket
from bot.console.staffing import enter
from bot.console.table import page
from bot.errors import SealBroken
from bot.storage.away import is_away
from bot.vault.argon_thread import run_one
from bot.vault.passphrase import Enrolment
from bot.vault.people import PrivateKey

TRIES: Final = 10
WINDOW_SECONDS: Final = 15 * 60
HALF_SECONDS: Final = 5 * 60

WRONG_CODE: Final = "This address and code don't fit together. A code works once: wait for the next"
WRONG_WORDS: Final = "These are not your six words"
TOO_OFTEN: Final = "Too many tries. Wait 15 minutes, then try again"

_HALF: Final = "console.half"


def _half(ticket: Ticket) -> str:
    return f"console:half:{ticket.proof()}"  # of the secret too: an id alone is nothing


@asynccontextmanager
async def one_try(call: Call, name: str) -> AsyncIterator[bool]:
    """Count one try and let it be checked; False when none is left in this quarter of an hour.

    Given back is only what could not be checked, because the database was away: of that nobody has
    learned anything. A wrong one stays counted, whatever fails after it.
    """
    counter = _tries(name)
    left = await call.desk.coordination.count(counter, WINDOW_SECONDS) <= TRIES
    try:
        yield left
    except Exception as error:
        if left and is_away(error):
            await call.desk.coordination.uncount(counter)
        raise


async def _forgive(call: Call, name: str) -> None:
    await call.desk.coordination.delete(_tries(name))


def _tries(name: str) -> str:
    return f"console:tries:{name}"


@page("GET", "/sign-in", needs="nothing")
async def sign_in_page(call: Call) -> web.StreamResponse:
    """Ask for the address and the second factor."""
    if call.session is not None:
        return call.go("/" if call.session.open else "/unlock")
    return call.page("sign_in.html")


@page("POST", "/sign-in", needs="nothing")
async def show_factor(call: Call) -> web.StreamResponse:
    """Check the second factor."""
    vault, email, now = call.desk.vault, call.text("email", 200), call.now
    code = call.digits("code")
    account = vault.email_index(email).hex()
    counter = await known.counter(call, account)
    async with one_try(call, counter) as left:
        if not left:
            return call.page("sign_in.html", status=429, errors={"code": TOO_OFTEN})
        person = await call.desk.database.run(
            lambda c: sign_in.use_code(c, vault, email=email, code=code, now=now)
        )
    if person is None:
        return call.page("sign_in.html", status=422, errors={"code": WRONG_CODE})
    half = json.dumps({"person": person.hex(), "at": now, "counter": counter}).encode()
    sealed = vault.seal(_HALF, call.ticket.id, half)
    await call.desk.coordination.put(_half(call.ticket), sealed, HALF_SECONDS)
    return call.go("/sign-in/words")


@page("GET", "/sign-in/words", needs="nothing")
async def words_page(call: Call) -> web.StreamResponse:
    """Ask for the passphrase, once the second factor was shown."""
    if await call.desk.coordination.get(_half(call.ticket)) is None:
        return call.go("/sign-in")
    return call.page("passphrase.html", action="/sign-in/words")


@page("POST", "/sign-in/words", needs="nothing")
async def show_words(call: Call) -> web.StreamResponse:
    """Check the passphrase and begin a session."""
    kept = await call.desk.coordination.get(_half(call.ticket))
    if kept is None:
        return call.go("/sign-in")
    try:
        half = json.loads(call.desk.vault.open(_HALF, call.ticket.id, kept))
    except SealBroken:  # written by somebody else, or under a key that this process has not
        return call.go("/sign-in")
    person = bytes.fromhex(half["person"])
    async with one_try(call, half["counter"]) as left:
        if not left:
            errors = {"passphrase": TOO_OFTEN}
            return call.page("passphrase.html", status=429, errors=errors, action="/sign-in/words")
        private = await unlocked(call, person)
    if private is None:
        errors = {"passphrase": WRONG_WORDS}
        return call.page("passphrase.html", status=422, errors=errors, action="/sign-in/words")
    await _forgive(call, half["counter"])
    await call.desk.coordination.delete(_half(call.ticket))
    return await welcome(call, person, private, factor_at=half["at"])


async def welcome(
    call: Call, person: bytes, private: PrivateKey, *, factor_at: int
) -> web.StreamResponse:
    """Begin a session under a new cookie, know the browser from now on, and go to the start."""
    if call.session is not None:
        await call.desk.sessions.end(call.session)
    session = await enter(call.desk, person, private, factor_at)
    response = call.go("/")
    set_cookie(response, session.ticket)
    if session.mark:
        account = await call.read(lambda c: sign_in.account_of(c, call.desk.vault, person))
        known.remember(call, response, account, session.mark)
    return response


async def unlocked(call: Call, person: bytes, *, without_factor: bool = False) -> PrivateKey | None:
    """Open a person's key with the six words that were typed; None where they are not right.

    Who has no second factor is let in by nothing else: only to add another is it left out. Who may
    sign in no more since their code was checked is told so no sooner than who mistyped.
    """
    enrolment = await call.read(
        lambda c: sign_in.enrolment(c, person, without_factor=without_factor)
    )
    try:
        return await run_one(_unlock, call, person, call.text("passphrase", 500), enrolment)
    except SealBroken:
        return None


def _unlock(call: Call, person: bytes, words: str, kept: Enrolment | None) -> PrivateKey | None:
    if kept is None:
        call.desk.vault.unlock_nobody(words)
        return None
    return call.desk.vault.unlock(person, words, kept)


@page("GET", "/unlock", needs="session")
async def unlock_page(call: Call) -> web.StreamResponse:
    """Ask for the passphrase again, or for the second factor when that is old."""
    session = call.session
    if session is None or session.open:
        return call.go("/")
    if not call.desk.sessions.factor_is_fresh(session):
        return call.page("factor.html")
    return call.page("passphrase.html", action="/unlock")


@page("POST", "/unlock/code", needs="session")
async def unlock_code(call: Call) -> web.StreamResponse:
    """Check the second factor again."""
    session, vault, now = call.session, call.desk.vault, call.now
    if session is None:
        raise web.HTTPNotFound
    code = call.digits("code")
    person = session.person
    async with one_try(call, session.ticket.id.hex()) as left:
        if not left:
            return call.page("factor.html", status=429, errors={"code": TOO_OFTEN})
        right = await call.desk.database.run(
            lambda c: sign_in.use_own_code(c, vault, person, code=code, now=now)
        )
    if not right:
        return call.page("factor.html", status=422, errors={"code": WRONG_CODE})
    await call.desk.sessions.factor(session)
    return call.go("/unlock")


@page("POST", "/unlock", needs="session")
async def unlock(call: Call) -> web.StreamResponse:
    """Check the passphrase, and give back the form that waited."""
    session, sessions = call.session, call.desk.sessions
    if session is None or not sessions.factor_is_fresh(session):
        return call.go("/unlock")
    tries = session.ticket.id.hex()
    async with one_try(call, tries) as left:
        if not left:
            errors = {"passphrase": TOO_OFTEN}
            return call.page("passphrase.html", status=429, errors=errors, action="/unlock")
        private = await unlocked(call, session.person)
    if private is None:
        errors = {"passphrase": WRONG_WORDS}
        return call.page("passphrase.html", status=422, errors=errors, action="/unlock")
    await _forgive(call, tries)
    call.session = await sessions.unlock(session, private)
    call.session, back, form = await sessions.take_form(call.session)
    if form is None:
        typed = back and await parts.kept(sessions, call.session, back.partition("?")[0])
        return call.go(back or "/", "kept" if typed else "")
    fields = parse_qsl(form.decode(), keep_blank_values=True)
    # A sentence that was cut off is ended here; what was checked goes as it was.
    sends = back.endswith("/send")
    return call.page("resume.html", back=back, fields=fields, written=WRITTEN, sends=sends)
