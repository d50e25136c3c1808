"""One message in: seen before, the contact, the gates, the flow, perform, kept. One commit.

The rules kept here: a carrier gets its 200 only after a commit; what our own code fails on is
parked, sealed, and she is told that it is kept; nothing here waits for the network.
"""

import secrets
import time
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa
import structlog

from bot import metrics, parking, receipts, tries
from bot.channels.wire import Inbound
from bot.contact import IDLE_MS, Contact
from bot.coordination import Coordination
from bot.errors import StateFromNewer
from bot.facts.known import Known
from bot.flows import lines
from bot.flows.aside import in_a_worry
from bot.flows.engine import advance
from bot.flows.events import Event
from bot.flows.state import NewerState
from bot.gates import Alarm, Arrival, Stopped, meaning_of, pass_gates
from bot.heard import hear
from bot.limits import Allowance, Limits
from bot.outbox import Outbox
from bot.perform.table import lock, perform
from bot.perform.tasks import ask_for_call
from bot.service import Service
from bot.standing import answer_gate
from bot.storage import away, contacts
from bot.storage import intake as rows
from bot.storage.database import Busy
from bot.trouble import Trouble
from bot.turning import Result, Turning
from bot.words.languages import fold

log = structlog.get_logger(__name__)

WORD_OPENS = frozenset({"locked", "asleep"})
"""Standings that her word ends."""

REMEMBERED = 10_000
"""People whose link is remembered between two of their messages."""


class Taken(NamedTuple):
    """What a handler needs to know, once it is durable.

    Attributes:
        new: whether this was seen for the first time.
        answer: the id of the tap to answer in the webhook's own response.
    """

    new: bool
    answer: str = ""


class Intake:
    """The way in of one process."""

    def __init__(self, service: Service, outbox: Outbox, coordination: Coordination) -> None:
        self._service = service
        self._database = service.database
        self._vault = service.vault
        self._outbox = outbox
        self._coordination = coordination
        self._limits = Limits(
            coordination, service.vault, service.content.service.sms.stranger_segments_a_day
        )
        self._keeping = Trouble(log, "messages can't be kept", "messages are kept again")
        self._linked: set[bytes] = set()  # blind indexes of who was linked when last heard

    async def take(self, inbound: Inbound) -> Taken:
        """Handle one genuine message; returns after the commit.

        Raises:
            Busy: nothing could be stored; the carrier must try again.
        """
        begun = time.perf_counter()
        index = self._vault.address_index(inbound.channel, inbound.address)
        allowance = await self._limits.before(inbound, linked=index in self._linked)
        wrong = False
        try:
            result = await self._database.run(
                partial(self.unit, inbound=inbound, index=index, allowance=allowance),
                lane=index,
                quick=True,
            )
            wrong = result.wrong_code
        except Busy:
            metrics.REFUSED.inc()
            raise
        except Exception as error:  # noqa: BLE001 - whatever our own code did wrong, it is kept
            metrics.PARKED.inc()
            result = await self._park(inbound, index, error)
            log.error("a unit failed; its message is parked", fault=away.kind(error))
        finally:
            if allowance.trying:
                await self._limits.tried(wrong=wrong)
        self._keeping.well()
        metrics.DURABLE.observe(time.perf_counter() - begun)
        if result.new:
            self._remember(index, linked=result.linked)
        metrics.taken(inbound.channel, new=result.new).inc()
        if allowance.full and result.new:
            metrics.FULL.inc()
        await self.after(result, inbound)
        return Taken(result.new, inbound.callback)

    def _remember(self, index: bytes, *, linked: bool) -> None:
        """Who is linked meets none of the strangers' limits: next time they need not be asked."""
        if not linked:
            self._linked.discard(index)
        else:
            if len(self._linked) >= REMEMBERED:
                self._linked.clear()
            self._linked.add(index)

    async def receipt(self, sid: str, status: str, error: str) -> bool:
        """Take a carrier's delivery receipt; False, and nothing done, for an unknown message.

        Raises:
            Busy: nothing could be stored; the carrier must try again.
        """
        if status not in receipts.FINAL:
            return True
        known = await self._database.run(
            lambda conn: receipts.receive(conn, self._service, sid, status, error)
        )
        if known:
            await self._coordination.wake("work")
        return known

    async def after(self, result: Result, inbound: Inbound | None = None) -> None:
        """Do what follows a commit: hand over what is to be sent, and wake who sleeps."""
        if result.cancelled is not None:
            self._outbox.cancel(result.cancelled)
        if result.batch is not None:
            self._outbox.hand_over(result.batch)
        if result.wake:
            await self._coordination.wake("work")
        if inbound is not None and (result.segments or result.texts or result.told_spent):
            await self._limits.after(
                inbound,
                segments=result.segments,
                last=result.told_spent,
                linked=result.texts,
                full=result.told_full,
            )

    async def _park(self, inbound: Inbound, index: bytes, error: Exception) -> Result:
        fault = StateFromNewer.__name__ if isinstance(error, NewerState) else type(error).__name__
        try:
            return await self._database.run(
                lambda conn: parking.park(
                    conn,
                    self._service,
                    self._find(conn, inbound, index),
                    inbound,
                    fault,
                    self._outbox.holder,
                ),
                lane=index,
            )
        except Busy:
            raise
        except Exception as second:  # noqa: BLE001 - the carrier is told to try again
            if away.kind(second) != away.kind(error):
                log.error("a unit failed", fault=away.kind(error))
            self._keeping.wrong(away.kind(second))
            raise Busy from None

    def _find(self, conn: sa.Connection, inbound: Inbound, index: bytes) -> Contact:
        """Return the contact, made now if this address has never written."""
        row = contacts.find(conn, index)
        if row is None:
            contact_id = secrets.token_bytes(16)
            key, wrapped = self._vault.new_data_key(contact_id)
            address = self._vault.seal(
                "contacts.address", contact_id, inbound.address.encode(), key
            )
            contacts.create(
                conn,
                contact_id=contact_id,
                channel=inbound.channel,
                index=index,
                address=address,
                wrapped=wrapped,
                now=inbound.at,
            )
            row = contacts.find(conn, index)
            if row is None:
                raise LookupError("a contact just made is not there")
        return Contact(self._vault, row, inbound.address)

    def unit(
        self,
        conn: sa.Connection,
        inbound: Inbound,
        index: bytes,
        allowance: Allowance,
        *,
        again: Contact | None = None,
    ) -> Result:
        """Handle one message in one transaction; ``again``: whose it is, where it was parked."""
        if again is None and not rows.first_time(
            conn, inbound.source, inbound.external, inbound.at
        ):
            return Result(new=False)
        silent = inbound.kind in {"call", "blocked"}
        if silent and again is None and contacts.find(conn, index) is None:
            return Result(new=True)
        contact = again or self._find(conn, inbound, index)
        if contact.survivor_id is None and not allowance.stranger:
            return Result(new=True)
        contact.prove(inbound.address)
        if allowance.last and in_a_worry(contact.conversation()):
            allowance = replace(allowance, spent=allowance.over)
        turn = Turning(
            conn, self._service, contact, inbound, allowance, self._outbox.holder, inbound.at
        )
        if inbound.kind == "call":
            if contact.linked and contact.standing == "open":
                ask_for_call(turn, "rang")
            return turn.result  # a ring is no sign that she holds the phone: the curtain stays due
        idle = contact.silent_for(inbound.at)
        if (  # in this order: what is sealed is opened last
            idle > IDLE_MS and contact.standing == "open" and contact.settings.get("lock") == "on"
        ):
            lock(turn)
        spent = allowance.spent and contact.survivor_id is None
        # A code lets somebody come back to their own; it is answered as often as it may be tried.
        full = 0 if contact.survivor_id is None or allowance.trying else allowance.full
        arrival = self._arrival(inbound, contact, idle, spent=spent, full=full)
        if arrival.guesses:
            tries.count(turn)
        verdict = pass_gates(arrival)
        if isinstance(verdict, Stopped):
            answer_gate(turn, verdict.action)
        else:
            self._flow(turn, arrival, verdict)
        return turn.keep()

    def _arrival(
        self, inbound: Inbound, contact: Contact, idle: int, *, spent: bool, full: int
    ) -> Arrival:
        words = self._service.words
        sms = self._service.content.service.sms
        carrier = sms.carrier_words(stopped=contact.stopped) if inbound.channel == "sms" else {}
        text = inbound.text
        theirs = contact.standing in WORD_OPENS and tries.is_word(
            self._vault, contact.row, text, inbound.at
        )
        return Arrival(
            inbound=inbound,
            contact=contact,
            meaning=meaning_of(text, words, carrier) if text else None,
            now=inbound.at,
            offers=words.names.get(fold(text), "") if text else "",
            idle=idle,
            theirs=theirs,
            guesses=contact.standing == "asleep"
            and not theirs
            and tries.may_be_word(contact.row, text),
            crisis=self._service.content.crisis.find(text) if text else None,
            spent=spent,
            full=full,
        )

    def _flow(self, turn: Turning, arrival: Arrival, verdict: Alarm | Event | None) -> None:
        contact = turn.contact
        state = contact.conversation()
        event, turn.owes = hear(arrival, verdict, state, self._service.words)
        if contact.row.unsaid == "kept":
            turn.say(lines.KEPT_EARLIER)
        perform(turn, advance(state, event, Known(turn)))
