"""The simulated Bot API, through python-telegram-bot and through plain HTTP."""

import asyncio

import aiohttp
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import ExtBot

from bot.clock import ManualClock
from bot.demo.botapi import BotApi
from tests.demo.conftest import library

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton(text="Show", callback_data="n:1")]])


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
