"""A simulated Bot API: a server that speaks Telegram's own protocol to the real client.

It answers with Telegram's own statuses and sentences where the product acts on them, delivers
updates in order for each chat, by webhook or long polling, repeats what was not accepted, and keeps
a phone for each person. On 127.0.0.1 only; it refuses any token but its own.
"""

import asyncio
import json
from collections import Counter, deque
from typing import Any, Self

from aiohttp import web

from bot.clock import Clock, SystemClock
from bot.demo.botapi_methods import METHODS, ApiError
from bot.demo.botapi_updates import Updates
from bot.demo.chat_phone import ChatPhone

TOKEN = "1234567890:simulated-token-for-a-simulated-bot"  # noqa: S105 - it opens nothing
_TWENTY_MIB = 20 * 1024 * 1024


class BotApi:
    """One bot's carrier.

    Args:
        token: the only one it knows.
        clock: for dates and the 48-hour rule.
    """

    def __init__(self, token: str = TOKEN, *, clock: Clock | None = None) -> None:
        self.token = token
        self.me = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Demo",
            "username": "demo_bot",
        }
        self.url = ""
        self.down = False
        """While true nothing passes, either way; ``updates.flush`` when it is over."""
        self.slow = 0.0
        """Seconds that every call takes."""
        self.floods: deque[int] = deque()
        """``retry_after`` of the next calls that send something."""
        self.calls: Counter[str] = Counter()
        self.profile: dict[tuple[str, str], Any] = {}
        """What setMyName and its kin were told, by method and language."""
        self.updates = Updates(self)
        self.files: dict[str, tuple[str, bytes]] = {}
        self.started: set[int] = set()
        self.taps = 0
        self.phones: dict[int, ChatPhone] = {}
        self._clock = clock or SystemClock()
        self._runner: web.AppRunner | None = None

    def now(self) -> int:
        """The time on the carrier's clock."""
        return self._clock.now()

    # --- serving ------------------------------------------------------------------------------

    async def start(self, port: int = 0) -> Self:
        """Serve on 127.0.0.1; ``url`` is then what ``TELEGRAM_API_URL`` takes."""
        app = web.Application(client_max_size=_TWENTY_MIB)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, backlog=1024)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}"
        await self.updates.start()
        return self

    async def stop(self) -> None:
        """Stop serving; what was not accepted is forgotten."""
        await self.updates.stop()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return self if self.url else await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def phone(self, chat_id: int, *, name: str = "Guest", language: str = "en") -> ChatPhone:
        """Return a person's phone, the same one each time."""
        if chat_id not in self.phones:
            self.phones[chat_id] = ChatPhone(self, chat_id, name, language)
        return self.phones[chat_id]

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.down:
            return web.Response(status=502, text="Bad Gateway")
        if request.match_info["token"] != self.token:
            return _answer(ApiError(401, "Unauthorized"))
        return _answer(await self.call(method, await _parameters(request)))

    async def call(self, method: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401 - as the method
        """Run one method, as a call or as a webhook's own response."""
        self.calls[method] += 1
        run = METHODS.get(method.lower())
        if run is None:
            return ApiError(404, "Not Found")
        if self.floods and method.lower().startswith(("send", "edit")):
            wait = self.floods.popleft()
            return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        try:
            return await run(self, parameters)
        except ApiError as error:
            return error
        except (KeyError, TypeError, ValueError):
            return ApiError(400, "Bad Request: wrong parameters")

    async def _file(self, request: web.Request) -> web.Response:
        for path, content in self.files.values():
            if request.match_info["token"] == self.token and path == request.match_info["path"]:
                return web.Response(body=content)
        return web.Response(status=404)

    def keep_file(self, content: bytes, kind: str, ending: str) -> dict[str, Any]:
        """Keep a file; returns its description."""
        number = len(self.files) + 1
        name = f"{kind}-{number}-simulated"
        self.files[name] = (f"{kind}/file_{number}.{ending}", content)
        return {"file_id": name, "file_unique_id": f"u{number}", "file_size": len(content)}


def _answer(result: Any) -> web.Response:  # noqa: ANN401 - whatever a method returns
    if isinstance(result, ApiError):
        body = {"ok": False, "error_code": result.status, "description": str(result)}
        if result.retry_after:
            body["parameters"] = {"retry_after": result.retry_after}
        status = result.status
    else:
        body, status = {"ok": True, "result": result}, 200
    text = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(body=text, status=status, content_type="application/json")


async def _parameters(request: web.Request) -> dict[str, Any]:
    """Read parameters as the Bot API does: JSON, a form, multipart with files, or the query."""
    if request.content_type == "application/json":
        found = json.loads(await request.read() or b"{}")
        return found if isinstance(found, dict) else {}
    return {**request.query, **await request.post()}
