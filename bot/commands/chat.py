"""``chat``: talk to the whole product in this terminal, over a temporary database.

The same invented world as the demo, with one phone in it: real handlers, storage, keys and clients.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress

from bot import logs
from bot.commands.opened import run_async, say
from bot.demo.chat_phone import ChatPhone
from bot.demo.text_phone import TextPhone
from bot.demo.world import World
from bot.errors import SettingsError
from bot.vault.passphrase import Cost
from bot.words import Catalogues
from bot.words.catalogues import CONFIG

ANSWER_SECONDS = 5.0
NOBODY_SIGNS_IN = Cost(kib=64, passes=1)


def chat(arguments: argparse.Namespace, _: Mapping[str, str]) -> int:
    """Talk until the input ends."""
    logs.configure("error", "text")
    run_async(lambda: _chat(arguments.channel, arguments.lang))
    return 0


async def _chat(channel: str, language: str) -> None:
    known = {one.code: one.endonym for one in Catalogues(CONFIG, drafts=True).offered()}
    if language not in known:
        raise SettingsError([f"--lang must be one of: {', '.join(known)}"])
    async with World.open(cost=NOBODY_SIGNS_IN) as world:
        card = world.people.river.card
        say("Type words, a number or a button's label; an empty line looks again; end with Ctrl-D.")
        say(f"To be linked to an invented advocate, give this code: {card.shown}")
        phone = world.phone() if channel == "sms" else world.chat(language=language)
        talk = Talk(world, phone)
        if isinstance(phone, ChatPhone):
            await phone.start()
            await talk.show()
        else:
            await talk.take("hello")
        await talk.take(known[language])  # a first message is always answered with the list
        while (line := await asyncio.to_thread(_line)) is not None:
            await talk.take(line)


def _line() -> str | None:
    try:
        return input("> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None


class Talk:
    """One person at a phone, as lines."""

    def __init__(self, world: World, phone: ChatPhone | TextPhone) -> None:
        self._world = world
        self._phone = phone
        self._shown: list[str] = []

    async def take(self, line: str) -> None:
        """Do what the line says, and print what is new on the phone."""
        phone = self._phone
        if line and isinstance(phone, ChatPhone):
            try:
                await phone.tap(line)
            except LookupError:
                await phone.write(line)
        elif line:
            await phone.write(line)
        await self.show()

    async def show(self) -> None:
        """Wait for the answer, and print the part of the screen that changed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._world.settle()
        now = self._phone.screen().splitlines()
        same = 0
        while same < min(len(now), len(self._shown)) and now[same] == self._shown[same]:
            same += 1
        for line in now[same:]:
            if not line.startswith("> "):
                say(line)
        self._shown = now
