"""``carriers …``: makes the carriers' own settings what they should be, and compares them."""

import argparse
from collections.abc import Mapping

from bot.commands import telegram_account, twilio_account
from bot.commands.check import show
from bot.commands.findings import Finding
from bot.commands.opened import run_async, say, settings_of
from bot.settings import Settings


def connect(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Set webhooks, names, descriptions, commands and addresses."""
    settings = settings_of(environment)
    for line in run_async(lambda: _connect(settings)):
        say(line)
    return 0


def status(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print what is and what should be; 0 when they are the same."""
    settings = settings_of(environment)
    findings = run_async(lambda: look(settings))
    for finding in findings:
        show(finding)
    return 1 if any(finding.state == "wrong" for finding in findings) else 0


async def look(settings: Settings) -> list[Finding]:
    """Compare every carrier."""
    return [*await telegram_account.status(settings), *await twilio_account.status(settings)]


async def _connect(settings: Settings) -> list[str]:
    return [*await telegram_account.connect(settings), *await twilio_account.connect(settings)]
