"""What is due to be checked (rights, help numbers, outside bodies, bank holidays): a task.

The rule kept here: it comes back as long as anything is 150 days old, and never twice at once; what
it is stands on the Hub's page, from the files themselves.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.acts import tasks
from bot.acts.act import Act
from bot.clocks import local_date
from bot.service import Service
from bot.storage import tasks as rows
from bot.words.review import due

KIND = "content_due"


@dataclass(frozen=True, slots=True)
class ContentDue:
    """The worker's duty about dated content."""

    service: Service

    async def run(self) -> int:
        """Raise the task where something is due; end it where nothing is. Return how many came."""
        now = self.service.clock.now()
        found = any(due(self.service.content, local_date(now)))
        return await self.service.database.run(lambda conn: self._see_to(conn, now, found=found))

    def _see_to(self, conn: sa.Connection, now: int, *, found: bool) -> int:
        act, waits = Act(conn, self.service.vault, now), rows.of_kind(conn, KIND)
        if not found:
            tasks.close_of(act, None, KIND)
        elif not waits:
            tasks.raise_task(act, KIND)
            return 1
        return 0
