"""How the simulated Bot API brings updates to the bot: posted, or asked for by long polling.

In order for each chat; what was not accepted stays and is posted again, as the real one does.
"""

import asyncio
import json
import random
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.demo.awaited import Awaited
from bot.demo.botapi_methods import ApiError

if TYPE_CHECKING:
    from bot.demo.botapi import BotApi

_RETRY = 1.0  # seconds until an update that was not accepted is posted again
_AHEAD = 10  # an offset so far beyond the newest number is none: the head is answered


class Updates(Awaited):
    """What waits to be told to the bot.

    Args:
        api: whose updates.
    """

    def __init__(self, api: "BotApi") -> None:
        super().__init__()
        self.webhook: dict[str, Any] = {"url": ""}
        self._api = api
        self._queues: dict[int, deque[dict[str, Any]]] = {}
        self._lanes: dict[int, asyncio.Lock] = {}
        self._last: dict[int, dict[str, Any]] = {}
        self._next = random.randrange(10**8, 10**9)  # noqa: S311 - as Telegram begins anywhere
        self._news = asyncio.Event()
        self.polling = False
        self._session: aiohttp.ClientSession | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the way to the webhook."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=100), timeout=aiohttp.ClientTimeout(total=60)
        )

    async def stop(self) -> None:
        """Post nothing more, and keep nobody waiting for news."""
        self._news.set()
        if self._retry:
            self._retry.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def deliver(self, chat_id: int, update: dict[str, Any]) -> None:
        """Queue one update, and post it where a webhook is set."""
        self._next += 1
        self._last[chat_id] = update = {"update_id": self._next, **update}
        self._queues.setdefault(chat_id, deque()).append(update)
        self._news.set()
        await self._flush(chat_id)

    async def redeliver_last(self, chat_id: int) -> None:
        """Post the last update of a chat again, accepted or not."""
        self._queues.setdefault(chat_id, deque()).append(self._last[chat_id])
        self._news.set()
        await self._flush(chat_id)

    async def flush(self) -> None:
        """Post everything that waits: after an outage, or because time has passed."""
        await asyncio.gather(*(self._flush(chat) for chat in list(self._queues)))

    async def _flush(self, chat_id: int) -> None:
        """Post what waits for a chat, in order, until one is not accepted."""
        async with self._lanes.setdefault(chat_id, asyncio.Lock()):
            waiting = self._queues.get(chat_id, deque())
            while waiting and self.webhook["url"] and not self._api.down:
                allowed = self.webhook.get("allowed_updates")
                wanted = not allowed or set(allowed) & waiting[0].keys()
                if wanted and not await self._post(waiting[0]):
                    self._retry_later()
                    return
                waiting.popleft()
                self.changed()
            if not waiting:
                self._queues.pop(chat_id, None)

    async def _post(self, update: dict[str, Any]) -> bool:
        if self._session is None:
            raise RuntimeError("the simulated Bot API is not started")
        headers = {"Content-Type": "application/json"}
        if self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            async with self._session.post(
                self.webhook["url"], data=body, headers=headers
            ) as response:
                answer = await response.read()
                if response.status // 100 != 2:  # noqa: PLR2004
                    return self._failed(f"Wrong response: {response.status}")
        except (aiohttp.ClientError, TimeoutError):
            return self._failed("Connection failed")
        if answer:
            call = json.loads(answer)
            await self._api.call(call.pop("method"), call)
        return True

    def _failed(self, words: str) -> bool:
        """Remember the last failure for ever, as the real one does."""
        self.webhook["last_error_date"] = self._api.now() // 1000
        self.webhook["last_error_message"] = words
        return False

    def _retry_later(self) -> None:
        """Post again in a second: a real one waits longer each time."""
        if self._retry is None or self._retry.when() < asyncio.get_running_loop().time():
            self._retry = asyncio.get_running_loop().call_later(_RETRY, self._retry_now)

    def _retry_now(self) -> None:
        task = asyncio.create_task(self.flush())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def number_anew(self, first: int) -> None:
        """Let numbers begin anew, as Telegram's do after a week without an update."""
        self._next = first - 1

    def forget_pending(self) -> None:
        """Drop what waits."""
        self._queues.clear()

    def pending(self) -> list[dict[str, Any]]:
        """Updates that wait, in the order of their numbers."""
        every: Iterable[dict[str, Any]] = (one for lane in self._queues.values() for one in lane)
        return sorted(every, key=lambda update: update["update_id"])

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Confirm what is below the offset, and wait for something above it."""
        if self.polling:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        self.polling = True
        self.changed()
        if offset > self._next + _AHEAD:
            offset = 0
        try:
            for chat, lane in list(self._queues.items()):
                kept = deque(update for update in lane if update["update_id"] >= offset)
                self._queues[chat] = kept
            self._news.clear()
            if not self.pending() and seconds:
                try:
                    await asyncio.wait_for(self._news.wait(), seconds)
                except TimeoutError:
                    return []
            return self.pending()[:limit]
        finally:
            self.polling = False
