"""What begins on our side: notes, hide times, the curtain, and new epochs of keys.

The rules kept here: timers are rows and fire once; a contact has one open menu, so whatever begins
here waits while a conversation is open; never two unanswered notes; nothing in quiet hours; nothing
without a consent that was not refused.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa
import structlog

from bot.acts import erasure, grants
from bot.acts.act import Act
from bot.contact import IDLE_MS, Contact
from bot.facts import Known
from bot.flows.engine import advance
from bot.flows.events import Due
from bot.flows.state import State
from bot.intake import Intake
from bot.limits import FULL
from bot.outbox import Outbox
from bot.perform import perform
from bot.quiet import quiet_until
from bot.service import Service
from bot.setbacks import Setbacks
from bot.storage import contacts, delivery, links, outbox, silence, waiting
from bot.storage import intake as rows
from bot.storage.waiting import WaitingRow
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


def _note(turning: Turning) -> None:
    """Announce what waits, by one neutral note, or say why not."""
    contact, now, conn = turning.contact, turning.now, turning.conn
    items = [row for row in waiting.of_contact(conn, contact.id, now) if row.opened_at is None]
    if not items or contact.survivor_id is None:
        return
    fresh = [row for row in items if row.noted_at is None]
    refused = links.consent(conn, contact.survivor_id, "notes") is False
    if erasure.asked(turning.act, contact.survivor_id):
        return  # announced again if she keeps it
    if not contact.linked or contact.stopped or refused:
        _mark(turning, fresh, "note_held")
        return
    if len(fresh) < len(items):  # an earlier note is unanswered: these join it
        waiting.mark_noted(conn, contact.id, now)
        if not outbox.holds_note(conn, contact.id):  # else what becomes of it is told of these, too
            _mark(turning, fresh, "note_sent")
        return
    later = not_before(turning)
    if later > now:
        rows.set_timer(conn, secrets.token_bytes(16), "note", contact.id, later)
        return
    locked = contact.standing == "locked"
    # Locked, only the note itself is said; her conversation stays as it was.
    state = State() if locked else contact.conversation()
    turning.due, turning.note = "push", items[0].id.hex()
    turning.entry_id = items[-1].entry_id
    perform(turning, advance(state, Due("note"), Known(turning)))
    if locked:
        turning.state = None
    waiting.mark_noted(conn, contact.id, now)


def _mark(turning: Turning, items: list[WaitingRow], state: str) -> None:
    for row in items:
        if row.entry_id is not None:
            delivery.mark_delivery(turning.conn, row.entry_id, state)


def not_before(turning: Turning) -> int:
    """When a note may go out: after the open conversation, and outside quiet hours."""
    contact, now = turning.contact, turning.now
    if now - contact.row.heard_at < IDLE_MS and contact.conversation().open:
        return contact.row.heard_at + IDLE_MS
    return quiet_until(contact.settings.get("quiet", ""), now)


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


FIRE: dict[str, Callable[[Turning], None]] = {"note": _note, "hide": _hide}
