"""The street for tests of the way of a message: invented phones before a real intake and outbox.

Everything is the product's own but the carriers: a sender that keeps what each phone shows.
Carriers that speak the real protocols are in ``bot.demo``; here the question is what is decided.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.acts import clock_doubt, invites
from bot.acts.act import Act
from bot.channels.wire import KEPT, Channel, Inbound, InboundKind, Outgoing, Sent
from bot.clock import MINUTE_MS, ManualClock
from bot.coordination import Coordination
from bot.due.alerts import AlertsDue
from bot.due.complaints import ComplaintTimers
from bot.due.erasure import ErasureDue
from bot.due.forgetting import Forgetting
from bot.due.meetings import MeetingsDue
from bot.due.parked import ParkedDue
from bot.due.schedule import Schedule
from bot.errors import SendError
from bot.intake import Intake
from bot.outbox import Outbox
from bot.service import Service
from bot.storage import remembered
from bot.storage.database import Database
from bot.storage.tables.survivors import contacts
from bot.vault.server import ServerKeys
from bot.worker import Duty, Worker
from tests.office import Office, Person, open_office
from tests.today import catalogues_of_today, content_of_today

HOLDER = b"street's process"
ROUNDS = 300  # far more than a moment has ever needed; one that needs more goes in a circle


@dataclass
class Handset:
    """One phone: what it shows now, and every push that lit its screen."""

    street: "Street"
    channel: Channel
    address: str
    shown: dict[str, dict[str, object]] = field(default_factory=dict)
    lit: list[str] = field(default_factory=list)

    async def write(self, text: str, *, kind: InboundKind = "text", file: str = "") -> None:
        """Send a text, and wait until it is answered."""
        await self.street.brings(self, kind, text=text, file=file)

    async def edit(self, old: str, new: str, *, external: str = "") -> bool:
        """Change the newest message of her own that said this; False: it was taken before."""
        (number, *_) = [
            one for one, it in reversed(self.shown.items()) if it["text"] == f"me: {old}"
        ]
        self.shown[number] = {"text": f"me: {new}"}
        return await self.street.brings(self, "edit", text=new, external=external, message=number)

    async def pick(self, label: str) -> None:
        """Choose what has this label on the screen: its button, or its number."""
        for line in self.last.splitlines():
            number, _, words = line.partition(" ")
            if words == label:
                number = number.rstrip(".")
                await (self.write(number) if self.channel == "sms" else self.tap(number))
                return
        if self.channel == "telegram":
            await self.tap(label)
            return
        raise AssertionError(f"no choice {label!r} in {self.last!r}")

    async def tap(self, label: str) -> None:
        """Press the button with this label on the newest message that has it."""
        await self.street.brings(self, "tap", data=self.button(label))

    def button(self, label: str) -> str:
        """The data behind a button that is on the screen."""
        for message in reversed(list(self.shown.values())):
            markup = message.get("reply_markup", {})
            assert isinstance(markup, dict)
            for row in markup.get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return str(button["callback_data"])
        raise AssertionError(f"no button {label!r} among {self.screen!r}")

    @property
    def screen(self) -> list[str]:
        """What the phone shows, oldest first."""
        return [str(message.get("text") or message.get("body")) for message in self.shown.values()]

    @property
    def last(self) -> str:
        """The newest message."""
        return self.screen[-1] if self.shown else ""


async def at_once(_: Outgoing) -> None:
    """How long a message is on the wire: no time at all."""


class Street:
    """Phones, carriers and the way in, around an office."""

    def __init__(self, office: Office, coordination: Coordination, clock: ManualClock) -> None:
        self.office, self.clock = office, clock
        content, words = content_of_today(), catalogues_of_today()
        self.service = Service(office.database, office.vault, words, content, clock)
        self.down: SendError | None = None
        self.on_the_wire: Callable[[Outgoing], Awaitable[None]] = at_once
        self.keeps_bodies: SendError | None = (
            None  # what a carrier says that will not delete a text
        )
        self.gone: set[str] = set()  # numbers that no longer exist
        self.opted_out: set[str] = set()  # at the carrier, whose word of it never came
        self.sent: list[Outgoing] = []
        self.redacted: list[str] = []
        self.phones: dict[str, Handset] = {}
        self.outbox = Outbox(
            office.database, office.vault, clock, {"telegram": self, "sms": self}, HOLDER
        )
        self.intake = Intake(self.service, self.outbox, coordination)
        self.schedule = Schedule(self.service, self.outbox, self.intake)
        self.complaints = ComplaintTimers(self.service)
        self.worker = Worker(
            [
                Duty("timers", self.schedule.timers),
                Duty("outbox", self.outbox.sweep),
                Duty("parked", ParkedDue(self.service, self.intake).run),
                Duty("alerts", AlertsDue(self.service, self).run),
                Duty("clock", self._note_clock),
                Duty("erasures", ErasureDue(self.service).run),
                Duty("promised dates", self.complaints.dates),
                Duty("complaints", self.complaints.minute),
                Duty("meetings", MeetingsDue(self.service, self.intake, HOLDER).remind),
                Duty("asked for", MeetingsDue(self.service, self.intake, HOLDER).press),
                Duty("curtains", self.schedule.curtains),
                Duty("forget", Forgetting(self.service).run, 10 * MINUTE_MS),
            ],
            coordination,
            clock,
        )
        self._number = 0

    def number_from(self, number: int) -> None:
        """Let the carriers' numbers go on from here, on a street that was there before."""
        self._number = number

    def phone(self, channel: Channel = "sms", address: str = "") -> Handset:
        """A new phone."""
        self._number += 1
        default = f"+44770090{self._number:04}" if channel == "sms" else str(70_000 + self._number)
        handset = Handset(self, channel, address or default)
        return self.phones.setdefault(handset.address, handset)

    async def linked(self, advocate: Person, survivor: bytes, channel: Channel = "sms") -> Handset:
        """A phone that was linked by its invitation's code and stands at the menu."""
        card = await self.office.does(advocate, lambda act: invites.make(act, survivor))
        handset = self.phone(channel)
        await handset.write(card.shown if channel == "sms" else f"/start {card.link}")
        await handset.write("1") if channel == "sms" else await handset.tap("1")  # a good time
        await handset.pick("Yes")  # 18 or over
        return handset

    async def sends_words(self, handset: Handset, text: str) -> None:
        """From the menu: write to the advocate for the first time, and come back to the menu."""
        await self.begins_words(handset)
        await handset.write(text)
        for label in ("Send", "Yes", "Not now", "Menu"):
            if label != "Menu" or handset.channel == "telegram":
                await handset.pick(label)
        if handset.channel == "sms":
            await handset.write("1")

    async def begins_words(self, handset: Handset) -> None:
        """From the menu to where words are gathered."""
        for label in ("Write to my advocate", "Go on"):
            await handset.pick(label)

    def act(self, conn: sa.Connection, person: Person) -> Act:
        """The hands of somebody in a unit of the test's own."""
        return Act(conn, self.office.vault, self.clock.now(), person.id)

    async def contact_of(self, handset: Handset) -> sa.Row[tuple[object, ...]]:
        """The row of a phone."""
        index = self.office.vault.address_index(handset.channel, handset.address)
        query = sa.select(contacts).where(contacts.c.address_index == index)
        return await self.office.database.read(lambda conn: conn.execute(query).one())

    async def rows(self, table: sa.Table) -> list[sa.Row[tuple[object, ...]]]:
        """Everything in a table."""
        return await self.office.database.read(lambda conn: list(conn.execute(sa.select(table))))

    async def brings(
        self,
        handset: Handset,
        kind: InboundKind,
        *,
        text: str = "",
        data: str = "",
        file: str = "",
        external: str = "",
        message: str = "",
    ) -> bool:
        """A carrier brings something in; everything that follows at once is done."""
        self.clock.forward(seconds=2)
        self._number += 1
        number = self._number + 1_000
        if handset.channel == "telegram" and kind not in {"tap", "edit"}:
            handset.shown[str(number)] = {"text": f"me: {text}"}
        inbound = Inbound(
            channel=handset.channel,
            source="us",
            external=external or str(number),
            address=handset.address,
            sequence=number,
            kind=kind,
            at=self.clock.now(),
            text=text,
            data=data,
            file=file,
            size=len(file),
            message=message or str(number),
            callback="tap" if kind == "tap" else "",
        )
        taken = await self.intake.take(inbound)
        await self.outbox.idle()
        return taken.new

    async def passes(self, **times: float) -> None:
        """Time passes under a worker that never stopped, and what is due is done."""
        self.clock.forward(**times)
        await self.went_on()
        await self.settle()

    async def went_on(self) -> None:
        """The worker ran until now: its clock is believed."""
        now = self.clock.now()
        await self.office.database.run(lambda conn: remembered.note(conn, remembered.CLOCK, now))

    async def _note_clock(self) -> int:
        now = self.clock.now()
        await self.office.database.run(lambda conn: clock_doubt.note(conn, now))
        return 0

    async def settle(self) -> None:
        """Do what is due now."""
        for _ in range(ROUNDS):
            if not await self.worker.round(MINUTE_MS):
                break
        else:
            raise AssertionError("what is due is never done")
        await self.outbox.idle()

    # --- as a carrier -----------------------------------------------------------------------------

    async def send(self, outgoing: Outgoing) -> Sent:
        """Take one payload, as a carrier would."""
        if self.down is not None:
            raise self.down
        if self.keeps_bodies is not None and outgoing.cls == "redact":
            raise self.keeps_bodies
        if outgoing.address in self.gone:
            raise SendError("30005", permanent=True)
        if outgoing.address in self.opted_out:
            raise SendError("21610", permanent=True, opted_out=True)
        await self.on_the_wire(outgoing)
        self.sent.append(outgoing)
        handset = self.phones[outgoing.address]
        payload = json.loads(outgoing.payload)
        if "redact" in payload:
            self.redacted.append(payload["redact"])
            return Sent(payload["redact"])
        if "delete" in payload:
            for message in payload["delete"]:
                handset.shown.pop(str(message), None)
            return Sent("")
        card = outgoing.cls not in KEPT and handset.channel == "telegram"
        if outgoing.card in handset.shown and not outgoing.fresh and card:
            handset.shown[outgoing.card] = payload
            return Sent(outgoing.card, card=True)
        if outgoing.card and card:
            handset.shown.pop(outgoing.card, None)
        self._number += 1
        message = str(self._number + 1_000)
        handset.shown[message] = payload
        handset.lit.append(str(payload.get("text") or payload.get("body")))
        return Sent(message, card=card)

    async def close(self) -> None:
        """Nothing is open here."""


@asynccontextmanager
async def street(
    database: Database, clock: ManualClock, keys: ServerKeys | None = None
) -> AsyncIterator[Street]:
    """Open a street with its office; ``keys``: those of a street that was there before."""
    async with open_office(database, clock, keys) as office:
        yield Street(office, office.coordination, clock)
