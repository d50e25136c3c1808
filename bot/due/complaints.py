"""The worker's part in complaints: notices of dates, and a date that was missed.

The rule kept here: a missed date is told to her behind a neutral note (``announcing``) with a new
one, and the Hub gets a task.
"""

import secrets
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa

from bot.acts import complaints_longer, complaints_tasks, tasks
from bot.acts.act import Act
from bot.acts.complaints import CLOCKS, TRIAGE, stop_clocks
from bot.acts.complaints_entries import NOTE, key_of, way_back
from bot.acts.complaints_holders import recompute
from bot.acts.complaints_keys import team_of
from bot.complaint_clocks import Rules
from bot.contact import IDLE_MS
from bot.due.announcing import wants_note
from bot.due.setbacks import Setbacks
from bot.service import Service
from bot.storage import complaints, held_back
from bot.storage import intake as rows
from bot.storage.complaints import UNDATED, ComplaintRow

BATCH = 50


@dataclass(frozen=True, slots=True)
class ComplaintTimers:
    """The duties, each one call that does what is due now and returns how much it did."""

    service: Service
    setbacks: Setbacks = field(default_factory=Setbacks)

    def _act(self, conn: sa.Connection) -> Act:
        return Act(conn, self.service.vault, self.service.clock.now())

    async def dates(self) -> int:
        """Do what is due of promised dates."""
        now = self.service.clock.now()
        due = await self.service.database.read(lambda conn: rows.timers_due(conn, now, 200))
        done = 0
        for timer_id, kind, complaint_id in due:
            if kind not in {*CLOCKS, TRIAGE}:
                continue
            unit = partial(self._date, timer_id=timer_id, kind=kind, complaint_id=complaint_id)
            try:
                done += await self.service.database.run(unit)
            except Exception as error:  # noqa: BLE001 - nobody else's date waits for this one
                await self.setbacks.note(self.service.database, timer_id, error, now)
            else:
                self.setbacks.over(timer_id)
        return done

    def _date(self, conn: sa.Connection, *, timer_id: bytes, kind: str, complaint_id: bytes) -> int:
        act = self._act(conn)
        row = complaints.get(conn, complaint_id)
        if not rows.claim_timer(conn, timer_id, act.now) or row is None:
            return 0
        if row.state in UNDATED:
            stop_clocks(act, complaint_id)
            return 0
        if kind == TRIAGE:
            if row.state == "submitted":
                tell_handlers(act, row, "complaint_triage")
        elif kind == "due_missed":
            missed(act, Rules.of(self.service.content), row)
        else:
            tell_handlers(act, row, "complaint_today" if kind == "due_today" else "complaint_due")
        return 1

    async def minute(self) -> int:
        """Take the copies of who is eligible no more, forget what was shown, see to notes."""
        return await self.service.database.run(self._minute)

    def _minute(self, conn: sa.Connection) -> int:
        act = self._act(conn)
        done = held_back.forget_shown(conn, act.now - IDLE_MS)
        for complaint_id in held_back.without_note(conn, BATCH):
            row = complaints.get(conn, complaint_id)
            contact_id = None if row is None else way_back(act, row, key_of(act.vault, row))
            if contact_id is not None and wants_note(conn, contact_id):
                rows.set_timer(conn, secrets.token_bytes(16), NOTE, contact_id, act.now)
        return done + recompute(act)


def missed(act: Act, rules: Rules, row: ComplaintRow) -> None:
    """A promised date has passed: she is told, and the Hub asked to look."""
    complaints_longer.late(act, rules, row.id)
    team = team_of(act, row, key_of(act.vault, row))
    hub_knows = complaints_tasks.give_hub(act, row.id, team.shut, "complaint_late")
    tell_handlers(act, row, "" if hub_knows else "complaint_late")


def tell_handlers(act: Act, row: ComplaintRow, task: str) -> None:
    """Let who works on it, or all who can, know of a date."""
    for staff_id in complaints_tasks.workers(act, row):
        if task:
            tasks.raise_task(
                act, task, staff_id=staff_id, detail=row.id.hex(), due_at=row.promised_at
            )
        else:
            tasks.notify(act, staff_id, "priority")
