"""Codes tried at once, or posted twice: each counts once, and over the limit each has a turn."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.acts import invites
from bot.channels.wire import Inbound
from bot.coordination import Coordination
from bot.limits import (
    CODE_TRIES,
    LINKED_SEGMENTS,
    LONGEST_WAIT_S,
    LOOK_S,
    WRONG_CODES_AN_HOUR,
    Limits,
)
from tests.office import Person
from tests.street import Street

AT = 1_772_442_000_000
WRONG = "407 193 5866"


@dataclass
class Waits:
    """Stands for the time that passes: what would have been waited, and nothing waits."""

    seconds: list[float] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.begun.set()
        await asyncio.sleep(0)


@dataclass
class Door:
    """The limits over one form of coordination."""

    limits: Limits
    waits: Waits
    tries: int = 0

    async def tried(self) -> bool:
        """A phone of its own tries a code; returns whether it may be looked at."""
        self.tries += 1
        allowance = await self.limits.before(code(f"+4477009{self.tries:05}", f"SM{self.tries}"))
        return allowance.code

    async def at_once(self, count: int) -> list[bool]:
        """So many try at the same moment, before any of them is answered."""
        return list(await asyncio.gather(*(self.tried() for _ in range(count))))


def code(address: str, sid: str) -> Inbound:
    return Inbound("sms", "bot", sid, address, 1, "text", AT, text=WRONG)


@pytest.fixture(params=["memory", "redis"])
async def door(request: pytest.FixtureRequest, small_town: Street) -> AsyncIterator[Door]:
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    coordination = await Coordination.open(url)
    waits = Waits()
    yield Door(Limits(coordination, small_town.service.vault, 40, waits), waits)
    await coordination.close()


async def test_no_more_are_tried_at_once_than_may_still_be_wrong(door: Door) -> None:
    assert all(await door.at_once(WRONG_CODES_AN_HOUR))
    assert door.waits.seconds == []
    further = asyncio.create_task(door.tried())
    await door.waits.begun.wait()
    assert not further.done()
    await door.limits.tried(wrong=False)
    assert await further
    assert set(door.waits.seconds) == {LOOK_S}, "it waits for the others, and for no turn"


async def test_over_sixty_wrong_ones_each_has_its_turn_and_nobody_is_shut_out(door: Door) -> None:
    await door.at_once(WRONG_CODES_AN_HOUR)
    for _ in range(WRONG_CODES_AN_HOUR):
        await door.limits.tried(wrong=True)
    assert all(await door.at_once(20))
    turns = sorted(door.waits.seconds)
    assert turns[-1] > turns[0] + 5, "one after the other, and not all of them one second"
    assert all([await door.tried() for _ in range(2 * int(LONGEST_WAIT_S))])
    assert max(door.waits.seconds) == LONGEST_WAIT_S


async def test_whoever_has_spent_their_tries_waits_for_no_turn_and_takes_none(door: Door) -> None:
    """Each that waits holds a connection of the carrier's, which has a hundred for everybody."""
    await door.at_once(WRONG_CODES_AN_HOUR)
    for _ in range(WRONG_CODES_AN_HOUR):
        await door.limits.tried(wrong=True)
    for number in range(CODE_TRIES):
        await door.limits.before(code("+447700900999", f"SM-first-{number}"))
    waited = len(door.waits.seconds)
    for number in range(100):
        spent = await door.limits.before(code("+447700900999", f"SM-more-{number}"))
        assert not spent.code
        assert not spent.trying
    assert len(door.waits.seconds) == waited


async def test_a_flood_of_codes_in_a_chat_is_answered_no_faster_than_words(door: Door) -> None:
    seen = [
        await door.limits.before(
            Inbound("telegram", "bot", str(number), "5", 1, "text", AT, text=f"/start {number}")
        )
        for number in range(200)
    ]
    assert not seen[-1].stranger
    assert all(one.stranger and one.code for one in seen[:CODE_TRIES])


async def test_two_hundred_who_have_the_right_code_wait_for_no_turn(door: Door) -> None:
    async def links() -> None:
        assert await door.tried()
        await door.limits.tried(wrong=False)

    await asyncio.gather(*(links() for _ in range(200)))
    assert set(door.waits.seconds) <= {LOOK_S}
    door.waits.seconds.clear()
    await links()
    assert door.waits.seconds == []


async def test_a_days_answers_to_a_number_are_counted_for_every_process(
    door: Door, small_town: Street
) -> None:
    other = Limits(door.limits._coordination, small_town.service.vault, 40)
    text = code("+447700900123", "SM-many")._replace(text="menu")
    for process in (door.limits, other):
        await process.after(text, segments=0, last=False, linked=LINKED_SEGMENTS // 2, full=False)
    for process in (door.limits, other):
        assert (await process.before(text, linked=True)).full == 1
        assert (await process.before(text._replace(address="+447700900124"), linked=True)).full == 0


async def test_what_a_carrier_posts_twice_is_counted_once(door: Door) -> None:
    first = code("+447700900123", "SM-first")
    for _ in range(2 * CODE_TRIES):
        assert (await door.limits.before(first)).code
    allowed = [
        (await door.limits.before(code("+447700900123", f"SM-{number}"))).code
        for number in range(CODE_TRIES)
    ]
    assert allowed == [True] * (CODE_TRIES - 1) + [False]


async def test_a_code_that_is_posted_again_because_nothing_could_be_stored_can_still_be_wrong(
    door: Door,
) -> None:
    for number in range(WRONG_CODES_AN_HOUR):
        posted = code(f"+4477008{number:05}", f"SM-again-{number}")
        await door.limits.before(posted)
        await door.limits.tried(wrong=False)
        assert (await door.limits.before(posted)).trying
        await door.limits.tried(wrong=True)
    assert door.waits.seconds == []
    for _ in range(3):
        await door.tried()
        await door.limits.tried(wrong=False)
    assert max(door.waits.seconds) > LOOK_S, "each has its turn now"


async def test_a_wrong_code_that_is_posted_twice_leaves_four_tries(
    small_town: Street, amina: Person, river: bytes
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = small_town.phone()
    for text in ("hello", "1", "1"):
        await phone.write(text)
    now = small_town.clock.now()
    wrong = Inbound("sms", "bot", "SM-twice", phone.address, 1, "text", now, text=WRONG)
    for _ in range(2 * CODE_TRIES):
        await small_town.intake.take(wrong)
    for _ in range(CODE_TRIES - 2):
        await phone.write(WRONG)
    await phone.write(card.shown)
    assert (await small_town.contact_of(phone)).survivor_id == river
