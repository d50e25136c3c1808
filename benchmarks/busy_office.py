"""A whole service's worth of rows: a console after half a year, for the timing of its pages.

The office is the one of the tests. What a page opens was written by the real acts; the bulk (old
entries and audit rows) is random bytes of the same size by plain inserts, evenly over all threads.
``busy_day`` puts something real behind every page with an id.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import sqlalchemy as sa

from bot.acts import recovery, relations
from bot.acts.act import Act
from bot.acts.officers import Kind
from bot.clock import DAY_MS
from bot.demo.clock import MONDAY
from bot.storage.tables.audit import audit
from bot.storage.tables.threads import entries, threads
from tests.office import Office, Person

MORNING: Final = MONDAY

BODY: Final = 1660
CHUNK: Final = 500

Deed = tuple[Person | None, int, Callable[[Act], object]]
"""Who does it (nobody: the service), when, and what."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    survivors: int = 1000
    entries: int = 100_000
    advocates: int = 24
    handlers: int = 6
    complaints: int = 120
    alerts: int = 40
    proposals: int = 20
    notes: int = 40
    messages: int = 50


@dataclass(slots=True)
class Filled:
    """An office full of rows, and what is looked at in it.

    Attributes:
        places: the organisations.
        advocates: who has a caseload.
        hers: survivor, phone (empty: none) and advocate.
        by_role: somebody of each role.
        shares: a recovery share of each officer.
        paths: a page as the table names it, and the address that is opened.
    """

    office: Office
    size: Size
    places: list[bytes] = field(default_factory=list)
    advocates: list[Person] = field(default_factory=list)
    hers: list[tuple[bytes, bytes, Person]] = field(default_factory=list)
    by_role: dict[str, Person] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)

    async def at_once(self, deeds: Iterable[Deed]) -> None:
        """Many acts, each at its own time, a few hundred in one unit."""
        vault, todo = self.office.vault, list(deeds)

        def unit(conn: sa.Connection, some: list[Deed]) -> None:
            for person, at, deed in some:
                deed(Act(conn, vault, at, None if person is None else person.id))

        for begin in range(0, len(todo), CHUNK):
            some = todo[begin : begin + CHUNK]
            await self.office.database.run(partial(unit, some=some))


async def begin(office: Office, size: Size) -> Filled:
    """Everybody is hired and has had people for half a year; the clock ends at ``MORNING``."""
    filled = Filled(office, size)
    office.clock.set(MORNING - 30 * DAY_MS)
    await _staff(filled)
    await _ceremony(filled, "recovery", ("Ola", "Per", "Uma"))
    await _ceremony(filled, "reviewer", ("Ravi",) * 3)
    await _caseload(filled)
    await _history(filled)
    office.clock.set(MORNING)
    return filled


async def _staff(filled: Filled) -> None:
    office, size = filled.office, filled.size
    filled.places = [await office.organisation(f"Charity {number}") for number in range(8)]
    for number in range(size.advocates):
        place = filled.places[number % 8]
        one = await office.hire(f"Advocate{number}", "advocate", organisation=place)
        filled.advocates.append(one)
    for number in range(size.handlers):
        place = office.hub if number < 4 else filled.places[number]
        await office.hire(f"Handler{number}", "complaint_handler", organisation=place)
    for name, role, number in (
        ("Ola", "officer", 0),
        ("Per", "officer", 1),
        ("Uma", "officer", 2),
        ("Ina", "interpreter", 6),
        ("Ravi", "outside_reviewer", 7),
        ("Ann", "auditor", 7),
    ):
        person = await office.hire(name, role, organisation=filled.places[number])
        filled.by_role.setdefault(role, person)
    filled.by_role |= {
        "advocate": filled.advocates[0],
        "complaint_handler": office.people["Handler0"],
        "hub_admin": await office.hire("Sol", "hub_admin", "hub_lead"),
        "hub_lead": await office.hire("Lea", "hub_lead"),
    }
    manager, cover = filled.by_role["hub_lead"].id, filled.advocates[0].id
    half = filled.advocates[: len(filled.advocates) // 2]
    declared = [(one.id, "line_manager", manager) for one in half]
    declared += [(one.id, "cover", cover) for one in filled.advocates[1:3]]
    await filled.at_once(
        (
            filled.by_role["hub_admin"],
            office.clock.now(),
            partial(relations.record, staff_id=one, kind=kind, other_id=other),
        )
        for one, kind, other in declared
    )


async def _ceremony(filled: Filled, kind: Kind, names: tuple[str, ...]) -> None:
    """A pair is in force, so that every copy that a console writes and counts is there."""
    office = filled.office
    holders = [office.people[name] for name in names]
    ids = [one.id for one in holders]
    await office.does(holders[0], partial(recovery.begin, holders=ids, kind=kind))
    for one in holders:
        shown = partial(recovery.show_share, private=one.private, kind=kind)
        share = filled.shares[one.name] = await office.does(one, shown)
        await office.does(one, partial(recovery.type_back, text=share, kind=kind))


async def _caseload(filled: Filled) -> None:
    """Everybody's people; one of twenty has no phone."""
    office = filled.office
    for number in range(filled.size.survivors):
        advocate = filled.advocates[number % len(filled.advocates)]
        one = await office.survivor(advocate, f"River-{number}", "vi")
        phone = b"" if number % 20 == 19 else await office.phone(advocate, one, "sms", "vi")
        filled.hers.append((one, phone, advocate))


async def _history(filled: Filled) -> None:
    """Half a year of entries and audit rows; a few answers of this month were not opened."""
    database, size = filled.office.database, filled.size.entries
    owners = await database.read(lambda conn: list(conn.execute(sa.select(threads.c.id)).scalars()))
    openers = [one.id for one in filled.advocates]

    def hers(number: int) -> bool:
        """Say whether she wrote it: she and her advocate take turns in each thread."""
        return bool((number + number // len(owners)) % 2)

    def write(conn: sa.Connection, numbers: range) -> None:
        rows = [
            {
                "id": secrets.token_bytes(16),
                "object_id": owners[number % len(owners)],
                "kind": "words" if hers(number) else "reply",
                "epoch": 1,
                "body": secrets.token_bytes(BODY),
                "mark": None,
                "author_id": None if hers(number) else openers[number % len(openers)],
                "contact_id": None,
                "sequence": number,
                "created_at": MORNING - 170 * DAY_MS + number * 169 * DAY_MS // size,
                "delivery": None if hers(number) else ("kept" if number % 200 == 0 else "opened"),
                "read_at": MORNING - DAY_MS,
            }
            for number in numbers
        ]
        acts = [
            {
                "id": secrets.token_bytes(16),
                "at": row["created_at"],
                "actor_id": openers[number % len(openers)],
                "act": "open",
                "object_id": row["object_id"],
                "other_id": None,
            }
            for number, row in enumerate(rows)
        ]
        conn.execute(sa.insert(entries), rows)
        conn.execute(sa.insert(audit), acts)

    for start in range(0, size, CHUNK):
        await database.run(partial(write, numbers=range(start, min(start + CHUNK, size))))
