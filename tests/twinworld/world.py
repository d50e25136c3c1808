"""One of the two worlds: its street, its people, and what has been seen in it so far."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.acts.act import Act
from bot.clock import DAY_MS
from bot.complaint_clocks import Rules
from bot.due.notices import Notices
from bot.due.retention import Retention
from bot.errors import Refused
from bot.storage.tables.survivors import contacts
from bot.worker import Duty, Worker
from tests.office import URL_, Person
from tests.street import Handset, Street
from tests.twinworld.people import BEGIN, People

T = TypeVar("T")
STEP_MS = 20 * 60_000  # a conversation that was left open no longer holds a note back


@dataclass
class Postbox:
    """A mail server that keeps what it gets."""

    clock: Callable[[], int]
    mails: list[tuple[str, int, str, str]] = field(default_factory=list)

    async def send(self, address: str, subject: str, body: str) -> None:
        """Keep an e-mail and when it came."""
        self.mails.append((address, self.clock(), subject, body))


@dataclass
class World:
    """One of the two.

    Attributes:
        street: phones, carriers, the office.
        people: who is there.
        complains: whether she does, in this world; in the other she is silent instead.
        phone: what she writes on now.
        post: every e-mail that was sent.
        watchers: who looks.
        seen: what they saw.
        shares: those of a recovery ceremony.
        stolen: phones of her advocate's own that were linked in her name.
    """

    street: Street
    people: People
    complains: bool
    phone: Handset
    watchers: tuple[str, ...]
    post: Postbox = field(init=False)
    steps: int = 0
    days: int = 0
    seen: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    stolen: list[Handset] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let the mail go out, and the slow duties of the worker be done as well."""
        street, service = self.street, self.street.service
        self.rules = Rules.of(service.content)
        self.post = Postbox(street.clock.now)
        self.retention = Retention(service)
        mails = Notices(service, self.post, URL_)  # type: ignore[arg-type]  # a mail server
        self.slow = Worker(
            [
                Duty("notices", mails.send_due),
                Duty("epochs", street.schedule.epochs),
            ],
            street.office.coordination,
            street.clock,
        )
        for number in self.people.numbers.values():
            street.phone("sms", number)

    # --- time -------------------------------------------------------------------------------------

    async def at_the_step(self) -> None:
        """Begin the next step at its moment, the same in both worlds; what is due is done."""
        self.steps += 1
        moment = BEGIN + self.steps * STEP_MS + self.days * DAY_MS
        assert moment >= self.street.clock.now(), "a step takes longer than there is time"
        self.street.clock.set(moment)
        await self.street.went_on()
        await self.street.settle()
        while await self.slow.round():
            pass

    # --- she --------------------------------------------------------------------------------------

    def offers(self, label: str) -> str:
        """Return the number before a choice on the newest message, or nothing."""
        found = re.search(rf"^ ?(\d) .*{re.escape(label)}", self.phone.last, re.MULTILINE)
        return found.group(1) if found else ""

    async def choose(self, *labels: str) -> bool:
        """Choose one after the other; say whether all of them were offered."""
        for label in labels:
            if not (number := self.offers(label)):
                return False
            await self.phone.write(number)
        return True

    async def is_heard(self) -> bool:
        """Say whether a conversation can be had: after STOP all she texts is kept as words."""
        row = await self.contact()
        return row is None or not row.stopped

    async def contact(self) -> sa.Row[tuple[object, ...]] | None:
        """Return the row of her phone; None once all was erased, until she writes again."""
        index = self.street.office.vault.address_index(self.phone.channel, self.phone.address)
        query = sa.select(contacts).where(contacts.c.address_index == index)
        return await self.reads(lambda conn: conn.execute(query).one_or_none())

    def reads_the_stolen(self) -> None:
        """Look at all that phones in the wrong hands were ever shown."""
        for at, handset in enumerate(self.stolen):
            self.seen.append("\n".join((f"stolen phone {at}", *handset.lit)))

    async def menu(self) -> bool:
        """Come to the menu, whatever is open."""
        for _ in range(3):
            await self.phone.write("menu")
            await self.choose("Go on")
            if "You have something to read." in self.phone.last:
                await self.choose("Menu")
            if self.offers("Worry or complaint"):
                return True
        return False

    # --- staff ------------------------------------------------------------------------------------

    async def staff(self, person: Person, deed: Callable[[Act], T]) -> T | None:
        """Let somebody of staff do something; what the rules refuse is not done."""
        with suppress(Refused):
            return await self.street.office.does(person, deed)
        return None

    async def reads(self, query: Callable[..., T]) -> T:
        """Look into the database: for the test's own hands, never for what is compared."""
        return await self.street.office.database.read(query)


Deed = Callable[[World, int], Awaitable[Any]]
"""What happens at a step; the number says which form of it."""

DEEDS: dict[str, Deed] = {}


def deed(act: Deed) -> Deed:
    """Add it to what may happen."""
    DEEDS[act.__name__] = act
    return act
