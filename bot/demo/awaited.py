"""Something that others wait for, without looking at the clock again and again; a phone is that."""

import asyncio
from collections.abc import Callable

_PATIENCE = 15.0  # seconds before a test or a story gives up on an answer


class Awaited:
    """It changes only when somebody did something with it; whoever waits is woken then."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def changed(self) -> None:
        """Wake whoever waits."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, true: Callable[[], object], *, seconds: float | None = _PATIENCE) -> None:
        """Wait until something is true of it, for ever or with ``TimeoutError``."""
        async with asyncio.timeout(seconds):
            while not true():
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future


class Phone(Awaited):
    """What any simulated phone has: a lock screen, and something to look at on it."""

    def __init__(self) -> None:
        super().__init__()
        self.notifications: list[str] = []
        """What the lock screen has shown, oldest first."""
        self.acts = 0
        """How often the bot has done something here: sent, edited, deleted."""
        self._seen = 0

    def screen(self) -> str:
        """Everything that can be read on it."""
        raise NotImplementedError

    def unlock(self) -> None:
        """Look at the phone: the lock screen is empty afterwards."""
        self.notifications.clear()

    async def answered(self, times: int = 1) -> str:
        """Wait until the bot has done so much since she last did something; returns the screen."""
        await self.until(lambda: self.acts >= self._seen + times)
        return self.screen()
