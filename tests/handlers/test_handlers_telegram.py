import gzip
import json
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp.test_utils import RawTestServer, TestClient

from bot.clock import ManualClock
from bot.demo.botapi import BotApi
from bot.handlers.edge import LARGEST, Door
from bot.handlers.telegram import PATH, add_telegram
from bot.handlers.telegram_update import ALLOWED
from tests.handlers.desk import Desk

SECRET = "a-secret_of-Telegram"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def server(desk: Desk, clock: ManualClock) -> AsyncIterator[RawTestServer]:
    door = Door(desk)
    add_telegram(door, secret=SECRET, source="1234567890", clock=clock)
    server = RawTestServer(door)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def client(server: RawTestServer) -> AsyncIterator[TestClient[Any, Any]]:
    client: TestClient[Any, Any] = TestClient(server)
    async with client:
        yield client


@pytest.fixture
async def api(server: RawTestServer, clock: ManualClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock) as api:
        await api.call(
            "setWebhook",
            {
                "url": str(server.make_url(PATH)),
                "secret_token": SECRET,
                "allowed_updates": list(ALLOWED),
            },
        )
        yield api


# --- what is genuine ------------------------------------------------------------------------------


async def test_words_arrive_as_she_wrote_them(api: BotApi, desk: Desk, clock: ManualClock) -> None:
    phone = api.phone(5, language="vi")
    message = await phone.write("Đúng\r\nrồi 🙂")
    inbound = desk.last
    assert (inbound.kind, inbound.text) == ("text", "Đúng\nrồi 🙂")
    assert (inbound.channel, inbound.source, inbound.address) == ("telegram", "1234567890", "5")
    assert (inbound.message, inbound.sequence) == (str(message), message)
    assert (inbound.hint, inbound.at) == ("vi", clock.now())


async def test_words_that_she_changed_carry_the_message_they_were_in(
    client: TestClient[Any, Any], desk: Desk
) -> None:
    edited = {"chat": CHAT, "message_id": 41, "from": {"id": 5}}
    assert await post(client, update(edited_message={**edited, "text": "other"})) == 200
    assert (desk.last.kind, desk.last.text, desk.last.message) == ("edit", "other", "41")
    photo = [{"file_id": "x", "file_size": 5}]
    assert (
        await post(client, update(edited_message={**edited, "photo": photo, "caption": "c"})) == 200
    )
    assert (desk.last.kind, desk.last.text, desk.last.file) == ("edit", "c", "")


@pytest.mark.parametrize("content", [{"location": {}}, {"photo": [{"file_id": "x"}]}, {"dice": {}}])
async def test_a_place_that_moves_and_a_file_without_words_are_no_edit(
    client: TestClient[Any, Any], desk: Desk, content: dict[str, object]
) -> None:
    edited = {"chat": CHAT, "message_id": 41, "from": {"id": 5}, **content}
    assert await post(client, update(edited_message=edited)) == 200
    assert desk.taken == []


async def test_a_tap_is_answered_in_the_webhooks_own_response(api: BotApi, desk: Desk) -> None:
    phone = api.phone(5)
    await phone.write("x")
    keyboard = {"inline_keyboard": [[{"text": "Show", "callback_data": "n:abc"}]]}
    await api.call("sendMessage", {"chat_id": 5, "text": "?", "reply_markup": keyboard})
    await phone.tap("Show")
    assert (desk.last.kind, desk.last.data, desk.last.message) == ("tap", "n:abc", "2")
    assert phone.callbacks == [desk.last.callback]
    assert api.calls["answerCallbackQuery"] == 1


async def test_a_voice_note_and_a_photo_arrive_by_their_file(api: BotApi, desk: Desk) -> None:
    phone = api.phone(5)
    await phone.voice(b"OggS" * 10)
    assert (desk.last.kind, desk.last.size) == ("voice", 40)
    assert api.files[desk.last.file][1] == b"OggS" * 10
    await phone.photo(b"J" * 5000, caption="this")
    assert (desk.last.kind, desk.last.size, desk.last.text) == ("photo", 5000, "this")


async def test_what_cannot_be_kept_still_gets_to_somebody_who_answers(
    api: BotApi, desk: Desk
) -> None:
    phone = api.phone(5)
    for kind in ("sticker", "document", "contact", "location", "video", "dice", "poll"):
        await phone.send(kind, {kind: {"file_id": "x"}, "caption": "words"})
        assert (desk.last.kind, desk.last.text) == ("unsupported", "words")


async def test_that_she_blocked_the_bot_is_told_and_that_she_came_back_is_not(
    api: BotApi, desk: Desk
) -> None:
    phone = api.phone(5)
    await phone.block()
    assert (desk.last.kind, desk.last.address) == ("blocked", "5")
    await phone.block(blocked=False)
    assert len(desk.taken) == 1


async def test_an_update_not_stored_comes_again_in_order(api: BotApi, desk: Desk) -> None:
    desk.fail = RuntimeError("words that must not be logged")
    phone = api.phone(5)
    await phone.write("one")
    await phone.write("two")
    assert desk.taken == []
    desk.fail = None
    await api.updates.flush()
    assert [inbound.text for inbound in desk.taken] == ["one", "two"]
    assert len({inbound.external for inbound in desk.taken}) == 2


async def test_an_update_delivered_twice_carries_the_same_name(api: BotApi, desk: Desk) -> None:
    phone = api.phone(5)
    await phone.write("one")
    await phone.again()
    assert len({(inbound.source, inbound.external) for inbound in desk.taken}) == 1


# --- what is refused ------------------------------------------------------------------------------


async def post(
    client: TestClient[Any, Any], body: bytes, headers: dict[str, str] | None = None
) -> int:
    given = HEADERS if headers is None else headers
    response = await client.post(PATH, data=BytesIO(body), headers=given)
    assert await response.read() == b""
    return response.status


def update(**content: object) -> bytes:
    return json.dumps({"update_id": 7, **content}).encode()


@pytest.mark.parametrize("given", [None, "", "wrong", SECRET + "x", SECRET[:-1], "é"])
async def test_a_forged_update_is_403_and_nothing_is_stored(
    client: TestClient[Any, Any], desk: Desk, given: str | None
) -> None:
    headers = {} if given is None else {"X-Telegram-Bot-Api-Secret-Token": given}
    assert await post(client, update(message={}), headers) == 403
    assert await post(client, b"x" * (LARGEST + 1), headers) == 403
    assert desk.taken == []


CHAT = {"id": 5, "type": "private"}
NOT_UPDATES = [
    b"",
    b"not json",
    b"\xff\xfe",
    b"[]",
    b"null",
    b"7",
    b'"text"',
    b"{}",
    b'{"update_id": "7"}',
    b'{"update_id": true}',
    b'{"update_id": 99999999999999999999}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"update_id": ' + b"9" * 5000 + b"}",
    update(message=None),
    update(message=[]),
    update(message="text"),
    update(message={}),
    update(message={"chat": 5}),
    update(message={"chat": CHAT, "text": "x"}),
    update(message={"chat": CHAT, "text": 5, "message_id": 1}),
    update(message={"chat": {"type": "private", "id": "5"}, "text": "x", "message_id": 1}),
    update(message={"chat": CHAT, "photo": [None], "message_id": 1}),
    update(message={"chat": CHAT, "voice": {"file_id": 5}, "message_id": 1}),
    update(message={"chat": CHAT, "from": "x", "text": "x", "message_id": 1}),
    update(edited_message={"chat": CHAT, "text": 5, "message_id": 1}),
    update(callback_query={}),
    update(callback_query={"id": "1", "from": {"id": 5}, "data": 5}),
    update(callback_query={"id": 1, "from": {"id": 5}, "data": "x"}),
    update(my_chat_member={"chat": CHAT}),
]


@pytest.mark.parametrize("body", NOT_UPDATES, ids=range(len(NOT_UPDATES)))
async def test_what_is_no_update_is_400(
    client: TestClient[Any, Any], desk: Desk, body: bytes
) -> None:
    assert await post(client, body) == 400
    assert desk.taken == []


async def test_two_mebibytes_are_413(client: TestClient[Any, Any], desk: Desk) -> None:
    assert await post(client, b"x" * (2 * LARGEST)) == 413

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(33):
            yield b"x" * 65_536

    response = await client.post(PATH, data=unannounced(), headers=HEADERS)
    assert response.status == 413
    assert desk.taken == []


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_what_does_not_unpack_is_400_and_what_unpacks_to_too_much_413(
    client: TestClient[Any, Any], desk: Desk, coding: str
) -> None:
    headers = {**HEADERS, "Content-Encoding": coding, "Connection": "close"}
    assert await post(client, b"not packed", headers) == 400
    bomb = gzip.compress if coding == "gzip" else zlib.compress
    assert await post(client, bomb(b" " * 20 * LARGEST), headers) == 413
    assert await post(client, bomb(words("hello")), headers) == 200
    assert desk.last.text == "hello"


GROUP = {"id": -100, "type": "supergroup", "title": "x"}
HER = {"id": 5, "is_bot": False, "first_name": "x"}
NOTHING_TO_DO = [
    update(),
    update(edited_channel_post={"text": "x"}),
    update(channel_post={"text": "x"}),
    update(edited_message={"chat": GROUP, "from": HER, "text": "x", "message_id": 1}),
    update(something_new_in_2030={"a": [1]}),
    update(message={"chat": GROUP, "from": HER, "text": "x", "message_id": 1}),
    update(message={"chat": CHAT, "from": {**HER, "is_bot": True}, "text": "x", "message_id": 1}),
    update(message={"chat": CHAT, "from": HER, "pinned_message": {}, "message_id": 1}),
    update(callback_query={"id": "1", "from": HER, "data": "x", "message": {"chat": GROUP}}),
    update(my_chat_member={"chat": GROUP, "new_chat_member": {"status": "kicked"}}),
]


@pytest.mark.parametrize("body", NOTHING_TO_DO, ids=range(len(NOTHING_TO_DO)))
async def test_what_asks_nothing_of_us_is_200(
    client: TestClient[Any, Any], desk: Desk, body: bytes
) -> None:
    assert await post(client, body) == 200
    assert desk.taken == []


def words(text: str) -> bytes:
    message = {"chat": CHAT, "from": HER, "text": text, "message_id": 1, "date": 1}
    return json.dumps({"update_id": 7, "message": message}).encode()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("👍🏽", "👍🏽"),
        ("x" * 10_000, "x" * 10_000),
        ("a\x00b\x1b[31mc\u0085", "a�b�[31mc�"),
        ("half \ud83d of a pair", "half � of a pair"),
        ("\u202eabc", "\u202eabc"),
        ("", ""),
    ],
)
async def test_odd_words_are_kept_and_never_an_error(
    client: TestClient[Any, Any], desk: Desk, sent: str, kept: str
) -> None:
    assert await post(client, words(sent)) == 200
    assert desk.last.text == kept
    assert desk.last.text.encode().decode() == kept


async def test_what_could_not_be_stored_is_503_and_says_nothing(
    client: TestClient[Any, Any], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.fail = RuntimeError("canary 5")
    assert await post(client, words("canary")) == 503
    told = capsys.readouterr()
    assert "canary" not in told.out + told.err


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", PATH), ("PUT", PATH), ("POST", PATH + "/"), ("GET", "/"), ("POST", "/twilio/sms")],
)
async def test_anything_else_is_404_without_a_body(
    client: TestClient[Any, Any], method: str, path: str
) -> None:
    response = await client.request(method, path)
    assert (response.status, await response.read()) == (404, b"")
