"""Complaints that have had their time go, one a unit; where it looks wrong, a person is asked.

The rules kept here: it refuses with a clock that is in doubt, as the other retention does; where
more would go at once than the configuration says, nothing goes until two of the Hub's complaint
side, whom none of them shuts out, have found it right. Nobody else is asked, because the question
tells that there are complaints. What was paused or passed on, and rests since, has an end like the
rest: a month before it whoever works on it is asked to look, and it goes no sooner than a week
after that.
"""

from functools import partial

import sqlalchemy as sa
import structlog

from bot.acts import complaints_over, many, tasks
from bot.acts.act import Act
from bot.acts.clock_doubt import doubtful
from bot.acts.complaints_over import Rule
from bot.conflicts import hubs, shut_out_of
from bot.retention import YES_MS
from bot.routing import verified
from bot.service import Service
from bot.storage import people, retention

TWO = 2

log = structlog.get_logger(__name__)


class ComplaintRetention:
    """The worker's duty to forget complaints."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._rule = Rule.of(service.content)

    async def run(self) -> int:
        """Let go what is due; returns how many went. Safe to repeat, and to be killed in."""
        await self._service.database.run(
            lambda conn: complaints_over.look_before(self._act(conn), self._rule)
        )
        due = await self._service.database.run(self._due)
        gone = 0
        for complaint_id in due:
            unit = partial(self._let_go, complaint_id=complaint_id)
            try:
                gone += await self._service.database.run(unit)
            except Exception as error:  # noqa: BLE001 - none waits for another
                log.error("what was due could not be forgotten", fault=type(error).__name__)
        if gone:
            await self._service.database.checkpoint()
        return gone

    def _act(self, conn: sa.Connection) -> Act:
        return Act(conn, self._service.vault, self._service.clock.now())

    def _due(self, conn: sa.Connection) -> list[bytes]:
        act = self._act(conn)
        due = [
            one
            for one in complaints_over.due(conn, self._rule, act.now)
            if complaints_over.looked_at(act, self._rule, one)
        ]
        if not due or doubtful(conn, act.now):
            return []
        if len(due) <= self._rule.keeping.many:
            return due
        agreed = many.agreed(conn, act.vault, many.CASES, act.now - YES_MS)
        if len(due) - agreed <= self._rule.keeping.many:
            return due
        _ask(act, due)
        return []

    def _let_go(self, conn: sa.Connection, complaint_id: bytes) -> bool:
        return complaints_over.let_go(self._act(conn), self._rule, complaint_id)


def _ask(act: Act, due: list[bytes]) -> None:
    """Ask the Hub's complaint handlers, and where there are not two of them outside reviewers too.

    None is asked who is shut out of any.
    """
    if retention.asked(act.conn, many.CASES):
        return
    shut = frozenset[bytes]().union(*(shut_out_of(act.conn, act.vault, one) for one in due))
    roles, hub = people.roles_of_all(act.conn, act.now), hubs(act.conn)
    free = [
        one
        for one in people.everyone(act.conn)
        if one.id not in shut and verified(act.vault, one) is not None
    ]
    handlers = [
        one.id
        for one in free
        if one.organisation_id in hub and "complaint_handler" in roles.get(one.id, frozenset())
    ]
    outside = [one.id for one in free if "outside_reviewer" in roles.get(one.id, frozenset())]
    asked = set(handlers) if len(handlers) >= TWO else {*handlers, *outside}
    if len(asked) < TWO:
        log.warning("retention refused", reason="retention_many")  # no log tells of a complaint
    for staff_id in sorted(asked):
        tasks.raise_task(act, many.CASES, staff_id=staff_id, detail=str(len(due)))
