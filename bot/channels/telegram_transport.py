"""The way to the Bot API: python-telegram-bot's request interface over two pools of connections.

Two doors. ``ExtBot`` comes in through ``do_request`` with its own parameters and goes by aiohttp.
A message that was rendered into bytes goes through ``post_json`` as it is, by a pool that does
nothing else, because building the library's objects again, or aiohttp's, would cost more than
everything else on that path (docs/adr/0003 and 0005). Whatever isn't a plain 200 is read by the
library in both cases. No address is ever logged: it holds the token.
"""

import os
from typing import Any, cast

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.http_pool import HttpPool
from bot.logs import quiet_libraries

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else reading RetryAfter.retry_after warns each time

API_URL = "https://api.telegram.org"
POOL = 100
"""Connections held open: this number over the carrier's time for a call caps the rate."""

OK = 200
_CONNECT = 5.0  # seconds; with the 25 of reading, a send gives up within 30


class _Refused:
    """An answer that came already, passed where the library expects a request's parameters."""

    __slots__ = ("answer",)

    def __init__(self, answer: tuple[int, bytes]) -> None:
        self.answer = answer


class TelegramTransport(BaseRequest):
    """One pool of connections to the Bot API.

    Args:
        token: the bot's token.
        api_url: the origin, without ``/bot``: a self-hosted server or a test double.
        pool: connections held open at once.
        read: seconds to wait for an answer.
    """

    __slots__ = ("_api", "_pool", "_read", "_replies", "_session", "_timeout", "token")

    def __init__(
        self, token: str, api_url: str = API_URL, *, pool: int = POOL, read: float = 25.0
    ) -> None:
        quiet_libraries()
        self.token = token
        self._api = api_url.rstrip("/")
        self._pool = pool
        self._read = read
        self._timeout = _timeout(read)
        self._session: aiohttp.ClientSession | None = None
        self._replies = HttpPool(self._api, limit=pool)

    @property
    def base_url(self) -> str:
        """What ``ExtBot`` puts before the token."""
        return f"{self._api}/bot"

    @property
    def file_url(self) -> str:
        """What ``ExtBot`` puts before the token to download a file."""
        return f"{self._api}/file/bot"

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool, inside the loop that will use it; again is harmless."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool, limit_per_host=0),
                auto_decompress=True,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("User-Agent",),
            )

    async def shutdown(self) -> None:
        """Close the pool; again is harmless."""
        self._replies.close()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post_json(self, method: str, body: bytes) -> Any:  # noqa: ANN401 - whatever the method answers
        """Call one method of the Bot API with a body that is JSON already.

        Raises:
            TelegramError: as the library reads the answer.
        """
        try:
            status, answer = answered = await self._replies.post(
                f"/bot{self.token}/{method}", body, seconds=self._read
            )
        except TimeoutError:
            raise TimedOut from None
        except OSError as error:
            raise NetworkError(type(error).__name__) from None
        if status == OK:
            return self.parse_json_payload(answer)["result"]
        return await self.post(method, cast("RequestData", _Refused(answered)))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - the library's signature
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """Make one request and return its status and body.

        Raises:
            TimedOut: when the carrier took too long.
            NetworkError: when it could not be reached; neither says where it was.
        """
        if self._session is None:
            raise RuntimeError("the transport is not initialised")
        asks = cast("RequestData | _Refused | None", request_data)
        if isinstance(asks, _Refused):
            return asks.answer
        body = _encoded(asks)
        asked = isinstance(read_timeout, int | float) and read_timeout != self._read
        timeout = _timeout(read_timeout) if asked else self._timeout
        try:
            async with self._session.request(
                method, URL(url, encoded=True), data=body, timeout=timeout
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; one that is no JSON is not repeated, in an error or in the log."""
        try:
            answer: dict[str, Any] = orjson.loads(payload)
        except ValueError:
            raise NetworkError("invalid answer") from None
        return answer


def _timeout(read: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(sock_connect=_CONNECT, sock_read=read)


def _encoded(data: RequestData | None) -> Any:  # noqa: ANN401 - what aiohttp takes
    """Return the body."""
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, media) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media)
    return form
