"""The keys of a complaint: who has a copy, who should have one, and giving one.

The rule kept here: keys decide what opens. Who comes and who goes is ``complaints_holders``.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot import conflicts, holding
from bot.acts import grants
from bot.acts.act import Act
from bot.acts.complaints_entries import key_of, row_of
from bot.acts.grants import Epoch
from bot.conflicts import Team
from bot.errors import Refused
from bot.routing import Holder, reviewer
from bot.storage import complaints, people, threads
from bot.storage.complaints import ComplaintRow
from bot.vault import DataKey, Vault


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can open a complaint; ``staff_id`` is None for a pair of keys."""

    staff_id: bytes | None
    kind: Literal["handler", "reviewer", "recovery"]
    since: int


def give(act: Act, epoch: Epoch, holder: Holder) -> None:
    """Seal one epoch's private half to one holder."""
    grants.give(act, epoch, holder, says="complaint_grant")


def needs_holder(act: Act, row: ComplaintRow) -> None:
    """Refuse unless the actor holds the epoch that runs."""
    if not holding.holds(act.conn, act.vault, row, act.person):
        raise Refused("not_a_holder")


def team_of(act: Act, row: ComplaintRow, key: DataKey) -> Team:
    """Return who should hold a complaint by what is known now, and who is shut out of it."""
    return conflicts.team(
        act.conn,
        act.vault,
        conflicts.named_in(act.vault, row, key),
        row.survivor_id,
        act.now,
        shut_before=conflicts.shut_so_far(act.vault, row, key),
    )


def who_can_open(conn: Connection, vault: Vault, complaint_id: bytes) -> list[Reader]:
    """Return everybody who can open a complaint now, from the copies themselves."""
    row = complaints.get(conn, complaint_id)
    if row is None:
        raise Refused("unknown")
    pair = reviewer(conn, vault)
    found = []
    for grant in threads.grants_of(conn, complaint_id):
        if grant.epoch != row.epoch:
            continue
        if people.get(conn, grant.holder_id) is not None:
            found.append(Reader(grant.holder_id, "handler", grant.created_at))
        elif pair is not None and grant.holder_id == pair.id:
            found.append(Reader(None, "reviewer", grant.created_at))
        else:
            found.append(Reader(None, "recovery", grant.created_at))
    return found


def eligible(act: Act, complaint_id: bytes) -> tuple[Holder, ...]:
    """Return who could be let in: those of the team who don't hold it yet."""
    row = row_of(act, complaint_id)
    held = complaints.fresh_holders(act.conn, row.id, row.epoch)
    team = team_of(act, row, key_of(act.vault, row))
    return tuple(one for one in team.handlers if one.id not in held)
