"""A timer whose code fails is tried again after growing pauses, and said once.

The rules kept here: it stays a row, so nothing of it is lost; meanwhile it is not due, so it takes
no place of somebody else's; what is logged is the class of the fault, no words, and not the kind of
timer either: some kinds would tell that there is a complaint.
"""

from dataclasses import dataclass, field

import structlog

from bot.clock import DAY_MS, MINUTE_MS
from bot.storage import intake
from bot.storage.database import Database

FIRST_MS = MINUTE_MS
LONGEST_MS = DAY_MS

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Setbacks:
    """How often each timer has failed since this worker began."""

    _count: dict[bytes, int] = field(default_factory=dict)

    async def note(self, database: Database, timer_id: bytes, error: Exception, now: int) -> None:
        """Put it off: a minute at first, twice as long each time, a day at most."""
        count = self._count.get(timer_id, 0)
        self._count[timer_id] = count + 1
        if not count:
            log.error("a timer failed", fault=type(error).__name__)
        later = now + min(FIRST_MS << min(count, 20), LONGEST_MS)
        await database.run(lambda conn: intake.put_off(conn, timer_id, now, later))

    def over(self, timer_id: bytes) -> None:
        """It went well."""
        self._count.pop(timer_id, None)
