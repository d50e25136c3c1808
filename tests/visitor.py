"""Somebody at a browser, for the tests of the console: pages, forms and the cookie they keep."""

import re

from aiohttp import ClientResponse, ClientSession
from yarl import URL

from bot.console.sessions import COOKIE


class Visitor:
    """A browser without JavaScript: it follows redirects and sends forms with their token."""

    def __init__(self, client: ClientSession, origin: URL) -> None:
        self.client = client
        self.origin = origin
        self.status = 0
        self.path = ""
        self.text = ""
        self.headers: dict[str, str] = {}

    async def _take(self, response: ClientResponse) -> str:
        self.status = response.status
        self.path = response.url.path
        self.headers = dict(response.headers)
        self.text = await response.text()
        return self.text

    async def get(self, path: str) -> str:
        """Open a page."""
        return await self._take(await self.client.get(path))

    async def post(self, path: str, **fields: str) -> str:
        """Send a form with the token of the page that is shown."""
        form = {"csrf": self.token(), **{name.replace("__", "-"): v for name, v in fields.items()}}
        return await self._take(await self.client.post(path, data=form))

    async def send(self, path: str, form: list[tuple[str, str]]) -> str:
        """Send a form in which a name stands several times."""
        return await self._take(await self.client.post(path, data=form))

    def token(self) -> str:
        """The token of the page that is shown."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.text)
        return found.group(1) if found else ""

    def hidden(self, name: str) -> str:
        """A hidden field of the page that is shown."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"no field {name} on {self.path}"
        return found.group(1)

    @property
    def cookie(self) -> str:
        """The session that this browser keeps."""
        return next(one.value for one in self.client.cookie_jar if one.key == COOKIE)

    def keep(self, cookie: str) -> None:
        """Put a cookie there, as a thief would."""
        self.client.cookie_jar.clear()
        self.client.cookie_jar.update_cookies({COOKIE: cookie}, self.origin)
