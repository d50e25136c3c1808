"""What takes two people: one proposes, another says yes or no, whatever it is about.

The rules kept here, for every kind (security.md 6): it is decided once, within 24 hours; not by who
proposed it, nor by whom it is about; who may decide it is called, by a notice that says nothing;
and a yes counts only while whoever proposed it is here and could still propose it, or there would
not be two. What somebody may not know of is to them as if it
were not there. What waits is sealed, whatever it says.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from bot import vouched
from bot.acts import tasks
from bot.acts.act import Act
from bot.clock import DAY_MS
from bot.errors import Refused, SealBroken
from bot.storage import approvals
from bot.storage.approvals import ApprovalRow
from bot.storage.tables.columns import Sealed
from bot.vault import Vault

LIFE_MS: Final = DAY_MS
ENDED_MS: Final = 7 * LIFE_MS
"""How long whoever proposed something sees what became of it."""

_PROOF = "approvals.proof"

May = Callable[[bytes], bool]
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who decides a proposal, and how that is written down.

    Attributes:
        may: whether somebody may decide it.
        about: whom it is about; they don't decide.
        apart: only somebody of another employer than who proposed it decides.
        anybody_proposes: who proposed it need not be one of those who may decide.
        hidden: who may not decide it learns not even that there is something.
        says: the audit's words for a yes and for a no.
        on: what the audit names: the proposal and who made it, unless said otherwise.
    """

    may: May
    about: Collection[bytes | None] = ()
    apart: bool = False
    anybody_proposes: bool = False
    hidden: bool = False
    says: tuple[str, str] = ("approve", "reject")
    on: tuple[bytes, bytes | None] | None = None


def with_role(act: Act, roles: Collection[str]) -> May:
    """Return the rule that one of these roles is needed."""
    conn, vault, now = act.conn, act.vault, act.now
    return lambda one: not vouched.roles_of(conn, vault, one, now).isdisjoint(roles)


def colleagues(conn: Connection, vault: Vault, one: bytes, other: bytes) -> bool:
    """Say whether two people work for the same employer."""
    mine, theirs = vouched.get(conn, vault, one), vouched.get(conn, vault, other)
    return bool(mine and theirs and mine.organisation_id == theirs.organisation_id)


def add(act: Act, kind: str, body: Body, approval_id: bytes = b"") -> bytes:
    """Let something wait for another person, for 24 hours, once; returns its id."""
    if any(opened(act.vault, row) == body for row in waiting(act.conn, {kind}, act.now)):
        raise Refused("asked_before")
    row_id = approval_id or act.new_id()
    sealed, proof = _seal(act.vault, row_id, body), prove(act.vault, row_id, kind, act.person)
    until = act.now + LIFE_MS
    approvals.add(
        act.conn,
        ApprovalRow(row_id, kind, sealed, proof, act.person, act.now, until, None, None, None),
    )
    return row_id


def call(act: Act, rule: Rule) -> None:
    """Let a content-free notice go to everybody who may decide what the actor has proposed."""
    for one in vouched.everyone(act.conn, act.vault):
        if one.state != "active" or one.id == act.person or one.id in rule.about:
            continue
        if not rule.may(one.id) or (
            rule.apart and colleagues(act.conn, act.vault, one.id, act.person)
        ):
            continue
        tasks.notify(act, one.id, "new")


def keep(act: Act, approval_id: bytes, body: Body) -> None:
    """Keep what waits, or what was decided, as it is now."""
    approvals.keep(act.conn, approval_id, _seal(act.vault, approval_id, body))


def opened(vault: Vault, row: ApprovalRow) -> dict[str, Any]:
    """Return what was proposed.

    Who proposed it, and of what kind it is, is proved first: else whoever can write to the database
    could make their own proposal a colleague's, or another one of it, and agree to that alone.
    """
    if vault.open(_PROOF, row.id, row.proof or b"") != _proved(row.kind, row.proposed_by):
        raise SealBroken("a proposal of another kind, or somebody else's")
    body: dict[str, Any] = json.loads(vault.open("approvals.proposal", row.id, row.proposal))
    return body


def waiting(conn: Connection, kinds: Collection[str], now: int) -> list[ApprovalRow]:
    """Return what waits of these kinds."""
    return [row for row in approvals.undecided(conn, now) if row.kind in kinds]


def ended(conn: Connection, kinds: Collection[str], staff_id: bytes, now: int) -> list[ApprovalRow]:
    """Return what somebody proposed in a week, of these kinds, that waits no more."""
    rows = approvals.of_proposer(conn, staff_id, now - ENDED_MS)
    over = [row for row in rows if row.decided_at is not None or row.expires_at <= now]
    return [row for row in over if row.kind in kinds]


def get(act: Act, approval_id: bytes, kinds: Collection[str]) -> ApprovalRow:
    """Return one of these kinds that nobody has decided, its row locked; it may have run out."""
    row = approvals.get(act.conn, approval_id)
    if row is None or row.kind not in kinds or row.decided_at is not None:
        raise Refused("unknown")
    return row


def decide(act: Act, row: ApprovalRow, rule: Rule, *, yes: bool) -> None:
    """Write the actor's yes or no down, or refuse it; what it leads to is the caller's."""
    if not rule.may(act.person):
        raise Refused("unknown" if rule.hidden else "not_yours")
    if row.expires_at <= act.now:
        raise Refused("expired")
    if act.person == row.proposed_by or act.person in rule.about:
        raise Refused("same_person")
    if rule.apart and colleagues(act.conn, act.vault, act.person, row.proposed_by):
        raise Refused("same_employer")
    theirs = vouched.get(act.conn, act.vault, row.proposed_by)
    here = theirs is not None and theirs.state == "active"
    if yes and not (here and (rule.anybody_proposes or rule.may(row.proposed_by))):
        raise Refused("proposer_gone")
    if not approvals.decide(act.conn, row.id, act.person, act.now, "yes" if yes else "no"):
        raise Refused("unknown")
    object_id, other_id = rule.on or (row.id, row.proposed_by)
    act.record(rule.says[0] if yes else rule.says[1], object_id, other_id)


def prove(vault: Vault, row_id: bytes, kind: str, by: bytes) -> Sealed:
    """Seal of what kind a proposal is, and who proposed it."""
    return vault.seal(_PROOF, row_id, _proved(kind, by))


def _proved(kind: str, by: bytes) -> bytes:
    return by + kind.encode()


def _seal(vault: Vault, row_id: bytes, body: Body) -> Sealed:
    return vault.seal("approvals.proposal", row_id, json.dumps(dict(body)).encode())
