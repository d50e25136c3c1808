"""How a story is told and looked at: what is expected, in words, and what it came to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.acts import survivors
from bot.demo import disk, thief
from bot.demo.people import Case, Person
from bot.demo.world import World
from bot.logs import fault

T = TypeVar("T")

NEUTRAL = "You have something to read."
"""All that a lock screen may show of an answer."""


class Unexpected(AssertionError):
    """Something that a story expected was not so; its words say what."""


@dataclass(frozen=True, slots=True)
class Story:
    """One story.

    Attributes:
        title: what it is about.
        promises: what ends well when it ends well.
        by_hand: how somebody plays it on the try-it page.
        play: plays it, and raises ``Unexpected``.
    """

    title: str
    promises: str
    by_hand: tuple[str, ...]
    play: Callable[[World], Awaitable[None]]

    @property
    def file(self) -> str:
        """Where it is told."""
        return f"{self.play.__module__.replace('.', '/')}.py"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a story came to; ``wrong`` is empty where it ended as expected."""

    story: Story
    wrong: str = ""

    @property
    def line(self) -> str:
        """One line for a terminal."""
        if self.wrong:
            return f"failed  {self.story.title}: {self.wrong}"
        return f"ok      {self.story.title}: {self.story.promises}"


async def tell(story: Story, world: World) -> Ending:
    """Play a story and say how it ended."""
    try:
        await story.play(world)
    except Unexpected as unexpected:
        return Ending(story, f"expected {unexpected}")
    except Exception as error:  # noqa: BLE001 - a story that breaks has failed, and says where
        return Ending(story, fault(error))
    return Ending(story)


def expect(true: object, what: str) -> None:
    """Expect something to be so; ``what`` completes *expected …*."""
    if not true:
        raise Unexpected(what)


def there(found: T | None, what: str) -> T:
    """Expect something to be there, and return it."""
    if found is None:
        raise Unexpected(what)
    return found


def says(text: str, *words: str, where: str = "on the phone") -> None:
    """Expect words to be read there."""
    for one in words:
        expect(one in text, f"“{one}” {where}")


def silent(text: str, *words: str, where: str = "on the phone") -> None:
    """Expect that none of these words can be read there."""
    for one in words:
        expect(one not in text, f"nothing of “{one}” {where}")


def unreadable(world: World, *marks: str) -> None:
    """Expect that none of these words stands on the disk or in the log."""
    for mark in disk.found(world.folder, *marks):
        raise Unexpected(f"nothing of “{mark}” in the database's files")
    silent(world.log.text, *marks, where="in the log")


async def sealed_to_people(world: World, *marks: str) -> None:
    """Expect that the server's own keys open none of these words any more."""
    vault = world.bot.service.vault
    loot = await world.bot.service.database.read(lambda conn: list(thief.loot(conn, vault)))
    for one in loot:
        inside = one.opened or one.raw
        for mark in marks:
            expect(
                mark.encode() not in inside, f"“{mark}” closed to the server's keys ({one.place})"
            )


async def opens(world: World, person: Person, case: Case, *marks: str) -> None:
    """Expect that this person's key opens these words, and that they are in the thread."""
    opened = await _opened(world, person, case)
    open_to(person, opened, *marks)


def open_to(person: Person, opened: disk.Opened, *marks: str) -> None:
    """Expect that these words are among what was opened with this person's key."""
    for mark in marks:
        expect(
            any(mark in (one or "") for one in opened.words),
            f"“{mark}” to open with {person.name}'s key",
        )


async def stays_closed(world: World, person: Person, case: Case) -> None:
    """Expect that this person's key opens nothing of a thread, even beside the server's keys."""
    opened = await _opened(world, person, case)
    expect(not opened.any, f"nothing to open with {person.name}'s key")


async def _opened(world: World, person: Person, case: Case) -> disk.Opened:
    vault = world.bot.service.vault
    return await world.bot.service.database.read(
        lambda conn: disk.opened_by(conn, vault, case.survivor_id, person.private)
    )


async def linked_phones(world: World, case: Case) -> int:
    """Return how many phones a survivor has."""
    vault = world.bot.service.vault
    her = await world.bot.service.database.read(
        lambda conn: survivors.describe(conn, vault, case.survivor_id)
    )
    return len(her.phones)
