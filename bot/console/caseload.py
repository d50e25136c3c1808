"""My day as it is shown: who needs me, whom I wait for, and what there is to do.

The rule kept here: an alias and a count, nothing of what was written; the list opens no words.
Who was promised an answer needs me until there is one: that I opened it is not enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from bot.clock import DAY_MS
from bot.clocks import local_date
from bot.clocks import moment as moment_at
from bot.console.call import Call, Me
from bot.console.pages import clock, moment
from bot.console.todo import ToDo, todo
from bot.content import Content
from bot.promised import YEAR_MS, promises
from bot.routing import held_by, hers, survivors_of
from bot.storage import contacts, meetings, replies, survivors
from bot.storage.replies import Unopened
from bot.storage.survivors import SurvivorRow
from bot.vault import Vault

MONTH_MS = 30 * DAY_MS

LINKED = "linked"
ENDED = {
    "not_delivered": "your last answer was not delivered",
    "not_read": "your last answer was not read, and is no longer on the phone",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a list."""

    id: bytes
    alias: str
    says: str
    urgent: bool = False
    tags: tuple[str, ...] = ()
    at: int = 0
    late: bool = False


class Need(NamedTuple):
    """Since when somebody waits for the caller, why, and whether a promised day has passed."""

    at: int
    says: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Meet:
    """One of today's meetings, or of an earlier day; ``when`` says which day that was."""

    id: bytes
    alias: str
    when: str
    says: str


@dataclass(frozen=True, slots=True)
class Day:
    """The page. ``caseload``: whether this person has any survivors at all, or may have."""

    caseload: bool
    needs: Sequence[Line | ToDo] = ()
    waiting: list[Line] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    tasks: list[ToDo] = field(default_factory=list)
    meetings: list[Meet] = field(default_factory=list)


def alias_of(vault: Vault, row: SurvivorRow) -> str:
    """The advocate's name for her."""
    key = vault.unwrap(row.id, row.wrapped)
    return vault.open("survivors.case_name", row.id, row.case_name, key).decode()


def my_survivors(conn: Connection, vault: Vault, me: Me) -> list[SurvivorRow]:
    """Mine, and those whose key I hold as cover."""
    mine = survivors_of(conn, vault, me.id)
    known = {row.id for row in mine}
    covered = survivors.some(conn, held_by(conn, vault, me.id) - known)
    return mine + [hers(vault, row) for row in covered if row.ended_at is None]


def my_day(conn: Connection, vault: Vault, content: Content, me: Me, now: int) -> Day:
    """Read the page."""
    rows = my_survivors(conn, vault, me)
    aliases = {row.id: alias_of(vault, row) for row in rows}
    tasks = todo(conn, vault, content, me, aliases, now)
    if not rows and "advocate" not in me.roles:
        return Day(caseload=False, tasks=tasks)
    needing = _needing(conn, vault, content, me, rows, now)
    unopened = _by_survivor(replies.unopened(conn, list(aliases), now - MONTH_MS))
    standings = contacts.standings(conn, list(aliases))
    urgent = {task.survivor_id for task in tasks if task.urgent}
    needs: list[Line | ToDo] = [task for task in tasks if task.mine or task.urgent]
    day = Day(
        caseload=True,
        needs=needs,
        tasks=[task for task in tasks if not task.mine and not task.urgent],
        meetings=_today(conn, me, aliases, now),
    )
    for row in rows:
        phone = _phone(standings, row.id)
        tags: tuple[str, ...] = () if row.advocate_id == me.id else ("Cover",)
        if row.id in needing:
            at, says, late = needing[row.id]
            tags += (phone.capitalize(),) if phone != LINKED else ()
            needs.append(Line(row.id, aliases[row.id], says, row.id in urgent, tags, at, late))
        elif row.id in unopened:
            at = unopened[row.id].oldest_at
            says = f"not opened since {moment(at)}"
            day.waiting.append(Line(row.id, aliases[row.id], says, tags=tags, at=at))
        else:
            day.rest.append(Line(row.id, aliases[row.id], phone, tags=tags))
    needs.sort(key=lambda one: (not one.urgent, one.at))
    day.waiting.sort(key=lambda line: line.at)
    day.rest.sort(key=lambda line: line.alias.casefold())
    return day


def _needing(
    conn: Connection,
    vault: Vault,
    content: Content,
    me: Me,
    rows: Sequence[SurvivorRow],
    now: int,
) -> dict[bytes, Need]:
    """Who waits for the caller: for an answer, or because one came to nothing."""
    ids = [row.id for row in rows]
    unread = _by_survivor(replies.unread(conn, ids, me.id))
    asked = _by_survivor(replies.unanswered(conn, ids, me.id, now - YEAR_MS))
    gone = {one.survivor_id: one for one in replies.gone(conn, ids, now - MONTH_MS)}
    answer_by = promises(conn, vault, content, me.id, now) if asked else None
    found: dict[bytes, Need] = {}
    for row in rows:
        new, words = unread.get(row.id), asked.get(row.id)
        if words is not None:
            says = _new(new) if new else f"opened, not answered since {moment(words.oldest_at)}"
            late = False
            if answer_by and row.advocate_id == me.id:
                by = answer_by(words.oldest_at)
                says += f"; answer promised by {by:%a} {by.day} {by:%b}"
                late = by < local_date(now)
            found[row.id] = Need(words.oldest_at, says, late)
        elif new is not None:
            found[row.id] = Need(new.oldest_at, _new(new))
        elif row.id in gone:
            one = gone[row.id]
            found[row.id] = Need(one.at, f"{ENDED[one.delivery]}: {moment(one.at)}")
    return found


def waits(conn: Connection, call: Call, survivor_id: bytes) -> bool:
    """Say whether one person stands in the list for words without an answer, or one in vain."""
    me, now = call.who.id, call.now
    return bool(
        replies.unanswered(conn, [survivor_id], me, now - YEAR_MS)
        or replies.gone(conn, [survivor_id], now - MONTH_MS)
    )


def _by_survivor(found: list[Unopened]) -> dict[bytes, Unopened]:
    return {one.survivor_id: one for one in found}


def _new(words: Unopened) -> str:
    what = "1 new message" if words.count == 1 else f"{words.count} new messages"
    return f"{what} since {moment(words.oldest_at)}"


def _today(conn: Connection, me: Me, aliases: Mapping[bytes, str], now: int) -> list[Meet]:
    """Today's meetings, and those before whose outcome nobody has said."""
    today = local_date(now)
    begin, end = moment_at(today - timedelta(days=14)), moment_at(today + timedelta(days=1))
    found = []
    for row in meetings.between(conn, me.id, begin, end):
        if row.survivor_id not in aliases or row.state not in {"asked", "booked"}:
            continue
        says = f"until {clock(row.ends_at)}" if row.starts_at > now else "Did you meet?"
        if row.state == "asked" and row.starts_at > now:
            says = "waits for your yes"
        at = row.starts_at
        when = clock(at) if local_date(at) == today else moment(at)
        found.append(Meet(row.id, aliases[row.survivor_id], when, says))
    return found


def _phone(known: Mapping[bytes, set[str]], survivor_id: bytes) -> str:
    standings = known.get(survivor_id, set())
    if standings & {"open", "locked"}:
        return LINKED
    if "asleep" in standings:
        return "link sleeps"
    return "frozen" if "frozen" in standings else "no phone linked yet"
