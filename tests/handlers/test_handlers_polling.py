import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.telegram_sender import TelegramSender
from bot.channels.telegram_transport import TelegramTransport
from bot.clock import ManualClock
from bot.demo.botapi import BotApi
from bot.handlers.polling import Polling
from tests.handlers.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock) as api:
        yield api


@pytest.fixture
async def polling(api: BotApi, desk: Desk, clock: ManualClock) -> AsyncIterator[Polling]:
    sender = TelegramSender(TelegramTransport(api.token, api.url))
    await sender.open()
    yield Polling(sender.transport, sender, desk, source="1234567890", clock=clock, pause=0)
    await sender.close()


async def test_updates_are_fetched_in_order_and_confirmed_only_once_stored(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    for text in ("one", "two", "three"):
        await api.phone(5).write(text)
    assert await polling.once()
    assert [inbound.text for inbound in desk.taken] == ["one", "two", "three"]
    assert len(api.updates.pending()) == 3  # confirmed by the next call, not before
    await api.phone(5).write("four")
    assert await polling.once()
    assert [update["message"]["text"] for update in api.updates.pending()] == ["four"]


async def test_what_was_not_stored_comes_again(api: BotApi, desk: Desk, polling: Polling) -> None:
    desk.fail = RuntimeError("x")
    await api.phone(5).write("mine")
    assert not await polling.once()
    await api.phone(6).write("theirs")
    desk.fail = None
    assert await polling.once()
    assert [inbound.text for inbound in desk.taken] == ["mine", "theirs"]


async def test_numbers_that_begin_anew_after_an_idle_week_are_followed(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    """Telegram draws a new number then; below our offset it would be told, and never confirmed."""
    await api.phone(5).write("before")
    assert await polling.once()
    api.updates.forget_pending()
    api.updates.number_anew(1_000)
    for text in ("one", "two"):
        await api.phone(5).write(text)
        assert await polling.once()
    assert [inbound.text for inbound in desk.taken] == ["before", "one", "two"]
    assert [update["update_id"] for update in api.updates.pending()] == [1_001]


async def test_who_has_to_wait_holds_up_nobody_else_and_keeps_their_own_order(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    """A code may wait for a minute; what came meanwhile is stored, and confirmed after it."""
    free = desk.held["012 345 6789"] = asyncio.Event()
    for text in ("012 345 6789", "and more"):
        await api.phone(5).write(text)
    await api.phone(6).write("at once")
    assert await polling.once()
    assert [inbound.text for inbound in desk.taken] == ["at once"]
    for text in ("still", "at once"):
        await api.phone(7).write(text)
        assert await polling.once()
    assert [inbound.text for inbound in desk.taken] == ["at once", "still", "at once"]
    waits = "012 345 6789"
    assert api.updates.pending()[0]["message"]["text"] == waits
    free.set()
    assert await polling.once()
    assert [inbound.text for inbound in desk.taken][3:] == [waits, "and more"]
    await api.phone(5).write("next")
    assert await polling.once()
    assert [inbound.text for inbound in desk.taken][5:] == ["next"]
    assert [update["message"]["text"] for update in api.updates.pending()] == ["next"]


async def test_what_was_not_stored_comes_again_in_order_while_somebody_else_waits(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    free = desk.held["012 345 6789"] = asyncio.Event()
    await api.phone(5).write("012 345 6789")
    assert await polling.once()
    desk.away = 1
    for text in ("one", "two"):
        await api.phone(6).write(text)
    assert not await polling.once()
    assert desk.taken == []
    assert await polling.once()
    assert [inbound.text for inbound in desk.taken] == ["one", "two"]
    free.set()
    assert await polling.once()
    assert [inbound.text for inbound in desk.taken] == ["one", "two", "012 345 6789"]


async def test_a_tap_is_answered_by_a_call_of_its_own(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    phone = api.phone(5)
    await phone.write("x")
    keyboard = {"inline_keyboard": [[{"text": "Show", "callback_data": "n:abc"}]]}
    await api.call("sendMessage", {"chat_id": 5, "text": "?", "reply_markup": keyboard})
    await phone.tap("Show")
    assert await polling.once()
    await phone.until(lambda: phone.callbacks)
    assert phone.callbacks == [desk.last.callback]


async def test_the_carrier_away_is_waited_for(api: BotApi, desk: Desk, polling: Polling) -> None:
    api.down = True
    assert not await polling.once()
    api.down = False
    await api.phone(5).write("x")
    assert await polling.once()
    assert desk.last.text == "x"


async def test_only_the_holder_of_the_lease_polls(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    free = asyncio.Event()
    held = True

    @asynccontextmanager
    async def lease() -> AsyncIterator[Callable[[], bool]]:
        await free.wait()
        yield lambda: held

    await api.phone(5).write("one")
    running = asyncio.create_task(polling.run(lease))
    await asyncio.wait([running], timeout=0.05)
    assert api.calls["getUpdates"] == 0
    free.set()
    await api.phone(5).write("two")
    while len(desk.taken) < 2:
        await asyncio.wait([running], timeout=0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [inbound.text for inbound in desk.taken] == ["one", "two"]


async def test_a_lease_that_could_not_be_kept_is_asked_for_again(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    asked = 0

    @asynccontextmanager
    async def lease() -> AsyncIterator[Callable[[], bool]]:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise OSError("the database is away")
        yield lambda: asked != 2 or not desk.taken
        if asked == 2:
            raise OSError("it is away again")

    await api.phone(5).write("one")
    running = asyncio.create_task(polling.run(lease))
    while not desk.taken:
        await asyncio.wait([running], timeout=0.01)
    await api.phone(5).write("two")
    while len(desk.taken) < 2:
        await asyncio.wait([running], timeout=0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [inbound.text for inbound in desk.taken] == ["one", "two"]
    assert asked == 3


async def test_an_update_nobody_can_read_is_passed_over(
    api: BotApi, desk: Desk, polling: Polling
) -> None:
    all_odd: list[dict[str, Any]] = [
        {"chat": 5},
        {"from": "x"},
        {"from": {"id": {}}},
        {"from": [5]},
    ]
    for odd in all_odd:
        await api.updates.deliver(5, {"message": odd})
    await api.phone(5).write("after")
    assert await polling.once()
    assert desk.last.text == "after"
