"""A simulated phone with a chat on it: what its owner does, and what anyone who holds it can see.

It shows what the carrier was told and nothing else, so that a story can ask what a bystander, or
somebody who picks the phone up, would read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.demo.awaited import Phone

if TYPE_CHECKING:
    from bot.demo.botapi import BotApi

_MARKS = str.maketrans("", "", "\u2068\u2069")


@dataclass(slots=True)
class Bubble:
    """One message in the chat."""

    id: int
    hers: bool
    text: str
    at: int
    keyboard: list[list[dict[str, str]]] = field(default_factory=list)
    kind: str = "text"
    edited: bool = False
    silent: bool = False
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, as read."""
        return [button["text"].translate(_MARKS) for row in self.keyboard for button in row]


@dataclass(frozen=True, slots=True)
class Passed:
    """Words that went through Telegram, whatever became of their message since."""

    message: int
    hers: bool
    text: str
    at: int


class ChatPhone(Phone):
    """One person's phone. What she does returns once the bot took it, or the carrier holds it."""

    def __init__(self, api: "BotApi", chat_id: int, name: str, language: str) -> None:
        super().__init__()
        self.chat_id = chat_id
        self.user = {"id": chat_id, "is_bot": False, "first_name": name, "language_code": language}
        self.chat = {"id": chat_id, "first_name": name, "type": "private"}
        self.bubbles: dict[int, Bubble] = {}
        self.passed: list[Passed] = []
        self.sounds = 0
        self.blocked = False
        self.callbacks: list[str] = []
        """Ids of taps that the bot has answered: the button has stopped turning."""
        self._api = api
        self._last_id = 0

    # --- what she does ------------------------------------------------------------------------

    async def write(self, text: str) -> int:
        """Send words; returns the id of the message on this phone."""
        more: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            command = text.split(maxsplit=1)[0]
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        return await self.send("text", more, text)

    async def start(self, payload: str = "") -> int:
        """Press *Start*, perhaps on a link with a payload."""
        self._api.started.add(self.chat_id)
        return await self.write(f"/start {payload}".strip())

    async def voice(self, content: bytes, *, seconds: int = 5) -> int:
        """Send a voice note."""
        file = self._api.keep_file(content, "voice", "oga")
        more = {"voice": {**file, "duration": seconds, "mime_type": "audio/ogg"}}
        return await self.send("voice", more)

    async def photo(self, content: bytes, *, caption: str = "") -> int:
        """Send a photo, which arrives in two sizes."""
        small = self._api.keep_file(content[:100], "photo", "jpg")
        large = self._api.keep_file(content, "photo", "jpg")
        sizes = [{**small, "width": 90, "height": 60}, {**large, "width": 900, "height": 600}]
        return await self.send(
            "photo", {"photo": sizes, **({"caption": caption} if caption else {})}
        )

    async def send(self, kind: str, content: Mapping[str, Any], text: str = "") -> int:
        """Send a message of any kind: ``send("sticker", {"sticker": {...}})``."""
        self._api.started.add(self.chat_id)
        bubble = self.add(hers=True, text=text, kind=kind)
        bubble.raw = {**self._raw(bubble), "from": self.user, **content}
        await self.did({"message": bubble.raw})
        return bubble.id

    async def tap(self, label: str, *, message: int | None = None) -> None:
        """Tap the newest button with this label, or the one on an older message."""
        for bubble in sorted(self.bubbles.values(), key=lambda one: -one.id):
            if message in (None, bubble.id) and label in bubble.labels:
                at = bubble.labels.index(label)
                data = [button for row in bubble.keyboard for button in row][at]["callback_data"]
                await self.press(data, bubble)
                return
        raise LookupError(f"no button {label!r} on\n{self.screen()}")

    async def press(self, data: str, bubble: Bubble) -> None:
        """Send any callback data from a message: what a changed client could do."""
        self._api.taps += 1
        await self.did(
            {
                "callback_query": {
                    "id": f"{self.chat_id}{self._api.taps:08d}",
                    "from": self.user,
                    "message": self.raw_of(bubble),
                    "chat_instance": str(self.chat_id),
                    "data": data,
                }
            }
        )

    async def block(self, *, blocked: bool = True) -> None:
        """Block the bot, or let it write again."""
        self.blocked = blocked
        states = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = ({"user": self._api.me, "status": state, "until_date": 0} for state in states)
        change = {"chat": self.chat, "from": self.user, "date": self._api.now() // 1000}
        await self.did(
            {"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}}
        )

    async def did(self, update: dict[str, Any]) -> None:
        """Hand one update to the carrier."""
        self._seen = self.acts
        await self._api.updates.deliver(self.chat_id, update)

    async def again(self) -> None:
        """Have the carrier deliver her last update once more."""
        await self._api.updates.redeliver_last(self.chat_id)

    # --- what can be seen ---------------------------------------------------------------------

    @property
    def last(self) -> Bubble:
        """The newest message of the bot."""
        return max((one for one in self.bubbles.values() if not one.hers), key=lambda one: one.id)

    def screen(self) -> str:
        """Everything in the chat: her own lines behind ``>``, buttons in brackets."""
        lines = []
        for bubble in self.bubbles.values():
            lines.append(("> " if bubble.hers else "") + (bubble.text or f"({bubble.kind})"))
            lines += [" ".join(f"[{button['text']}]" for button in row) for row in bubble.keyboard]
        return "\n".join(lines).translate(_MARKS)

    # --- what the carrier does ----------------------------------------------------------------

    def add(self, *, hers: bool, text: str, kind: str = "text", silent: bool = False) -> Bubble:
        """Put one more message into the chat."""
        self._last_id += 1
        bubble = Bubble(self._last_id, hers, text, self._api.now(), kind=kind, silent=silent)
        self.bubbles[bubble.id] = bubble
        self.passes(bubble)
        return bubble

    def passes(self, bubble: Bubble) -> None:
        """Note what the carrier sees of a message now."""
        text = bubble.text or f"({bubble.kind})"
        self.passed.append(Passed(bubble.id, bubble.hers, text, self._api.now()))

    def notify(self, bubble: Bubble) -> None:
        """Show a message of the bot on the lock screen."""
        self.notifications.append(bubble.text.translate(_MARKS) or f"({bubble.kind})")
        self.sounds += not bubble.silent

    def acted(self) -> None:
        """Count what the bot did, and wake whoever waits for it."""
        self.acts += 1
        self.changed()

    def raw_of(self, bubble: Bubble) -> dict[str, Any]:
        """Return a message as the Bot API describes it."""
        if bubble.hers:
            return bubble.raw
        raw = {**self._raw(bubble), "from": self._api.me, **bubble.raw}
        if bubble.kind == "text":
            raw["text"] = bubble.text
        if bubble.keyboard:
            raw["reply_markup"] = {"inline_keyboard": bubble.keyboard}
        if bubble.edited:
            raw["edit_date"] = self._api.now() // 1000
        return raw

    def _raw(self, bubble: Bubble) -> dict[str, Any]:
        return {"message_id": bubble.id, "chat": self.chat, "date": bubble.at // 1000}
