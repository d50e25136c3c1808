"""Sending what was committed: leases on contacts, order, retries, and never anything late.

    unit commits ──► hand_over(batch) ──► send ──► settle (one unit) ──► next row, or lease released
    worker ──► sweep(): contacts whose lease is free or ran out ──► the same

The rules kept here: at least once (a crash may repeat a message, it never loses one); rows of a
contact go in order, but a deletion at the carrier that has to wait keeps nothing else waiting;
nothing is sent after its ``not_after``; a contact's standing is read again before a send that did
not follow its commit at once; no unit ever waits for a carrier.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa
import structlog

from bot.channels.wire import Channel, OutClass, Outgoing, Sender
from bot.clock import MINUTE_MS, Clock
from bot.contact import Contact
from bot.errors import SealBroken, SendError
from bot.gates import MAY_SEND
from bot.metrics import sent
from bot.quiet import quiet_until
from bot.settle import Outcome, settle
from bot.storage import away, contacts, outbox, sending
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.trouble import Trouble
from bot.vault import Vault

LEASE_MS = MINUTE_MS
SEND_TIMEOUT_S = 30
AT_ONCE_MS = 200  # a send later than this after its commit reads the standing again
SWEEP_LIMIT = 64
BESIDE: frozenset[OutClass] = frozenset({"redact"})
"""What is done at the carrier and not on her phone: should it fail, it alone waits."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Batch:
    """Rows of one contact under its sending lease, opened and ready for the carrier."""

    contact_id: bytes
    channel: Channel
    address: str
    card: str
    rows: Sequence[tuple[OutboxRow, bytes]]
    until: int  # when the lease runs out
    committed_at: int = 0  # as near as this process can tell
    anew: bool = False  # another message is the card now, or none
    cancelled: bool = field(default=False)


class Outbox:
    """The sender of one process.

    Args:
        database: where rows are.
        vault: opens payloads and addresses.
        clock: what *late* means.
        senders: the channels this process can send on; a channel that is off keeps its rows.
        holder: 16 random bytes that name this process in leases.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: Clock,
        senders: Mapping[Channel, Sender],
        holder: bytes,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._senders = senders
        self.holder = holder
        self._running: dict[bytes, Batch] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._taking = Trouble(
            log, "a phone's rows could not be taken", "the rows of every phone can be taken again"
        )

    def hand_over(self, batch: Batch) -> None:
        """Send rows just committed, whose lease the committing unit took for this process."""
        batch.committed_at = self._clock.now()
        self._running[batch.contact_id] = batch
        task = asyncio.get_running_loop().create_task(self._serve(batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self, contact_id: bytes) -> None:
        """A unit deleted this contact's rows: what is not yet on the wire stays off it."""
        batch = self._running.get(contact_id)
        if batch is not None:
            batch.cancelled = True

    async def take_over(self) -> None:
        """Free what a killed process held; only where no other process can be sending."""
        await self._database.run(sending.release_all)

    async def sweep(self) -> int:
        """Take the leases of contacts with something to send now; return how many were taken."""
        now = self._clock.now()
        ready = await self._database.read(lambda conn: outbox.due(conn, now, SWEEP_LIMIT))
        taken = failed = 0
        for contact_id in ready:
            try:
                batch = await self._database.run(
                    partial(self._take, contact_id=contact_id), lane=contact_id
                )
            except Exception as error:  # noqa: BLE001 - nobody else's answer waits for this one
                self._taking.wrong(away.kind(error))
                failed += 1
                continue
            if batch is not None:
                self.hand_over(batch)
                taken += 1
        if ready and not failed:
            self._taking.well()
        return taken

    async def idle(self) -> None:
        """Wait until everything handed over was served (shutdown, tests, the demo's stories)."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Finish what is on the wire, for at most as long as a send may take."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SEND_TIMEOUT_S)
        for task in self._tasks:
            task.cancel()

    def _take(self, conn: sa.Connection, contact_id: bytes) -> Batch | None:
        now = self._clock.now()
        if not sending.take_lease(conn, contact_id, self.holder, now, now + LEASE_MS):
            return None
        return self._open(conn, contact_id, now)

    def _open(self, conn: sa.Connection, contact_id: bytes, now: int) -> Batch | None:
        """Open what waits for a contact under a lease just taken, or renewed.

        Releases the lease where nothing can be sent.
        """
        contact = contacts.get(conn, contact_id)
        if contact is None or contact.channel not in self._senders:
            sending.release(conn, contact_id, self.holder)
            return None
        rows = [
            row
            for row in outbox.of_contact(conn, contact_id)
            if row.not_before <= now
            and self._allowed(conn, row, contact)
            and not self._quiet(conn, row, contact, now)
        ]
        if not rows:
            sending.release(conn, contact_id, self.holder, contact.retry_at)
            return None
        key = self._vault.unwrap(contact.owner, contact.wrapped)
        opened: list[tuple[OutboxRow, bytes]] = []
        for row in rows:
            try:
                payload = self._vault.open("outbox.payload", row.id, row.payload, key)
            except SealBroken:  # sealed under a key that is gone (erased, relinked): never sent
                outbox.remove(conn, row.id)
                continue
            opened.append((row, payload))
        address = self._vault.open("contacts.address", contact_id, contact.address, key).decode()
        channel: Channel = "sms" if contact.channel == "sms" else "telegram"
        return Batch(contact_id, channel, address, contact.card or "", opened, now + LEASE_MS)

    def _allowed(self, conn: sa.Connection, row: OutboxRow, contact: contacts.ContactRow) -> bool:
        """What waited while she stopped it, or while her phone was frozen, is never sent."""
        standing = "stopped" if contact.stopped else contact.standing
        if row.cls in MAY_SEND[standing]:
            return True
        settle(conn, self._vault, contact.id, row, Outcome("unwanted"), self._clock.now())
        return False

    def _quiet(
        self, conn: sa.Connection, row: OutboxRow, contact: contacts.ContactRow, now: int
    ) -> bool:
        """A note that the carrier did not take in its time waits for the end of quiet hours."""
        if row.cls not in {"push", "aside"}:
            return False
        until = quiet_until(Contact(self._vault, contact).settings.get("quiet", ""), now)
        if until > now:
            outbox.postpone(conn, row.id, until)
        return until > now

    async def _serve(self, batch: Batch | None) -> None:
        while batch is not None:
            self._running[batch.contact_id] = batch
            following = await self._serve_rows(batch)
            if following is not None:
                following.committed_at = self._clock.now()
            if self._running.get(batch.contact_id) is batch:
                del self._running[batch.contact_id]
            batch = following

    async def _serve_rows(self, batch: Batch) -> Batch | None:
        # Settled in one unit, which costs as much as a send: a crash repeats at most what one turn
        # said. Two turns settled together would show an older card after a newer one.
        turn = batch.rows[0][0].not_before
        ends = batch.until - SEND_TIMEOUT_S * 1000
        done: list[tuple[OutboxRow, Outcome]] = []
        for row, payload in batch.rows:
            # Begun later, it might still be on the wire when another takes the lease.
            if row.not_before != turn or (done and self._clock.now() > ends):
                break
            outcome = await self._attempt(batch, row, payload)
            sent(batch.channel, outcome.word).inc()
            done.append((row, outcome))
            if outcome.word == "again" and row.cls not in BESIDE:
                break
        return await self._database.run(
            partial(self._settle, batch=batch, done=done), lane=batch.contact_id, quick=True
        )

    async def _attempt(self, batch: Batch, row: OutboxRow, payload: bytes) -> Outcome:
        now = self._clock.now()
        if now > row.not_after:
            return Outcome("late")
        if batch.cancelled or (
            now - batch.committed_at > AT_ONCE_MS and not await self._still_wanted(batch, row)
        ):
            return Outcome("unwanted")
        outgoing = Outgoing(
            batch.address,
            payload,
            row.cls,
            batch.card,
            row.fresh,
            max(1, (row.not_after - now) // 1000),  # 0 would leave it to the carrier: ten hours
        )
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                sent = await self._senders[batch.channel].send(outgoing)
        except SendError as error:
            return _failed(error)
        except TimeoutError:
            return Outcome("again", code="timeout")
        except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the contact
            log.error("send failed in our own code", fault=type(error).__name__)
            return Outcome("again", code="ours")
        edited = bool(sent.message) and sent.message == batch.card
        if sent.card and not edited:
            batch.card, batch.anew = sent.message, True
        elif not sent.card and (edited or (sent.message and row.fresh)):
            # It became words that stay, or was taken away: never to be deleted.
            batch.card, batch.anew = "", True
        return Outcome("sent", sent=sent, edited=edited)

    async def _still_wanted(self, batch: Batch, row: OutboxRow) -> bool:
        """Read the contact again: rows deleted since, or a standing that allows nothing."""

        def look(conn: sa.Connection) -> bool:
            contact = contacts.peek(conn, batch.contact_id)
            if contact is None:
                return False
            standing = "stopped" if contact.stopped else contact.standing
            if row.cls not in MAY_SEND[standing]:
                return False
            return outbox.exists(conn, row.id)

        return await self._database.read(look)

    def _settle(
        self, conn: sa.Connection, *, batch: Batch, done: list[tuple[OutboxRow, Outcome]]
    ) -> Batch | None:
        now = self._clock.now()
        for row, outcome in done:
            wait = settle(conn, self._vault, batch.contact_id, row, outcome, now)
            if wait is not None and row.cls not in BESIDE:
                if batch.anew:
                    contacts.set_card(conn, batch.contact_id, batch.card or None)
                sending.release(conn, batch.contact_id, self.holder, wait)
                return None
        card = batch.card if batch.anew else None
        if sending.all_sent(conn, batch.contact_id, self.holder, now, card):
            return None
        if batch.anew:
            contacts.set_card(conn, batch.contact_id, batch.card or None)
        if not sending.renew(conn, batch.contact_id, self.holder, now + LEASE_MS):
            return None  # it ran out, and another sends what is left
        return self._open(conn, batch.contact_id, now)


def _failed(error: SendError) -> Outcome:
    if error.opted_out:
        return Outcome("opted_out", code=error.code)
    if error.permanent:
        return Outcome("refused", code=error.code)
    return Outcome("again", code=error.code, retry_after=error.retry_after)
