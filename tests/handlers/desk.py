"""An intake for tests of the edges: it keeps what it was handed, or fails as told."""

from bot.channels.wire import Inbound


class Desk:
    """Takes everything; raises ``fail`` while there is one, or for the next ``away`` messages."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.receipts: list[tuple[str, str, str]] = []
        self.fail: Exception | None = None
        self.away = 0

    async def take(self, inbound: Inbound) -> None:
        if self.away:
            self.away -= 1
            raise ConnectionError
        if self.fail:
            raise self.fail
        self.taken.append(inbound)

    async def receipt(self, sid: str, status: str, error: str) -> None:
        if self.fail:
            raise self.fail
        self.receipts.append((sid, status, error))

    @property
    def last(self) -> Inbound:
        return self.taken[-1]
