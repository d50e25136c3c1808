import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.demo.clock import MONDAY
from bot.demo.log_tail import LogTail
from bot.demo.stories.book import STORIES, tell_all
from bot.demo.stories.telling import Story, expect, tell
from bot.demo.world import World
from bot.vault.passphrase import Cost

CHEAP = Cost(kib=64, passes=1)


@pytest.fixture
def log() -> Iterator[LogTail]:
    """Everything that is logged at debug level."""
    tail = LogTail()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("debug", "text", tail)
    yield tail
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.long
async def test_every_story_ends_as_expected_one_after_another(log: LogTail) -> None:
    endings = [ending async for ending in tell_all(log, CHEAP)]
    assert [ending.wrong for ending in endings] == [""] * len(STORIES)
    assert log.lines  # it was searched for words that may not be there


@pytest.mark.soak
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
async def test_a_story_stands_by_itself(story: Story) -> None:
    async with World.open(begins=MONDAY, cost=CHEAP) as world:
        assert (await tell(story, world)).wrong == ""


async def test_a_story_that_does_not_end_as_expected_says_what_was_expected() -> None:
    async def play(world: World) -> None:
        expect(world.clock.now() < MONDAY, "an earlier day")

    async with World.open(begins=MONDAY, cost=CHEAP) as world:
        ending = await tell(Story("a story", "nothing", (), play), world)
    assert ending.line == "failed  a story: expected an earlier day"
