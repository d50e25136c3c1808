"""The twin-world test: the same life played twice, once with a complaint and once without.

Both worlds begin as copies of one database, under the same keys and the same clock, so that every
id and every moment is the same. Then Hypothesis draws what happens. Whatever the advocate, her
manager, another advocate of her employer and its auditor can open is compared: pages, lists,
counts, headers, order, and the notices that wait for them. What is drawn afresh in each world
(ids of later rows, codes, tokens) is named by its order of appearance.
"""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.acts import (
    complaints_case,
    complaints_holders,
    complaints_work,
    conversation,
    invites,
    link,
    relations,
    rota,
)
from bot.acts.act import Act
from bot.acts.complaints_case import Queued
from bot.clock import ManualClock
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.tables import complaints, notices
from bot.vault.server import ServerKeys
from tests.office import Person, Visitor
from tests.street import Handset, Street, street

BEGIN = 1_772_445_600_000  # Monday 2 March 2026, 10:00 in London
STEP_MS = 10 * 60_000
KEYS = ServerKeys.generate()
MOST_PAGES = 40
HOME = re.compile(r'href="(/[^"#?]*)')
DRAWN = (
    re.compile(r"[0-9a-f]{8,}"),  # ids, tokens
    re.compile(r"\b\d{3} \d{3} \d{4}\b|\b\d{10}\b"),  # invitation codes
    re.compile(r"start=[\w-]+"),
)


@dataclass
class People:
    """Who is there in both worlds."""

    amina: Person
    manager: Person
    other: Person
    auditor: Person
    hope: Person
    noor: Person
    river: bytes
    phone: str


@dataclass
class World:
    """One of the two."""

    street: Street
    people: People
    complains: bool
    phone: Handset
    rules: Rules
    steps: int = 0
    seen: list[str] = field(default_factory=list)

    # --- what happens -----------------------------------------------------------------------------

    async def at_the_step(self) -> None:
        """Begin the next step at its moment, the same in both worlds."""
        self.steps += 1
        self.street.clock.set(max(BEGIN + self.steps * STEP_MS, self.street.clock.now()))
        await self.street.settle()

    def offers(self, label: str) -> str:
        """Return the number before a choice on the newest message, or nothing."""
        found = re.search(rf"^(\d) .*{re.escape(label)}", self.phone.last, re.MULTILINE)
        return found.group(1) if found else ""

    async def choose(self, *labels: str) -> bool:
        """Choose one after the other; say whether all of them were offered."""
        for label in labels:
            if not (number := self.offers(label)):
                return False
            await self.phone.write(number)
        return True

    async def menu(self) -> bool:
        """Come to the menu, whatever is open."""
        await self.phone.write("menu")
        await self.choose("Go on")
        if "You have something to read." in self.phone.last:
            await self.choose("Menu")
        return bool(self.offers("Worry or complaint"))

    async def complain(self, areas: str = "1", about: str = "My advocate") -> None:
        """She complains; in the other world she looks at help numbers instead."""
        if not self.complains or not await self.menu():
            await self.phone.write("menu")
            return
        if await self.choose("Worry or complaint", "independent"):
            if not await self.choose(about):
                await self.choose("Yes")
                await self.choose("An advocate")
            await self.choose("Go on")
            await self.phone.write(areas)
            await self.choose("No words", "Send", "Say sorry")
            await self.phone.write("204518")
        await self.phone.write("menu")

    async def afraid(self) -> None:
        """She is afraid of someone: it leaves the clock, and somebody is asked today."""
        await self.complain("6")

    async def about_them_all(self) -> None:
        """She complains about the organisation."""
        await self.complain("4", "The organisation")

    async def write(self) -> None:
        """She writes to her advocate."""
        if await self.menu() and await self.choose("Write to my advocate"):
            await self.choose("Go on")
            await self.phone.write(f"Words of step {self.steps}.")
            await self.choose("Send")
            await self.choose("Yes")
            await self.choose("Not now")
        await self.phone.write("menu")

    async def read(self) -> None:
        """She reads what her advocate answered."""
        await self.phone.write("menu")
        await self.choose("Go on")
        if self.offers("Show"):
            await self.choose("Show")
        await self.phone.write("menu")

    async def read_of_it(self) -> None:
        """She looks how her complaint stands."""
        if self.complains and await self.menu():
            await self.choose("Worry or complaint", "About one I sent before")
        await self.phone.write("menu")

    async def crisis(self) -> None:
        """She writes what sounds like a crisis."""
        await self.phone.write("I want to kill myself")
        await self.phone.write("menu")

    async def leave(self) -> None:
        """She leaves."""
        await self.phone.write("9")

    async def stop(self) -> None:
        """She wants no more texts, for a while."""
        await self.phone.write("STOP")
        await self.phone.write("START")

    async def help(self) -> None:
        """She asks for help numbers."""
        await self.phone.write("HELP")

    async def reply(self) -> None:
        """Her advocate answers."""
        await self._staff(
            self.people.amina,
            lambda act: conversation.reply(act, self.people.river, "I will ring you.", "en"),
        )

    async def freeze(self) -> None:
        """Her advocate says that the phone is lost."""
        row = await self.street.contact_of(self.phone)
        await self._staff(self.people.amina, lambda act: link.freeze(act, row.id))

    async def relink(self) -> None:
        """Her advocate links another phone, which may be anybody's."""
        card = await self._staff(
            self.people.amina, lambda act: invites.make(act, self.people.river)
        )
        if card is None:
            return
        self.phone = self.street.phone("sms", f"+4477009100{self.steps:02}")
        await self.phone.write(card.shown)
        await self.choose("Yes")
        await self.choose("Yes")

    async def days(self) -> None:
        """Days pass."""
        self.steps += 6 * 24 * 4
        await self.at_the_step()

    async def look(self) -> None:
        """Everybody of her advocate's employer looks at everything."""
        names = ("amina", "manager", "other", "auditor")
        for person in (getattr(self.people, name) for name in names):
            self.seen += await self._everything(person)

    # --- what handlers do -------------------------------------------------------------------------

    async def handle(self, deed: Callable[["World", Queued], object]) -> None:
        """A handler works on the first of the queue; in the other world there is none."""
        now = self.street.clock.now()
        queue = await self.street.office.database.read(
            lambda conn: complaints_case.queue(
                conn, self.street.service.vault, self.people.hope.id, now
            )
        )
        if queue:
            await deed(self, queue[0])  # type: ignore[misc]

    async def acknowledge(self) -> None:
        """A handler takes it."""

        async def deed(world: World, case: Queued) -> None:
            await world._staff(
                world.people.hope,
                lambda act: complaints_work.acknowledge(act, world.rules, case.id),
            )

        await self.handle(deed)

    async def ask(self) -> None:
        """A handler asks something."""

        async def deed(world: World, case: Queued) -> None:
            await world._staff(
                world.people.hope, lambda act: complaints_work.ask(act, case.id, "Which day?", "en")
            )

        await self.handle(deed)

    async def decide(self) -> None:
        """A handler decides, and tells her."""

        async def deed(world: World, case: Queued) -> None:
            hope = world.people.hope
            opened = await world._staff(
                hope, lambda act: complaints_case.open_case(act, case.id, hope.private)
            )
            for point in opened.points if opened is not None else ():
                await world._staff(
                    hope,
                    lambda act, point=point: complaints_work.decide(
                        act, case.id, point.id, "upheld", "It was so."
                    ),
                )
            await world._staff(
                hope, lambda act: complaints_work.notify(act, case.id, "We agree.", "en")
            )

        await self.handle(deed)

    async def recuse(self) -> None:
        """A handler steps back."""

        async def deed(world: World, case: Queued) -> None:
            await world._staff(
                world.people.noor, lambda act: complaints_holders.recuse(act, case.id)
            )

        await self.handle(deed)

    async def _staff(self, person: Person, deed: Callable[..., object]):  # type: ignore[no-untyped-def]  # noqa: ANN202
        with suppress(Refused):
            return await self.street.office.does(person, deed)
        return None

    # --- what they see ----------------------------------------------------------------------------

    async def _everything(self, person: Person) -> list[str]:
        visitor = await self.street.office.signed_in(person)
        todo, done, found = ["/", "/audit", "/alerts", "/cases", "/hub"], set[str](), list[str]()
        while todo and len(done) < MOST_PAGES:
            path = todo.pop(0)
            if path in done:
                continue
            done.add(path)
            await visitor.get(path)
            found.append(_page(person, path, visitor))
            todo += [one for one in HOME.findall(visitor.text) if not one.startswith("/static")]
        waiting = await self.street.office.database.read(
            lambda conn: conn.execute(
                sa.select(notices.c.kind, notices.c.not_before, notices.c.tries)
                .where(notices.c.staff_id == person.id)
                .order_by(notices.c.created_at, notices.c.kind)
            ).all()
        )
        return [*found, f"notices of {person.name}: {waiting}"]


def _page(person: Person, path: str, visitor: Visitor) -> str:
    headers = "\n".join(
        f"{name}: {value}" for name, value in sorted(visitor.headers.items()) if name != "Date"
    )
    return f"{person.name} {path} {visitor.status}\n{headers}\n{visitor.text}"


def named(seen: list[str]) -> list[str]:
    """Name what was drawn by its order of appearance."""
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        return names.setdefault(match.group(), f"<{len(names)}>")

    for pattern in DRAWN:
        seen = [pattern.sub(name, page) for page in seen]
    return seen


def manages(manager: bytes, advocate: bytes, act: Act) -> bytes:
    """Declare somebody's line manager."""
    return relations.record(act, advocate, "line_manager", manager)


# --- two worlds out of one ------------------------------------------------------------------------


@cache
def beginning() -> tuple[Path, People]:
    """Let the people move in, once; both worlds are copies of this."""
    folder = Path(tempfile.mkdtemp())

    async def move_in() -> People:
        url = f"sqlite:///{folder / 'bot.db'}"
        schema.upgrade(url)
        database = await Database.open(url)
        clock = ManualClock(BEGIN - 24 * 3_600_000)
        async with street(database, clock, KEYS) as opened:
            office = opened.office
            office.hub = await office.organisation("The Hub", hub=True)
            charity = await office.organisation("Charity")

            async def hire(name: str, *roles: str, at: bytes = b"") -> Person:
                clock.forward(seconds=60)
                return await office.hire(name, *roles, organisation=at or office.hub)

            amina = await hire("Amina", "advocate", at=charity)
            manager = await hire("Mika", at=charity)
            other = await hire("Olu", "advocate", at=charity)
            auditor = await hire("Aud", "auditor", at=charity)
            hope = await hire("Hope", "complaint_handler")
            noor = await hire("Noor", "complaint_handler")
            for one in (amina, other):
                await office.does(None, partial(manages, manager.id, one.id))
            await office.does(
                None, lambda act: rota.put(act, hope.id, BEGIN, BEGIN + 90 * 24 * 3_600_000)
            )
            river = await office.survivor(amina, "River-12")
            phone = await opened.linked(amina, river)
        await database.close()
        return People(amina, manager, other, auditor, hope, noor, river, phone.address)

    people = asyncio.run(move_in())
    for left in folder.glob("bot.db-*"):
        assert not left.exists() or left.stat().st_size == 0
    return folder / "bot.db", people


async def play(script: list[str], *, complains: bool) -> tuple[list[str], int]:
    """Play a script in a world of its own; return what was seen, and how many complaints are."""
    source, people = beginning()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        copied = shutil.copyfile(source, Path(folder) / "bot.db")
        database = await Database.open(f"sqlite:///{copied}")
        stack.push_async_callback(database.close)
        clock = ManualClock(BEGIN)
        opened = await stack.enter_async_context(street(database, clock, KEYS))
        for person in vars(people).values():
            if isinstance(person, Person):
                opened.office.people[person.name] = person
        opened.number_from(1_000)  # the carrier never gives a number twice
        rules = Rules.of(opened.service.content)
        world = World(opened, people, complains, opened.phone("sms", people.phone), rules)
        for deed in (*script, "look"):
            await world.at_the_step()
            await getattr(world, deed)()
        made = await database.read(
            lambda conn: conn.execute(sa.select(sa.func.count()).select_from(complaints)).scalar()
        )
        return world.seen, made or 0


DEEDS = (
    "complain", "afraid", "about_them_all", "write", "read", "read_of_it", "crisis", "leave",
    "stop", "help", "reply", "freeze", "relink", "days", "acknowledge", "ask", "decide", "recuse",
    "look",
)  # fmt: skip


def compare(script: list[str]) -> None:
    """Play both worlds and compare them."""
    beginning()
    with_one, made = asyncio.run(play(script, complains=True))
    without, none = asyncio.run(play(script, complains=False))
    assert none == 0
    assert made or not {"complain", "afraid", "about_them_all"} & set(script[:1])
    for one, other in zip(named(with_one), named(without), strict=True):
        assert one == other


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(("complain", "afraid", "about_them_all")),
    st.lists(st.sampled_from(DEEDS), min_size=3, max_size=9),
)
def test_the_worlds_look_the_same_to_everybody_it_is_about(first: str, script: list[str]) -> None:
    compare(["write", first, *script])


LIFE = """
complain look write reply acknowledge read ask days days crisis decide read_of_it freeze relink
write reply recuse afraid days stop leave help
"""


def test_a_life_with_everything_in_it_looks_the_same() -> None:
    compare(LIFE.split())
