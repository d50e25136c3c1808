"""Something that others wait for, without looking at the clock again and again."""

import asyncio
from collections.abc import Callable

_PATIENCE = 15.0  # seconds before a test or a story gives up on an answer


class Awaited:
    """A phone changes only when somebody did something with it; whoever waits is woken then."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def changed(self) -> None:
        """Wake whoever waits."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, true: Callable[[], object], *, seconds: float | None = _PATIENCE) -> None:
        """Wait until something is true of this phone, for ever or with ``TimeoutError``."""
        async with asyncio.timeout(seconds):
            while not true():
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future
