"""``demo``: serve the try-it page, or play the guided stories and end.

The rule kept here: it refuses to start beside real credentials, so that nothing reaches a person.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from bot import logs
from bot.commands.opened import run_async, say
from bot.demo.log_tail import LogTail
from bot.errors import SettingsError

PORT = 8090
FAILED = 1
REAL = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEYS",
    "SMTP_URL",
    "TELEGRAM_API_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_API_URL",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_FROM_NUMBER",
    "TWILIO_MESSAGING_SERVICE_SID",
)


def demo(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Do what was asked; 0 when all went well."""
    _refuse_real(environment)
    tail = LogTail()
    logs.configure("debug", "text", tail)
    if arguments.once:
        return run_async(lambda: _once(tail))
    return run_async(lambda: _serve(tail, arguments.port or PORT, arguments.keep))


def _refuse_real(environment: Mapping[str, str]) -> None:
    names = [one for name in REAL for one in (name, f"{name}_FILE") if environment.get(one)]
    if names:
        raise SettingsError(
            [f"{name}: is set: the demonstration runs without credentials" for name in names]
        )


async def _once(tail: LogTail) -> int:
    from bot.demo.stories.book import tell_all  # noqa: PLC0415 - refusing is instant

    wrong = 0
    async for ending in tell_all(tail):
        say(ending.line)
        wrong += bool(ending.wrong)
    return FAILED if wrong else 0


async def _serve(tail: LogTail, port: int, keep: Path | None) -> int:
    from bot.demo.page import serve  # noqa: PLC0415 - refusing is instant

    await serve(tail, port, keep)
    return 0
