"""A simulated phone that only texts and rings: what its owner does, what anyone can read on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.channels.segments import is_gsm, segments
from bot.demo.awaited import Phone

if TYPE_CHECKING:
    from bot.demo.twilio_api import TwilioApi


@dataclass(slots=True)
class TextMessage:
    """One text, hers or ours, as it stays on the phone."""

    sid: str
    hers: bool
    body: str
    at: int

    @property
    def cost(self) -> str:
        """Encoding, characters, segments: what the try-it page shows."""
        letters = "GSM-7" if is_gsm(self.body) else "UCS-2"
        parts = segments(self.body)
        size = f"{len(self.body)} character{'' if len(self.body) == 1 else 's'}"
        return f"{letters}, {size}, {parts} segment{'' if parts == 1 else 's'}"


class TextPhone(Phone):
    """One person's phone. What she does returns once the bot took it, or the carrier holds it."""

    def __init__(self, api: "TwilioApi", number: str) -> None:
        super().__init__()
        self.number = number
        self.texts: list[TextMessage] = []
        self.off = False
        """Out of reach: the carrier holds what comes, as long as its validity lasts."""
        self.fault = 0
        """The carrier's error code for every text that doesn't arrive: 30005, 30003 …"""
        self._api = api

    async def write(self, body: str, *, media: int = 0) -> str:
        """Send a text; returns its id at the carrier."""
        self._seen = self.acts
        return await self._api.send_sms(self.number, body, media=media)

    async def ring(self) -> str:
        """Ring the number; returns what the carrier was told to do with the call."""
        self._seen = self.acts
        return await self._api.ring(self.number)

    async def again(self) -> None:
        """Have the carrier deliver her last text once more."""
        await self._api.redeliver_last(self.number)

    async def turn_on(self) -> None:
        """Come back into reach: what is still valid arrives now."""
        self.off = False
        await self._api.retry(self)

    @property
    def last(self) -> TextMessage:
        """The newest text of the service."""
        return next(text for text in reversed(self.texts) if not text.hers)

    def screen(self) -> str:
        """Everything in the thread: her own texts behind ``>``."""
        return "\n".join(("> " if text.hers else "") + text.body for text in self.texts)

    def receive(self, sid: str, body: str, at: int) -> None:
        """Take one text of the service, and show it on the lock screen."""
        self.texts.append(TextMessage(sid, hers=False, body=body, at=at))
        self.notifications.append(body)
        self.acts += 1
        self.changed()
