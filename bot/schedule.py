"""What begins on our side: notes, hide times, the curtain, parked messages, and what is forgotten.

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

from bot import parking, receipts
from bot.acts import erasure, grants
from bot.acts.act import Act
from bot.acts.audit import RETENTION_DAYS
from bot.acts.housekeeping import keep_house
from bot.contact import DAY_MS, QUARTER_MS, Contact, pack
from bot.errors import SealBroken
from bot.facts import Known
from bot.flows.engine import advance
from bot.flows.events import Due
from bot.flows.state import NOTHING, NewerState, State
from bot.intake import Intake
from bot.limits import FULL
from bot.outbox import Outbox
from bot.perform import perform
from bot.quiet import quiet_until
from bot.service import Service
from bot.setbacks import Setbacks
from bot.storage import (
    audit,
    contacts,
    delivery,
    ledger,
    links,
    outbox,
    retention,
    silence,
    strangers,
    waiting,
)
from bot.storage import intake as rows
from bot.storage.intake import ParkedRow
from bot.storage.waiting import WaitingRow
from bot.turning import Result, Turning

BATCH = 200
HOUR_MS = 3_600_000

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
                await self.setbacks.note(self.service.database, timer_id, kind, error, now)
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
        before = self.service.clock.now() - QUARTER_MS
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

    async def parked(self) -> int:
        """Try again what our own code failed on."""
        now = self.service.clock.now()
        due = await self.service.database.read(lambda conn: rows.parked_due(conn, now, BATCH))
        for row in due:
            try:
                result = await self.service.database.run(
                    partial(self._again, row=row), lane=row.contact_id
                )
            except Exception as error:  # noqa: BLE001 - counted, and given up after three tries
                log.error("a parked message failed again", fault=type(error).__name__)
                result = await self._set_back(row)
            await self.intake.after(result)
        return len(due)

    async def _set_back(self, row: ParkedRow) -> Result:
        run = self.service.database.run
        try:
            return await run(partial(self._failed_again, row=row), lane=row.contact_id)
        except Exception as error:  # noqa: BLE001 - it stays parked; nobody else's waits for it
            log.error("a parked message cannot be given up", fault=type(error).__name__)
            later = self.service.clock.now() + parking.RETRY_MS[-1]
            await run(lambda conn: rows.park_again(conn, row.id, later), lane=row.contact_id)
            return Result(new=False)

    def _again(self, conn: sa.Connection, row: ParkedRow) -> Result:
        found = contacts.get(conn, row.contact_id)
        if found is None or not rows.still_parked(conn, row.id):
            rows.unpark(conn, row.id)
            return Result(new=False)
        contact = Contact(self.service.vault, found)
        if found.revision != row.revision:
            return parking.give_up(conn, self.service, contact, row, self.service.clock.now())
        rows.unpark(conn, row.id)
        inbound = parking.unseal(self.service.vault, contact, row)
        return self.intake.unit(conn, inbound, b"", FULL, again=contact)

    def _failed_again(self, conn: sa.Connection, row: ParkedRow) -> Result:
        now = self.service.clock.now()
        if row.tries + 1 < parking.TRIES:
            rows.park_again(conn, row.id, now + parking.RETRY_MS[row.tries + 1])
            return Result(new=False)
        found = contacts.get(conn, row.contact_id)
        if found is None:
            rows.unpark(conn, row.id)
            return Result(new=False)
        if row.fault != "StateFromNewer":  # else all she writes would be parked again
            contacts.change(conn, row.contact_id, state=None)
            found = contacts.get(conn, row.contact_id) or found
        return parking.give_up(conn, self.service, Contact(self.service.vault, found), row, now)

    async def forget(self) -> int:
        """Forget what has had its time: conversations, strangers, ids seen, copies, links."""
        now = self.service.clock.now()

        def unit(conn: sa.Connection) -> int:
            keep = self.service.content.service.retention
            done = rows.forget_seen(conn, now - keep.seen_ids_days * DAY_MS, BATCH)
            done += waiting.expire(conn, now, BATCH)
            done += receipts.overdue(conn, self.service, BATCH)
            done += ledger.trim(conn, now - keep.delivery_days * DAY_MS, BATCH)
            done += audit.trim(conn, now - RETENTION_DAYS * DAY_MS, BATCH)
            done += retention.forget_erased(conn, now - keep.erased_ids_days * DAY_MS)
            for contact_id in silence.forgotten(conn, now - keep.drafts_hours * HOUR_MS, BATCH):
                contacts.change(conn, contact_id, state=None)
                done += 1
            done += sum(
                self._forget_drafts(conn, one) for one in silence.begun(conn, now - DAY_MS, BATCH)
            )
            for contact_id in silence.strangers(conn, now - DAY_MS, BATCH):
                strangers.erase(conn, contact_id)
                done += 1
            service = self.service.content.service
            done += keep_house(
                Act(conn, self.service.vault, now),
                silent_days=service.silent_days,
                failure_days=service.failure_days,
            )
            return done

        done = 0
        while batch := await self.service.database.run(unit):
            done += batch
        return done

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

    def _forget_drafts(self, conn: sa.Connection, contact_id: bytes) -> int:
        """A note waits for its answer; words never sent that lay beside it have had their day."""
        row = contacts.get(conn, contact_id)
        if row is None or row.state is None:
            return 0
        contact = Contact(self.service.vault, row)
        try:
            state = contact.conversation()
        except NewerState:
            return 0  # a newer worker's to forget
        except (SealBroken, ValueError):  # nobody can read it any more, nor may it stop the rest
            contacts.change(conn, contact_id, state=None)
            return 1
        if not (state.drafts or state.held or state.stray):
            return 0
        bare = state._replace(drafts=(), held=NOTHING, stray=NOTHING)
        contacts.change(conn, contact_id, state=contact.seal("state", pack(bare)))
        return 1


# --- timers -------------------------------------------------------------------------------------


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
    if now - contact.row.heard_at < QUARTER_MS and contact.conversation().open:
        return contact.row.heard_at + QUARTER_MS
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
