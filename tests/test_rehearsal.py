"""Carriers that stand in for the real ones beside a deployment: this machine only, and complete."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.commands import telegram_account, twilio_account
from bot.errors import BotError, SettingsError
from bot.settings import Settings
from tests.commands.shell import ROOT
from tools.carriers import Street, opened

HERS = "+447700900101"


@pytest.fixture
def environment(unused_tcp_port_factory: Callable[[], int]) -> dict[str, str]:
    return {
        "CONFIG_DIR": str(ROOT / "config"),
        "PUBLIC_URL": "https://bot.example.org",
        "TELEGRAM_BOT_TOKEN": "1234567890:rehearsed",
        "TELEGRAM_WEBHOOK_SECRET": "rehearsed",
        "TELEGRAM_API_URL": f"http://127.0.0.1:{unused_tcp_port_factory()}",
        "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
        "TWILIO_AUTH_TOKEN": "rehearsed",
        "TWILIO_MESSAGING_SERVICE_SID": "MG" + "1" * 32,
        "TWILIO_API_URL": f"http://127.0.0.1:{unused_tcp_port_factory()}",
    }


@pytest.fixture
def shown() -> "asyncio.Queue[str]":
    return asyncio.Queue()


@pytest.fixture
async def street(environment: dict[str, str], shown: "asyncio.Queue[str]") -> AsyncIterator[Street]:
    async with opened(environment, shown.put_nowait) as street:
        yield street


async def test_what_connect_sets_there_status_finds_right(
    street: Street, environment: dict[str, str]
) -> None:
    assert street
    settings = Settings.read(environment)
    for carrier in (telegram_account, twilio_account):
        await carrier.connect(settings)
        assert [one.words for one in await carrier.status(settings) if one.state == "wrong"] == []


async def test_a_phone_shows_what_the_service_answers(
    street: Street, shown: "asyncio.Queue[str]"
) -> None:
    asked = asyncio.Queue[str]()

    async def hook(request: web.Request) -> web.Response:
        await asked.put(str((await request.post())["Body"]))
        return web.Response(text="<Response/>")

    app = web.Application()
    app.router.add_post("/sms", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert street.twilio
    street.twilio.settings["sms_url"] = f"http://127.0.0.1:{runner.addresses[0][1]}/sms"
    await street.does(f"text {HERS} hello there")
    assert await asked.get() == "hello there"
    street.twilio.phone(HERS).receive("SM1", "an answer", 0)
    assert await shown.get() == f"--- {HERS} ---\n> hello there\nan answer\n---"
    await runner.cleanup()


@pytest.mark.parametrize("line", ["write sam hello", "chat", "tap sam Yes"])
async def test_what_nobody_can_do_is_one_line(street: Street, line: str) -> None:
    with pytest.raises(BotError):
        await street.does(line)


async def test_beside_the_real_carriers_nothing_is_simulated(environment: dict[str, str]) -> None:
    del environment["TWILIO_API_URL"]
    with pytest.raises(SettingsError, match="TWILIO_API_URL"):
        async with opened(environment, print):
            pass
