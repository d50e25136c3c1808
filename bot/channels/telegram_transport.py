"""The way to the Bot API: python-telegram-bot's request interface over one pool of aiohttp.

Two doors, one pool. ``ExtBot`` comes in through ``do_request`` with its own parameters. A message
that was rendered into bytes goes through ``post_json`` as it is, because building the library's
objects again would cost more than everything else on that path (docs/adr/0003); answers and errors
are read by the library in both cases. No address is ever logged: it holds the token.
"""

import json
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.quiet import quiet_libraries

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else reading RetryAfter.retry_after warns each time

API_URL = "https://api.telegram.org"
POOL = 100
"""Connections held open: this number over the carrier's time for a call caps the rate."""

_CONNECT = 5.0  # seconds; with the 25 of reading, a send gives up within 30
_JSON = MappingProxyType({"Content-Type": "application/json"})


class _Ready:
    """A body that is JSON already, passed where the library expects its own parameters."""

    __slots__ = ("body",)

    def __init__(self, body: bytes) -> None:
        self.body = body


class TelegramTransport(BaseRequest):
    """One pool of connections to the Bot API.

    Args:
        token: the bot's token.
        api_url: the origin, without ``/bot``: a self-hosted server or a test double.
        pool: connections held open at once.
        read: seconds to wait for an answer.
    """

    __slots__ = ("_api", "_pool", "_read", "_session", "_timeout", "_urls", "token")

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
        self._urls: dict[str, URL] = {}

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
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post_json(self, method: str, body: bytes) -> Any:  # noqa: ANN401 - whatever the method answers
        """Call one method of the Bot API with a body that is JSON already.

        Raises:
            TelegramError: as the library reads the answer.
        """
        return await self.post(method, cast("RequestData", _Ready(body)))

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
        body, headers = _encoded(cast("RequestData | _Ready | None", request_data))
        asked = isinstance(read_timeout, int | float) and read_timeout != self._read
        timeout = _timeout(read_timeout) if asked else self._timeout
        try:
            async with self._session.request(
                method, self._url(url), data=body, headers=headers, timeout=timeout
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None

    def _url(self, url: str) -> URL:
        """Return a parsed address; a bare method's is made once, it costs a third of a call."""
        known = self._urls.get(url)
        if known is None:
            whole = url if "/" in url else f"{self._api}/bot{self.token}/{url}"
            known = URL(whole, encoded=True)
            if "/" not in url:
                self._urls[url] = known
        return known

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; one that is no JSON is not repeated, in an error or in the log."""
        try:
            return cast("dict[str, Any]", json.loads(payload))
        except ValueError:
            raise NetworkError("invalid answer") from None


def _timeout(read: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(sock_connect=_CONNECT, sock_read=read)


def _encoded(data: RequestData | _Ready | None) -> tuple[Any, Mapping[str, str] | None]:
    """Return the body and its headers."""
    if data is None:
        return None, None
    if isinstance(data, _Ready):
        return data.body, _JSON
    if not data.contains_files:
        return data.json_parameters, None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, media) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media)
    return form, None
