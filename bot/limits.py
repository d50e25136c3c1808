"""What strangers and wrong codes may cost (security.md 1 and 5): counted, never remembered.

Names of counters are made with a key that changes daily, so that a copy of Redis names nobody. A
linked person meets none of these limits.
"""

import asyncio
from dataclasses import dataclass
from functools import lru_cache

from bot.channels.wire import Inbound
from bot.clocks import local_date
from bot.coordination import Coordination
from bot.vault import Vault

STRANGER_RATE, STRANGER_BURST = 1.0, 60.0
CODE_TRIES, CODE_WINDOW_S = 5, 3_600  # a sender
WRONG_CODES_AN_HOUR = 60  # everybody together; further ones wait, and are never refused
CODE_WAIT_S = 10  # a carrier gives up on a webhook after 15
UK = "+44"
DAY_S = 86_400
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What this message may cost.

    Attributes:
        stranger: whether a stranger's message is looked at and answered.
        spent: whether a stranger gets nothing more today but help numbers, and the link of a code.
        code: whether a code in it may be tried.
    """

    stranger: bool = True
    spent: bool = False
    code: bool = True


FULL = Allowance()


class Limits:
    """The counters of strangers and codes."""

    def __init__(self, coordination: Coordination, vault: Vault, segments: int) -> None:
        self._segments = segments  # a day on SMS; help numbers are never counted
        self._coordination = coordination
        self._vault = vault

    async def before(self, inbound: Inbound) -> Allowance:
        """Look at the counters before a unit; a code tried while too many were wrong waits."""
        code = looks_like_code(inbound)
        if inbound.channel == "telegram" and not code:
            token = self._token(inbound)
            free = await self._coordination.take(f"in:{token}", STRANGER_RATE, STRANGER_BURST) == 0
            return Allowance(stranger=free)
        token = self._token(inbound)
        stranger, spent = True, False
        if inbound.channel == "sms":
            stranger = inbound.address.startswith(UK)
            spent = await self._coordination.counted(f"segments:{token}") >= self._segments
        if not code:
            return Allowance(stranger, spent)
        tries = await self._coordination.count(f"code:{token}", CODE_WINDOW_S)
        if await self._coordination.counted("codes:wrong") >= WRONG_CODES_AN_HOUR:
            wait = await self._coordination.take("codes:slow", 1.0, 1.0)
            await asyncio.sleep(min(wait, CODE_WAIT_S))
        return Allowance(stranger, spent, code=tries <= CODE_TRIES)

    async def after(self, inbound: Inbound, segments: int, *, wrong_code: bool) -> None:
        """Count what a unit's answer cost, after its commit."""
        if wrong_code:
            await self._coordination.count("codes:wrong", CODE_WINDOW_S)
        token = self._token(inbound)
        for _ in range(segments):
            await self._coordination.count(f"segments:{token}", DAY_S)

    def _token(self, inbound: Inbound) -> str:
        day = _day(inbound.at // HOUR_MS)
        return self._vault.flood_token(inbound.channel, inbound.address, day)


@lru_cache(maxsize=2)
def _day(hour: int) -> str:
    """Return the day in London of an hour since 1970; every change of its clocks is on the hour."""
    return local_date(hour * HOUR_MS).isoformat()


def looks_like_code(inbound: Inbound) -> bool:
    """Whether a message could be trying a code: ten digits of any script, or a deep link."""
    text = inbound.text
    if text.startswith("/start "):
        return True
    return len(text) <= 24 and sum(map(str.isdecimal, text)) == 10  # noqa: PLR2004 - 3-3-4 in groups
