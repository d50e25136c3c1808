"""Complaints that live and have had their time, for the tests of what is kept of them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from bot.acts import (
    complaints_case,
    complaints_hers,
    complaints_over,
    complaints_two,
    complaints_work,
    letters,
)
from bot.acts.act import Act
from bot.acts.complaints import New, file
from bot.acts.complaints_over import Counts
from bot.complaint_clocks import Rules
from bot.conflicts import About
from bot.due.complaint_retention import ComplaintRetention
from bot.errors import SealBroken
from bot.storage.database import Database
from bot.storage.tables.columns import metadata
from bot.vault import Vault
from tests.complaints.conftest import Town
from tests.office import Person
from tests.street import Handset

T = TypeVar("T")


@dataclass
class Cases:
    """Whoever complains, and works on it."""

    town: Town
    rules: Rules
    phone: Handset
    contact: bytes
    _made: int = 0

    async def make(self, step: str = "complaint", about: About = "advocate") -> bytes:
        """Complain with words and a photo."""
        self._made += 1
        new = New(
            f"7KQ{self._made:03}", self.contact, step, about, ("privacy", "respect"),
            "He told my landlord.", files=(("photo", "a-file-id"),),
        )  # fmt: skip
        return await self.does(None, lambda act: file(act, self.rules, new))

    async def does(self, person: Person | None, deed: Callable[[Act], T]) -> T:
        """Do one act."""
        return await self.town.street.office.does(person, deed)

    async def lived(self, step: str = "complaint") -> bytes:
        """Complain, and let everything be done that leaves something behind."""
        case, hope, rules = await self.make(step), self.town.hope, self.rules
        other = self.town.noor
        await self.does(None, lambda act: complaints_hers.set_pin(act, case, "204518"))
        await self.does(hope, lambda act: complaints_work.acknowledge(act, rules, case))
        await self.does(hope, lambda act: complaints_work.ask(act, case, "Which day?", "en"))
        await self.does(None, lambda act: complaints_hers.answer_question(act, case, "Monday", ""))
        await self.does(hope, lambda act: complaints_work.internal_note(act, case, "Heard both."))
        await self.does(
            hope, lambda act: letters.write(act, case, self.town.amina.id, "Tell me about it.")
        )
        ivy = await self.town.street.office.hire(f"Ivy {self._made}", "complaint_handler")
        await self.does(hope, lambda act: complaints_two.propose_exclude(act, case, ivy.id))
        await self.town.street.passes(days=16)  # her dates come, and are missed
        opened = await self.does(
            hope, lambda act: complaints_case.open_case(act, case, hope.private)
        )
        for point in opened.points:
            decide = partial(
                complaints_work.decide,
                complaint_id=case,
                point_id=point.id,
                decision="upheld",
                reason="It was so.",
            )
            await self.does(hope, decide)
        await self.does(hope, lambda act: complaints_work.notify(act, case, "We agree.", "en"))
        await self.does(other, lambda act: complaints_work.close(act, case))
        return case

    async def withdrawn(self, *, about: About = "advocate") -> bytes:
        """Complain, and take it back: it is over now."""
        case = await self.make(about=about)
        await self.does(None, lambda act: complaints_hers.withdraw(act, case))
        return case

    async def later(self, **times: float) -> None:
        """Time passes under a worker that never stopped."""
        self.town.street.clock.forward(**times)
        await self.town.street.went_on()

    async def retains(self) -> int:
        """Let go what is due."""
        return await ComplaintRetention(self.town.street.service).run()

    async def counted(self, side: str = "others") -> dict[str, Counts]:
        """What was counted, by month."""
        vault = self.town.street.service.vault
        return await self.town.street.office.database.read(
            lambda conn: complaints_over.counted(conn, vault, side)
        )

    async def left(self, table: sa.Table) -> list[sa.Row[tuple[object, ...]]]:
        """Everything in a table."""
        return await self.town.street.rows(table)


async def cases_of(town: Town, rules: Rules) -> Cases:
    phone = await town.street.linked(town.amina, town.river)
    row = await town.street.contact_of(phone)
    return Cases(town, rules, phone, bytes(row.id))


async def names(cases: Cases, wanted: bytes, database: Database | None = None) -> list[str]:
    """Every column in which bytes stand, in the clear or in what the server opens by itself."""
    vault = cases.town.street.service.vault

    def look(conn: sa.Connection) -> list[str]:
        return [
            f"{table.name}.{column}"
            for table in metadata.sorted_tables
            for row in conn.execute(sa.select(table)).mappings()
            for column, value in row.items()
            if stands_in(vault, wanted, f"{table.name}.{column}", row.get("id", b""), value)
        ]

    return await (database or cases.town.street.office.database).read(look)


def stands_in(vault: Vault, wanted: bytes, place: str, row_id: bytes, value: object) -> bool:
    if not isinstance(value, bytes):
        return wanted.hex() in str(value)
    if place in {"tasks.detail", "approvals.proposal"}:
        with suppress(SealBroken):  # under a survivor's key
            value = vault.open(place, row_id, value)
    return wanted in value or wanted.hex().encode() in value


async def run(cases: Cases, change: sa.Executable) -> None:
    await cases.town.street.office.database.run(lambda conn: conn.execute(change) and None)
