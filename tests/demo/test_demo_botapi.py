"""The simulated Bot API, through python-telegram-bot and through plain HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import ExtBot

from bot.channels.telegram_transport import TelegramTransport
from bot.clock import ManualClock
from bot.demo.botapi import BotApi

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton(text="Show", callback_data="n:1")]])


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


class Bot:
    """A webhook that keeps what it was told and answers as it is told to."""

    def __init__(self) -> None:
        self.updates: list[dict[str, object]] = []
        self.secrets: list[str | None] = []
        self.status = 200
        self.answer = b""

    async def take(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.Response(status=self.status, body=self.answer, content_type="application/json")


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Bot, str]]:
    hook = Bot()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    server = TestServer(app)
    await server.start_server()
    yield hook, str(server.make_url("/hook"))
    await server.close()


# --- sending --------------------------------------------------------------------------------------


async def test_a_message_is_shown_rings_and_is_described(api: BotApi, bot: ExtBot[None]) -> None:
    phone = api.phone(5)
    await phone.start("code-7")
    sent = await bot.send_message(5, "Hello", reply_markup=KEYS)
    assert phone.screen() == "> /start code-7\nHello\n[Show]"
    assert (phone.notifications, phone.sounds) == (["Hello"], 1)
    assert (sent.text, sent.chat.id, sent.reply_markup) == ("Hello", 5, KEYS)
    await bot.send_message(5, "Quiet", disable_notification=True)
    assert (phone.notifications, phone.sounds) == (["Hello", "Quiet"], 1)
    phone.unlock()
    assert phone.notifications == []


async def test_an_edit_changes_the_screen_and_rings_nowhere(api: BotApi, bot: ExtBot[None]) -> None:
    phone = api.phone(5)
    await phone.start()
    sent = await bot.send_message(5, "One", reply_markup=KEYS)
    await bot.edit_message_text("Two", 5, sent.message_id)
    assert phone.screen() == "> /start\nTwo"
    assert phone.notifications == ["One"]
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("Two", 5, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("Two", 5, 99)
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await bot.edit_message_text("Two", 5, 1)


async def test_messages_under_two_days_old_can_be_deleted_hers_too(
    api: BotApi, bot: ExtBot[None], clock: ManualClock
) -> None:
    phone = api.phone(5)
    old = await phone.write("old")
    clock.forward(hours=48)
    new = await phone.write("new")
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(5, old)
    await bot.delete_messages(5, [old, new, 99])
    assert phone.screen() == "> old"
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(5, new)


@pytest.mark.parametrize(
    ("text", "data", "match"),
    [
        (" ", "x", "empty"),
        ("x" * 4097, "x", "too long"),
        ("x", "k" * 65, r"(?i)button_data"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    api: BotApi, bot: ExtBot[None], text: str, data: str, match: str
) -> None:
    await api.phone(5).start()
    markup = InlineKeyboardMarkup([[InlineKeyboardButton(text="A", callback_data=data)]])
    with pytest.raises(BadRequest, match=match):
        await bot.send_message(5, text, reply_markup=markup)


async def test_a_stranger_a_blocked_bot_a_flood_an_outage_and_a_wrong_token(
    api: BotApi, bot: ExtBot[None]
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(5, "x")
    phone = api.phone(5)
    await phone.start()
    api.floods.append(3)
    with pytest.raises(RetryAfter):
        await bot.send_message(5, "x")
    await bot.send_message(5, "x")
    await phone.block()
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(5, "x")
    api.down = True
    with pytest.raises(NetworkError):
        await bot.get_me()
    api.down = False
    with pytest.raises(InvalidToken):
        async with library(api, "1:other"):
            pass
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("inventSomething")


async def test_files_are_downloaded_by_their_id(api: BotApi, bot: ExtBot[None]) -> None:
    phone = api.phone(5)
    message = await phone.voice(b"OggS voice")
    file = await bot.get_file(phone.bubbles[message].raw["voice"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"OggS voice"
    with pytest.raises(BadRequest):
        await bot.get_file("unknown")
    sent = await bot.send_voice(5, b"OggS ours")
    assert sent.voice is not None
    assert api.files[sent.voice.file_id][1] == b"OggS ours"


async def test_a_client_that_posts_forms_is_understood_too(api: BotApi) -> None:
    await api.phone(5).start()
    form = aiohttp.FormData({"chat_id": "5", "text": "Hello", "reply_markup": KEYS.to_json()})
    multipart = aiohttp.FormData(default_to_multipart=True)
    multipart.add_field("chat_id", "5")
    multipart.add_field("text", "Again")
    async with aiohttp.ClientSession() as session:
        for body in (form, multipart):
            url = f"{api.url}/bot{api.token}/sendMessage"
            async with session.post(url, data=body) as response:
                assert (await response.json())["ok"]
    assert api.phone(5).screen() == "> /start\nHello\n[Show]\nAgain"


# --- updates --------------------------------------------------------------------------------------


async def test_updates_are_posted_in_order_with_the_secret(
    api: BotApi, bot: ExtBot[None], hook: tuple[Bot, str]
) -> None:
    taken, url = hook
    await bot.set_webhook(url, secret_token="s-1", allowed_updates=["message"])
    for text in ("one", "two"):
        await api.phone(5).write(text)
    await api.phone(5).block()
    assert [update["message"]["text"] for update in taken.updates] == ["one", "two"]  # type: ignore[index]
    assert taken.secrets == ["s-1", "s-1"]
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_an_answer_of_the_webhook_is_a_call(
    api: BotApi, bot: ExtBot[None], hook: tuple[Bot, str]
) -> None:
    taken, url = hook
    await bot.set_webhook(url)
    phone = api.phone(5)
    await phone.write("x")
    await bot.send_message(5, "?", reply_markup=KEYS)
    taken.answer = json.dumps(
        {"method": "answerCallbackQuery", "callback_query_id": "500000001"}
    ).encode()
    await phone.tap("Show")
    assert phone.callbacks == ["500000001"]
    with pytest.raises(LookupError, match="no button"):
        await phone.tap("Hide")


async def test_what_is_not_accepted_is_posted_again_by_itself(
    api: BotApi, bot: ExtBot[None], hook: tuple[Bot, str]
) -> None:
    taken, url = hook
    await bot.set_webhook(url)
    taken.status = 503
    phone = api.phone(5)
    await phone.write("one")
    await phone.write("two")
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (2, "Wrong response: 503")
    assert {update["update_id"] for update in taken.updates} == {taken.updates[0]["update_id"]}
    taken.status = 200
    await api.updates.until(lambda: not api.updates.pending())
    assert taken.updates[-1]["message"]["text"] == "two"  # type: ignore[index]


async def test_during_an_outage_her_words_wait_at_the_carrier(
    api: BotApi, bot: ExtBot[None], hook: tuple[Bot, str]
) -> None:
    taken, url = hook
    await bot.set_webhook(url)
    api.down = True
    await api.phone(5).write("one")
    assert taken.updates == []
    api.down = False
    await api.updates.flush()
    assert len(taken.updates) == 1


async def test_the_same_update_can_come_twice(
    api: BotApi, bot: ExtBot[None], hook: tuple[Bot, str]
) -> None:
    taken, url = hook
    await bot.set_webhook(url)
    await api.phone(5).write("one")
    await api.phone(5).again()
    assert taken.updates[0] == taken.updates[1]


async def test_long_polling_waits_confirms_and_is_for_one(
    api: BotApi, bot: ExtBot[None], hook: tuple[Bot, str]
) -> None:
    phone = api.phone(5)
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await api.updates.until(lambda: api.updates.polling)
    with pytest.raises(Conflict):
        await bot.get_updates()
    await phone.write("one")
    (update,) = await first
    assert update.message is not None
    assert update.message.text == "one"
    assert len(await bot.get_updates()) == 1
    assert await bot.get_updates(offset=update.update_id + 1) == ()
    await bot.set_webhook(hook[1])
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


# --- the phone ------------------------------------------------------------------------------------


async def test_a_story_can_wait_for_what_the_bot_does(api: BotApi, bot: ExtBot[None]) -> None:
    phone = api.phone(5)
    await phone.write("hello")
    waiting = asyncio.create_task(phone.answered())
    await bot.send_message(5, "Hello")
    assert await waiting == "> hello\nHello"
    with pytest.raises(TimeoutError):
        await phone.until(lambda: False, seconds=0.01)


async def test_a_tap_takes_the_newest_button_or_the_one_on_an_older_card(
    api: BotApi, bot: ExtBot[None]
) -> None:
    phone = api.phone(5)
    await phone.start()
    for revision in (1, 2):
        markup = InlineKeyboardMarkup(
            [[InlineKeyboardButton(text="\u2068A\u2069", callback_data=f"c:{revision}:a")]]
        )
        await bot.send_message(5, str(revision), reply_markup=markup)
    await phone.tap("A")
    await phone.tap("A", message=2)
    taps = [update["callback_query"]["data"] for update in api.updates.pending()[1:]]
    assert taps == ["c:2:a", "c:1:a"]
