"""Complaints that have had their time go, one a unit; where it looks wrong, a person is asked.

The rules kept here: it refuses with a clock that is in doubt, as the other retention does; where
more would go at once than the configuration says, nothing goes until two of the Hub's complaint
side, whom none of them shuts out, have found it right. The question tells that there are
complaints: so where there are not two, who of the Hub is shut out of none is asked to find
somebody, on a list of their own, and where there is nobody ``check`` alone says that it waits.
What was paused or passed on, and rests since, has an end like the rest: a month before it whoever
works on it is asked to look, and it goes no sooner than a week after that.
"""

from functools import partial

import sqlalchemy as sa
import structlog

from bot import vouched
from bot.acts import complaints_over, many, tasks
from bot.acts.act import Act
from bot.acts.clock_doubt import doubtful
from bot.acts.complaints_over import Rule
from bot.conflicts import shut_out_of_any
from bot.due.retention import YES_MS
from bot.proved import hubs
from bot.roles import HUB
from bot.routing import verified
from bot.service import Service
from bot.storage import tasks as rows

TWO = 2
NOBODY = "complaint_two_wanted"

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
        due = complaints_over.ready(act, self._rule)
        if not due or doubtful(conn, act.now):
            return []
        if not self._too_many(act, due):
            _give(act, many.CASES, set(), due)
            _give(act, NOBODY, set(), due)
            return due
        kind, who = _asked(act, due)
        _give(act, many.CASES, who if kind == many.CASES else set(), due)
        _give(act, NOBODY, who if kind == NOBODY else set(), due)
        if not who:  # `check` is red; no log tells of a complaint
            log.warning("retention refused", reason=many.PEOPLE)
        return []

    def stuck(self, conn: sa.Connection) -> bool:
        """Say whether more would go than may at once, and nobody is here who could be asked."""
        act = self._act(conn)
        due = complaints_over.due(conn, self._rule, act.now)
        return self._too_many(act, due) and not _asked(act, due)[1]

    def _too_many(self, act: Act, due: list[bytes]) -> bool:
        if len(due) <= self._rule.keeping.many:
            return False
        agreed = many.agreed(act.conn, act.vault, many.CASES, act.now - YES_MS)
        return len(due) - agreed > self._rule.keeping.many

    def _let_go(self, conn: sa.Connection, complaint_id: bytes) -> bool:
        return complaints_over.let_go(self._act(conn), self._rule, complaint_id)


def _asked(act: Act, due: list[bytes]) -> tuple[str, set[bytes]]:
    """Return what is asked, and of whom; none of them is shut out of any.

    The Hub's complaint handlers, and where there are not two of them outside reviewers too, find it
    right. Where there are not two of these either, who looks after the Hub finds somebody.
    """
    shut = shut_out_of_any(act.conn, act.vault, due, act.now)
    roles, hub = vouched.roles_of_all(act.conn, act.vault, act.now), hubs(act.conn, act.vault)
    free = [
        one
        for one in vouched.everyone(act.conn, act.vault)
        if one.id not in shut and verified(act.vault, one) is not None
    ]

    def with_role(*wanted: str) -> set[bytes]:
        return {one.id for one in free if roles.get(one.id, frozenset()).intersection(wanted)}

    at_hub = {one.id for one in free if one.organisation_id in hub}
    asked = with_role("complaint_handler") & at_hub
    if len(asked) < TWO:
        asked |= with_role("outside_reviewer")
    return (many.CASES, asked) if len(asked) >= TWO else (NOBODY, with_role(*HUB))


def _give(act: Act, kind: str, who: set[bytes], due: list[bytes]) -> None:
    """Let these people have a task of this kind, once, and nobody else."""
    have = {row.staff_id: row.id for row in rows.of_kind(act.conn, kind)}
    for staff_id, task_id in have.items():
        if staff_id not in who:
            rows.done(act.conn, task_id, None, act.now)
    for staff_id in sorted(who - have.keys()):
        tasks.raise_task(act, kind, staff_id=staff_id, detail=str(len(due)))
