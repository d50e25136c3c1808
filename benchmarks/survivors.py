"""Many simulated survivors in closed loop, and the simulated Bot API that carries their replies.

Each survivor does one thing, waits for the card that answers it, and does the next: taps what she
has tapped least on this card, or writes where only words are asked. She lives in a process of her
own, with the carrier, so that a reply is timed from the post of her update to its arrival.
"""

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.updates import ME, key_of, parameters_of, revision_of, shown, tapped, written
from benchmarks.wire import Incoming, Outgoing

CONNECTIONS = 100  # what Telegram opens at most
# What the two other bots don't hold, what would end the loop, what is done once.
NEVER = frozenset(
    (
        *("leave", "person", "discard", "not_now", "shared", "code", "language", "word"),
        *("phone", "notes", "rights", "meet", "concern", "team", "reminders", "my_data"),
    )
)
ALWAYS = {("yes", "no"): "no", ("yes", "no", "unsure"): "yes"}
NAVIGATION = frozenset({"back", "person", "leave", "skip"})
WORDS = (
    "I want to ask about the letter that came on Monday.",
    "Can we talk about the doctor? I have pain in my back again.",
    "The money did not come this week.",
    "Thank you. I understand.",
)
LOST_AFTER = 30.0  # seconds
FIRST_CHAT = 5_000_000_000
TWICE = 0.05  # of all webhooks, posted a second time


@dataclass
class Tally:
    """What was counted in one phase."""

    replies: int = 0
    messages: int = 0
    twice: int = 0
    repeated: int = 0
    disordered: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Survivor:
    """One person on a phone."""

    chat: int
    begin: str = "/start"
    card: int = 0
    buttons: tuple[str, ...] = ()
    revision: int = -1
    asked_at: float = 0.0
    waiting: bool = False
    written: int = 0
    tapped: dict[tuple[tuple[str, ...], str], int] = field(default_factory=dict)


class Line:
    """The carrier of one bot and everybody who writes to it.

    Args:
        port: the bot's own.
        path: of its webhook.
        secret: its webhook secret.
        token: its bot token.
        survivors: how many there are.
        begins: what each sends first.
    """

    def __init__(
        self,
        *,
        port: int,
        path: str,
        token: str,
        secret: str = "",
        survivors: int,
        begins: Sequence[str] = (),
    ) -> None:
        self.port = port
        self.tally = Tally()
        self.survivors = {
            chat: Survivor(chat) for chat in range(FIRST_CHAT, FIRST_CHAT + survivors)
        }
        for survivor, begin in zip(self.survivors.values(), begins, strict=False):
            survivor.begin = begin
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
        ).encode()
        self._path = f"/bot{token}/".encode()
        self._queue: deque[bytes] = deque()
        self._idle: deque[Outgoing] = deque()
        self._all: list[Outgoing] = []
        self._random = random.Random(7)  # noqa: S311 - the same play every time
        self._update = 0
        self.acknowledged: set[int] = set()
        """Updates that the bot answered with 200."""
        self.sends: set[int] = set()
        """Updates in which she confirmed that her words be sent."""
        self._message = 100
        self._active: set[int] = set()
        self._target = 0
        self._reached = asyncio.Event()
        self.rest_at = ""
        """The choice at whose card they rest; empty: nowhere."""

    # --- the survivors ----------------------------------------------------------------------------

    async def open(self) -> None:
        """Open the carrier's connections to the bot."""
        loop = asyncio.get_running_loop()
        self._all.clear()
        self._idle.clear()
        for _ in range(CONNECTIONS):
            _, protocol = await loop.create_connection(
                lambda: Outgoing(self._free, self._answered), "127.0.0.1", self.port
            )
            self._all.append(protocol)

    def close(self) -> None:
        """Hang up."""
        for connection in self._all:
            connection.close()

    def begin(self, count: int) -> None:
        """Let so many of them write; who waits already goes on waiting."""
        self._active = set(list(self.survivors)[:count])
        for chat in self._active:
            survivor = self.survivors[chat]
            if not survivor.waiting:
                self._next(survivor)

    async def replied(self, more: int) -> None:
        """Wait until so many more replies have come."""
        self._target = self.tally.replies + more
        self._reached.clear()
        await self._reached.wait()

    def pause(self) -> None:
        """Let nobody begin anything new."""
        self._active = set()

    def unanswered(self) -> int:
        """How many wait for a card."""
        return sum(survivor.waiting for survivor in self.survivors.values())

    def give_up(self) -> int:
        """Count whoever still waits as lost, and let them begin again."""
        lost = 0
        for survivor in self.survivors.values():
            if survivor.waiting:
                lost += 1
                survivor.waiting = False
                survivor.buttons = ()
                survivor.card = 0
        return lost

    async def settle(self, seconds: float = LOST_AFTER) -> int:
        """Wait until everybody was answered, at most so long; how many were not."""
        end = time.monotonic() + seconds
        while self.unanswered() and time.monotonic() < end:  # noqa: ASYNC110 - measured, not awaited
            await asyncio.sleep(0.02)
        return self.give_up()

    def _next(self, survivor: Survivor) -> None:
        survivor.waiting = True
        survivor.asked_at = time.perf_counter()
        self._update += 1
        chosen = [one for one in survivor.buttons if key_of(one) not in NEVER | NAVIGATION]
        if not survivor.card:
            body = self._text(survivor, survivor.begin)
        elif not chosen:
            survivor.written += 1
            body = self._text(survivor, WORDS[survivor.written % len(WORDS)])
        else:
            data = self._least(survivor, chosen)
            body = tapped(self._update, survivor.chat, survivor.card, data)
            if key_of(data) == "send":
                self.sends.add(self._update)
        self._post(body)
        if self._random.random() < TWICE:
            self.tally.twice += 1
            self._post(body)

    def _least(self, survivor: Survivor, chosen: list[str]) -> str:
        """Choose what she has tapped least on a card with these choices."""
        keys = tuple(key_of(one) for one in chosen)
        if keys in ALWAYS:
            return next(one for one in chosen if key_of(one) == ALWAYS[keys])
        least = min(chosen, key=lambda one: survivor.tapped.get((keys, key_of(one)), 0))
        place = (keys, key_of(least))
        survivor.tapped[place] = survivor.tapped.get(place, 0) + 1
        return least

    def _text(self, survivor: Survivor, words: str) -> bytes:
        self._message += 1
        return written(self._update, survivor.chat, self._message, words)

    # --- posting ----------------------------------------------------------------------------------

    def _post(self, body: bytes) -> None:
        if self._idle:
            self._idle.popleft().post(self._head, body)
        else:
            self._queue.append(body)

    def _free(self, connection: Outgoing) -> None:
        if self._queue:
            connection.post(self._head, self._queue.popleft())
        else:
            self._idle.append(connection)

    def _answered(self, body: bytes, status: int) -> None:
        if status == 200:
            self.acknowledged.add(int(body[len(b'{"update_id":') : body.index(b",")]))
        elif status:
            self.tally.refused += 1
            asyncio.get_running_loop().call_later(0.2, self._post, body)  # as Telegram does
        else:
            self._queue.appendleft(body)  # it broke: posted again once there is a connection

    # --- the carrier ------------------------------------------------------------------------------

    def serves(self, path: bytes) -> bool:
        """Say whether a call of the Bot API is for this bot."""
        return path.startswith(self._path)

    def call(self, path: bytes, body: bytes) -> bytes:
        """Answer one call of the Bot API."""
        method = path[len(self._path) :].partition(b"?")[0].lower()
        if method == b"getme":
            return ME
        if method not in {b"sendmessage", b"editmessagetext"}:
            return b'{"ok":true,"result":true}'
        parameters = parameters_of(body)
        survivor = self.survivors.get(int(parameters["chat_id"]))
        if method == b"sendmessage":
            self._message += 1
            message = self._message
        else:
            message = int(parameters["message_id"])
        if survivor is not None:
            self.tally.messages += 1
            self._card(survivor, message, parameters.get("reply_markup"))
        return shown(message, int(parameters["chat_id"]))

    def _card(self, survivor: Survivor, message: int, markup: object) -> None:
        if isinstance(markup, str):
            markup = json.loads(markup)
        rows = (markup if isinstance(markup, dict) else {}).get("inline_keyboard", ())
        buttons = tuple(button["callback_data"] for row in rows for button in row)
        if not buttons:
            return  # a receipt or a number: what she can act on comes with buttons
        revision = revision_of(buttons[0])
        if not survivor.waiting:
            self.tally.repeated += 1
        elif 0 < revision <= survivor.revision:
            self.tally.disordered += revision < survivor.revision
            self.tally.repeated += revision == survivor.revision
        else:
            self.tally.replies += 1
            if self.tally.replies >= self._target:
                self._reached.set()
            self.tally.latencies.append(time.perf_counter() - survivor.asked_at)
            survivor.waiting = False
        survivor.card, survivor.buttons = message, buttons
        survivor.revision = max(revision, survivor.revision)
        resting = self.rest_at and any(key_of(one) == self.rest_at for one in buttons)
        if not survivor.waiting and survivor.chat in self._active and not resting:
            self._next(survivor)


async def carrier(lines: list[Line], port: int) -> asyncio.Server:
    """Serve the Bot API of these bots."""

    def handle(path: bytes, body: bytes) -> bytes:
        for line in lines:
            if line.serves(path):
                return line.call(path, body)
        return b'{"ok":false,"error_code":401,"description":"Unauthorized"}'

    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Incoming(handle), "127.0.0.1", port, backlog=1024)
