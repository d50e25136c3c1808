"""One request as a page sees it: who calls, what they sent, and how to answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiDict, MultiDictProxy
from sqlalchemy import Connection

from bot.acts.act import Act
from bot.console.deeds import DONE
from bot.console.desk import Desk
from bot.console.refusals import REFUSED
from bot.console.sessions import Session, Ticket
from bot.errors import Refused
from bot.roles import HUB, Role
from bot.vault.people import PrivateKey

T = TypeVar("T")
SECRET: Final = frozenset({"passphrase", "code", "share"})
"""Fields that no page shows again and nothing keeps: they are typed anew."""

ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Me:
    """The member of staff who calls; ``mark`` changes with their words and second factor."""

    id: bytes
    name: str
    organisation_id: bytes
    state: str
    roles: frozenset[Role]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A page in the top bar, and whose it is; nobody named: everybody's."""

    path: str
    text: str
    who: frozenset[Role] = frozenset()


LINKS: Final = (
    Link("/", "My day"),
    Link("/calendar", "Calendar", frozenset({"advocate"})),
    Link("/cases", "Complaints", frozenset({"complaint_handler", "outside_reviewer"})),
    Link("/people", "People", frozenset({"hub_admin"})),
    Link("/organisations", "Organisations", frozenset({"hub_admin"})),
    Link(
        "/approvals",
        "Approvals",
        frozenset({"hub_admin", "hub_lead", "officer", "complaint_handler", "outside_reviewer"}),
    ),
    Link("/hub", "Hub list", HUB),
    Link("/alerts", "Alerts"),
    Link("/rota", "On call"),
    Link("/keys", "Keys"),
    Link("/audit", "Audit", frozenset({"auditor"})),
)


@dataclass(slots=True)
class Call:
    """One request.

    Attributes:
        request: aiohttp's own.
        desk: the dependencies.
        ticket: what the cookie carried, or a new one.
        session: the session, where there is one.
        me: who calls, where that is known.
        form: the fields of a POST; of a page with several parts, those of the part that was sent.
        whole: the fields of a POST as they came.
        part: which part of a page was sent.
        kept: what was typed in the page's other parts, by ``part.name``.
        acted: something that the page did has been committed.
    """

    request: web.Request
    desk: Desk
    ticket: Ticket
    session: Session | None = None
    me: Me | None = None
    form: MultiDictProxy[str] = field(default_factory=lambda: MultiDictProxy(MultiDict()))
    whole: MultiDictProxy[str] = field(default_factory=lambda: MultiDictProxy(MultiDict()))
    part: str = ""
    kept: MultiDict[str] = field(default_factory=MultiDict)
    acted: bool = False

    @property
    def who(self) -> Me:
        """Who calls; only pages that need a session ask."""
        if self.me is None:
            raise web.HTTPNotFound
        return self.me

    @property
    def private(self) -> PrivateKey:
        """The caller's unlocked key; only pages that need the key ask."""
        if self.session is None or self.session.private is None:
            raise web.HTTPNotFound
        return self.session.private

    @property
    def here(self) -> Session:
        """The caller's session; only pages that need one ask."""
        if self.session is None:
            raise web.HTTPNotFound
        return self.session

    @property
    def now(self) -> int:
        """The time of this request."""
        return self.desk.clock.now()

    def id(self, name: str = "id") -> bytes:
        """An id from the path; anything else is not found."""
        return self.as_id(self.request.match_info.get(name, ""))

    def as_id(self, text: str) -> bytes:
        """Read an id; anything else is not found."""
        try:
            value = bytes.fromhex(text)
        except ValueError:
            raise web.HTTPNotFound from None
        if len(value) != ID_LENGTH:
            raise web.HTTPNotFound
        return value

    def text(self, name: str, most: int = 5000) -> str:
        """One field of the form, without the spaces around it and with plain line ends."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()[:most]

    def digits(self, name: str) -> str:
        """The digits of a code, in whichever script they were typed, and nothing else."""
        return "".join(str(int(one)) for one in self.text(name, 20) if one.isdecimal())

    def texts(self, name: str) -> list[str]:
        """Every value of a field."""
        return [str(value) for value in self.form.getall(name, [])]

    def typed(self, part: str, name: str, default: str = "") -> str:
        """What stands in a field of a page with several parts: sent just now, kept, or else."""
        if self.part in {"", part} and name in self.form:
            return self.text(name, 9000)
        return self.kept.get(f"{part}.{name}", default)

    def encoded(self, *without: str) -> bytes:
        """The form as it can be sent again later, without its token and what is secret."""
        skip = {"csrf", "page", *without}
        kept = [(n, "" if n in SECRET else str(v)) for n, v in self.form.items() if n not in skip]
        return urlencode(kept).encode()

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Read from the database."""
        return await self.desk.database.read(query)

    async def act(self, deed: Callable[[Act], T]) -> T:
        """Do something as the caller: one act, one unit."""
        vault, now, person = self.desk.vault, self.now, self.who.id
        result = await self.desk.database.run(lambda conn: deed(Act(conn, vault, now, person)))
        self.acted = True
        return result

    def refusal(self, refused: Refused) -> str:
        """What a rule said, in words."""
        return REFUSED.get(refused.code, "The rules don't allow this.")

    def page(self, template: str, *, status: int = 200, **context: Any) -> web.Response:  # noqa: ANN401 templates take anything
        """Answer with a page."""
        text = self.desk.pages.get_template(template).render(
            call=self,
            me=self.me,
            session=self.session,
            csrf=self.ticket.token(),
            service=self.desk.service,
            now=self.now,
            done=DONE.get(self.request.query.get("done", "")),
            **context,
        )
        return web.Response(text=text, content_type="text/html", status=status)

    def links(self) -> list[Link]:
        """The pages in the top bar that this person may open."""
        roles = self.me.roles if self.me else frozenset()
        return [link for link in LINKS if not link.who or link.who & roles]

    def go(self, path: str, done: str = "") -> web.Response:
        """Answer a POST: go and look there; ``done`` is a key of the fixed notices."""
        place = f"{path}{'&' if '?' in path else '?'}done={done}" if done else path
        return web.Response(status=303, headers={"Location": place})
