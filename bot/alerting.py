"""Who is asked when somebody must be reached at once, and in which order.

The rules kept here (security.md 4, docs/adr/0008 and 0013): words in crisis are routed by the rota
and by who stands near her advocate, and no complaint is looked at, so that it is the same with and
without one. Her own advocate is asked only if she picks her by name; whoever would be shut out by a
complaint about where that advocate works only where nobody else is on call, and only if she was
told so before she chose. What comes from a complaint goes past everybody shut out of any open
complaint of hers. Nobody is asked who can't sign in.
"""

from collections.abc import Iterator
from typing import Literal

from sqlalchemy import Connection

from bot import proved, vouched
from bot.clock import DAY_MS
from bot.clocks import CLOSES, MONDAY_TO_FRIDAY, OPENS, local_time
from bot.conflicts import Subjects, shut_out, shut_so_far, subjects_of
from bot.roles import HUB
from bot.routing import survivor
from bot.storage import complaints
from bot.vault import Vault

OnCall = Literal["far", "near", "nobody"]
"""Who is on call for a survivor: somebody far from her advocate, only somebody near, or nobody."""


def shut(
    conn: Connection, vault: Vault, survivor_id: bytes | None, complaint_id: bytes | None
) -> frozenset[bytes]:
    """Return everybody shut out of any open complaint of hers, and of this one."""
    rows = [] if survivor_id is None else complaints.of_survivor(conn, survivor_id)
    if complaint_id is not None and complaint_id not in {row.id for row in rows}:
        row = complaints.get(conn, complaint_id)
        rows += [] if row is None else [row]
    found: frozenset[bytes] = frozenset()
    for row in rows:
        found |= shut_so_far(vault, row, vault.unwrap(row.id, row.wrapped))
    return found


def to_ask(
    conn: Connection,
    vault: Vault,
    survivor_id: bytes | None,
    complaint_id: bytes | None,
    now: int,
    *,
    near_too: bool = False,
) -> Iterator[bytes]:
    """Yield who is to be asked, in order; each once.

    Those on call who are far from her advocate (where that is nobody and ``near_too``, those who
    are nearer), then who holds the complaint it comes from, and in working hours the Hub's leads.
    """
    out = set() if complaint_id is None else set(shut(conn, vault, survivor_id, complaint_id))
    her = None if survivor_id is None else survivor(conn, vault, survivor_id)
    if her is not None:
        out.add(her.advocate_id)
    near = nearby(conn, vault, survivor_id, now)
    turns = [turn.staff_id for turn in reversed(proved.turns(conn, vault, now, now + 1))]
    roles = vouched.roles_of_all(conn, vault, now)
    everyone = {row.id: row for row in vouched.everyone(conn, vault) if row.state == "active"}
    leads = [one for one in everyone if roles.get(one, frozenset()) & HUB] if at_work(now) else []
    able = [one for one in turns if one in everyone and one not in out]
    first = [one for one in able if one not in near] or (able if near_too else [])
    others = (*_holders(conn, complaint_id), *leads)
    then = [one for one in others if one in everyone and one not in out and one not in near]
    yield from dict.fromkeys((*first, *then))


def nearby(conn: Connection, vault: Vault, survivor_id: bytes | None, now: int) -> frozenset[bytes]:
    """Return who would be shut out by a complaint about where her advocate works, if there is one.

    It is so for whoever works there, is related in any way to her or to anybody who does, or ever
    held a copy of the survivor's thread. That is the widest complaint but one about the Hub, so
    that nobody is called who was shut out of a narrower one by the same rules.
    """
    her = None if survivor_id is None else survivor(conn, vault, survivor_id)
    if her is None:
        return frozenset()
    return shut_out(conn, vault, _widest(conn, vault, her.advocate_id), survivor_id, now)


def _widest(conn: Connection, vault: Vault, advocate_id: bytes) -> Subjects:
    return subjects_of(conn, vault, "organisation", advocate_id)


def _holders(conn: Connection, complaint_id: bytes | None) -> list[bytes]:
    """Return who holds a complaint now."""
    row = None if complaint_id is None else complaints.get(conn, complaint_id)
    return [] if row is None else sorted(complaints.fresh_holders(conn, row.id, row.epoch))


def on_call(conn: Connection, vault: Vault, survivor_id: bytes, now: int) -> OnCall:
    """Say who is on call at this moment whom she can have told."""
    turns = {turn.staff_id for turn in proved.turns(conn, vault, now, now + 1)}
    first = next(to_ask(conn, vault, survivor_id, None, now, near_too=True), None)
    if first not in turns:
        return "nobody"
    return "near" if first in nearby(conn, vault, survivor_id, now) else "far"


def somebody_else(
    conn: Connection, vault: Vault, survivor_id: bytes | None, out: frozenset[bytes], now: int
) -> bool:
    """Say whether danger in a complaint reaches somebody on call; ``out``: who is shut out."""
    turns = {turn.staff_id for turn in proved.turns(conn, vault, now, now + 1)} - out
    return not turns.isdisjoint(to_ask(conn, vault, survivor_id, None, now))


def only_near(conn: Connection, vault: Vault, now: int) -> list[bytes]:
    """Return the advocates near whom everybody stands who is on call now; none: nobody is."""
    turns = {turn.staff_id for turn in proved.turns(conn, vault, now, now + 1)}
    held = vouched.roles_of_all(conn, vault, now)
    return [
        row.id
        for row in vouched.everyone(conn, vault)
        if turns
        and row.state == "active"
        and "advocate" in held.get(row.id, frozenset())
        and turns <= shut_out(conn, vault, _widest(conn, vault, row.id), None, now)
    ]


def silent(conn: Connection, vault: Vault, now: int) -> int:
    """Count who is on call within a fortnight and has no telephone for the text that calls them."""
    turns = {turn.staff_id for turn in proved.turns(conn, vault, now, now + 14 * DAY_MS)}
    everybody = vouched.everyone(conn, vault)
    return sum(row.id in turns and row.phone is None for row in everybody)


def at_work(now: int) -> bool:
    """Say whether this is a working hour."""
    local = local_time(now)
    return local.weekday() in MONDAY_TO_FRIDAY and OPENS <= local.hour < CLOSES
