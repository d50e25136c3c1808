"""The simulated Bot API, and python-telegram-bot as its client."""

from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from bot.channels.telegram_transport import TelegramTransport
from bot.clock import ManualClock
from bot.demo.botapi import BotApi


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock) as api:
        yield api


def library(api: BotApi, token: str = "") -> ExtBot[None]:
    transport = TelegramTransport(token or api.token, api.url)
    return ExtBot(
        transport.token,
        base_url=transport.base_url,
        base_file_url=transport.file_url,
        request=transport,
        get_updates_request=transport,
    )


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[ExtBot[None]]:
    async with library(api) as bot:
        yield bot
