"""Who is there in both worlds, and the database that both begin as a copy of."""

import asyncio
import tempfile
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from bot.acts import calendars, relations, rota
from bot.acts.act import Act
from bot.booking import Rules as BookingRules
from bot.clock import DAY_MS, ManualClock
from bot.demo.clock import MONDAY
from bot.storage import schema
from bot.storage.database import Database
from bot.vault.server import ServerKeys
from tests.office import Person
from tests.street import Street, street

BEGIN = MONDAY
KEYS = ServerKeys.generate()


@dataclass(frozen=True)
class People:
    """Who is there.

    At the charity: Amina, whom it is about; Mika, her line manager; Cov, who stands in for her;
    Aud, an auditor. At the Hub: Hope and Noor, who handle complaints; Gil, who leads; Kit, who
    handles complaints, and Sol, who leads, both related to Amina. At Quay: Rae, the outside
    reviewer; Ada, an auditor, related to Amina. Gil, Rae and Ada are officers.
    """

    amina: Person
    mika: Person
    cov: Person
    aud: Person
    hope: Person
    noor: Person
    gil: Person
    kit: Person
    sol: Person
    rae: Person
    ada: Person
    quay: bytes
    river: bytes
    phone: str
    numbers: dict[str, str]

    @property
    def staff(self) -> dict[str, Person]:
        """Everybody who works somewhere, by name."""
        return {name: one for name, one in vars(self).items() if isinstance(one, Person)}


SHUT_OUT = ("amina", "mika", "cov", "aud", "kit", "sol", "ada")
"""Who may learn nothing of a complaint about Amina, or about her employer."""

ALL_BUT_THE_REVIEWER = (*SHUT_OUT, "hope", "noor", "gil")
"""Who may learn nothing of a complaint about the Hub."""


@cache
def beginning() -> tuple[Path, People]:
    """Let the people move in, once; both worlds are copies of this."""
    path = folder() / "bot.db"
    people = asyncio.run(_move_in(path))
    for left in path.parent.glob("bot.db-*"):
        assert not left.exists() or left.stat().st_size == 0
    return path, people


def folder() -> Path:
    """A new folder."""
    return Path(tempfile.mkdtemp())


async def _move_in(path: Path) -> People:
    url = f"sqlite:///{path}"
    await asyncio.to_thread(schema.upgrade, url)
    database = await Database.open(url)
    clock = ManualClock(BEGIN - DAY_MS)
    async with street(database, clock, KEYS) as opened:
        people = await _hire(opened)
    await database.close()
    return people


async def _hire(opened: Street) -> People:
    office, clock = opened.office, opened.clock
    office.hub = await office.organisation("The Hub", hub=True)
    charity = await office.organisation("Charity")
    quay = await office.organisation("Quay")

    async def hire(name: str, *roles: str, at: bytes = b"") -> Person:
        clock.forward(seconds=60)
        return await office.hire(name, *roles, organisation=at or office.hub)

    found = {
        "amina": await hire("Amina", "advocate", at=charity),
        "mika": await hire("Mika", at=charity),
        "cov": await hire("Cov", "advocate", at=charity),
        "aud": await hire("Aud", "auditor", at=charity),
        "hope": await hire("Hope", "complaint_handler"),
        "noor": await hire("Noor", "complaint_handler"),
        "gil": await hire("Gil", "hub_admin", "hub_lead", "officer"),
        "kit": await hire("Kit", "complaint_handler"),
        "sol": await hire("Sol", "hub_admin", "hub_lead"),
        "rae": await hire("Rae", "outside_reviewer", "officer", at=quay),
        "ada": await hire("Ada", "auditor", "officer", at=quay),
    }
    amina = found["amina"]
    for kind, who, other in (
        ("line_manager", "amina", "mika"),
        ("line_manager", "cov", "mika"),
        ("cover", "amina", "cov"),
        ("related", "amina", "kit"),
        ("related", "amina", "sol"),
        ("related", "amina", "ada"),
    ):
        clock.forward(seconds=60)
        one, two = found[who].id, found[other].id
        await office.does(None, partial(_relate, one, kind, two))
    await office.does(amina, lambda act: calendars.keep_rules(act, BookingRules(at_once=True)))
    for name in ("hope", "kit"):
        await office.does(None, partial(_on_call, found[name].id))
    numbers = {name: f"+4477009005{at:02}" for at, name in enumerate(("hope", "kit", "sol"))}
    for name, number in numbers.items():
        await office.rings(found[name], number)
    river = await office.survivor(amina, "River-12")
    phone = await opened.linked(amina, river)
    return People(**found, quay=quay, river=river, phone=phone.address, numbers=numbers)


def _relate(one: bytes, kind: str, other: bytes, act: Act) -> bytes:
    return relations.record(act, one, kind, other)


def _on_call(staff_id: bytes, act: Act) -> bytes:
    return rota.put(act, staff_id, BEGIN, BEGIN + 300 * DAY_MS)
