"""The Procfile's processes on PostgreSQL and Redis: set up from nothing, killed, without Redis."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, CookieJar
from yarl import URL

from tests.commands.shell import ROOT, Shell
from tests.deployment import Deployment, lines
from tests.servers import PostgresServer, RedisServer
from tests.visitor import Visitor
from tools.carriers import opened

SERVING = ("web", "console", "worker")
HERS = "+447700900101"


@pytest.fixture
def environment(
    postgres_server: PostgresServer,
    redis_server: RedisServer,
    unused_tcp_port_factory: Callable[[], int],
) -> dict[str, str]:
    """What a platform gives its processes; the database is empty."""
    web, console, telegram, twilio = (unused_tcp_port_factory() for _ in range(4))
    url = postgres_server.url(postgres_server.create())
    return {
        "CONFIG_DIR": str(ROOT / "config"),
        "DATABASE_URL": url.replace("postgresql://", "postgres://"),
        "REDIS_URL": redis_server.url,
        "PORT": str(web),
        "PUBLIC_URL": f"http://127.0.0.1:{web}",
        "CONSOLE_PORT": str(console),
        "CONSOLE_URL": f"http://127.0.0.1:{console}",
        "TELEGRAM_BOT_TOKEN": "1234567890:rehearsed",
        "TELEGRAM_WEBHOOK_SECRET": "rehearsed",
        "TELEGRAM_API_URL": f"http://127.0.0.1:{telegram}",
        "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
        "TWILIO_AUTH_TOKEN": "rehearsed",
        "TWILIO_MESSAGING_SERVICE_SID": "MG" + "1" * 32,
        "TWILIO_API_URL": f"http://127.0.0.1:{twilio}",
    }


@pytest.fixture
async def shell(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Shell:
    """An operator's own machine: the key file is made there, and given as text."""
    shell = Shell(tmp_path_factory.mktemp("operator"))
    shell.environment = environment
    return shell


@pytest.fixture
async def deployment(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> AsyncIterator[Deployment]:
    deployment = Deployment(tmp_path_factory.mktemp("platform"), environment)
    yield deployment
    await deployment.stop()


@asynccontextmanager
async def browser(origin: str) -> AsyncIterator[Visitor]:
    jar = CookieJar(unsafe=True, treat_as_secure_origin=URL(origin))
    async with ClientSession(origin, cookie_jar=jar) as client:
        yield Visitor(client, URL(origin))


@pytest.mark.long
async def test_it_serves_from_nothing_goes_on_after_a_kill_and_without_redis(
    shell: Shell,
    deployment: Deployment,
    environment: dict[str, str],
    redis_server: RedisServer,
) -> None:
    assert set(lines()) == {"release", *SERVING}
    assert await deployment.release() == 2, "`setup` begins a database, a release never"
    named = ("--admin-name", "Sol Hub", "--admin-email", "sol@example.org", "--json")
    made = await asyncio.to_thread(shell.run, "setup", "--key-file", "keys.json", *named)
    assert (made.returncode, made.stderr) == (0, "")
    environment["SECRET_KEYS"] = (shell.folder / "keys.json").read_text(encoding="utf-8")
    link = URL(json.loads(made.stdout)["invitation_url"]).path
    assert await deployment.release() == 0
    await deployment.start(*SERVING)

    async with (
        opened(environment, lambda _: None) as street,
        browser(environment["CONSOLE_URL"]) as sol,
    ):
        assert street.twilio
        assert street.telegram
        for command in ("connect", "status"):
            done = await asyncio.to_thread(shell.run, "carriers", command)
            assert (done.returncode, done.stderr) == (0, ""), done.stdout
        text, chat = street.twilio.phone(HERS), street.telegram.phone(4711)

        await text.write("hello")
        assert "English" in await text.answered()
        sent = text.last.sid
        await text.until(lambda: sent not in street.twilio.messages.kept)  # type: ignore[union-attr]
        await chat.start()
        assert "English" in await chat.answered()
        await sol.get(link)
        drawn = re.search(r'id="words">([^<]+)<', await sol.post(f"{link}/words"))
        assert drawn

        await deployment.kill(*SERVING)
        await deployment.start(*SERVING)
        await sol.post(f"{link}/check")
        assert (sol.status, "authenticator app" in sol.text) == (200, True), "Redis kept it"
        await text.write("1")
        assert "English" not in (await text.answered()).splitlines()[-1]

        redis_server.stop()
        await text.write("1")
        await text.answered()
        await chat.tap("English")
        await chat.answered()
        assert street.twilio.webhooks.lost == []
    said = await deployment.stop()
    assert '"stopping"' in said
    assert not [line for line in said.splitlines() if '"error"' in line], said
