"""The bot's own account at Telegram: its webhook, names, descriptions and commands per language.

``connect`` writes what should be; ``status`` compares. Sentences go out only where a person has
reviewed them (or the operator shows drafts); Telegram shows English to everybody else.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from telegram import BotCommand, WebhookInfo
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram_sender import TelegramSender
from bot.channels.telegram_transport import TelegramTransport
from bot.commands.findings import Finding, NotConnected, off, right, wrong
from bot.content import Content
from bot.handlers.telegram import PATH
from bot.handlers.telegram_update import ALLOWED
from bot.settings import Settings, Telegram
from bot.words import Catalogues, Tongue

CONNECTIONS = 100
COMMANDS = (("menu", "command_menu"), ("help", "command_help"), ("leave", "command_leave"))
NAME = "telegram"
UNREACHED = "does this machine reach it, and is TELEGRAM_API_URL right? Else once more later"
FRESH = timedelta(hours=1)
TRIED = timedelta(days=1)
"""How old a failure is that is still one: Telegram tells the last for ever, and tries for a day."""


class _Shown(NamedTuple):
    """What Telegram shows in one language before anybody has written."""

    long: str
    short: str
    commands: tuple[BotCommand, ...]


def _wanted(tongue: Tongue, content: Content) -> _Shown:
    texts = {name: tongue.say(text) for name, text in content.service.texts.items()}
    commands = tuple(BotCommand(command, texts[name]) for command, name in COMMANDS)
    return _Shown(texts["description"], texts["short_description"], commands)


@asynccontextmanager
async def _bot(telegram: Telegram) -> AsyncIterator[ExtBot[Any]]:
    sender = TelegramSender(TelegramTransport(telegram.token, telegram.api_url))
    await sender.open()
    try:
        yield sender.bot
    except InvalidToken:
        raise NotConnected("Telegram does not know TELEGRAM_BOT_TOKEN: copy it again") from None
    except TelegramError as error:
        fault = type(error).__name__
        if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            raise NotConnected(f"Telegram does not answer ({fault}): {UNREACHED}") from None
        raise NotConnected(f"Telegram refused ({fault}): once more in a few minutes") from None
    finally:
        await sender.close()


async def status(settings: Settings) -> list[Finding]:
    """Compare the account with what it should be."""
    telegram = settings.telegram
    if telegram is None:
        return [off(NAME, "not set")]
    content = Content.load(settings.config_dir)
    try:
        async with _bot(telegram) as bot:
            me = await bot.get_me()
            found = [right(NAME, "the token is good")]
            if me.username != content.service.handle:
                found.append(wrong(NAME, "service.toml: handle is not the handle of this token"))
            found += _webhook(settings, telegram, await bot.get_webhook_info())
            found.append(await _profile(bot, settings, content))
            return found
    except NotConnected as error:
        return [wrong(NAME, str(error))]


async def _profile(bot: ExtBot[Any], settings: Settings, content: Content) -> Finding:
    """Compare every name and sentence that Telegram shows before anybody has written."""
    if (await bot.get_my_name()).name != content.service.bot:
        return wrong(NAME, "another name is shown: `carriers connect`")
    for code, tongue in _languages(settings, content):
        shown = _Shown(
            (await bot.get_my_description(language_code=code)).description,
            (await bot.get_my_short_description(language_code=code)).short_description,
            tuple(await bot.get_my_commands(language_code=code)),
        )
        if shown != _wanted(tongue, content):
            words = f"another description or other commands are shown in {code or 'en'}"
            return wrong(NAME, f"{words}: `carriers connect`")
    return right(NAME, "names, descriptions and commands are set")


def _webhook(settings: Settings, telegram: Telegram, info: WebhookInfo) -> Iterator[Finding]:
    if telegram.mode == "polling":
        if info.url:
            yield wrong(NAME, "a webhook is set, so nothing can be fetched: `carriers connect`")
        else:
            yield right(NAME, "no webhook is set: updates are fetched")
        return
    if info.url != settings.public_url + PATH:
        yield wrong(NAME, "the webhook is another one: `carriers connect`")
    elif set(info.allowed_updates or ()) != set(ALLOWED):
        yield wrong(NAME, "other kinds of update are asked for: `carriers connect`")
    else:
        yield right(NAME, f"the webhook is ours; {info.pending_update_count} updates wait")
    if info.last_error_date is not None:
        yield _failure(datetime.now(UTC) - info.last_error_date, info.pending_update_count)


def _failure(age: timedelta, waiting: int) -> Finding:
    """Judge the last failure of the webhook by its age, and by what waits since then."""
    if age < (TRIED if waiting else FRESH):
        words = f"the webhook failed {_ago(age)}, and {waiting} updates wait"
        return wrong(NAME, f"{words}: does PUBLIC_URL answer from outside?")
    return right(NAME, f"the webhook failed last {_ago(age)}, and not since then")


def _ago(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    for size, name in ((24 * 60, "days"), (60, "hours")):
        if minutes >= 2 * size:
            return f"{minutes // size} {name} ago"
    return f"{minutes} minutes ago"


async def connect(settings: Settings) -> list[str]:
    """Set the webhook, names, descriptions and commands; returns what was done."""
    telegram = settings.telegram
    if telegram is None:
        return ["Telegram: not set"]
    content = Content.load(settings.config_dir)
    async with _bot(telegram) as bot:
        done = await _set_webhook(bot, settings, telegram)
        await bot.set_my_name(content.service.bot)
        languages = list(_languages(settings, content))
        for code, tongue in languages:
            wanted = _wanted(tongue, content)
            await bot.set_my_description(wanted.long, language_code=code)
            await bot.set_my_short_description(wanted.short, language_code=code)
            await bot.set_my_commands(wanted.commands, language_code=code)
        shown = ", ".join(code or "en" for code, _ in languages)
        return [done, f"Telegram: name, descriptions and commands set ({shown})"]


async def _set_webhook(bot: ExtBot[Any], settings: Settings, telegram: Telegram) -> str:
    if telegram.mode == "polling":
        await bot.delete_webhook()
        return "Telegram: no webhook; `worker` or `run` fetches updates"
    await bot.set_webhook(
        settings.public_url + PATH,
        secret_token=telegram.webhook_secret,
        allowed_updates=ALLOWED,
        max_connections=CONNECTIONS,
    )
    return f"Telegram: webhook set to {settings.public_url}{PATH}"


def _languages(settings: Settings, content: Content) -> Iterator[tuple[str | None, Tongue]]:
    """Yield Telegram's code and the tongue; no code is everybody else, in English."""
    catalogues = Catalogues(settings.config_dir, drafts=settings.allow_drafts)
    yield None, catalogues.tongue("en")
    for language in catalogues.offered():
        tongue = catalogues.tongue(language.code)
        texts = content.service.texts.values()
        if language.code == "en" or any(tongue.foreign(text) for text in texts):
            continue
        for code in language.telegram:
            if len(code) == 2:  # noqa: PLR2004 - the Bot API takes ISO 639-1 only
                yield code, tongue
