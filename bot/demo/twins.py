"""Two worlds with the same people and the same clock; in one of them something more happens.

The rule kept here: what was drawn afresh in each world (ids, codes, tokens, ports) is named by the
order in which it appears, and everything else is compared letter by letter, headers included.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Self

import sqlalchemy as sa

from bot.clock import MINUTE_MS
from bot.demo.clock import MONDAY
from bot.demo.people import Person
from bot.demo.world import World
from bot.storage.tables.duties import notices
from bot.vault.passphrase import Cost

PAGES = 60
STEP_MINUTES = 10
DOORS = ("/", "/alerts", "/cases", "/hub", "/audit", "/approvals", "/rota", "/keys")
_LINK = re.compile(r'href="(/[^"#?.]*)["#?]')  # no files, which are none of these pages
_DRAWN = (
    re.compile(r"[0-9a-f]{8,}"),
    re.compile(r"\b\d{3} \d{3} \d{4}\b|\b\d{10}\b"),
    re.compile(r"start=[\w-]+"),
    re.compile(r"127\.0\.0\.1:\d+"),
)
_UNCOMPARED = frozenset({"Date"})
_CHEAP = Cost(kib=64, passes=1)  # nobody types a passphrase in these worlds


@dataclass(slots=True)
class Twins:
    """Both worlds.

    Attributes:
        one: where it happens.
        other: where it doesn't.
    """

    one: World
    other: World
    _steps: int = 0

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator[Self]:
        """Open a world and its copy, and close them with everything in them."""
        async with AsyncExitStack() as stack:
            one = await stack.enter_async_context(World.open(begins=MONDAY, cost=_CHEAP))
            now = one.clock.now()  # not earlier: what is done there comes after what was copied
            other = await stack.enter_async_context(World.open(begins=now, like=one))
            yield cls(one, other)

    async def step(self, minutes: int = STEP_MINUTES) -> None:
        """Go on to the next moment, the same in both worlds."""
        self._steps += minutes
        for world in (self.one, self.other):
            world.clock.until(MONDAY + self._steps * MINUTE_MS)
            await world.settle()

    async def differences(self, name: str) -> list[str]:
        """Let somebody look at everything in both worlds; returns the places that differ."""
        seen = [
            named(await everything(world, world.people.staff[name]))
            for world in (self.one, self.other)
        ]
        places = dict.fromkeys([*seen[0], *seen[1]])
        return [place for place in places if seen[0].get(place) != seen[1].get(place)]


async def everything(world: World, person: Person) -> dict[str, str]:
    """Open every page that somebody is led to, and look at what waits to be told to them."""
    browser = await world.browser(person)
    todo, found = list(DOORS), dict[str, str]()
    while todo and len(found) < PAGES:
        path = todo.pop(0)
        if path in found:
            continue
        await browser.open(path)
        headers = "\n".join(
            f"{key}: {value}"
            for key, value in sorted(browser.headers.items())
            if key not in _UNCOMPARED
        )
        found[path] = f"{browser.status}\n{headers}\n{browser.page}"
        todo += [one for one in _LINK.findall(browser.page) if not one.startswith("/static")]
    found["notices"] = str(await world.bot.service.database.read(_notices_of(person)))
    return found


def named(seen: dict[str, str]) -> dict[str, str]:
    """Name what was drawn by the order in which it appears, in addresses too."""
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        return names.setdefault(match.group(), f"<{len(names)}>")

    def rename(text: str) -> str:
        for pattern in _DRAWN:
            text = pattern.sub(name, text)
        return text

    return {rename(place): rename(page) for place, page in seen.items()}


def _notices_of(person: Person) -> Callable[[sa.Connection], list[tuple[str, int]]]:
    query = (
        sa.select(notices.c.kind, notices.c.not_before)
        .where(notices.c.staff_id == person.id)
        .order_by(notices.c.created_at, notices.c.kind)
    )
    return lambda conn: [(kind, at // MINUTE_MS) for kind, at in conn.execute(query)]
