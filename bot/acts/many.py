"""When more than usual would be deleted at once: one says that it is right, another agrees.

The rules kept here (security.md 2 and 6): whoever was asked proposes, somebody else who may be
asked agrees within 24 hours; a yes stands for as many as were due when the first was asked, and no
more; of complaints nobody learns but those whom none of them shuts out.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.acts import tasks, two_people
from bot.acts.act import Act
from bot.acts.complaints_over import Rule as Kept
from bot.acts.complaints_over import barred
from bot.acts.two_people import May, Rule, with_role
from bot.errors import Refused
from bot.roles import DECIDERS
from bot.storage import approvals
from bot.storage import tasks as rows
from bot.storage.approvals import ApprovalRow
from bot.vault import Vault

PEOPLE: Final = "retention_many"
CASES: Final = "complaint_many"
KINDS: Final = (PEOPLE, CASES)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits for the second person: that so many go at once."""

    id: bytes
    kind: str
    count: int
    proposed_by: bytes
    expires_at: int


def propose(act: Act, kept: Kept, task_id: bytes) -> bytes:
    """Say that it is right, as somebody who has the task; returns the proposal's id."""
    row = tasks.on_my_list(act, task_id)
    if row.kind not in KINDS or row.done_at is not None:
        raise Refused("unknown")
    if not _may(act, kept, row.kind)(act.person):
        raise Refused("unknown")
    if any(one.kind == row.kind for one in _waiting(act.conn, act.vault, act.now)):
        raise Refused("asked_before")
    count = int(tasks.detail_of(act.conn, act.vault, row) or 0)
    approval_id = two_people.add(act, row.kind, {"count": count})
    act.record("propose" if row.kind == PEOPLE else f"{CASES}_proposed", approval_id)
    two_people.call(act, _rule(act, kept, row.kind))
    return approval_id


def waiting(
    conn: Connection, vault: Vault, kept: Kept, staff_id: bytes, now: int
) -> list[Proposal]:
    """Return what waits for a second person, as far as it may be this one."""
    act = Act(conn, vault, now)
    return [one for one in _waiting(conn, vault, now) if _may(act, kept, one.kind)(staff_id)]


def decide(act: Act, kept: Kept, approval_id: bytes, *, yes: bool) -> None:
    """Say yes or no to what somebody else proposed; after a yes the next run lets them go."""
    row = two_people.get(act, approval_id, KINDS)
    two_people.decide(act, row, _rule(act, kept, row.kind), yes=yes)
    if yes:
        for task in rows.of_kind(act.conn, row.kind):
            rows.done(act.conn, task.id, act.actor, act.now)


def agreed(conn: Connection, vault: Vault, kind: str, since: int) -> int:
    """Return how many two people have agreed to since then; 0 where they haven't."""
    found = approvals.agreed(conn, kind, since)
    return max((_open(vault, row).count for row in found), default=0)


def _rule(act: Act, kept: Kept, kind: str) -> Rule:
    says = ("approve", "reject") if kind == PEOPLE else (f"{CASES}_agreed", f"{CASES}_refused")
    return Rule(_may(act, kept, kind), hidden=True, says=says)


def _may(act: Act, kept: Kept, kind: str) -> May:
    if kind == PEOPLE:
        return with_role(act, DECIDERS)
    asked = {row.staff_id for row in rows.of_kind(act.conn, kind)}

    def may(one: bytes) -> bool:
        return one in asked and not barred(act.conn, act.vault, kept, one, act.now)

    return may


def _waiting(conn: Connection, vault: Vault, now: int) -> list[Proposal]:
    return [_open(vault, row) for row in two_people.waiting(conn, KINDS, now)]


def _open(vault: Vault, row: ApprovalRow) -> Proposal:
    body = two_people.opened(vault, row)
    return Proposal(row.id, row.kind, body["count"], row.proposed_by, row.expires_at)
