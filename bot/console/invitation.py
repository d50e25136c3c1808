"""Accepting an invitation: six words drawn here, a second factor, and a key that nobody else has.

Who lost their telephone alone comes here too: they type the six words they have, and add another.
The rules kept here: the words are shown once and typed back; the pair is made only when both are
right, and the private half is wrapped before anything is written.
"""

import json
import secrets
from dataclasses import dataclass, field
from typing import Final

import pyotp
from aiohttp import web

from bot.acts import enrolment, staff
from bot.acts.act import Act
from bot.acts.sign_in import matching_step
from bot.acts.staff import Staff
from bot.console.call import Call
from bot.console.links import qr
from bot.console.signin import one_try, unlocked, welcome
from bot.console.table import page
from bot.errors import SealBroken
from bot.vault.argon_thread import run_one
from bot.vault.passphrase import draw_passphrase
from bot.vault.people import PrivateKey, PublicKey, generate_pair
from bot.vault.session import open_form, seal_form

STARTED_SECONDS: Final = 60 * 60
NOT_THE_WORDS: Final = "These are not the six words"


@dataclass(frozen=True, slots=True)
class Started:
    """What was drawn for an invitation that is being accepted; it lives in the store, sealed."""

    words: str = field(repr=False)
    totp: str = field(repr=False)


def _place(call: Call) -> str:
    return f"console:accept:{call.ticket.id.hex()}"


def _base(call: Call) -> str:
    return f"/invitation/{call.request.match_info['token']}"


async def _invited(call: Call) -> Staff | None:
    token, vault, now = call.request.match_info["token"], call.desk.vault, call.now
    return await call.read(lambda conn: staff.invited(conn, vault, token, now))


async def _started(call: Call, person: bytes) -> Started | None:
    sealed = await call.desk.coordination.get(_place(call))
    if sealed is None:
        return None
    try:
        kept = json.loads(open_form(sealed, call.ticket.secret, call.ticket.id, person))
    except SealBroken:  # begun in this browser for somebody else
        return None
    return Started(kept["words"], kept["totp"])


def _gone(call: Call) -> web.Response:
    return call.page("invitation_gone.html", status=404)


def _keeps_words(person: Staff) -> bool:
    return person.state != "invited"


@page("GET", "/invitation/{token}", needs="nothing")
async def start(call: Call) -> web.StreamResponse:
    """What an invitation needs, before it begins."""
    person = await _invited(call)
    if person is None:
        return _gone(call)
    keeps = _keeps_words(person)
    return call.page("invitation.html", step="start", base=_base(call), keeps=keeps)


@page("POST", "/invitation/{token}/words", needs="nothing")
async def words(call: Call) -> web.StreamResponse:
    """Draw six words and show them, this once."""
    person = await _invited(call)
    if person is None:
        return _gone(call)
    keeps = _keeps_words(person)
    drawn = Started("" if keeps else draw_passphrase(), pyotp.random_base32())
    kept = json.dumps({"words": drawn.words, "totp": drawn.totp}).encode()
    sealed = seal_form(kept, call.ticket.secret, call.ticket.id, person.id)
    await call.desk.coordination.put(_place(call), sealed, STARTED_SECONDS)
    if keeps:
        return await _check(call, drawn, {})
    return call.page("invitation.html", step="words", base=_base(call), words=drawn.words)


async def _check(call: Call, started: Started, errors: dict[str, str]) -> web.Response:
    address = pyotp.TOTP(started.totp).provisioning_uri(name="Staff", issuer_name="Console")
    return call.page(
        "invitation.html",
        status=422 if errors else 200,
        step="check",
        base=_base(call),
        keeps=not started.words,
        qr=qr(address, "Key for the authenticator app"),
        secret=" ".join(started.totp[at : at + 4] for at in range(0, len(started.totp), 4)),
        errors=errors,
    )


@page("POST", "/invitation/{token}/check", needs="nothing")
async def check(call: Call) -> web.StreamResponse:
    """Ask for the words back, and show the key for the authenticator app."""
    person = await _invited(call)
    if person is None:
        return _gone(call)
    started = await _started(call, person.id)
    return call.go(_base(call)) if started is None else await _check(call, started, {})


@page("POST", "/invitation/{token}/finish", needs="nothing")
async def finish(call: Call) -> web.StreamResponse:
    """Make the key, keep it under the words, and sign in."""
    person = await _invited(call)
    if person is None:
        return _gone(call)
    started, keeps = await _started(call, person.id), _keeps_words(person)
    if started is None or keeps == bool(started.words):
        return call.go(_base(call))
    errors = {}
    known = await _unlocked(call, person) if keeps else None
    if known is None and (keeps or not _same(call.text("passphrase", 300), started.words)):
        errors["passphrase"] = NOT_THE_WORDS
    code = call.digits("code")
    step = matching_step(started.totp, code, call.now)
    if step is None:
        errors["code"] = "This is not the code that the app shows now"
    if errors or step is None:
        return await _check(call, started, errors)
    if known is not None:
        private = known
        await _accept_factor(call, started, step)
    else:
        private, public = await run_one(generate_pair)
        await _accept(call, person, started, (private, public), step)
    await call.desk.coordination.delete(_place(call))
    return await welcome(call, person.id, private, factor_at=call.now)


async def _accept(
    call: Call, person: Staff, started: Started, pair: tuple[PrivateKey, PublicKey], step: int
) -> None:
    vault, now, token = call.desk.vault, call.now, call.request.match_info["token"]
    kept = await run_one(vault.enrol, person.id, started.words, pair[0])
    await call.desk.database.run(
        lambda conn: enrolment.accept(
            Act(conn, vault, now),
            token,
            enrolment=kept,
            public=pair[1],
            totp_secret=started.totp,
            totp_step=step,
        )
    )


async def _accept_factor(call: Call, started: Started, step: int) -> None:
    vault, now, token = call.desk.vault, call.now, call.request.match_info["token"]
    await call.desk.database.run(
        lambda conn: enrolment.accept_factor(
            Act(conn, vault, now), token, totp_secret=started.totp, totp_step=step
        )
    )


async def _unlocked(call: Call, person: Staff) -> PrivateKey | None:
    """Open their key with the six words that they have; tries are counted as at sign-in."""
    async with one_try(call, person.id.hex()) as left:
        return await unlocked(call, person.id, without_factor=True) if left else None


def _same(typed: str, drawn: str) -> bool:
    def letters(text: str) -> bytes:
        return "".join(filter(str.isalpha, text.casefold())).encode()

    return secrets.compare_digest(letters(typed), letters(drawn))
