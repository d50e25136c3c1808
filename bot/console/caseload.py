"""My day as it is shown: who needs me, whom I wait for, and what there is to do.

The rule kept here: an alias and a count, nothing of what was written; the list opens no words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.acts import complaints_case as complaint_acts
from bot.acts import tasks
from bot.acts.tasks import Task
from bot.clocks import local_date
from bot.clocks import moment as moment_at
from bot.conflicts import shut_out_of
from bot.console.call import Me
from bot.console.pages import moment
from bot.console.sayings import CASE_TASKS, TASK_DETAILS, TASKS
from bot.roles import HUB
from bot.storage import contacts, meetings, replies, survivors
from bot.storage.survivors import SurvivorRow
from bot.vault import Vault

_PAGES = {
    "again_asked": "",
    "invitation_refused": "/people/{detail}",
    "letter": "/letters/{task}",
    "new_key": "/new-key/{detail}",
    "new_key_officers": "/recovery",
}
"""Tasks about no survivor, and the page where each is done."""

_ADMINISTRATORS = frozenset({"invitation_refused"})
"""Of those on the Hub's list: whose page a lead has not."""

MONTH_MS = 30 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a list."""

    id: bytes
    alias: str
    says: str
    urgent: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToDo:
    """One task in the list."""

    id: bytes
    text: str
    survivor_id: bytes | None
    alias: str
    mine: bool
    urgent: bool
    at: int
    due: int | None
    page: str = ""
    two: bool = False


@dataclass(frozen=True, slots=True)
class Meet:
    """One of today's meetings."""

    id: bytes
    alias: str
    starts_at: int
    says: str


@dataclass(frozen=True, slots=True)
class Day:
    """The page. ``caseload``: whether this person has any survivors at all, or may have."""

    caseload: bool
    needs: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    tasks: list[ToDo] = field(default_factory=list)
    meetings: list[Meet] = field(default_factory=list)


def alias_of(vault: Vault, row: SurvivorRow) -> str:
    """The advocate's name for her."""
    key = vault.unwrap(row.id, row.wrapped)
    return vault.open("survivors.case_name", row.id, row.case_name, key).decode()


def my_survivors(conn: Connection, me: Me) -> list[SurvivorRow]:
    """Mine, and those whose key I hold as cover."""
    mine = survivors.of_advocate(conn, me.id)
    known = {row.id for row in mine}
    covered = survivors.some(conn, set(replies.held_by(conn, me.id)) - known)
    return mine + [row for row in covered if row.ended_at is None]


def my_day(conn: Connection, vault: Vault, me: Me, now: int) -> Day:
    """Read the page."""
    rows = my_survivors(conn, me)
    aliases = {row.id: alias_of(vault, row) for row in rows}
    todo = _todo(conn, vault, me, aliases, now)
    if not rows and "advocate" not in me.roles:
        return Day(caseload=False, tasks=todo)
    standings = contacts.standings(conn, list(aliases))
    urgent = {task.survivor_id for task in todo if task.urgent}
    unread = {one.survivor_id: one for one in replies.unread(conn, list(aliases), me.id)}
    unopened = {
        one.survivor_id: one for one in replies.unopened(conn, list(aliases), now - MONTH_MS)
    }
    day = Day(caseload=True, tasks=todo, meetings=_today(conn, me, aliases, now))
    for row in rows:
        tags = () if row.advocate_id == me.id else ("Cover",)
        if row.id in unread:
            waits = unread[row.id]
            what = "1 new message" if waits.count == 1 else f"{waits.count} new messages"
            line = Line(
                row.id,
                aliases[row.id],
                f"{what} since {moment(waits.oldest_at)}",
                row.id in urgent,
                tags,
            )
            day.needs.append(line)
        elif row.id in unopened:
            says = f"not opened since {moment(unopened[row.id].oldest_at)}"
            day.waiting.append(Line(row.id, aliases[row.id], says, tags=tags))
        else:
            day.rest.append(Line(row.id, aliases[row.id], _phone(standings, row.id), tags=tags))
    oldest = {one: waits.oldest_at for one, waits in unread.items()}
    day.needs.sort(key=lambda line: (not line.urgent, oldest[line.id]))
    day.waiting.sort(key=lambda line: unopened[line.id].oldest_at)
    day.rest.sort(key=lambda line: line.alias.casefold())
    return day


def _today(conn: Connection, me: Me, aliases: dict[bytes, str], now: int) -> list[Meet]:
    """Today's meetings, and those before whose outcome nobody has said."""
    today = local_date(now)
    begin, end = moment_at(today - timedelta(days=14)), moment_at(today + timedelta(days=1))
    found = []
    for row in meetings.between(conn, me.id, begin, end):
        if row.survivor_id not in aliases or row.state not in {"asked", "booked"}:
            continue
        says = moment(row.starts_at) if row.starts_at > now else "Did you meet?"
        if row.state == "asked" and row.starts_at > now:
            says = f"{says}: waits for your yes"
        found.append(Meet(row.id, aliases[row.survivor_id], row.starts_at, says))
    return found


def _phone(known: Mapping[bytes, set[str]], survivor_id: bytes) -> str:
    standings = known.get(survivor_id, set())
    if standings & {"open", "locked"}:
        return "linked"
    if "asleep" in standings:
        return "link sleeps"
    return "frozen" if "frozen" in standings else "no phone linked yet"


def _todo(
    conn: Connection, vault: Vault, me: Me, aliases: dict[bytes, str], now: int
) -> list[ToDo]:
    mine = tasks.mine(conn, vault, me.id)
    if me.roles & HUB:
        mine += tasks.hubs(conn, vault, me.id, now)
    found = []
    for task in mine:
        if task.kind == "verify_staff":  # a line of its own, for whoever may hear the words
            continue
        line = _line(task, aliases)
        if task.kind in _ADMINISTRATORS and "hub_admin" not in me.roles:
            line = replace(line, page="")
        if task.kind in CASE_TASKS:
            seen = _case(conn, vault, me, task)
            if seen is None:
                continue
            line = seen
        found.append(line)
    return sorted(found, key=lambda task: (not task.urgent, task.at))


def _case(conn: Connection, vault: Vault, me: Me, task: Task) -> ToDo | None:
    """A task about a complaint: none to who is shut out of it, a link to who holds it."""
    complaint_id = bytes.fromhex(task.detail)  # what raises one of these kinds writes it so
    if me.id in shut_out_of(conn, vault, complaint_id):
        return None
    text, page = CASE_TASKS[task.kind], ""
    if complaint_acts.held_by(conn, me.id, complaint_id):
        page = f"/cases/{complaint_id.hex()}"
    return _about_nobody(task, text, page)


def _about_nobody(task: Task, text: str, page: str) -> ToDo:
    return ToDo(
        task.id,
        text,
        survivor_id=None,
        alias="",
        mine=False,
        urgent=task.urgent,
        at=task.created_at,
        due=task.due_at,
        page=page,
    )


def _line(task: Task, aliases: dict[bytes, str]) -> ToDo:
    text = TASKS.get(task.kind, "Something to look at")
    if task.kind in _PAGES:
        page = _PAGES[task.kind].format(task=task.id.hex(), detail=task.detail)
        return _about_nobody(task, text, page)
    detail = TASK_DETAILS.get(task.detail, task.detail)
    if detail:
        text = f"{text}: {detail}"
    alias = aliases.get(task.survivor_id or b"", "")
    return ToDo(
        task.id,
        text,
        task.survivor_id,
        alias,
        bool(alias),
        task.urgent,
        task.created_at,
        task.due_at,
        two=task.kind in tasks.TWO_PEOPLE,
    )
