"""What a world stands on: its folder, its ports, its settings, an empty database.

The rule kept here: everything is on 127.0.0.1, and every secret is drawn anew.
"""

import secrets
import shutil
import socket
import sqlite3
import tempfile
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.demo.botapi import BotApi
from bot.demo.twilio_api import NUMBER, TwilioApi
from bot.errors import BotError
from bot.handlers import sms as sms_edge
from bot.handlers import telegram as telegram_edge
from bot.handlers.edge import Door
from bot.serving import runner_of
from bot.settings import EVERY_PART, Settings
from bot.vault.server import ServerKeys
from bot.words.catalogues import CONFIG

HOST: Final = "127.0.0.1"


def folder_for(stack: AsyncExitStack, folder: Path | None) -> Path:
    """Return the folder asked for, which must be empty, or one that is gone at the end."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BotError("the folder to keep the data in is not empty: name another")
        return folder.resolve()
    made = Path(tempfile.mkdtemp(prefix="imsa-demo-"))
    stack.callback(shutil.rmtree, made, ignore_errors=True)
    return made


def copied(folder: Path, place: Path) -> ServerKeys:
    """Copy another world's rows, also those still in its WAL; returns its keys."""
    with (
        closing(sqlite3.connect(folder / "bot.db")) as source,
        closing(sqlite3.connect(place / "bot.db")) as copy,
    ):
        source.backup(copy)
    return ServerKeys.from_json((folder / "keys.json").read_text())


def door_at(stack: AsyncExitStack, port: int) -> socket.socket:
    """Bind a port before anything is told its address."""
    door = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
    except OSError:
        raise BotError(f"port {port} is taken: choose another with --port") from None
    return door


def telegram_token() -> str:
    """Return a token of the form that Telegram gives out."""
    return f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_urlsafe(24)}"


def settings_of(
    place: Path, keys: ServerKeys, telegram: BotApi, twilio: TwilioApi, urls: tuple[str, str]
) -> Settings:
    """Return settings by which the real parts talk to the simulated carriers alone."""
    web_url, console_url = urls
    environment = {
        "PORT": web_url.rpartition(":")[2],
        "CONSOLE_PORT": console_url.rpartition(":")[2],
        "PUBLIC_URL": web_url,
        "CONSOLE_URL": console_url,
        "DATABASE_URL": f"sqlite:///{place / 'bot.db'}",
        "SECRET_KEYS": keys.to_json(),
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": secrets.token_urlsafe(32),
        "TELEGRAM_API_URL": telegram.url,
        "TWILIO_ACCOUNT_SID": twilio.account,
        "TWILIO_AUTH_TOKEN": twilio.token,
        "TWILIO_FROM_NUMBER": NUMBER,
        "TWILIO_API_URL": twilio.url,
        "CONFIG_DIR": str(CONFIG),
        "ALLOW_DRAFT_TRANSLATIONS": "true",
    }
    return Settings.read(environment, serving=EVERY_PART)


async def serve_at(
    stack: AsyncExitStack, served: Door | web.Application, at: socket.socket
) -> None:
    """Serve at a port that was bound before, until the stack closes."""
    runner = runner_of(served)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, at).start()


async def connect(settings: Settings, telegram: BotApi, twilio: TwilioApi) -> None:
    """Tell the carriers where we are, as ``carriers connect`` does."""
    url = settings.public_url
    if settings.telegram is None:
        raise RuntimeError("the demonstration has a simulated Telegram")
    await telegram.call(
        "setWebhook",
        {"url": url + telegram_edge.PATH, "secret_token": settings.telegram.webhook_secret},
    )
    twilio.settings["sms_url"] = f"{url}{sms_edge.SMS}#rc=3&rp=all"
    twilio.settings["voice_url"] = f"{url}{sms_edge.VOICE}#rc=3&rp=all"
