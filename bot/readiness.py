"""Whether a process is fit to take what comes: the schema is ours, and the database keeps words.

The rule kept here: a database that can be read and not written, on a full disk, is not ready.
"""

import asyncio

import structlog

from bot.errors import SettingsError
from bot.service import Service
from bot.storage import away, remembered

log = structlog.get_logger(__name__)


class Ready:
    """Looks at the database when asked; however many ask at once, it is written to once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._looking: asyncio.Task[list[str]] | None = None

    async def wrong(self) -> list[str]:
        """Return the names of what is not fit to serve, and nothing more."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> list[str]:
        database, now = self._service.database, self._service.clock.now()
        try:
            if not await database.current():
                return ["schema"]
            await database.run(lambda conn: remembered.note(conn, remembered.WRITTEN, now))
        except SettingsError:  # a newer release has migrated
            return ["schema"]
        except Exception as error:  # noqa: BLE001 - whatever it is, the database is of no use
            log.warning("not ready", fault=away.kind(error))
            return ["database"]
        return []
