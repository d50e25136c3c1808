"""The whole product in one process on 127.0.0.1, with simulated carriers and invented people.

The parts are the real ones, wired by ``bot.app``: handlers, storage, vault, clients, worker and
console. Only the carriers behind the wire, the people and the clock are made up. The guided
stories, the try-it page and the end-to-end tests all play in such a world.
"""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from aiohttp import web

from bot.acts.act import Act
from bot.acts.conversation import Conversation, open_thread
from bot.acts.invites import Card, make
from bot.app import Bot, assemble, console_of, web_of
from bot.clock import MINUTE_MS
from bot.clocks import local_time
from bot.commands.setup import bring_to_newest
from bot.console.desk import DESK
from bot.console.staffing import enter
from bot.demo.botapi import BotApi
from bot.demo.browser import Browser
from bot.demo.chat_phone import ChatPhone
from bot.demo.clock import DemoClock
from bot.demo.ground import (
    HOST,
    connect,
    copied,
    door_at,
    folder_for,
    serve_at,
    settings_of,
    telegram_token,
)
from bot.demo.hiring import invent
from bot.demo.log_tail import LogTail
from bot.demo.people import Case, People, Person
from bot.demo.text_phone import TextPhone
from bot.demo.twilio_api import TwilioApi
from bot.storage import remembered
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault.passphrase import Cost
from bot.vault.server import ServerKeys

T = TypeVar("T")
ROUNDS: Final = 40
"""Times that everything is gone through before a world counts as restless."""


class Restless(RuntimeError):
    """Something begins again and again: a fault of ours, found by every story."""


@dataclass(slots=True)
class World:
    """One service and everybody around it."""

    folder: Path
    bot: Bot
    people: People
    clock: DemoClock
    telegram: BotApi
    twilio: TwilioApi
    console: web.Application
    console_url: str
    log: LogTail
    _chats: int = 5_550_000
    _numbers: int = 100
    _browsers: list[Browser] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        folder: Path | None = None,
        *,
        begins: int | None = None,
        cost: Cost | None = None,
        ports: tuple[int, int] = (0, 0),
        log: LogTail | None = None,
        like: "World | None" = None,
    ) -> AsyncIterator["World"]:
        """Open a world, and close it with everything in it.

        Args:
            folder: where its data stay; without one they are gone at the end.
            begins: the moment at which its clock begins; without one it is now.
            cost: of passphrases; only tests ask for less than the real one.
            ports: of web and console; 0: any that is free.
            log: where its log goes, if anybody looks at it.
            like: a world whose keys, people and rows, as they are now, this one begins with.
        """
        async with AsyncExitStack() as stack:
            place = folder_for(stack, folder)
            clock = DemoClock(begins)
            doors = tuple(door_at(stack, port) for port in ports)
            web_url, console_url = (f"http://{HOST}:{door.getsockname()[1]}" for door in doors)
            telegram = BotApi(telegram_token(), clock=clock)
            twilio = TwilioApi(f"AC{secrets.token_hex(16)}", secrets.token_urlsafe(), clock=clock)
            await stack.enter_async_context(telegram)
            await stack.enter_async_context(twilio)
            keys = ServerKeys.generate() if like is None else copied(like.folder, place)
            (place / "keys.json").write_text(keys.to_json())
            (place / "keys.json").chmod(0o600)
            settings = settings_of(place, keys, telegram, twilio, (web_url, console_url))
            await bring_to_newest(Database.open(settings.database_url), settings)
            bot = await stack.enter_async_context(assemble(settings, clock=clock))
            inventing = bot.service
            if cost is not None:
                inventing = replace(inventing, vault=Vault(keys, cost))
            people = await invent(inventing) if like is None else like.people
            console = console_of(bot, demo=True)
            await serve_at(stack, web_of(bot), doors[0])
            await serve_at(stack, console, doors[1])
            await connect(settings, telegram, twilio)
            tail = log or LogTail()
            world = cls(place, bot, people, clock, telegram, twilio, console, console_url, tail)
            stack.push_async_callback(world._close)
            yield world

    async def _close(self) -> None:
        for browser in self._browsers:
            await browser.close()
        await self.bot.outbox.idle()

    # --- phones -------------------------------------------------------------------------------

    def chat(self, name: str = "Guest", language: str = "en") -> ChatPhone:
        """Return a new phone with a chat app."""
        self._chats += 1
        return self.telegram.phone(self._chats, name=name, language=language)

    def phone(self) -> TextPhone:
        """Return a new phone that texts, with one of Ofcom's numbers for drama."""
        self._numbers += 1
        return self.twilio.phone(f"+447700900{self._numbers}")

    # --- time ---------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Go on until nothing is left to do: rows, sends, receipts."""
        now = self.clock.now()  # put forward by hand, and right all the same
        await self.bot.service.database.run(
            lambda conn: remembered.note(conn, remembered.CLOCK, now)
        )
        for _ in range(ROUNDS):
            await self.bot.outbox.idle()
            await self.twilio.messages.settled()
            done = await self.bot.worker.round(MINUTE_MS)
            await self.bot.outbox.idle()
            await self.twilio.messages.settled()
            if not done:
                return
        raise Restless

    @property
    def hour(self) -> int:
        """The hour of the day in London."""
        return local_time(self.clock.now()).hour

    async def later(self, *, hours: float = 0, minutes: float = 0) -> None:
        """Let time pass, and everything that it brings."""
        self.clock.forward(hours=hours, minutes=minutes)
        await self.settle()

    # --- carriers -----------------------------------------------------------------------------

    async def outage(self) -> None:
        """Let both carriers fail."""
        self.telegram.down = self.twilio.down = True

    async def recover(self) -> None:
        """Let both carriers work again; what they held arrives."""
        self.telegram.down = False
        await self.telegram.updates.flush()
        await self.twilio.recover()
        await self.settle()

    # --- staff --------------------------------------------------------------------------------

    async def cookie(self, person: Person) -> str:
        """Return the cookie of a session that this person has just signed in to."""
        desk, now = self.console[DESK], self.clock.now()
        session = await enter(desk, person.id, person.private, now)
        return session.ticket.cookie()

    async def browser(self, person: Person) -> Browser:
        """Return a browser in which this person has just signed in."""
        browser = Browser(self.console_url, await self.cookie(person))
        self._browsers.append(browser)
        return browser

    async def does(self, person: Person, deed: Callable[[Act], T]) -> T:
        """Do one act as this person, as the console does."""
        vault, now = self.bot.service.vault, self.clock.now()
        return await self.bot.service.database.run(
            lambda conn: deed(Act(conn, vault, now, person.id))
        )

    async def card(self, case: Case) -> Card:
        """Print a new card for a case; the one before it no longer opens."""
        return await self.does(case.advocate, lambda act: make(act, case.survivor_id))

    async def thread(self, person: Person, survivor_id: bytes) -> Conversation:
        """Open a thread as this person, through the act that the console calls."""
        return await self.does(person, lambda act: open_thread(act, survivor_id, person.private))
