import json
import logging
from collections.abc import AsyncIterator

import pytest

from bot.channels import telegram
from bot.channels.telegram_sender import TelegramSender
from bot.channels.telegram_transport import TelegramTransport
from bot.channels.wire import OutClass, Outgoing, Sent
from bot.clock import ManualClock
from bot.demo.botapi import BotApi
from bot.demo.chat_phone import ChatPhone
from bot.errors import SendError
from bot.flows.says import Say, Text
from tests.channels.speech import ENGLISH, options

CHAT = 700123


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock) as api:
        yield api


@pytest.fixture
async def phone(api: BotApi) -> ChatPhone:
    phone = api.phone(CHAT)
    await phone.start()
    return phone


@pytest.fixture
async def sender(api: BotApi) -> AsyncIterator[TelegramSender]:
    sender = TelegramSender(TelegramTransport(api.token, api.url, pool=4))
    await sender.open()
    yield sender
    await sender.close()


def payload(words: str, *labels: str) -> bytes:
    say = Say("t", (Text("t", words),), options(*labels), nav=("back",))
    return telegram.render(say, ENGLISH).payload


def out(body: bytes, cls: OutClass = "reply", card: str = "", *, fresh: bool = False) -> Outgoing:
    return Outgoing(str(CHAT), body, cls, card=card, fresh=fresh)


async def test_a_first_card_is_sent_and_lives(phone: ChatPhone, sender: TelegramSender) -> None:
    sent = await sender.send(out(payload("How?", "Phone", "Video")))
    assert sent == Sent("2", card=True)
    assert phone.screen() == "> /start\nHow?\n[Phone] [Video]\n[Back]"
    assert phone.notifications == ["How?"]


async def test_a_tap_edits_the_card_it_was_on(phone: ChatPhone, sender: TelegramSender) -> None:
    card = (await sender.send(out(payload("One?", "A")))).message
    assert await sender.send(out(payload("Two?", "B"), card=card)) == Sent(card, card=True)
    assert phone.screen() == "> /start\nTwo?\n[B]\n[Back]"
    assert phone.notifications == ["One?"]


async def test_after_words_a_new_card_is_below_them_and_the_old_one_is_gone(
    phone: ChatPhone, sender: TelegramSender
) -> None:
    card = (await sender.send(out(payload("One?")))).message
    await phone.write("my words")
    sent = await sender.send(out(payload("Two?"), card=card, fresh=True))
    assert phone.screen() == "> /start\n> my words\nTwo?\n[Back]"
    assert sent.card
    again = await sender.send(out(payload("Three?"), card=card, fresh=True))
    assert again.message != sent.message


async def test_not_modified_counts_as_sent(phone: ChatPhone, sender: TelegramSender) -> None:
    card = (await sender.send(out(payload("One?")))).message
    assert await sender.send(out(payload("One?"), card=card)) == Sent(card, card=True)
    assert phone.acts == 1


@pytest.mark.parametrize("card", ["99", "1"])
async def test_a_card_that_is_gone_or_not_ours_is_sent_anew(
    phone: ChatPhone, sender: TelegramSender, card: str
) -> None:
    assert await sender.send(out(payload("One?"), card=card)) == Sent("2", card=True)
    assert "One?" in phone.screen()


async def test_receipts_and_crisis_words_never_become_the_card(
    phone: ChatPhone, sender: TelegramSender
) -> None:
    kept: tuple[OutClass, ...] = ("receipt", "crisis")
    for cls in kept:
        assert not (await sender.send(out(payload(cls), cls))).card
    card = (await sender.send(out(payload("Send?")))).message
    assert await sender.send(out(payload("Kept."), "receipt", card)) == Sent(card)
    assert phone.bubbles[int(card)].text == "Kept."


async def test_the_curtain_never_rings_where_its_card_is_gone(
    phone: ChatPhone, sender: TelegramSender
) -> None:
    assert await sender.send(out(payload("Hello."), "curtain")) == Sent("")
    assert await sender.send(out(payload("Hello."), "curtain", "77")) == Sent("")
    assert phone.notifications == []


async def test_messages_are_deleted_and_what_is_too_old_is_no_failure(
    phone: ChatPhone, sender: TelegramSender, clock: ManualClock
) -> None:
    old = (await sender.send(out(payload("Old")))).message
    clock.forward(hours=49)
    new = (await sender.send(out(payload("New")))).message
    words = str(await phone.write("secret"))
    await sender.send(out(telegram.deletion([old, new, words, "77"]), "delete"))
    assert phone.screen() == "> /start\nOld\n[Back]"
    await sender.send(out(telegram.deletion([old]), "delete"))
    await sender.send(out(telegram.deletion([]), "delete"))
    await sender.send(out(telegram.deletion([str(n) for n in range(1000, 1201)]), "delete"))


async def test_a_file_of_hers_is_fetched_and_a_larger_one_is_refused(
    api: BotApi, phone: ChatPhone, sender: TelegramSender
) -> None:
    await phone.voice(b"x" * 1000)
    file = phone.bubbles[2].raw["voice"]["file_id"]
    assert await sender.fetch(file, most=1000) == b"x" * 1000
    with pytest.raises(SendError) as caught:
        await sender.fetch(file, most=999)
    assert caught.value.permanent
    assert api.calls["getFile"] == 2


async def test_blocked_is_permanent_and_the_carrier_down_is_not(
    api: BotApi, phone: ChatPhone, sender: TelegramSender
) -> None:
    await phone.block()
    with pytest.raises(SendError) as blocked:
        await sender.send(out(payload("x")))
    assert (blocked.value.code, blocked.value.permanent) == ("Forbidden", True)
    api.down = True
    with pytest.raises(SendError) as down:
        await sender.send(out(payload("x")))
    assert not down.value.permanent


async def test_a_chat_nobody_opened_is_permanent(api: BotApi, sender: TelegramSender) -> None:
    with pytest.raises(SendError) as caught:
        await sender.send(Outgoing("5", payload("x"), "reply"))
    assert caught.value.permanent
    assert api.calls["sendMessage"] == 1


@pytest.mark.usefixtures("phone")
async def test_a_flood_says_how_long_to_wait(api: BotApi, sender: TelegramSender) -> None:
    api.floods.append(7)
    with pytest.raises(SendError) as caught:
        await sender.send(out(payload("x")))
    assert (caught.value.permanent, caught.value.retry_after) == (False, 7.0)


async def test_a_wrong_token_is_the_operators_and_not_permanent(api: BotApi) -> None:
    sender = TelegramSender(TelegramTransport("1:wrong", api.url))
    await sender.open()
    with pytest.raises(SendError) as caught:
        await sender.send(out(payload("x")))
    await sender.close()
    assert not caught.value.permanent


async def test_an_answer_that_takes_too_long_is_not_permanent(api: BotApi) -> None:
    api.slow = 0.2
    sender = TelegramSender(TelegramTransport(api.token, api.url, read=0.02))
    await sender.open()
    with pytest.raises(SendError) as caught:
        await sender.send(out(payload("x")))
    await sender.close()
    assert (caught.value.code, caught.value.permanent) == ("TimedOut", False)


async def test_a_server_that_is_not_there_is_not_permanent(
    api: BotApi, unused_tcp_port: int
) -> None:
    sender = TelegramSender(TelegramTransport(api.token, f"http://127.0.0.1:{unused_tcp_port}"))
    await sender.open()
    with pytest.raises(SendError) as caught:
        await sender.send(out(payload("x")))
    await sender.close()
    assert (caught.value.code, caught.value.permanent) == ("NetworkError", False)


async def test_the_library_itself_works_over_the_same_pool(
    api: BotApi, sender: TelegramSender
) -> None:
    assert (await sender.bot.get_me()).username == "demo_bot"
    await sender.bot.set_my_name("Notes")
    assert (await sender.bot.get_my_name()).name == "Notes"
    await sender.bot.set_my_description("Help", language_code="vi")
    assert (await sender.bot.get_my_description("vi")).description == "Help"
    await sender.bot.set_my_commands([("help", "Help")])
    assert [one.command for one in await sender.bot.get_my_commands()] == ["help"]
    await sender.bot.set_webhook(
        "http://127.0.0.1:1/telegram/webhook", secret_token="s", allowed_updates=["message"]
    )
    info = await sender.bot.get_webhook_info()
    assert (info.url, info.allowed_updates) == ("http://127.0.0.1:1/telegram/webhook", ("message",))
    api.phone(5)
    api.started.add(5)
    await sender.bot.send_voice(5, b"OggS")
    assert api.phone(5).last.kind == "voice"


async def test_a_tap_is_answered_and_an_unknown_one_is_no_failure(
    phone: ChatPhone, sender: TelegramSender
) -> None:
    await sender.send(out(payload("How?", "Phone")))
    await phone.tap("Phone")
    await sender.answer(f"{CHAT}00000001")
    await sender.answer("500000001")
    assert phone.callbacks == [f"{CHAT}00000001"]


async def test_neither_the_token_nor_words_nor_the_chat_are_logged(
    api: BotApi, phone: ChatPhone, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sender = TelegramSender(TelegramTransport(api.token, api.url))
        await sender.open()
        await sender.send(out(payload("canary words")))
        await sender.bot.get_me()
        await phone.block()
        with pytest.raises(SendError) as caught:
            await sender.send(out(payload("canary words")))
        await sender.close()
    for told in (caplog.text, repr(caught.value), str(caught.value.__dict__)):
        assert not [secret for secret in (api.token, "canary", str(CHAT)) if secret in told]


async def test_what_was_committed_is_what_is_sent(phone: ChatPhone, sender: TelegramSender) -> None:
    body = payload("Đúng “quote” 🙂", "Nhắn")
    await sender.send(out(body))
    raw = phone.raw_of(phone.last)
    assert raw["text"] == json.loads(body)["text"]
    assert raw["reply_markup"] == json.loads(body)["reply_markup"]
