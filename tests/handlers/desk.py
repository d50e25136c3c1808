"""An intake for tests of the edges: it keeps what it was handed, or fails as told."""

import asyncio

from bot.channels.wire import Inbound


class Desk:
    """Takes everything, unless told not to.

    Attributes:
        fail: raised while there is one.
        away: so many messages more can't be stored.
        held: until when a text is not taken, by the text.
        unknown: so many receipts more are of a message that isn't known yet.
    """

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.receipts: list[tuple[str, str, str]] = []
        self.fail: Exception | None = None
        self.away = 0
        self.unknown = 0
        self.held: dict[str, asyncio.Event] = {}

    async def take(self, inbound: Inbound) -> None:
        if self.away:
            self.away -= 1
            raise ConnectionError
        if self.fail:
            raise self.fail
        if inbound.text in self.held:
            await self.held[inbound.text].wait()
        self.taken.append(inbound)

    async def receipt(self, sid: str, status: str, error: str) -> bool:
        if self.fail:
            raise self.fail
        if self.unknown:
            self.unknown -= 1
            return False
        self.receipts.append((sid, status, error))
        return True

    @property
    def last(self) -> Inbound:
        return self.taken[-1]
