"""The table of every page: its method, its path, and who may call it.

A handler declares itself with ``@page``; the guard reads the same row that ``docs/routes.md``
prints and the test walks. The rule kept here: who is not named in the row gets the same 404 as a
page that doesn't exist.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Literal

from aiohttp import web

from bot.console.call import Call
from bot.roles import ROLES, Role

Method = Literal["GET", "POST"]
Needs = Literal["nothing", "session", "key"]
"""``nothing``: no session; ``session``: who it is, locked or not; ``key``: unlocked."""

STAFF: Final[frozenset[Role]] = frozenset(ROLES)
ADVOCATE: Final[frozenset[Role]] = frozenset(("advocate",))
"""Advocates, for their own people and those they cover; the page looks whose it is."""

ADMIN: Final[frozenset[Role]] = frozenset(("hub_admin",))
HANDLERS: Final[frozenset[Role]] = frozenset(("complaint_handler", "outside_reviewer"))
"""Who may hold a complaint; which ones they see, and decide about, are those that they hold."""

Handler = Callable[[Call], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Page:
    """One row of the table; ``parts``: several things can be written on the page (parts.py)."""

    method: Method
    path: str
    who: frozenset[Role]
    needs: Needs
    does: str
    handler: Handler
    parts: bool = False


PAGES: Final[dict[tuple[str, str], Page]] = {}


def page(
    method: Method,
    path: str,
    *,
    who: frozenset[Role] | set[Role] = STAFF,
    needs: Needs = "key",
    parts: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare a page; its first docstring line says in the table what it does."""

    def declare(handler: Handler) -> Handler:
        says = (handler.__doc__ or "").strip().splitlines()[0]
        row = Page(method, path, frozenset(who), needs, says, handler, parts)
        if (method, path) in PAGES:
            raise AssertionError(f"{method} {path} is declared twice")
        PAGES[method, path] = row
        return handler

    return declare


def people(row: Page) -> str:
    """Who may call it, in words."""
    if row.needs == "nothing":
        return "anyone"
    if row.who == STAFF:
        return "all staff"
    return ", ".join(role for role in ROLES if role in row.who)


def markdown() -> str:
    """The table as ``docs/routes.md`` shows it."""
    lines = [
        "# Every page of the console, and who may call it",
        "",
        "Made by `python -m bot.console`; a test compares, and walks every row as every role.",
        "Everybody else gets 404; without a session, the sign-in page. *Needs*: `key` is a session",
        "that is unlocked, `session` also a locked one.",
        "",
        "| method | path | who | needs | does |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.method} | `{row.path}` | {people(row)} | {row.needs} | {row.does} |"
        for row in sorted(PAGES.values(), key=lambda row: (row.path, row.method))
    ]
    return "\n".join(lines) + "\n"
