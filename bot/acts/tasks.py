"""Tasks, and the content-free notices that call people to the console.

The rule kept here: a notice says that there is something, never what, whose or in which language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sqlalchemy import Connection

from bot import vouched
from bot.acts.act import Act, data_key
from bot.conflicts import shut_out_of
from bot.errors import Refused
from bot.roles import HUB
from bot.routing import advocate_of, survivor
from bot.storage import notices, remembered, survivors, tasks
from bot.storage.tables.columns import Sealed
from bot.storage.tasks import TaskRow
from bot.vault import Vault

Ending = Literal["tick", "one_for_all", "two_people", "by_deed"]
"""How a task ends.

``tick``: whoever has it marks it done. ``one_for_all``: of several people who were asked for it
one is enough. ``two_people``: one answers it and another agrees (many.py). ``by_deed``: by what is
done about it, and by no tick. A new key can be given nothing without its task; and that she asked
for everything to be erased, or to be kept after all, stands nowhere else: a tick would lose the
first, and erase against the other. A time that she asked for has its yes or no on the calendar:
after a tick nobody would be pressed for it, and she would hear nothing.
"""

_ENDINGS: Mapping[str, Ending] = MappingProxyType(
    {
        "complaint_call": "one_for_all",
        "complaint_nobody": "one_for_all",
        "complaint_alert": "one_for_all",
        "retention_many": "two_people",
        "complaint_many": "two_people",
        "new_key": "by_deed",
        "data_request": "by_deed",
        "meeting_confirm": "by_deed",
    }
)

_WHILE_ALONE = frozenset({"meeting_confirm"})
"""Deeds of one person: a tick will do where they left and the Hub has it, or where it is late, so
that she was told and somebody else was asked to look as well."""

CLOCK = "retention_clock"
"""The kind that asks whether the date is right: who marks it done says so."""

SAMPLED = frozenset({"frozen", "relinked"})
"""Kinds about which somebody of the Hub outside the advocate's employer telephones."""

OF_COMPLAINTS = ("complaint", "safeguarding", "letter")
"""How the kinds of tasks begin that are about a complaint: on no list of acts but its own."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task as a person sees it."""

    id: bytes
    kind: str
    survivor_id: bytes | None
    staff_id: bytes | None
    detail: str
    urgent: bool
    created_at: int
    due_at: int | None


def ending(task: Task | TaskRow) -> Ending:
    """Return how a task ends for whoever has it."""
    if task.kind in _WHILE_ALONE and (task.staff_id is None or task.urgent):
        return "tick"
    return _ENDINGS.get(task.kind, "tick")


def raise_task(
    act: Act,
    kind: str,
    *,
    survivor_id: bytes | None = None,
    staff_id: bytes | None = None,
    detail: str = "",
    urgent: bool = False,
    due_at: int | None = None,
) -> bytes:
    """Give somebody something to do; without ``staff_id`` it is the Hub's. Returns its id."""
    task_id = act.new_id()
    sealed: Sealed | None = None
    if detail:
        key = act.key_of(survivor_id) if survivor_id is not None else None
        sealed = act.vault.seal("tasks.detail", task_id, detail.encode(), key)
    tasks.add(
        act.conn,
        TaskRow(task_id, kind, survivor_id, staff_id, sealed, urgent, act.now, due_at, None, None),
    )
    if staff_id is not None:
        notify(act, staff_id, "priority" if urgent else "new")
    return task_id


def raise_for(
    conn: Connection,
    vault: Vault,
    kind: str,
    *,
    survivor_id: bytes | None,
    now: int,
    detail: str = "",
) -> bytes:
    """Give a survivor's advocate something to do; the Hub, where she has none."""
    row = survivor(conn, vault, survivor_id) if survivor_id is not None else None
    return raise_task(
        Act(conn, vault, now),
        kind,
        survivor_id=survivor_id,
        staff_id=None if row is None else row.advocate_id or None,
        detail=detail,
    )


def done(act: Act, task_id: bytes) -> None:
    """Mark a task done: one's own, or for the Hub's people one of the Hub's that they may see."""
    row = on_my_list(act, task_id)
    ends = ending(row)
    if ends in {"two_people", "by_deed"}:
        raise Refused(ends)
    if not tasks.done(act.conn, task_id, act.actor, act.now):
        return
    if row.kind == CLOCK:
        remembered.note(act.conn, remembered.CLOCK, act.now)
    if ends == "one_for_all" and (detail := detail_of(act.conn, act.vault, row)):
        close(act, row.kind, detail)
    if row.kind.startswith(OF_COMPLAINTS):
        about = complaint_of(_open(act.conn, act.vault, row).detail)
        act.record("complaint_task_done", about, task_id)
    else:
        act.record("task_done", row.survivor_id, task_id)


def on_my_list(act: Act, task_id: bytes) -> TaskRow:
    """Return a task that the actor has, or sees on the Hub's list; refused as if it weren't."""
    row = tasks.get(act.conn, task_id)
    if row is None or (row.staff_id != act.person and not _on_the_hubs_list(act, row)):
        raise Refused("unknown")
    return row


def _on_the_hubs_list(act: Act, row: TaskRow) -> bool:
    """Whether it is on the list that the actor sees of the Hub; else it is as if it weren't."""
    if (
        row.staff_id is not None
        or not vouched.roles_of(act.conn, act.vault, act.person, act.now) & HUB
    ):
        return False
    if not _sampled_by(act.conn, act.vault, [row], act.person, act.now):
        return False
    if not row.kind.startswith(OF_COMPLAINTS):
        return True
    about = complaint_of(_open(act.conn, act.vault, row).detail)
    return about is None or act.person not in shut_out_of(act.conn, act.vault, about)


def complaint_of(detail: str) -> bytes | None:
    """Return the complaint that a task is about, by how its detail begins."""
    try:
        found = bytes.fromhex(detail[:32])
    except ValueError:
        return None
    return found if len(found) == 16 else None  # noqa: PLR2004 - an id


def close(act: Act, kind: str, detail: str) -> None:
    """Mark tasks done that an act has made needless: those of a kind about the same thing."""
    for task in of_kind(act.conn, act.vault, kind):
        if task.detail == detail:
            tasks.done(act.conn, task.id, act.actor, act.now)


def close_of(act: Act, survivor_id: bytes | None, *kinds: str) -> None:
    """Mark tasks of these kinds about a survivor done: what they were about is over."""
    for row in tasks.of_survivor(act.conn, survivor_id, kinds):
        tasks.done(act.conn, row.id, act.actor, act.now)


def hand_on(act: Act, staff_id: bytes) -> None:
    """Give the Hub what somebody who leaves was still to do; what only they could do is over."""
    for row in tasks.of(act.conn, staff_id):
        if row.survivor_id is None:
            tasks.done(act.conn, row.id, act.actor, act.now)
        else:
            tasks.give_to_hub(act.conn, row.id)


def of_kind(conn: Connection, vault: Vault, kind: str) -> list[Task]:
    """Return everybody's open tasks of one kind."""
    return [_open(conn, vault, row) for row in tasks.of_kind(conn, kind)]


def mine(conn: Connection, vault: Vault, staff_id: bytes) -> list[Task]:
    """Return what one person has to do, urgent first."""
    return [_open(conn, vault, row) for row in tasks.of(conn, staff_id)]


def hubs(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Task]:
    """Return what the Hub has to do, as far as it is one person's to do, urgent first."""
    rows = _sampled_by(conn, vault, tasks.of_hub(conn), staff_id, now)
    return [_open(conn, vault, row) for row in rows]


def _sampled_by(
    conn: Connection, vault: Vault, rows: list[TaskRow], staff_id: bytes, now: int
) -> list[TaskRow]:
    """Leave out freezes and new links of advocates of the same employer, if others can ask.

    Whoever links a phone of their own in her name must not have it looked into by a colleague.
    """
    about = {row.survivor_id for row in rows if row.kind in SAMPLED and row.survivor_id is not None}
    if not about:
        return rows
    held = vouched.roles_of_all(conn, vault, now)
    everyone = {row.id: row for row in vouched.everyone(conn, vault)}
    mine = everyone[staff_id].organisation_id
    others = {
        row.organisation_id
        for row in everyone.values()
        if row.state == "active" and held.get(row.id, frozenset()) & HUB
    } - {mine}
    near = {
        her.id
        for her in survivors.some(conn, about)
        if others
        and (advocate := everyone.get(advocate_of(vault, her))) is not None
        and advocate.organisation_id == mine
    }
    return [row for row in rows if row.kind not in SAMPLED or row.survivor_id not in near]


def notify(act: Act, staff_id: bytes, kind: str, link: str = "") -> None:
    """Let a notice wait for a person; one of a kind is enough, unless it carries a link."""
    if not link and notices.waits(act.conn, staff_id, kind):
        return
    notice_id = act.new_id()
    sealed = act.vault.seal("notices.link", notice_id, link.encode()) if link else None
    notices.add(
        act.conn,
        notices.NoticeRow(notice_id, staff_id, kind, sealed, 0, act.now, act.now),
    )


def detail_of(conn: Connection, vault: Vault, row: TaskRow) -> str:
    """Return what a task is about."""
    if row.detail is None:
        return ""
    key = data_key(conn, vault, row.survivor_id) if row.survivor_id is not None else None
    return vault.open("tasks.detail", row.id, row.detail, key).decode()


def _open(conn: Connection, vault: Vault, row: TaskRow) -> Task:
    return Task(
        row.id,
        row.kind,
        row.survivor_id,
        row.staff_id,
        detail_of(conn, vault, row),
        row.urgent,
        row.created_at,
        row.due_at,
    )
