"""The worker's duty to erase: first at the carriers, then here, then out of the database's log.

The rule kept here: one person's erasure that fails waits for nobody and stops nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
import structlog

from bot.acts import erasure
from bot.acts.act import Act
from bot.service import Service
from bot.storage import erasures

BATCH = 50

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ErasureDue:
    """Erases who asked for it."""

    service: Service

    async def run(self) -> int:
        """Do what is due; returns how much was done."""
        now = self.service.clock.now()
        database = self.service.database
        hers = await database.read(lambda conn: erasures.pending(conn, BATCH))
        strangers = await database.read(lambda conn: erasures.to_forget(conn, now, BATCH))
        done = 0
        for subject, deed in (
            *((one, erasure.erase) for one in hers),
            *((one, erasure.forget) for one in strangers),
        ):
            done += await self._one(subject, deed, now)
        if done:
            await database.checkpoint()
        return done

    async def _one(self, subject: bytes, deed: Callable[[Act, bytes], bool], now: int) -> bool:
        try:
            return await self.service.database.run(
                partial(self._unit, subject=subject, deed=deed, now=now), lane=subject
            )
        except Exception as error:  # noqa: BLE001 - nobody else's erasure waits for this one
            log.error("an erasure failed", fault=type(error).__name__)
            return False

    def _unit(
        self, conn: sa.Connection, subject: bytes, deed: Callable[[Act, bytes], bool], now: int
    ) -> bool:
        return deed(Act(conn, self.service.vault, now), subject)
