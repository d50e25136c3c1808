"""The carriers' own settings: set by one command, compared by another, red where they differ."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import telegram_account, twilio_account
from bot.commands.findings import Finding
from bot.demo.botapi import BotApi
from bot.demo.twilio_api import ACCOUNT, NUMBER, TOKEN, TwilioApi
from bot.errors import BotError
from bot.settings import Settings, Telegram, Twilio
from tests.commands.shell import ROOT, Shell

PUBLIC = "https://bot.example.org"


@pytest.fixture
async def bot_api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def twilio_api() -> AsyncIterator[TwilioApi]:
    async with TwilioApi() as api:
        yield api


def settings(
    *, telegram: Telegram | None = None, twilio: Twilio | None = None, drafts: bool = False
) -> Settings:
    blank = Settings.read({"CONFIG_DIR": str(ROOT / "config"), "PUBLIC_URL": PUBLIC})
    values = {name: getattr(blank, name) for name in Settings.__dataclass_fields__}
    return Settings(**values | {"telegram": telegram, "twilio": twilio, "allow_drafts": drafts})


def telegram_of(api: BotApi, mode: str = "webhook") -> Telegram:
    return Telegram(api.token, "polling" if mode == "polling" else "webhook", "s3cret", api.url)


def twilio_of(api: TwilioApi, *, service: str = "", token: str = TOKEN) -> Twilio:
    return Twilio(ACCOUNT, token, service, "" if service else NUMBER, api.url)


def reds(findings: list[Finding]) -> list[str]:
    return [finding.words for finding in findings if finding.state == "wrong"]


async def test_a_new_bot_is_red_and_connect_puts_it_right(bot_api: BotApi) -> None:
    bot_api.me["username"] = "willow_line_bot"
    ours = settings(telegram=telegram_of(bot_api))
    assert "the webhook is another one: `carriers connect`" in reds(
        await telegram_account.status(ours)
    )
    done = await telegram_account.connect(ours)
    assert f"{PUBLIC}/telegram/webhook" in done[0]
    assert reds(await telegram_account.status(ours)) == []
    assert bot_api.updates.webhook["secret_token"] == "s3cret"
    assert set(bot_api.updates.webhook["allowed_updates"]) >= {"message", "callback_query"}


async def test_a_name_sentence_or_command_that_somebody_changed_is_red(bot_api: BotApi) -> None:
    bot_api.me["username"] = "willow_line_bot"
    ours = settings(telegram=telegram_of(bot_api))
    await telegram_account.connect(ours)
    for place, kept in list(bot_api.profile.items()):
        bot_api.profile[place] = [] if place[0] == "MyCommands" else "changed"
        [words] = reds(await telegram_account.status(ours))
        assert "`carriers connect`" in words
        bot_api.profile[place] = kept
    assert reds(await telegram_account.status(ours)) == []


async def test_only_reviewed_sentences_are_shown_unless_drafts_are(bot_api: BotApi) -> None:
    await telegram_account.connect(settings(telegram=telegram_of(bot_api)))
    assert {code for _, code in bot_api.profile} == {""}
    await telegram_account.connect(settings(telegram=telegram_of(bot_api), drafts=True))
    assert {code for _, code in bot_api.profile} >= {"", "ar", "vi"}


async def test_polling_takes_a_webhook_away(bot_api: BotApi) -> None:
    await telegram_account.connect(settings(telegram=telegram_of(bot_api)))
    polling = settings(telegram=telegram_of(bot_api, "polling"))
    assert any(
        "a webhook is set" in words for words in reds(await telegram_account.status(polling))
    )
    await telegram_account.connect(polling)
    assert bot_api.updates.webhook["url"] == ""


async def test_another_handle_than_the_printed_one_is_red(bot_api: BotApi) -> None:
    ours = settings(telegram=telegram_of(bot_api))
    assert any("handle" in words for words in reds(await telegram_account.status(ours)))


@pytest.mark.parametrize(
    ("minutes", "waits", "colour", "says"),
    [
        (5, False, "wrong", "failed 5 minutes ago"),
        (59, False, "wrong", "failed 59 minutes ago"),
        (61, False, "right", "failed last 61 minutes ago, and not since then"),
        (61, True, "wrong", "failed 61 minutes ago, and 1 updates wait"),
        (23 * 60, True, "wrong", "failed 23 hours ago, and 1 updates wait"),
        (25 * 60, True, "right", "failed last 25 hours ago"),
        (90 * 24 * 60, False, "right", "failed last 90 days ago"),
    ],
)
async def test_a_failure_of_the_webhook_is_red_while_it_is_new_or_something_waits_for_it(
    minutes: int, waits: bool, colour: str, says: str, bot_api: BotApi
) -> None:
    bot_api.me["username"] = "willow_line_bot"
    ours = settings(telegram=telegram_of(bot_api))
    await telegram_account.connect(ours)
    if waits:
        bot_api.updates.webhook["url"] = ""  # nothing is posted: it waits
        await bot_api.phone(5).write("hello")
        bot_api.updates.webhook["url"] = f"{PUBLIC}/telegram/webhook"
    bot_api.updates.webhook["last_error_date"] = int(time.time()) - minutes * 60 - 30
    [found] = [one for one in await telegram_account.status(ours) if "failed" in one.words]
    assert found.state == colour
    assert says in found.words


async def test_a_wrong_token_is_one_plain_line_without_it(bot_api: BotApi) -> None:
    wrong = Telegram("1:canary-token", "webhook", "s", bot_api.url)
    [words] = reds(await telegram_account.status(settings(telegram=wrong)))
    assert words == "Telegram does not know TELEGRAM_BOT_TOKEN: copy it again"


async def test_telegram_away_is_one_plain_line_of_another_kind(bot_api: BotApi) -> None:
    ours = settings(telegram=telegram_of(bot_api))
    await bot_api.stop()
    [words] = reds(await telegram_account.status(ours))
    assert words.startswith("Telegram does not answer (")
    assert words.endswith("is TELEGRAM_API_URL right? Else once more later")


@pytest.mark.parametrize("service", ["", "MG" + "0" * 32], ids=["number", "service"])
async def test_the_addresses_of_texts_are_set_with_retries(
    service: str, twilio_api: TwilioApi
) -> None:
    ours = settings(twilio=twilio_of(twilio_api, service=service))
    assert any("not what it should" in words for words in reds(await twilio_account.status(ours)))
    await twilio_account.connect(ours)
    assert reds(await twilio_account.status(ours)) == []
    inbound = "inbound_request_url" if service else "sms_url"
    assert twilio_api.settings[inbound] == f"{PUBLIC}/twilio/sms#rc=3&rp=all"
    assert twilio_api.settings["voice_url"] == f"{PUBLIC}/twilio/voice"


async def test_a_call_that_goes_elsewhere_is_red_also_behind_a_messaging_service(
    twilio_api: TwilioApi,
) -> None:
    ours = settings(twilio=twilio_of(twilio_api, service="MG" + "0" * 32))
    await twilio_account.connect(ours)
    twilio_api.settings["voice_url"] = "https://demo.twilio.com/welcome/voice/"
    assert reds(await twilio_account.status(ours)) == [
        "voice_url: not what it should be: `carriers connect`"
    ]


@pytest.mark.parametrize(
    ("name", "value", "service"),
    [
        ("sms_method", "GET", ""),
        ("sms_application_sid", "AP" + "0" * 32, ""),
        ("voice_application_sid", "AP" + "0" * 32, ""),
        ("use_inbound_webhook_on_number", True, "MG" + "0" * 32),
        ("smart_encoding", True, "MG" + "0" * 32),
    ],
)
async def test_whatever_keeps_texts_from_coming_or_changes_them_is_red_until_connected(
    name: str, value: object, service: str, twilio_api: TwilioApi
) -> None:
    ours = settings(twilio=twilio_of(twilio_api, service=service))
    await twilio_account.connect(ours)
    twilio_api.settings[name] = value
    [words] = reds(await twilio_account.status(ours))
    assert words == f"{name}: not what it should be: `carriers connect`"
    await twilio_account.connect(ours)
    assert reds(await twilio_account.status(ours)) == []


async def test_wrong_credentials_for_texts_are_one_plain_line(twilio_api: TwilioApi) -> None:
    ours = settings(twilio=twilio_of(twilio_api, token="canary"))
    assert reds(await twilio_account.status(ours)) == [
        "Twilio does not know TWILIO_ACCOUNT_SID with this TWILIO_AUTH_TOKEN"
    ]
    with pytest.raises(BotError, match="Twilio does not know"):
        await twilio_account.connect(ours)


async def test_a_carrier_that_is_away_is_one_plain_line(twilio_api: TwilioApi) -> None:
    ours = settings(twilio=twilio_of(twilio_api))
    await twilio_api.stop()
    async with asyncio.timeout(20):
        [words] = reds(await twilio_account.status(ours))
    assert words.startswith("Twilio does not answer (")
    assert words.endswith("is TWILIO_API_URL right? Else once more later")


async def test_one_carrier_that_cannot_be_connected_keeps_no_other_from_it(
    bot_api: BotApi, twilio_api: TwilioApi, tmp_path: Path
) -> None:
    shell = Shell(tmp_path)
    shell.environment |= {
        "PUBLIC_URL": PUBLIC,
        "TELEGRAM_BOT_TOKEN": "1:canary-token",
        "TELEGRAM_WEBHOOK_SECRET": "s3cret",
        "TELEGRAM_API_URL": bot_api.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": NUMBER,
        "TWILIO_API_URL": twilio_api.url,
    }
    done = await asyncio.to_thread(shell.run, "carriers", "connect")
    assert done.returncode == 1
    assert done.stderr == "imsa-bot: Telegram does not know TELEGRAM_BOT_TOKEN: copy it again\n"
    assert "Text messages: addresses set" in done.stdout
    assert twilio_api.settings["sms_url"].startswith(PUBLIC)
    shell.environment |= {"TELEGRAM_BOT_TOKEN": bot_api.token, "TWILIO_AUTH_TOKEN": "canary"}
    done = await asyncio.to_thread(shell.run, "carriers", "connect")
    assert done.returncode == 1
    assert "Telegram: webhook set" in done.stdout, "what was done is told"


async def test_carriers_that_are_not_set_are_off() -> None:
    found = [*await telegram_account.status(settings()), *await twilio_account.status(settings())]
    assert [finding.state for finding in found] == ["off", "off"]
