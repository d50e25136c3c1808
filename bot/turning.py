"""The working set of one unit: what is said, what is kept, what is sent after the commit.

The rules kept here: rows, never the network; what was committed is what is sent, on every retry. A
``Say`` is rendered here and its menu goes into the state, so that "2" means what was shown at 2.
"""

import secrets
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from bot.acts import erasure
from bot.acts.act import Act
from bot.channels import sms, telegram
from bot.channels.wire import Inbound, OutClass
from bot.clock import MINUTE_MS
from bot.contact import Contact, pack
from bot.flows import lines
from bot.flows.says import Say, Text, Verbatim
from bot.flows.state import State
from bot.gates import MAY_SEND, SILENT
from bot.limits import Allowance
from bot.outbox import LEASE_MS, Batch
from bot.service import Service
from bot.storage import contacts, ledger, outbox
from bot.storage.outbox import OutboxRow
from bot.storage.tables.columns import Sealed
from bot.words import Tongue

WINDOW_MS = {"sms": 10 * MINUTE_MS, "telegram": 60 * MINUTE_MS}
PUSH_MS = 48 * 60 * MINUTE_MS
UNCOUNTED = frozenset({"crisis", "receipt", "error"})
"""What no stranger's day withholds: numbers, that something of hers is kept, that it is not."""

HELP_NUMBER = "help.number.text"


@dataclass(slots=True)
class Result:
    """What a unit leaves for after its commit."""

    new: bool
    batch: Batch | None = None
    cancelled: bytes | None = None
    wake: bool = False
    segments: int = 0
    texts: int = 0  # segments to a number that is or was linked
    told_spent: bool = False
    told_full: bool = False
    wrong_code: bool = False
    linked: bool = False


class _Out(NamedTuple):
    cls: OutClass
    payload: bytes
    fresh: bool
    entry_id: bytes | None = None


def _is_number(part: Text | Verbatim) -> bool:
    """Say whether this is the line of help numbers that HELP puts above the menu."""
    return isinstance(part, Text) and part.context == HELP_NUMBER


class Turning:
    """One contact inside one unit: what it says and keeps.

    Args:
        conn: of the unit.
        service: keys, words and configuration.
        contact: as it was stored.
        inbound: what came in; None where something begins on our side.
        allowance: what a stranger may cost.
        holder: this process, in sending leases.
        now: the moment of intake.
    """

    def __init__(
        self,
        conn: sa.Connection,
        service: Service,
        contact: Contact,
        inbound: Inbound | None,
        allowance: Allowance,
        holder: bytes,
        now: int,
    ) -> None:
        self.conn = conn
        self.service = service
        self.vault = service.vault
        self.contact = contact
        self.inbound = inbound
        self.allowance = allowance
        self.now = now
        self.due: OutClass | None = None  # the class of what begins on our side
        self.note: str = ""  # the id of what waits, behind a sealed note's button
        self.entry_id: bytes | None = None  # the entry that a note announces
        self.until: int | None = None  # what is said is of no use, and not sent, after this
        self.result = Result(new=True, linked=contact.linked)
        self._holder = holder
        self._out: list[_Out] = []
        self.state: State | None = None
        self._language = contact.language
        self.owes = False  # what could not be sent is still to be said, behind the curtain
        self.tidied = False  # what she wrote is being deleted from the chat in this turn
        self.for_thread = False  # her advocate sees what was done in this turn
        self._uncovered = False
        self._offered = False  # a card with choices goes out, and takes the place of an unsent one
        self._card = contact.row.card or ""

    @property
    def act(self) -> Act:
        """The hands of the service itself, in this unit."""
        return Act(self.conn, self.vault, self.now)

    @property
    def tongue(self) -> Tongue:
        """Her language, or English before she chose one."""
        return self.service.words.tongue(self._language or "en")

    @property
    def language(self) -> str:
        """The code of the language she chose, empty before."""
        return self._language

    # --- saying -----------------------------------------------------------------------------------

    def say(self, say: Say) -> None:
        """Render one message, remember what it offers, and let it be sent after the commit."""
        cls: OutClass = self.due or say.cls
        standing = "stopped" if self.contact.stopped else self.contact.standing
        if say.keep and cls == "reply" and "apart" in MAY_SEND[standing]:
            cls = "apart"  # a message of its own: no newer card takes its place
        if cls not in MAY_SEND[standing] or (cls == "push" and self._erasing()):
            return
        spent = self.allowance.spent and self.contact.survivor_id is None
        if spent and say.cls not in UNCOUNTED:
            self._say_spent()
            return
        say = self.tongue.apologise(say)
        if self.contact.channel == "telegram":
            revision = self.state.revision if self.state else 0
            rendered = telegram.render(
                say, self.tongue, revision=revision, note=self.note, silent=True
            )
        else:
            rendered = sms.render(say, self.tongue)
            if self.contact.survivor_id is not None:
                self.result.texts += rendered.segments
            elif say.cls != "crisis":
                self.result.segments += self._costs(say, rendered.segments)
        if self.state is not None and rendered.menu:
            self.state = self.state.offering(rendered.menu)
            self._offered = True
        fresh = bool(self._out) or self.inbound is None or self.inbound.kind != "tap"
        self._out.append(
            _Out(cls, rendered.payload, fresh and self.due != "curtain", self.entry_id)
        )

    def _say_spent(self) -> None:
        """Say once that there is no more today, instead of what would have been said."""
        if self.allowance.last and not self.result.told_spent:
            self.result.told_spent = True
            self.say(lines.with_person(lines.SPENT, self.service.content.person_number()))

    def _costs(self, say: Say, segments: int) -> int:
        """Return what a text counts against a stranger's day: help numbers in it cost nothing."""
        rest = tuple(part for part in say.parts if not _is_number(part))
        if len(rest) == len(say.parts):
            return segments
        return sms.render(say._replace(parts=rest), self.tongue).segments

    def _erasing(self) -> bool:
        """Whether she has asked for everything to be erased: nothing of ours is sent meanwhile."""
        survivor_id = self.contact.survivor_id
        return survivor_id is not None and erasure.asked(self.act, survivor_id)

    def send(self, cls: OutClass, payload: bytes, entry_id: bytes | None = None) -> None:
        """Let something that is not a step be sent after the commit."""
        self._out.append(_Out(cls, payload, fresh=True, entry_id=entry_id))

    def speak(self, language: str) -> None:
        """Speak this language from here on."""
        self._language = language
        contacts.change(
            self.conn, self.contact.id, language=self.contact.seal("language", language.encode())
        )

    def keep_card(self) -> None:
        """What the card shows stays on it: the curtain passes it over."""
        self._uncovered = True

    def forget_card(self) -> None:
        """The card was deleted from the chat: the next one is sent anew."""
        self._card = ""

    def hush(self) -> None:
        """Delete what waits to be said (leave, STOP, freeze, lock, *not now*)."""
        outbox.drop_spoken(self.conn, self.contact.id)
        self._out = [out for out in self._out if out.cls in SILENT]
        self.result.cancelled = self.contact.id

    def relinked(self, contact: Contact) -> None:
        """Go on as the person this phone now stands for; everything is sealed under her key."""
        self.contact = contact
        self._language = contact.language
        self.result.linked = contact.linked

    # --- keeping ----------------------------------------------------------------------------------

    def keep(self) -> Result:
        """Write the state, the rows to send, and the sending lease where it is free."""
        row = self.contact.row
        if self._came_by_text():
            self.send("redact", sms.redaction(self.inbound.message if self.inbound else ""))
        self._note_theirs()
        cards = self._offered or any(out.cls == "reply" for out in self._out)
        # Held by a sender, or left behind by one that was killed: either way rows may wait before
        # ours, and whoever sends those sends ours after them.
        held = row.sending_until is not None
        if cards and (held or row.retry_at is not None):
            outbox.drop_unsent_cards(self.conn, row.id)
        crisis = any(out.cls == "crisis" for out in self._out)
        free = not held and (crisis or row.retry_at is None or row.retry_at <= self.now)
        ready = [(self._row(out), out.payload) for out in self._out]
        for out, _ in ready:
            outbox.add(self.conn, out, self.now)
        take = bool(ready) and free
        # By the clock, and not from when it came in: it may have waited, or run again.
        until = self.service.clock.now() + LEASE_MS if take else 0
        heard = self.inbound is not None
        contacts.keep_turn(
            self.conn,
            row.id,
            state=self._sealed_state(),
            revision=row.revision + 1,
            heard_at=self.now if heard else row.heard_at,
            thread_at=self.now if self.for_thread else row.thread_at,
            sending_until=until if take else row.sending_until,
            sending_by=self._holder if take else row.sending_by,
            covered=self._covered(),
            unsaid=None if heard and not self.owes else row.unsaid,
        )
        if take:
            self.result.batch = Batch(
                row.id, self.contact.channel, self.contact.address, self._card, ready, until
            )
        elif ready:
            self.result.wake = True
        return self.result

    def _sealed_state(self) -> Sealed | None:
        if self.state is not None:
            return self.contact.seal("state", pack(self.state))
        return self.contact.row.state

    def _note_theirs(self) -> None:
        """Remember her own message on a Telegram chat, to be deleted once it is kept."""
        inbound = self.inbound
        if inbound is None or inbound.channel != "telegram" or self.tidied or not inbound.message:
            return
        if inbound.kind not in {"tap", "edit"}:  # what is edited was noted when it came
            ledger.note(
                self.conn,
                row_id=secrets.token_bytes(16),
                contact_id=self.contact.id,
                message=inbound.message,
                kind="theirs",
                at=self.now,
            )

    def _came_by_text(self) -> bool:
        """Whether a body lies at the carrier that is to be deleted there."""
        inbound = self.inbound
        return inbound is not None and inbound.channel == "sms" and inbound.kind != "call"

    def _covered(self) -> bool:
        """Whether the card on the phone shows nothing that the curtain should hide."""
        if self._uncovered or self.due in {"curtain", "push", "aside"}:
            return True
        return not self._out and self.contact.row.covered

    def _row(self, out: _Out) -> OutboxRow:
        row_id = secrets.token_bytes(16)
        window = WINDOW_MS[self.contact.channel]
        if out.cls in {"push", "aside", "delete", "redact", "curtain"}:
            window = PUSH_MS
        return OutboxRow(
            id=row_id,
            contact_id=self.contact.id,
            cls=out.cls,
            payload=self.contact.seal_row("outbox.payload", row_id, out.payload),
            fresh=out.fresh,
            entry_id=out.entry_id,
            tries=0,
            not_before=self.now,
            not_after=min(self.now + window, self.until or self.now + window),
        )
