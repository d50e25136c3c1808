"""``migrate`` and ``setup``: what makes an empty machine ready."""

import argparse
import json
import os
import sys
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.acts import short_names
from bot.acts.addresses import is_address
from bot.acts.setup import first_administrator
from bot.acts.staff import Invitation
from bot.adopting import adopting
from bot.commands import key_file
from bot.commands.opened import NotReady, act, invitation_url, run_async, say, settings_of
from bot.errors import Refused, SettingsError
from bot.settings import Settings
from bot.storage.database import Database
from bot.vault.server import ServerKeys


def migrate(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Bring a database that was begun to the newest schema; it begins none."""
    settings = settings_of(environment)
    run_async(lambda: bring_to_newest(Database.existing(settings.database_url), settings))
    say("The database is at the newest schema.")
    return 0


async def bring_to_newest(opening: Awaitable[Database], settings: Settings) -> None:
    """Migrate; safe to repeat, and from two places at once.

    Raises:
        SettingsError: there are rows to be sealed, and their key file isn't the one that is set.
    """
    database = await opening
    try:
        await database.migrate(adopting(settings.secret_keys))
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class Answers:
    """What ``setup`` has to know."""

    path: Path | None  # None: the keys are set already
    name: str
    email: str
    short: str


def setup(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Make the key file, the schema and the first administrator's invitation."""
    environment, named = key_file.without(environment)
    arguments.key_file = arguments.key_file or named
    settings = settings_of(environment)
    answers = _answers(arguments, settings)
    if answers.path is not None:
        keys = ServerKeys.generate().to_json()
        key_file.write_new(answers.path, keys)
        settings = replace(settings, secret_keys=keys)
    try:
        invitation = _begin(settings, answers)
    except BaseException:
        if answers.path is not None:
            answers.path.unlink(missing_ok=True)  # nothing was sealed with it
        raise
    _tell(arguments, settings, answers, invitation, named)
    return 0


def _answers(arguments: argparse.Namespace, settings: Settings) -> Answers:
    path: Path | None = arguments.key_file
    if settings.secret_keys and path is not None:
        raise SettingsError(["SECRET_KEYS is set already: leave --key-file out to use it"])
    asks = sys.stdin.isatty() and not arguments.json
    if path is None and not settings.secret_keys:
        path = Path(_ask("Where to write the key file", "keys.json") if asks else "")
    name = arguments.admin_name or (asks and _ask("First administrator's name")) or ""
    email = arguments.admin_email or (asks and _ask("Their e-mail address")) or ""
    faults = []
    if path is not None and not path.name:
        faults.append("--key-file is missing: where to write the keys")
    if not name.strip():
        faults.append("--admin-name is missing")
    if not is_address(email.strip()):
        faults.append("--admin-email is missing or no address")
    short = arguments.admin_short_name or ""
    if name.strip():
        try:
            short_names.short_name(name, short)
        except Refused as refused:
            faults.append(f"--admin-short-name: {short_names.SENTENCES[refused.code]}")
    if faults:
        raise SettingsError(faults)
    return Answers(path, name.strip(), email.strip(), short)


def _ask(question: str, default: str = "") -> str:
    hint = f" [{default}]" if default else ""
    return input(f"{question}{hint}: ").strip() or default


def _begin(settings: Settings, answers: Answers) -> Invitation:
    run_async(lambda: bring_to_newest(Database.open(settings.database_url), settings))
    try:
        return act(
            settings,
            lambda act: first_administrator(act, answers.name, answers.email, short=answers.short),
        )
    except Refused as refused:
        if refused.code == "already_set_up":
            line = "there are staff already: `staff invite` makes a link for them"
            raise NotReady(line) from None
        raise


def _tell(
    arguments: argparse.Namespace,
    settings: Settings,
    answers: Answers,
    invitation: Invitation,
    named: Path | None,
) -> None:
    path = os.path.abspath(answers.path) if answers.path is not None else None  # noqa: PTH100 - a link stays a link
    url = invitation_url(settings, invitation.token)
    if arguments.json:
        say(json.dumps({"key_file": path, "invitation_url": url}))
        return
    if path is not None:
        to_do = "" if answers.path == named else ": set SECRET_KEYS_FILE to it"
        say(f"The key file is {path}{to_do}.")
        say("Keep a printed copy of it, away from the backups, until the recovery key is made.")
    say("The first administrator's link works once, for 14 days:")
    say(url)
    say("Then hear their four check words by voice: `staff verify WORD WORD WORD WORD`.")
