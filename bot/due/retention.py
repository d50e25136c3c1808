"""What has had its time goes, slowly and only while the clock can be believed (security.md 2).

The rules kept here: words are due 180 days after they were written (or 90 days after the work with
a survivor ended: her key goes, and nothing of hers opens any more); what is due stays for seven
days more, as *going*; a run refuses, and the Hub is asked, where the clock is in doubt, or where
too much would go at once: that two people have to find right.
"""

from functools import partial

import sqlalchemy as sa
import structlog

from bot.acts import many
from bot.acts.act import Act
from bot.acts.clock_doubt import ask, doubtful
from bot.acts.tasks import CLOCK, raise_task
from bot.clock import DAY_MS
from bot.service import Service
from bot.storage import retention as rows

BATCH = 200
YES_MS = 2 * DAY_MS  # a yes counts so long: what it was asked about goes within it
SHARE = 20  # one in twenty survivors at once is too many
FEW = 3  # in a small caseload a share says nothing: so many may always go

log = structlog.get_logger(__name__)


class Retention:
    """The worker's duty to forget."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def run(self) -> int:
        """Let go what is due, in batches; returns how much went."""
        now = self._service.clock.now()
        keep = self._service.content.service.retention
        written_before = now - (keep.thread_days + keep.going_days) * DAY_MS
        ended_before = now - (keep.thread_after_end_days + keep.going_days) * DAY_MS
        refused = await self._service.database.run(
            lambda conn: self._refused(conn, now, ended_before)
        )
        if refused:
            log.warning("retention refused", reason=refused)
            return 0
        gone = 0
        while batch := await self._service.database.run(
            lambda conn: rows.drop_entries(conn, written_before, now, BATCH)
        ):
            gone += batch
        for survivor_id in await self._service.database.read(
            lambda conn: rows.ended(conn, ended_before, now)
        ):
            await self._service.database.run(
                partial(self._end, survivor_id=survivor_id, now=now), lane=survivor_id
            )
            gone += 1
        if gone:
            await self._service.database.checkpoint()
        return gone

    def _refused(self, conn: sa.Connection, now: int, ended_before: int) -> str:
        act = Act(conn, self._service.vault, now)
        if doubtful(conn, now):
            ask(act)
            return CLOCK
        due = len(rows.ended(conn, ended_before, now))
        if not self._too_many(conn, due) or not self._too_many(
            conn, due - many.agreed(conn, act.vault, many.PEOPLE, now - YES_MS)
        ):
            return ""
        if not rows.asked(conn, many.PEOPLE):
            raise_task(act, many.PEOPLE, detail=str(due), urgent=True)
        return many.PEOPLE

    def _too_many(self, conn: sa.Connection, due: int) -> bool:
        return due > FEW and due * SHARE > rows.survivors_count(conn)

    def _end(self, conn: sa.Connection, survivor_id: bytes, now: int) -> None:
        rows.erase_survivor(conn, survivor_id, now)
        Act(conn, self._service.vault, now).record("retention", survivor_id)
