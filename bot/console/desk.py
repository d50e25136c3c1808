"""What the console is given: everything it needs, made elsewhere."""

from dataclasses import dataclass
from typing import Final

import jinja2
from aiohttp import web

from bot.clock import Clock
from bot.console.sessions import Sessions
from bot.content import Content
from bot.coordination import Coordination, Twin
from bot.storage.database import Database
from bot.vault import Vault
from bot.words import Catalogues


@dataclass(frozen=True, slots=True)
class Desk:
    """The dependencies of every page.

    Attributes:
        database: the units and reads.
        vault: the server's own keys.
        coordination: throttles and sessions.
        sessions: staff sessions over ``coordination``.
        clock: the time.
        url: the origin staff use, without a slash at the end.
        pages: the templates.
        content: what the operator edits: phrases, names, times.
        catalogues: the languages of the people who are written to.
        service: names and numbers shown to staff and printed on cards.
        form_s: seconds in which a form has to come: whoever sends it holds a place until then.
        strangers: how fast this process answers those who are not signed in, all together.
    """

    database: Database
    vault: Vault
    coordination: Coordination
    sessions: Sessions
    clock: Clock
    url: str
    pages: jinja2.Environment
    content: Content
    catalogues: Catalogues
    service: "Shown"
    form_s: float
    strangers: Twin

    @property
    def https(self) -> bool:
        """Whether staff reach the console over TLS."""
        return self.url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the console says about this deployment.

    Attributes:
        sms_number: the number people text, as printed on the card; empty where SMS is off.
        telegram_bot: the bot's handle without ``@``; empty where Telegram is off.
        demo: the permanent banner of the demonstration.
    """

    sms_number: str = ""
    telegram_bot: str = ""
    demo: bool = False


DESK: Final = web.AppKey("desk", Desk)
