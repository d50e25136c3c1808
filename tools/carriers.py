"""Stand in for Telegram and Twilio beside a real deployment, to rehearse it without an account.

    set -a; . /etc/imsa-bot/environment; set +a; python -m tools.carriers

Both listen on this machine where ``TELEGRAM_API_URL`` and ``TWILIO_API_URL`` say, know the tokens
of the same environment, and call the service at the public names it registers. Each line that is
typed is something a person does; what her phone shows is printed whenever it changes:

    chat sam /start 1234567890        text +447700900101 START
    tap sam English                   ring +447700900101
"""

import asyncio
import os
import sys
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.content import Content
from bot.demo.awaited import Awaited
from bot.demo.botapi import BotApi
from bot.demo.chat_phone import ChatPhone
from bot.demo.text_phone import TextPhone
from bot.demo.twilio_api import NUMBER, TwilioApi
from bot.environment import LOOPBACK
from bot.errors import BotError, SettingsError
from bot.settings import Settings

Say = Callable[[str], object]


@dataclass(slots=True)
class Street:
    """The carriers that are set, and the phones that somebody has used."""

    telegram: BotApi | None
    twilio: TwilioApi | None
    say: Say
    _watching: dict[Awaited, asyncio.Task[None]] = field(default_factory=dict)

    async def does(self, line: str) -> None:
        """Do what one line says; raises ``BotError`` where nobody can do that."""
        verb, _, rest = line.strip().partition(" ")
        who, _, what = rest.partition(" ")
        if self.telegram is not None and who and verb in {"chat", "tap"}:
            chat = self.telegram.phone(zlib.crc32(who.encode()), name=who)
            self._watch(who, chat)
            await (chat.write(what) if verb == "chat" else _tap(chat, what))
        elif self.twilio is not None and who and verb in {"text", "ring"}:
            phone = self.twilio.phone(who)
            self._watch(who, phone)
            if verb == "text":
                await phone.write(what)
            else:
                self.say(await phone.ring() or "(the call was not answered)")
        elif verb:
            raise BotError("chat NAME WORDS, tap NAME LABEL, text +NUMBER WORDS or ring +NUMBER")

    def _watch(self, who: str, phone: ChatPhone | TextPhone) -> None:
        if phone not in self._watching:
            self._watching[phone] = asyncio.create_task(self._shows(who, phone))

    async def _shows(self, who: str, phone: ChatPhone | TextPhone) -> None:
        seen = phone.acts

        def acted() -> bool:
            return phone.acts > seen

        while True:
            await phone.until(acted, seconds=None)
            seen = phone.acts
            self.say(f"--- {who} ---\n{phone.screen()}\n---")

    async def close(self) -> None:
        """Look at no phone any more."""
        for task in self._watching.values():
            task.cancel()
        await asyncio.gather(*self._watching.values(), return_exceptions=True)


async def _tap(chat: ChatPhone, label: str) -> None:
    try:
        await chat.tap(label)
    except LookupError as error:
        raise BotError(str(error)) from None


@asynccontextmanager
async def opened(environment: Mapping[str, str], say: Say) -> AsyncIterator[Street]:
    """Open what the environment names; raises ``SettingsError`` unless that is this machine."""
    settings = Settings.read(environment)
    handle = Content.load(settings.config_dir).service.handle
    async with AsyncExitStack() as stack:
        street = Street(None, None, say)
        if settings.telegram is not None:
            street.telegram = BotApi(settings.telegram.token)
            street.telegram.me["username"] = handle
            port = _port("TELEGRAM_API_URL", settings.telegram.api_url)
            stack.push_async_callback(street.telegram.stop)
            await street.telegram.start(port)
        if settings.twilio is not None:
            account, token = settings.twilio.account_sid, settings.twilio.auth_token
            street.twilio = TwilioApi(account, token, settings.twilio.from_number or NUMBER)
            port = _port("TWILIO_API_URL", settings.twilio.api_url)
            stack.push_async_callback(street.twilio.stop)
            await street.twilio.start(port)
        stack.push_async_callback(street.close)
        yield street


def _port(name: str, url: str) -> int:
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK or not parts.port:
        raise SettingsError([f"{name} is not set to a port of this machine: nothing is simulated"])
    return parts.port


async def _listen() -> None:
    def say(words: str) -> None:
        print(words, flush=True)

    async with opened(os.environ, say) as street:
        for one in (street.telegram, street.twilio):
            say(f"{type(one).__name__} at {one.url}" if one else "one carrier is not set")
        while line := await asyncio.to_thread(sys.stdin.readline):
            try:
                await street.does(line)
            except BotError as error:
                say(str(error))


if __name__ == "__main__":
    try:
        asyncio.run(_listen())
    except SettingsError as error:
        sys.exit("\n".join(error.faults))
    except KeyboardInterrupt:
        pass
