"""The Hub's own list: who has no working link, and whose line manager is undeclared.

The rule kept here: the Hub sees advocates' names and dates, never an alias or a word.
"""

from dataclasses import dataclass
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import relations
from bot.clock import DAY_MS
from bot.clocks import local_date
from bot.console.call import Call
from bot.console.people_view import names
from bot.console.table import page
from bot.roles import HUB
from bot.storage import survivors
from bot.vault import Vault

WEEK_MS: Final = 7 * DAY_MS  # five working days


@dataclass(frozen=True, slots=True)
class Unlinked:
    """One survivor on no phone, known to the Hub by her advocate."""

    advocate: str
    mark: str
    since: int


def _unlinked(conn: Connection, vault: Vault, now: int) -> list[Unlinked]:
    known = names(conn, vault, now)
    found = []
    for survivor_id, advocate_id, since in survivors.without_link(conn, now - WEEK_MS):
        advocate = known.get(advocate_id, "Somebody who left")
        found.append(Unlinked(advocate, survivor_id.hex()[:8], since))
    return found


@page("GET", "/hub", who=HUB)
async def show(call: Call) -> web.StreamResponse:
    """What the Hub looks after: people without a link, undeclared line managers."""
    vault, now = call.desk.vault, call.now

    def read(conn: Connection) -> tuple[list[Unlinked], list[str]]:
        known = names(conn, vault, now)
        missing = sorted(known.get(one, "") for one in relations.undeclared(conn, vault, now))
        return _unlinked(conn, vault, now), missing

    unlinked, undeclared = await call.read(read)
    pages_due = len(call.desk.content.rights.due(local_date(now)))
    return call.page("hub.html", unlinked=unlinked, undeclared=undeclared, pages_due=pages_due)
