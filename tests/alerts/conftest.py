"""A street with an advocate of one organisation and people on call at another."""

import pytest

from bot.acts import rota
from bot.clock import HOUR_MS
from tests.office import Person
from tests.street import Handset, Street


class Watch:
    """Who is on call, and their phones."""

    def __init__(self, town: Street) -> None:
        self.town = town
        self.phones: dict[str, Handset] = {}

    async def hire(
        self, name: str, *held: str, number: bool = True, organisation: bytes = b""
    ) -> Person:
        """Hire somebody with a staff phone."""
        person = await self.town.office.hire(name, *held, organisation=organisation)
        if number:
            handset = self.phones[name] = self.town.phone("sms")
            await self.town.office.rings(person, handset.address)
        return person

    async def on_call(self, person: Person, hours: int = 24) -> None:
        """Put somebody on call."""
        now = self.town.clock.now()
        await self.town.office.does(
            person, lambda act: rota.put(act, person.id, now, now + hours * HOUR_MS)
        )


@pytest.fixture
async def watch(small_town: Street) -> Watch:
    """The people on call."""
    return Watch(small_town)


@pytest.fixture
async def harbour(small_town: Street) -> bytes:
    """Where the advocate works."""
    return await small_town.office.organisation("Harbour")


@pytest.fixture
async def amina(watch: Watch, harbour: bytes) -> Person:
    """An advocate."""
    return await watch.hire("Amina", "advocate", organisation=harbour)


@pytest.fixture
async def sol(watch: Watch) -> Person:
    """On call, of the Hub."""
    person = await watch.hire("Sol", "advocate")
    await watch.on_call(person)
    return person
