"""The counts of complaints that had their time: by quarter, for the Hub's complaint handlers.

The rules kept here (security.md 6): a quarter is shown a month after it ended; a number under ten
as that, every other in tens, so that no two of them give away a third; no totals, nothing by
organisation or language. Handlers of the Hub see what was about others, outside reviewers what was
about the Hub (``complaints_over.side_shown``): nobody learns from a count of a complaint about
their own house.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import complaints_over
from bot.acts.complaints_over import KINDS, Counts
from bot.clocks import local_date
from bot.console.call import Call
from bot.console.complaint_sayings import AREAS, OUTCOMES, STEPS
from bot.console.sayings import NATIONS
from bot.console.table import HANDLERS, page

FEW: Final = 10
MONTHS: Final = 3
SAYS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "step": ("Kind", STEPS),
    "area": ("Area", AREAS),
    "outcome": ("Outcome", {**OUTCOMES, "withdrawn": "Taken back", "undecided": "Not decided"}),
    "nation": ("Working days of", NATIONS),
}


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter: a caption and lines for each kind of count."""

    name: str
    kinds: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def rounded(count: int) -> str:
    """A count as it is shown."""
    return f"<{FEW}" if count < FEW else f"{count // FEW * FEW} or more"


def quarters(months: Mapping[str, Counts], today: date) -> list[Quarter]:
    """The quarters in which anything came to ten, the newest first."""
    sums: dict[tuple[int, int], dict[str, Counter[str]]] = {}
    for month, counts in months.items():
        year, number = map(int, month.split("-"))
        quarter = sums.setdefault((year, (number - 1) // MONTHS), {})
        for kind, values in counts.items():
            quarter.setdefault(kind, Counter()).update(values)
    return [
        Quarter(f"{_first(year, quarter):%B} to {_last(year, quarter):%B %Y}", _kinds(found))
        for (year, quarter), found in sorted(sums.items(), reverse=True)
        if _shown_from(year, quarter) <= today
        and any(count >= FEW for counter in found.values() for count in counter.values())
    ]


def _kinds(
    found: Mapping[str, Counter[str]],
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every value there can be, also those that were not: none and a few look the same."""
    return tuple(
        (
            SAYS[kind][0],
            tuple(
                (says, rounded(found.get(kind, Counter())[value]))
                for value, says in SAYS[kind][1].items()
            ),
        )
        for kind in KINDS
    )


def _first(year: int, quarter: int) -> date:
    return date(year, quarter * MONTHS + 1, 1)


def _last(year: int, quarter: int) -> date:
    return date(year, quarter * MONTHS + MONTHS, 1)


def _shown_from(year: int, quarter: int) -> date:
    month = quarter * MONTHS + MONTHS + 1  # counted from 0: the month after it is over
    return date(year + month // 12, month % 12 + 1, 1)


@page("GET", "/case-counts", who=HANDLERS)
async def show(call: Call) -> web.StreamResponse:
    """Counts of cases that had their time: of the Hub's own only to outside reviewers."""
    vault, me = call.desk.vault, call.who

    def read(conn: Connection) -> dict[str, Counts]:
        side = complaints_over.side_shown(conn, call.desk.vault, me.organisation_id, me.roles)
        if side is None:
            raise web.HTTPNotFound
        return complaints_over.counted(conn, vault, side)

    found = quarters(await call.read(read), local_date(call.now))
    return call.page("case_counts.html", quarters=found)
