"""The guided stories in the order in which they are played."""

from collections.abc import AsyncIterator

from bot.demo.clock import MONDAY
from bot.demo.log_tail import LogTail
from bot.demo.stories import (
    carrier_down,
    complaint_unseen,
    concern_by_pin,
    crisis_words,
    curtain,
    erased,
    first_text,
    front_door,
    leave_now,
    link_by_code,
    meeting,
    message_and_answer,
    one_time,
    own_code_fails,
    rights_by_text,
    safeguarding,
)
from bot.demo.stories.telling import Ending, tell
from bot.demo.world import World
from bot.vault.passphrase import Cost

STORIES = (
    first_text.STORY,
    link_by_code.STORY,
    message_and_answer.STORY,
    curtain.STORY,
    leave_now.STORY,
    carrier_down.STORY,
    own_code_fails.STORY,
    rights_by_text.STORY,
    crisis_words.STORY,
    meeting.STORY,
    one_time.STORY,
    erased.STORY,
    safeguarding.STORY,
    concern_by_pin.STORY,
    complaint_unseen.STORY,
    front_door.STORY,
)


async def tell_all(log: LogTail | None = None, cost: Cost | None = None) -> AsyncIterator[Ending]:
    """Play every story in one world, one after another.

    Args:
        log: where the log goes, so that it can be searched.
        cost: of passphrases; only tests ask for less than the real one.
    """
    async with World.open(begins=MONDAY, log=log, cost=cost) as world:
        for story in STORIES:
            ending = await tell(story, world)
            if ending.wrong:  # it may have left the carriers as they were in it
                await world.recover()
            yield ending
