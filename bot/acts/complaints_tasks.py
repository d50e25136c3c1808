"""Tasks about a complaint: each holds its id, and ends with its cause.

The rules kept here: nobody who is shut out of a complaint has a task about it; a date that was
answered or promised anew is nobody's task any more; what only somebody who lost their copy was
asked to do passes on to who still holds it.
"""

from typing import Final

from bot import holding, vouched
from bot.acts import tasks
from bot.acts.act import Act
from bot.acts.complaints_entries import key_of
from bot.conflicts import shut_so_far
from bot.roles import HUB
from bot.storage import tasks as rows
from bot.storage.complaints import ComplaintRow

DATES: Final = ("complaint_due", "complaint_today", "complaint_late")
"""About a promised date: over with an answer, a pause or another date."""

WORK: Final = (
    *DATES, "complaint_triage", "complaint_nobody", "safeguarding", "complaint_call",
    "complaint_rests",
)  # fmt: skip
PASSED_ON: Final = ("safeguarding", "complaint_call")


def end(act: Act, complaint_id: bytes, *kinds: str) -> None:
    """Mark everybody's tasks of these kinds about a complaint done."""
    for kind in kinds:
        tasks.close(act, kind, complaint_id.hex())


def ask(act: Act, row: ComplaintRow, kind: str) -> None:
    """Give a task to whoever works on a complaint, else to all who hold it, else to the Hub.

    Who has one of this kind about it gets no second.
    """
    asked = {one.staff_id for one in _about(act, row.id, kind)}
    holders = [one for one in workers(act, row) if one not in asked]
    if asked and not holders:
        return
    for staff_id in holders:
        tasks.raise_task(act, kind, staff_id=staff_id, detail=row.id.hex(), urgent=True)
    if not holders:
        give_hub(act, row.id, shut_so_far(act.vault, row, key_of(act.vault, row)), kind)


def give_hub(
    act: Act,
    complaint_id: bytes,
    shut: frozenset[bytes],
    kind: str,
    due_at: int | None = None,
) -> bool:
    """Put a task on the Hub's list; where somebody who reads it is shut out, on each other's own.

    One person who is shut out must not keep the Hub from learning that nobody works on it.

    Returns:
        Whether there is anybody of the Hub who may know.
    """
    roles = vouched.roles_of_all(act.conn, act.vault, act.now)
    readers = {one for one, held in roles.items() if held & HUB}
    told: list[bytes | None] = [None]
    if not readers.isdisjoint(shut):
        found = (vouched.get(act.conn, act.vault, staff_id) for staff_id in sorted(readers - shut))
        told = [row.id for row in found if row is not None and row.state == "active"]
    asked = {one.staff_id for one in _about(act, complaint_id, kind)}
    for staff_id in told:
        if staff_id not in asked:
            tasks.raise_task(
                act, kind, staff_id=staff_id, detail=complaint_id.hex(), urgent=True, due_at=due_at
            )
    return bool(told)


def ask_hub(act: Act, row: ComplaintRow, kind: str) -> None:
    """Give the Hub a task, or the actor where nobody of the Hub may know of it."""
    if not give_hub(act, row.id, shut_so_far(act.vault, row, key_of(act.vault, row)), kind):
        tasks.raise_task(act, kind, staff_id=act.person, detail=row.id.hex(), urgent=True)


def workers(act: Act, row: ComplaintRow) -> list[bytes]:
    """Return who of staff works on a complaint; where nobody does, all who hold it."""
    staff = holding.here(act.conn, act.vault, row)
    return [row.handler_id] if row.handler_id in staff else sorted(staff)


def pass_on(act: Act, row: ComplaintRow, staff_id: bytes) -> None:
    """Somebody lost their copy: their tasks about it end, and what must be done is asked anew."""
    for task in tasks.mine(act.conn, act.vault, staff_id):
        if task.kind in WORK and task.detail == row.id.hex():
            rows.done(act.conn, task.id, None, act.now)
            if task.kind in PASSED_ON:
                ask(act, row, task.kind)


def _about(act: Act, complaint_id: bytes, kind: str) -> list[tasks.Task]:
    found = tasks.of_kind(act.conn, act.vault, kind)
    return [one for one in found if one.detail == complaint_id.hex()]
