"""``check``: a table of what is right and what is wrong; status 0 only when fit to serve people."""

import argparse
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from functools import cache, partial

from bot.commands import faults
from bot.commands.findings import Finding, off, right, wrong
from bot.commands.opened import run_async, say, settings_of
from bot.content import Content
from bot.errors import BotError, SettingsError
from bot.settings import Settings

WIDTH = 22
SLOW = frozenset({"config", "flows", "words"})
"""A second of work between them; they change with a release or an edited sentence, not by time."""


def check(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Look at everything, and print a line for each thing."""
    try:
        settings = settings_of(environment)
    except SettingsError as error:
        for fault in error.faults:
            show(wrong("settings", fault))
        say("\nNot fit to serve: put the settings right first.")
        return 2
    findings = run_async(lambda: look(settings))
    bad = sum(finding.state == "wrong" for finding in findings)
    count = "1 thing is wrong" if bad == 1 else f"{bad} things are wrong"
    say(f"\nNot fit to serve people: {count}." if bad else "\nFit to serve people.")
    return 1 if bad else 0


def show(finding: Finding) -> None:
    """Print one line of the table."""
    mark = {"right": "ok", "wrong": "WRONG", "off": "off"}[finding.state]
    if sys.stdout.isatty() and finding.state == "wrong":
        mark = f"\033[31m{mark:5}\033[0m"
    say(f"{finding.name:{WIDTH}} {mark:5}  {finding.words}")


async def look(settings: Settings) -> list[Finding]:
    """Look at everything; each part is imported only now, so that a broken one is a line."""
    findings = []
    async for finding in _everything(settings):
        show(finding)
        findings.append(finding)
    return findings


async def red(settings: Settings) -> int:
    """Count what is wrong, for ``run``, which serves meanwhile: all but the sentences."""
    return len([one async for one in _everything(settings, quick=True) if one.state == "wrong"])


def _words(error: Exception) -> str:
    if isinstance(error, BotError):
        return "; ".join(str(error).splitlines())
    return faults.plainly(error) or f"could not be looked at ({type(error).__name__})"


async def _everything(settings: Settings, *, quick: bool = False) -> AsyncIterator[Finding]:
    from bot.commands import check_inside, check_outside  # noqa: PLC0415

    yield right("settings", "every name reads well")
    read = cache(partial(Content.load, settings.config_dir))
    parts: dict[str, Callable[[], AsyncIterator[Finding]]] = {
        "config": partial(check_inside.config, read),
        "flows": check_inside.flows,
        "words": partial(check_inside.words, settings, read),
        "keys": partial(check_inside.keys, settings),
        "database": partial(check_inside.database, settings, read),
        "people": partial(check_inside.people, settings, read),
        "sign-offs": partial(check_inside.sign_offs, settings),
        "redis": partial(check_outside.redis, settings),
        "telegram": partial(check_outside.telegram, settings),
        "text messages": partial(check_outside.twilio, settings),
        "e-mail": partial(check_outside.mail, settings),
    }
    told: set[str] = set()
    for name, part in parts.items():
        if quick and name in SLOW:
            continue
        try:
            async for finding in part():
                yield finding
        except Exception as error:  # noqa: BLE001 - one broken part must not hide the others
            words = _words(error)
            if words in told:
                yield off(name, "not looked at until that is put right")
            else:
                told.add(words)
                yield wrong(name, words)
    if settings.telegram is None and settings.twilio is None:
        yield wrong("carriers", "none is set: nobody can write to this bot")
    if not settings.public_url:
        yield off("PUBLIC_URL", "not set: no carrier can call, Telegram is polled")
