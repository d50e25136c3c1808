"""A channel without a carrier: it keeps what was sent, for transcripts, ``chat`` and tests."""

from bot.channels.wire import KEPT, Outgoing, Sent
from bot.errors import SendError


class MemorySender:
    """Takes everything, in order; ``fail`` is raised by the next sends until it is taken away."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.fail: SendError | None = None
        self._count = 0

    async def send(self, outgoing: Outgoing) -> Sent:
        """Keep one payload; a card keeps its id when it is edited."""
        if self.fail:
            raise self.fail
        self.sent.append(outgoing)
        if outgoing.card and not outgoing.fresh:
            return Sent(outgoing.card, card=outgoing.cls not in KEPT)
        self._count += 1
        return Sent(str(self._count), card=outgoing.cls not in KEPT)

    async def close(self) -> None:
        """Nothing is open here."""
