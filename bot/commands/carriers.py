"""``carriers …``: makes the carriers' own settings what they should be, and compares them."""

import argparse
import sys
from collections.abc import Mapping

from bot.commands import telegram_account, twilio_account
from bot.commands.check import show
from bot.commands.findings import Finding
from bot.commands.opened import run_async, say, settings_of
from bot.errors import BotError, SettingsError
from bot.settings import Settings


def connect(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Set webhooks, names, descriptions, commands and addresses."""
    settings = settings_of(environment)
    return 0 if run_async(lambda: _connect(settings)) else 1


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


async def _connect(settings: Settings) -> bool:
    """Connect each; one that cannot be keeps no other from it, and what was done is told."""
    fine = True
    for account in (telegram_account, twilio_account):
        try:
            for line in await account.connect(settings):
                say(line)
        except SettingsError:
            raise
        except BotError as error:
            fine = False
            sys.stderr.write(f"imsa-bot: {error}\n")
    return fine
