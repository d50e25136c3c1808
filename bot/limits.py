"""What strangers and wrong codes may cost (security.md 1 and 5): counted, never remembered.

Names of counters are made with a key that changes daily, so that a copy of Redis names nobody. A
linked person meets none of these limits but one, on texts alone, where anybody can write under her
number: after a day's answers what comes is kept, and no more answered but calls for help
(docs/adr/0024 and 0028).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.channels.wire import Inbound
from bot.clock import HOUR_MS
from bot.clocks import local_date
from bot.coordination import Coordination
from bot.flows.codes import code_among, ten_digits
from bot.vault import Vault

STRANGER_RATE, STRANGER_BURST = 1.0, 60.0
WRONG, TRYING = "codes:wrong", "codes:trying"
TRYING_S = 60  # after which a process that died in the middle of a try holds nothing up
LOOK_S = 0.05
POSTED_S = 900  # in which a carrier posts again what it got no answer to
CODE_TRIES, CODE_WINDOW_S = 5, 3_600  # a sender
WRONG_CODES_AN_HOUR = 60  # everybody together; further ones wait for a turn of their own
TURNS_A_SECOND = 1.0
LONGEST_WAIT_S = 60.0
"""The longest that anybody waits: the way in is never closed.

A carrier gives up on a webhook before that, and posts it again: the answer goes out by itself.
"""
UK = "+44"
DAY_S = 86_400
LINKED_SEGMENTS = 400
"""A day, to a number that is or was linked: some forty jobs in Arabic, or a phone full of texts."""
WORRY = 2
"""How many times a day a stranger's worry, or what somebody linked is writing, may cost."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What this message may cost.

    Attributes:
        stranger: whether a stranger's message is looked at and answered.
        spent: whether a stranger gets nothing more today but help numbers, and the link of a code.
        over: whether that is so in the middle of a worry, too, which may cost more (docs/adr/0017
            and 0025).
        last: whether that was not said yet today.
        code: whether a code in it may be tried.
        trying: whether it counts among the codes being tried until ``tried`` says how it went.
        full: how many times a linked number has had a day's answers; ``last`` as of a stranger.
    """

    stranger: bool = True
    spent: bool = False
    over: bool = False
    last: bool = False
    code: bool = True
    trying: bool = False
    full: int = 0


FULL = Allowance()


class Limits:
    """The counters of strangers and codes."""

    def __init__(
        self,
        coordination: Coordination,
        vault: Vault,
        segments: int,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._segments = segments  # a day on SMS; help numbers are never counted
        self._sleep = sleep
        self._coordination = coordination
        self._vault = vault

    async def before(self, inbound: Inbound, *, linked: bool = False) -> Allowance:
        """Look at the counters before a unit; a code tried while too many were wrong waits.

        A code that a carrier posts again is counted once.

        Args:
            inbound: what came.
            linked: whether it comes from somebody known to be linked.
        """
        code = looks_like_code(inbound)
        if inbound.channel == "telegram" and linked and not code:
            return FULL
        token = self._token(inbound)
        if inbound.channel == "telegram" and not code:
            return await self._by_chat(token)
        allowance = FULL
        if inbound.channel == "sms":
            if not linked:
                allowance = await self._by_text(inbound, token)
            allowance = await self._of_linked(token, allowance)
        if not code:
            return allowance
        if await self._again(inbound):
            tries = await self._coordination.counted(f"code:{token}")
        else:
            tries = await self._coordination.count(f"code:{token}", CODE_WINDOW_S)
        if tries > CODE_TRIES:  # it is not tried: it waits for no turn, and takes none from others
            if inbound.channel == "telegram":
                allowance = await self._by_chat(token)
            return replace(allowance, code=False)
        await self._begin_try()
        return replace(allowance, trying=True)

    async def _by_chat(self, token: str) -> Allowance:
        """Look at how fast somebody writes."""
        free = await self._coordination.take(f"in:{token}", STRANGER_RATE, STRANGER_BURST) == 0
        return Allowance(stranger=free)

    async def _by_text(self, inbound: Inbound, token: str) -> Allowance:
        """Look at what a day of texts has cost."""
        used = await self._coordination.counted(f"segments:{token}")
        spent = used >= self._segments
        return Allowance(
            stranger=inbound.address.startswith(UK),
            spent=spent,
            over=used >= WORRY * self._segments,
            last=spent and not await self._coordination.counted(f"last:{token}"),
        )

    async def _of_linked(self, token: str, allowance: Allowance) -> Allowance:
        """Return what a message may cost should it come under a number that is or was linked."""
        full = await self._coordination.counted(f"linked:{token}") // LINKED_SEGMENTS
        if not full:
            return allowance
        last = not await self._coordination.counted(f"full:{token}")
        return replace(allowance, full=full, last=last)

    async def _again(self, inbound: Inbound) -> bool:
        """Say whether a carrier has posted this before."""
        day = _day(inbound.at // HOUR_MS)
        name = self._vault.flood_token(inbound.source, inbound.external, day)
        return await self._coordination.count(f"posted:{name}", POSTED_S) > 1

    async def _begin_try(self) -> None:
        """Wait until no more codes are tried at once than may still be wrong this hour.

        Else many at once would all find the counter of the wrong ones where it was.
        """
        for _ in range(int(LONGEST_WAIT_S / LOOK_S)):
            trying = await self._coordination.count(TRYING, TRYING_S)
            wrong = await self._coordination.counted(WRONG)
            if wrong >= WRONG_CODES_AN_HOUR:
                await self._turn()
                return
            if wrong + trying <= WRONG_CODES_AN_HOUR:
                return
            await self._coordination.uncount(TRYING)
            await self._sleep(LOOK_S)
        await self._coordination.count(TRYING, TRYING_S)

    async def _turn(self) -> None:
        """Wait for a turn of one's own, or for the longest that anybody waits."""
        wait = await self._coordination.line_up("codes:slow", TURNS_A_SECOND, LONGEST_WAIT_S)
        await self._sleep(LONGEST_WAIT_S if wait is None else wait)

    async def tried(self, *, wrong: bool) -> None:
        """Count how a try went, once it is known."""
        if wrong:
            await self._coordination.count(WRONG, CODE_WINDOW_S)
        await self._coordination.uncount(TRYING)

    async def after(
        self, inbound: Inbound, *, segments: int, last: bool, linked: int, full: bool
    ) -> None:
        """Count what a unit's answer cost, after its commit, and whether it said: no more today.

        Args:
            inbound: what was answered.
            segments: of texts to a stranger.
            last: whether a stranger was told.
            linked: segments of texts to a number that is or was linked.
            full: whether that number was told.
        """
        token = self._token(inbound)
        counts = {"segments": segments, "last": int(last), "linked": linked, "full": int(full)}
        for name, more in counts.items():
            if more:
                await self._coordination.count(f"{name}:{token}", DAY_S, more)

    def _token(self, inbound: Inbound) -> str:
        day = _day(inbound.at // HOUR_MS)
        return self._vault.flood_token(inbound.channel, inbound.address, day)


@lru_cache(maxsize=2)
def _day(hour: int) -> str:
    """Return the day in London of an hour since 1970; every change of its clocks is on the hour."""
    return local_date(hour * HOUR_MS).isoformat()


def looks_like_code(inbound: Inbound) -> bool:
    """Whether a message could be trying a code: ten digits, also among words, or a deep link."""
    text = inbound.text
    if text.startswith("/start"):
        return text.strip() != "/start"
    return bool(ten_digits(text) or code_among(text))
