"""A script played in a world of its own; and the two worlds compared."""

import asyncio
import difflib
import shutil
from contextlib import AsyncExitStack

import sqlalchemy as sa
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.storage.database import Database
from bot.storage.tables.complaints import complaints
from tests.street import street
from tests.twinworld import handling, hers, works, years
from tests.twinworld.people import ALL_BUT_THE_REVIEWER, BEGIN, KEYS, SHUT_OUT, beginning, folder
from tests.twinworld.views import named, sees_everything
from tests.twinworld.world import DEEDS, World

FORMS = 10
OF_THE_HUB = "complain_of_the_hub"
DEEDS[OF_THE_HUB] = hers.complain_of_the_hub
UNLIKE = {OF_THE_HUB: {"complain"}}
"""What a script is drawn without."""

Step = tuple[str, int]


def steps(first: str) -> st.SearchStrategy[list[Step]]:
    """Draw what happens besides the first complaint."""
    names = sorted(DEEDS.keys() - {OF_THE_HUB} - UNLIKE.get(first, set()))
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, FORMS - 1)), max_size=14)


def script(text: str) -> list[Step]:
    """Read a script that is written down: names of deeds, each with its form after a colon."""
    found = (one.partition(":") for one in text.split())
    return [(name, int(form or 0)) for name, _, form in found]


def compare(told: list[Step]) -> int:
    """Play both worlds, compare all that was seen, and return how many complaints there were."""
    beginning()
    with_one, made = asyncio.run(_play(told, complains=True))
    without, none = asyncio.run(_play(told, complains=False))
    assert none == 0
    for one, other in zip(named(with_one), named(without), strict=True):
        assert one == other, differs(one, other)
    return made


def differs(one: str, other: str) -> str:
    """Say where and in what two views differ; the world with a complaint first."""
    place = one.partition("\n")[0]
    lines = difflib.unified_diff(other.splitlines(), one.splitlines(), "without", "with", n=1)
    return "\n".join((place, *lines))[:3000]


async def _play(told: list[Step], *, complains: bool) -> tuple[list[str], int]:
    source, people = beginning()
    async with AsyncExitStack() as stack:
        place = folder()
        stack.callback(shutil.rmtree, place)
        copied = shutil.copyfile(source, place / "bot.db")
        database = await Database.open(f"sqlite:///{copied}")
        stack.push_async_callback(database.close)
        opened = await stack.enter_async_context(street(database, ManualClock(BEGIN), KEYS))
        opened.office.people.update({one.name: one for one in people.staff.values()})
        opened.number_from(1_000)  # the carrier never gives a number twice
        watchers = watchers_of(told)
        world = World(opened, people, complains, opened.phone("sms", people.phone), watchers)
        for name, form in told:
            await world.at_the_step()
            await DEEDS[name](world, form)
        await world.at_the_step()
        for name in watchers:
            await sees_everything(world, name)
        world.reads_the_stolen()
        return world.seen, await world.reads(_made)


def watchers_of(told: list[Step]) -> tuple[str, ...]:
    """Return who may not know of what is complained about in this script."""
    return ALL_BUT_THE_REVIEWER if any(name == OF_THE_HUB for name, _ in told) else SHUT_OUT


def _made(conn: sa.Connection) -> int:
    return conn.execute(sa.select(sa.func.count()).select_from(complaints)).scalar_one()


__all__ = ["OF_THE_HUB", "Step", "compare", "handling", "script", "steps", "works", "years"]
