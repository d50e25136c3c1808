"""Pages about rights that are due to be checked: a task for the Hub, one at a time.

The rule kept here: it comes back as long as a page is older than 150 days, and never twice at once;
which pages they are stands on the Hub's page, from the files themselves.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.acts import tasks
from bot.acts.act import Act
from bot.clocks import local_date
from bot.service import Service
from bot.storage import tasks as rows

KIND = "content_due"
DAY_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class ContentDue:
    """The worker's duty about dated content."""

    service: Service

    async def run(self) -> int:
        """Raise the task where a page is due; end it where none is. Return how many were raised."""
        now = self.service.clock.now()
        due = bool(self.service.content.rights.due(local_date(now)))
        return await self.service.database.run(lambda conn: self._see_to(conn, now, due=due))

    def _see_to(self, conn: sa.Connection, now: int, *, due: bool) -> int:
        act, waits = Act(conn, self.service.vault, now), rows.of_kind(conn, KIND)
        if not due:
            tasks.close_of(act, None, KIND)
        elif not waits:
            tasks.raise_task(act, KIND)
            return 1
        return 0
