"""A hand that holds a simulated phone: it writes, and picks what is offered by its words."""

import re

from bot.demo.chat_phone import ChatPhone
from bot.demo.text_phone import TextPhone
from bot.demo.world import World


class Hand:
    """Whoever holds this phone now.

    Args:
        world: where; everything that an act brings has happened when the act returns.
        phone: which.
    """

    def __init__(self, world: World, phone: ChatPhone | TextPhone) -> None:
        self._world = world
        self.phone = phone
        self._seen = 0

    async def write(self, text: str) -> str:
        """Send words; returns what is new on the phone."""
        self.look_away()
        await self.phone.write(text)
        return await self._look()

    async def open_link(self, code: str) -> str:
        """Press *Start* on a link; returns what is new on the phone."""
        if not isinstance(self.phone, ChatPhone):
            raise TypeError("a link opens in a chat only")
        self.look_away()
        await self.phone.start(code)
        return await self._look()

    async def pick(self, label: str) -> str:
        """Pick the choice with these words, as this phone offers it; returns what is new."""
        number = self.number_of(label)
        self.look_away()
        if isinstance(self.phone, ChatPhone):
            await self.phone.tap(number)
        else:
            await self.phone.write(number)
        return await self._look()

    def offers(self, label: str) -> bool:
        """Say whether these words are offered now."""
        try:
            self.number_of(label)
        except LookupError:
            return False
        return True

    def number_of(self, label: str) -> str:
        """Return the number, or the button, at which these words are offered."""
        if isinstance(self.phone, ChatPhone):
            shown = [one for one in self.phone.bubbles.values() if one.keyboard]
            if shown and label in shown[-1].labels:
                return label
            text = shown[-1].text if shown else ""
        else:
            text = self.phone.last.body
        found = re.search(rf"^\W*(\d)\W+{re.escape(label)}\W*$", text, re.MULTILINE)
        if found is None:
            raise LookupError(f"{label} is not offered")
        return found.group(1)

    @property
    def address(self) -> tuple[str, str]:
        """The channel and the address of this phone there."""
        if isinstance(self.phone, ChatPhone):
            return "telegram", str(self.phone.chat_id)
        return "sms", self.phone.number

    @property
    def screen(self) -> str:
        """Everything that can be read on the phone."""
        return self.phone.screen()

    @property
    def news(self) -> str:
        """What came or changed since the hand last did something."""
        if isinstance(self.phone, ChatPhone):
            return self.screen
        fresh = self.phone.texts[self._seen :]
        return "\n".join(text.body for text in fresh if not text.hers)

    async def _look(self) -> str:
        """Look at the phone once everything has come: its lock screen is empty then."""
        await self._world.settle()
        self.phone.unlock()
        return self.news

    def look_away(self) -> None:
        """Count what comes from now on as news."""
        if isinstance(self.phone, TextPhone):
            self._seen = len(self.phone.texts)
