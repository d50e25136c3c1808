"""``staff …``: what the operator does from the shell when nobody can sign in."""

import argparse
from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.acts import enrolment, short_names
from bot.acts import staff as acts
from bot.acts.act import Act
from bot.acts.staff import Invitation, NewStaff
from bot.commands.opened import NotReady, act, invitation_url, say, settings_of
from bot.errors import Refused
from bot.proved import hubs
from bot.settings import Settings
from bot.storage import people
from bot.storage.people import StaffRow

T = TypeVar("T")

SENTENCES = {
    "not_invited": "they have accepted their invitation already: nothing to send",
    "not_waiting": "no key of theirs waits to be verified",
    "not_the_inviter": "whoever invited them has to hear the words, not the operator",
    "words_differ": "these are not the words of that key: ask again, do not try others",
    "disabled": "their access has ended already",
    "hears_the_words": "an administrator makes this link: one who is not to hear their words",
    "no_address": "this is not an e-mail address",
    "unknown": "nobody has this address",
    **{code: f"--short-name: {says}" for code, says in short_names.SENTENCES.items()},
}


def invite(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print a link for somebody invited before, or for a new administrator of the Hub."""
    settings = settings_of(environment, needs_keys=True)

    def unit(act: Act) -> Invitation:
        row = _by_email(act, arguments.email)
        if row is not None:
            return acts.invite_again(act, row.id)
        if not arguments.name:
            raise NotReady("nobody has this address: for a new administrator give --name too")
        hub = next(iter(hubs(act.conn, act.vault)), None)
        if hub is None:
            raise NotReady("there is no Hub yet: run `setup` first")
        new = NewStaff(
            arguments.name,
            arguments.email.strip(),
            hub,
            ("hub_admin",),
            arguments.short_name or "",
        )
        return acts.invite(act, new)

    invitation = _run(settings, unit)
    say("This link works once, for 14 days. Give it to nobody else:")
    say(invitation_url(settings, invitation.token))
    return 0


def verify(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Verify a key by the four words that the operator heard from its owner."""
    heard = " ".join(arguments.words)

    def unit(act: Act) -> None:
        if arguments.email:
            enrolment.verify(act, _needed(act, arguments.email).id, heard)
            return
        waiting = [row for row in people.everyone(act.conn) if row.state == "unverified"]
        mine = [row for row in waiting if row.invited_by is None]
        if len(mine) != 1:
            found = "nobody waits" if not mine else f"{len(mine)} people wait: give --email"
            raise NotReady(f"{found} to be verified from the shell")
        enrolment.verify(act, mine[0].id, heard)

    _run(settings_of(environment, needs_keys=True), unit)
    say("Verified. They can be given work now.")
    return 0


def disable(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """End somebody's access now."""

    def unit(act: Act) -> None:
        acts.disable(act, _needed(act, arguments.email).id)

    _run(settings_of(environment, needs_keys=True), unit)
    say("They can sign in no more, and hold no keys.")
    return 0


def _run(settings: Settings, deed: Callable[[Act], T]) -> T:
    try:
        return act(settings, deed)
    except Refused as refused:
        raise NotReady(SENTENCES.get(refused.code, str(refused))) from None


def _by_email(act: Act, email: str) -> StaffRow | None:
    return people.by_email(act.conn, act.vault.email_index(email))


def _needed(act: Act, email: str) -> StaffRow:
    row = _by_email(act, email)
    if row is None:
        raise Refused("unknown")
    return row
