"""What begins on our side: timers, the curtain, and new epochs of keys.

The rule kept here: timers are rows and fire once; one that fails waits, and stops no other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

import sqlalchemy as sa
import structlog

from bot.acts import complaints_entries, grants
from bot.acts.act import Act
from bot.contact import IDLE_MS, Contact
from bot.due.announcing import announce, announce_complaint
from bot.due.setbacks import Setbacks
from bot.facts.known import Known
from bot.flows.engine import advance
from bot.flows.events import Due
from bot.intake import Intake
from bot.limits import FULL
from bot.outbox import Outbox
from bot.perform.table import perform
from bot.service import Service
from bot.storage import contacts, silence, waiting
from bot.storage import intake as rows
from bot.turning import Result, Turning

BATCH = 200

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Schedule:
    """The worker's duties, each one call that does what is due now and returns how much it did."""

    service: Service
    outbox: Outbox
    intake: Intake
    setbacks: Setbacks = field(default_factory=Setbacks)

    async def timers(self) -> int:
        """Fire what is due."""
        now = self.service.clock.now()
        due = await self.service.database.read(lambda conn: rows.timers_due(conn, now, BATCH))
        fired = 0
        for timer_id, kind, subject in due:
            fire = FIRE.get(kind)
            if fire is None:
                continue
            try:
                result = await self.service.database.run(
                    partial(self._fire, timer_id=timer_id, contact_id=subject, fire=fire),
                    lane=subject,
                )
            except Exception as error:  # noqa: BLE001 - nobody else's timer waits for this one
                await self.setbacks.note(self.service.database, timer_id, error, now)
                continue
            self.setbacks.over(timer_id)
            await self.intake.after(result)
            fired += 1
        return fired

    def _fire(
        self,
        conn: sa.Connection,
        timer_id: bytes,
        contact_id: bytes,
        fire: Callable[[Turning], None],
    ) -> Result:
        row = contacts.get(conn, contact_id)
        if not rows.claim_timer(conn, timer_id, self.service.clock.now()) or row is None:
            return Result(new=False)
        turning = self._turning(conn, Contact(self.service.vault, row))
        fire(turning)
        return turning.keep()

    def _turning(self, conn: sa.Connection, contact: Contact) -> Turning:
        now = self.service.clock.now()
        return Turning(conn, self.service, contact, None, FULL, self.outbox.holder, now)

    async def curtains(self) -> int:
        """Edit to the curtain the cards of Telegram chats silent for 15 minutes."""
        before = self.service.clock.now() - IDLE_MS
        found = await self.service.database.read(lambda conn: silence.to_cover(conn, before, BATCH))
        covered = 0
        for contact_id in found:
            try:
                result = await self.service.database.run(
                    partial(self._cover, contact_id=contact_id, before=before), lane=contact_id
                )
            except Exception as error:  # noqa: BLE001 - nobody else's curtain waits for this one
                log.error("a curtain did not fall", fault=type(error).__name__)
                continue
            await self.intake.after(result)
            covered += 1
        return covered

    def _cover(self, conn: sa.Connection, contact_id: bytes, before: int) -> Result:
        row = contacts.get(conn, contact_id)
        if row is None or row.heard_at >= before or row.covered:
            return Result(new=False)
        turning = self._turning(conn, Contact(self.service.vault, row))
        if row.card is None or turning.contact.settings.get("phone") == "mine":
            contacts.change(conn, contact_id, covered=True)
            return Result(new=False)
        draw_curtain(turning)
        return turning.keep()

    async def epochs(self) -> int:
        """Begin new epochs where cover began or ended, or the recovery pair is new."""
        vault, now = self.service.vault, self.service.clock.now()
        due = await self.service.database.read(lambda conn: grants.out_of_step(conn, vault, now))
        begun = 0
        for survivor_id in due:
            begun += await self.service.database.run(
                partial(self._epoch, survivor_id=survivor_id, now=now)
            )
        return begun

    def _epoch(self, conn: sa.Connection, survivor_id: bytes, now: int) -> bool:
        return grants.new_epoch(Act(conn, self.service.vault, now), survivor_id)


# --- timers ---------------------------------------------------------------------------------------


def _hide(turning: Turning) -> None:
    """The hide time of an answer has passed: the copy goes, and the card that shows it."""
    for row in waiting.of_contact(turning.conn, turning.contact.id, turning.now):
        if row.opened_at is not None:
            waiting.drop(turning.conn, row.id)
    frames = turning.contact.conversation().frames
    if frames and frames[-1].flow == "read":
        draw_curtain(turning)


def draw_curtain(turning: Turning) -> None:
    """Edit the living card so that it reveals nothing; without one, nothing is sent."""
    if turning.contact.row.card is None:
        return
    turning.due = "curtain"
    perform(turning, advance(turning.contact.conversation(), Due("curtain"), Known(turning)))


FIRE: Mapping[str, Callable[[Turning], None]] = MappingProxyType(
    {"note": announce, complaints_entries.NOTE: announce_complaint, "hide": _hide}
)
"""What is done when a timer of a kind is due; dates of complaints are ``due.complaints``'."""
