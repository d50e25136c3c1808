"""What there is to do, as My day shows it: a line a task, with the page where it is done.

The rule kept here: a task about a complaint is none to who is shut out of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.acts import again, complaints_over, tasks
from bot.acts import complaints_case as complaint_acts
from bot.acts.complaints_over import Rule
from bot.acts.tasks import Ending, Task
from bot.conflicts import shut_out_of
from bot.console.call import Me
from bot.console.people_view import names
from bot.console.sayings import AGAIN_RAN_OUT, CALL_OF_NOBODY, CASE_TASKS, TASK_DETAILS, TASKS
from bot.content import Content
from bot.roles import HUB
from bot.routing import survivor
from bot.vault import Vault

_PAGES = {
    "access_ended": "/people/{detail}",
    "again_asked": "",
    "invitation_refused": "/people/{detail}",
    "letter": "/letters/{task}",
    "new_key": "/new-key/{detail}",
    "new_key_officers": "/recovery",
}
"""Tasks about no survivor, and the page where each is done."""

_ADMINISTRATORS = frozenset({"access_ended", "invitation_refused"})
"""Of these: whose page only administrators have."""

_OF_ALL_THAT_GO = frozenset({"complaint_many", "complaint_two_wanted"})
"""Tasks about every complaint that has had its time: none to who is shut out of one of them."""

_ON_THE_CALENDAR = frozenset({"meeting_confirm", "meeting_new"})
"""Tasks of an advocate that are done, or looked at, on the calendar."""

_HOW_TO_REACH = "#plan-title"
_PAGES_OF_A_PERSON = {
    "asleep": "/link",
    "call_me": _HOW_TO_REACH,
    "check_by_voice": _HOW_TO_REACH,
    "crisis": _HOW_TO_REACH,
    "data_request": "/data",
    "hold_tell": _HOW_TO_REACH,
    "meeting_check_plan": "/plan",
    "meeting_choose": "/meeting",
    "meeting_way": _HOW_TO_REACH,
    "phone_moved": _HOW_TO_REACH,
    "sleeps_soon": _HOW_TO_REACH,
    "under_18": _HOW_TO_REACH,
}
"""Tasks about somebody, and where it is done: most begin with when and how they may be called."""


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
    ends: Ending = "tick"


def todo(
    conn: Connection,
    vault: Vault,
    content: Content,
    me: Me,
    aliases: Mapping[bytes, str],
    now: int,
) -> list[ToDo]:
    """Return the caller's tasks, and the Hub's where they are of it: urgent first, then oldest."""
    mine = tasks.mine(conn, vault, me.id)
    if me.roles & HUB:
        mine += tasks.hubs(conn, vault, me.id, now)
    found, known = [], dict[bytes, str]()
    if any(task.kind in _OF_ALL_THAT_GO for task in mine) and complaints_over.barred(
        conn, vault, Rule.of(content), me.id, now
    ):
        mine = [task for task in mine if task.kind not in _OF_ALL_THAT_GO]
    for task in mine:
        if task.kind == "verify_staff":  # a line of its own, for whoever may hear the words
            continue
        line = _line(task, aliases)
        if task.staff_id is None and task.survivor_id is not None and not line.mine:
            known = known or names(conn, vault, now)
            line = replace(
                line, text=f"{_whose(conn, vault, known, task.survivor_id)}: {line.text}"
            )
        if task.kind == again.TOLD and not again.waits_for(conn, vault, me.id, now):
            line = replace(line, text=AGAIN_RAN_OUT, urgent=False)
        if task.kind in _ADMINISTRATORS and "hub_admin" not in me.roles:
            line = replace(line, page="")
        if task.kind in CASE_TASKS:
            seen = _case(conn, vault, me, task)
            if seen is None:
                continue
            line = seen
        found.append(line)
    return sorted(found, key=lambda task: (not task.urgent, task.at))


def _whose(conn: Connection, vault: Vault, known: Mapping[bytes, str], survivor_id: bytes) -> str:
    """Say of whom a task of the Hub is, as the Hub knows people: by their advocate, and a mark."""
    row = survivor(conn, vault, survivor_id)
    advocate = None if row is None else known.get(row.advocate_id)
    return f"Somebody with {advocate or 'somebody who left'}, mark {survivor_id.hex()[:8]}"


def _case(conn: Connection, vault: Vault, me: Me, task: Task) -> ToDo | None:
    """A task about a complaint: none to who is shut out of it, a link to who holds it."""
    complaint_id = bytes.fromhex(task.detail)  # what raises one of these kinds writes it so
    if me.id in shut_out_of(conn, vault, complaint_id):
        return None
    text, page = CASE_TASKS[task.kind], ""
    if complaint_acts.held_by(conn, vault, me.id, complaint_id):
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
        ends=tasks.ending(task),
    )


def _line(task: Task, aliases: Mapping[bytes, str]) -> ToDo:
    text = TASKS.get(task.kind, "Something to look at")
    if task.kind == "call_me" and task.staff_id is None:
        text = CALL_OF_NOBODY
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
        page=_page_of(task, mine=bool(alias)),
        ends=tasks.ending(task),
    )


def _page_of(task: Task, *, mine: bool) -> str:
    if mine and task.survivor_id is not None and task.kind in _PAGES_OF_A_PERSON:
        return f"/conversation/{task.survivor_id.hex()}{_PAGES_OF_A_PERSON[task.kind]}"
    return "/calendar" if task.kind in _ON_THE_CALENDAR else ""
