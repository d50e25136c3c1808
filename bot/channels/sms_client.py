"""Twilio's REST client on our own pool of aiohttp, at an address that can be changed.

Edge and region cannot name another host, so an address that was changed is put in here. Twilio's
own are left alone: messaging services are not where messages are. Nothing of a call is logged or
kept: the client's own keeps the last request, body and all.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.errors import SendError
from bot.logs import quiet_libraries

API_URL = "https://api.twilio.com"
OPTED_OUT = 21610
SLOW_DOWN = 20429
NOT_FINAL = 20009
"""A message that is still on its way can't be deleted yet."""

_OPERATORS = frozenset(
    {
        *(20003, 20005, 20404, 90010),  # credentials, and an account that is closed or wanting
        *(21212, 21603, 21606, 21607, 21659, 21660),  # our number
        *(21701, 21703, 21704),  # our messaging service, and what is in it
        21408,  # the country is not switched on
        21608,  # an account on trial
    }
)
"""What is the operator's to put right, and is tried again until it is too late."""


class SmsHttpClient(AsyncTwilioHttpClient):  # type: ignore[misc] # the library has no types
    """The seam under Twilio's client.

    Args:
        session: whose pool carries the calls.
        api_url: the origin to call instead of all the public ones.
    """

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        super().__init__(pool_connections=False)
        self.session = session
        self._origin = api_url

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the session's own hold
        allow_redirects: bool = False,  # noqa: ARG002 - never, whatever the library asks for
    ) -> Response:
        """Make one call at our origin."""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = aiohttp.encode_basic_auth(*auth)
        async with self.session.request(
            method,
            address(self._origin, url),
            params=_plain(params),
            data=_plain(data),
            headers=sent,
            allow_redirects=False,
        ) as response:
            return Response(response.status, await response.text(), response.headers)


def address(origin: str, url: str) -> str:
    """Return where a call of the library goes, without its query."""
    parts, origin = urlsplit(url), origin.rstrip("/")
    return (f"{parts.scheme}://{parts.netloc}" if origin == API_URL else origin) + parts.path


def _plain(values: Mapping[str, object] | None) -> list[tuple[str, str]] | None:
    """Spell values as Twilio reads them; lists are repeated."""
    if values is None:
        return None
    return [
        (name, str(one).lower() if isinstance(one, bool) else str(one))
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    ]


def connect(account: str, token: str, api_url: str, *, pool: int) -> tuple[Client, SmsHttpClient]:
    """Make a client, inside the loop that will use it; close the second when done."""
    quiet_libraries()
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=pool),
        timeout=aiohttp.ClientTimeout(sock_connect=5.0, sock_read=25.0),
        cookie_jar=aiohttp.DummyCookieJar(),
    )
    http = SmsHttpClient(session, api_url)
    return Client(account, token, http_client=http), http


def classified(error: Exception) -> SendError:
    """Say what a failure of a call means to the outbox; the carrier's prose is left behind."""
    if not isinstance(error, TwilioRestException):
        return SendError(type(error).__name__, permanent=False)
    code, status = error.code or error.status, error.status
    if code == OPTED_OUT:
        return SendError("21610", permanent=True, opted_out=True)
    if status == HTTPStatus.TOO_MANY_REQUESTS or code == SLOW_DOWN:
        return SendError(str(code), permanent=False, retry_after=1.0)
    theirs = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    passing = theirs or code in _OPERATORS or code == NOT_FINAL
    return SendError(str(code), permanent=not passing)
