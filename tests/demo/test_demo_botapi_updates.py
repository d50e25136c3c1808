"""The simulated Bot API brings what people do: to a webhook, or to whoever polls."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import Conflict
from telegram.ext import ExtBot

from bot.demo.botapi import BotApi
from tests.demo.test_demo_botapi import KEYS


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
