"""The stage of the try-it page: a world with two phones in front, its switches, and *again*.

The rule kept here: the page does what people and carriers could do, through the simulated carriers
and the real acts; nothing on it reaches behind the product's back, except to look.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import structlog

from bot import clocks
from bot.acts.invites import Card
from bot.clock import SystemClock
from bot.demo.chat_phone import ChatPhone
from bot.demo.clock import at_work, clock_change
from bot.demo.log_tail import LogTail
from bot.demo.people import Case
from bot.demo.text_phone import TextPhone
from bot.demo.world import Restless, World
from bot.vault.passphrase import Cost

QUARTER = 16  # minutes: a little more than the curtain waits
PATIENCE = 2.0  # seconds that the page waits for what was done on a phone
UNDELIVERED = 30003

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Switches:
    """What fails at the moment."""

    telegram: bool = False
    sms: bool = False
    storage: bool = False

    @property
    def any(self) -> bool:
        """Whether anything fails."""
        return self.telegram or self.sms or self.storage


@dataclass(slots=True)
class Stage:
    """What is shown and touched.

    Attributes:
        log: the end of the log.
        ports: of the carriers' side and of the console.
        folder: where the data stay, if they do.
        cost: of passphrases; only tests ask for less than the real one.
        begins: the moment; without one it is now, or the next hour of work.
        lost: phones in somebody else's hands for good.
        stranger: whether somebody else holds the phones just now.
        cards: printed in this demonstration, by case name.
    """

    log: LogTail
    ports: tuple[int, int]
    folder: Path | None = None
    cost: Cost | None = None
    begins: int | None = None
    lost: list[ChatPhone | TextPhone] = field(default_factory=list)
    stranger: bool = False
    switches: Switches = field(default_factory=Switches)
    cards: dict[str, Card] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _world: World | None = None
    _chat: ChatPhone | None = None
    _text: TextPhone | None = None
    _lock: sqlite3.Connection | None = None
    _doing: set[asyncio.Task[None]] = field(default_factory=set)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._close()

    @property
    def world(self) -> World:
        """The world that is played in now."""
        if self._world is None:
            raise RuntimeError("the stage is empty")
        return self._world

    @property
    def chat(self) -> ChatPhone:
        """The phone with a chat."""
        if self._chat is None:
            self._chat = self.world.chat()
        return self._chat

    @property
    def text(self) -> TextPhone:
        """The phone that only texts."""
        if self._text is None:
            self._text = self.world.phone()
        return self._text

    def phone(self, name: str) -> ChatPhone | TextPhone:
        """Return a phone by its name on the page."""
        return self.chat if name == "chat" else self.text

    async def _open(self) -> None:
        opening = World.open(
            self.folder,
            begins=at_work(SystemClock().now()) if self.begins is None else self.begins,
            cost=self.cost,
            ports=self.ports,
            log=self.log,
        )
        self._world = await self._stack.enter_async_context(opening)
        worker = asyncio.create_task(self._world.bot.worker.run())

        async def end() -> None:
            await self.world.bot.worker.stop()
            await worker

        self._stack.push_async_callback(end)
        self.cards = {name: case.card for name, case in self._world.people.cases.items()}

    async def _close(self) -> None:
        self._unlock()
        for task in self._doing:
            task.cancel()
        await asyncio.gather(*self._doing, return_exceptions=True)
        await self._stack.aclose()
        self._world = self._chat = self._text = None

    async def again(self) -> None:
        """Begin again: everything of this demonstration is gone."""
        async with self._one_at_a_time:
            await self._close()
            if self.folder is not None:
                for path in (*self.folder.glob("bot.db*"), self.folder / "keys.json"):
                    path.unlink()
            self.log.lines.clear()
            self.lost.clear()
            self.stranger, self.switches = False, Switches()
            self._stack = AsyncExitStack()
            await self._open()

    # --- phones -------------------------------------------------------------------------------

    async def write(self, name: str, text: str) -> None:
        """Write something on a phone."""
        await self._does(self.phone(name), self.phone(name).write(text))

    async def press(self, message: int, label: str) -> None:
        """Press a button in the chat."""
        await self._does(self.chat, self.chat.tap(label, message=message))

    async def open_link(self, case: str) -> None:
        """Open the link of a card on the phone with the chat."""
        await self._does(self.chat, self.chat.start(self.cards[case].link))

    async def _does(
        self, phone: ChatPhone | TextPhone, act: Coroutine[object, object, object]
    ) -> None:
        """Do something on a phone; while nothing can be stored, the page doesn't wait for it."""
        task = asyncio.create_task(_quietly(act))
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)
        await asyncio.wait({task}, timeout=PATIENCE)
        await self.settle()
        phone.unlock()  # whoever did it looks at the phone

    async def hand_over(self) -> None:
        """Let somebody else take the phones, a quarter of an hour later; or take them back."""
        self.stranger = not self.stranger
        if self.stranger:
            await self.later(minutes=QUARTER)

    async def lose(self, name: str) -> None:
        """Lose a phone for good, and get another."""
        self.lost.append(self.phone(name))
        if name == "chat":
            self._chat = self.world.chat()
        else:
            self._text = self.world.phone()
            self._text.fault = self.lost[-1].fault if isinstance(self.lost[-1], TextPhone) else 0

    async def print_card(self, case: Case) -> None:
        """Print a new card, as its advocate does in the console."""
        self.cards[case.case_name] = await self.world.card(case)

    # --- time and faults ----------------------------------------------------------------------

    async def later(self, *, hours: float = 0, minutes: float = 0) -> None:
        """Let time pass."""
        self.world.clock.forward(hours=hours, minutes=minutes)
        await self.settle()

    async def next_working_day(self) -> None:
        """Let time pass until ten in the morning of the next working day."""
        today = clocks.local_date(self.world.clock.now())
        holidays = self.world.bot.service.content.holidays.of("england")
        day = clocks.next_working_day(today, range(5), holidays)
        self.world.clock.until(clocks.moment(day, 10))
        await self.settle()

    async def clock_change(self) -> None:
        """Let time pass until the clocks are about to change; after the last change nothing does.

        An hour later the clocks have changed in spring, and show the same hour once more in autumn.
        """
        before = clock_change(self.world.clock.now())
        if before is not None:
            self.world.clock.until(before)
            await self.settle()

    async def switch(self, name: str) -> None:
        """Let something fail, or work again."""
        on = not getattr(self.switches, name)
        if name == "telegram":
            self.world.telegram.down = on
            if not on:
                await self.world.telegram.updates.flush()
        elif name == "sms":
            self.text.fault = UNDELIVERED if on else 0
        elif on:
            self._lock_storage()
        else:
            self._unlock()
            await self.world.telegram.updates.flush()
        setattr(self.switches, name, on)
        await self.settle()

    def _lock_storage(self) -> None:
        """Hold the database's file, as a backup that hangs would: nothing can be written."""
        self._lock = sqlite3.connect(
            self.world.folder / "bot.db", isolation_level=None, check_same_thread=False
        )
        self._lock.execute("BEGIN IMMEDIATE")

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.rollback()
            self._lock.close()
            self._lock = None

    async def settle(self) -> None:
        """Let everything happen that is due, so that the page shows it."""
        if self.switches.storage:
            return
        try:
            async with self._one_at_a_time:
                await self.world.settle()
        except Restless:
            log.warning("the demonstration did not come to rest")


async def _quietly(act: Coroutine[object, object, object]) -> None:
    with contextlib.suppress(LookupError):  # a button that was replaced meanwhile
        await act
