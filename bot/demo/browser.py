"""A browser of a member of staff: it keeps cookies, follows links and sends forms, without scripts.

It sees what the console's pages say and nothing else, so that a story can ask what is on a page.
"""

import html
import re
from typing import Self

from aiohttp import ClientResponse, ClientSession, CookieJar
from yarl import URL

from bot.console.sessions import COOKIE

_TAG = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.DOTALL)
_SPACE = re.compile(r"\s+")
_INPUT = re.compile(r"<input\b[^>]*>")


class Browser:
    """One browser.

    Args:
        origin: where the console is.
        cookie: a session that somebody signed in to already.
    """

    def __init__(self, origin: str, cookie: str = "") -> None:
        self._origin = URL(origin)
        jar = CookieJar(unsafe=True, treat_as_secure_origin=self._origin)
        if cookie:
            jar.update_cookies({COOKIE: cookie}, self._origin)
        self._session = ClientSession(self._origin, cookie_jar=jar)
        self.status = 0
        self.path = ""
        self.page = ""
        self.headers: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every window."""
        await self._session.close()

    async def open(self, path: str) -> str:
        """Open a page; returns what can be read on it."""
        return await self._take(await self._session.get(path))

    async def send(self, path: str, **fields: str) -> str:
        """Send a form with the token of the page that is shown; returns what can be read then."""
        form = {"csrf": self.hidden("csrf"), **fields}
        return await self._take(await self._session.post(path, data=form))

    async def _take(self, response: ClientResponse) -> str:
        self.status, self.path = response.status, response.url.path
        self.page, self.headers = await response.text(), dict(response.headers)
        return self.text

    @property
    def text(self) -> str:
        """What can be read on the page, as one line."""
        return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", self.page))).strip()

    def hidden(self, name: str) -> str:
        """The value of a field of the page that is shown; empty where there is none."""
        for found in _INPUT.findall(self.page):
            if f'name="{name}"' in found:
                value = re.search(r'value="([^"]*)"', found)
                return html.unescape(value.group(1)) if value else ""
        return ""
