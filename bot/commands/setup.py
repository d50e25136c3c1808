"""``migrate`` and ``setup``: what makes an empty machine ready."""

import argparse
from collections.abc import Mapping

from bot.commands.opened import run_async, say, settings_of
from bot.settings import Settings
from bot.storage.database import Database


def migrate(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Bring the database to the newest schema."""
    settings = settings_of(environment)
    run_async(lambda: bring_to_newest(settings))
    say("The database is at the newest schema.")
    return 0


async def bring_to_newest(settings: Settings) -> None:
    """Migrate; safe to repeat, and from two places at once."""
    database = await Database.open(settings.database_url)
    try:
        await database.migrate()
    finally:
        await database.close()
