"""Holds: keeping a survivor's data past its time, and ending that, each by two people.

A court, the police, a death, somebody missing: nothing of hers may go while that is open. The rules
kept here (security.md 2, 6 and 7): whoever holds her thread proposes, somebody of another employer
decides within 24 hours; a hold ends by its date; she is told, by a person, unless the law bars it,
and while it does nothing on her phone tells of it either. Why is sealed under her key, and leaves
the proposal once that is decided.
"""

import json
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import Connection

from bot.acts import two_people
from bot.acts.act import Act, data_key
from bot.acts.survivors import needs_holder
from bot.acts.tasks import raise_task
from bot.acts.two_people import Rule, with_role
from bot.clock import DAY_MS
from bot.errors import Refused
from bot.roles import DECIDERS
from bot.routing import survivor
from bot.storage import approvals, erasures, holds
from bot.storage.approvals import ApprovalRow
from bot.storage.holds import HoldRow
from bot.vault import DataKey, Vault

PLACE, END = "hold_place", "hold_end"
KINDS = frozenset({"legal", "safeguarding"})
LONGEST_MS = 366 * DAY_MS
"""A hold that is still needed after a year is decided again."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold, or one that is proposed; ``told``: whether she may know."""

    kind: str
    until: int
    told: bool
    reason: str = field(repr=False)
    id: bytes = b""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits for the second person: to place a hold, or to end one (``ends``)."""

    id: bytes
    survivor_id: bytes
    hold: Hold
    ends: bool
    proposed_by: bytes
    expires_at: int


def propose(act: Act, survivor_id: bytes, wanted: Hold) -> bytes:
    """Propose to keep everything of hers until a date; returns the proposal's id."""
    needs_holder(act, survivor_id)
    if wanted.kind not in KINDS or not wanted.reason.strip():
        raise Refused("hold_without_reason")
    if not act.now < wanted.until <= act.now + LONGEST_MS:
        raise Refused("hold_date")
    return _propose(act, PLACE, survivor_id, wanted)


def propose_end(act: Act, survivor_id: bytes, hold_id: bytes) -> bytes:
    """Propose to end a hold before its date; returns the proposal's id."""
    needs_holder(act, survivor_id)
    return _propose(act, END, survivor_id, _running(act, survivor_id, hold_id))


def of(conn: Connection, vault: Vault, survivor_id: bytes, now: int) -> list[Hold]:
    """Return the holds on a survivor that run now."""
    key = data_key(conn, vault, survivor_id)
    return [_open_row(vault, row, key) for row in holds.running(conn, survivor_id, now)]


def tells_her(conn: Connection, vault: Vault, survivor_id: bytes, now: int) -> bool:
    """Say whether her phone may say that something keeps her data: not while the law bars it."""
    if not erasures.held(conn, survivor_id, now):
        return False
    return all(one.told for one in of(conn, vault, survivor_id, now))


def told_until(conn: Connection, vault: Vault, survivor_id: bytes, now: int) -> int:
    """Return until when holds keep her data, as her phone may say; 0: none, or the law bars it."""
    if not holds.running(conn, survivor_id, now):
        return 0
    running = of(conn, vault, survivor_id, now)
    return max(one.until for one in running) if all(one.told for one in running) else 0


def waiting(conn: Connection, vault: Vault, now: int) -> list[Proposal]:
    """Return what waits for the second person."""
    return [_open(vault, row) for row in two_people.waiting(conn, {PLACE, END}, now)]


def proposed(
    conn: Connection, vault: Vault, survivor_id: bytes, now: int
) -> list[tuple[Proposal, ApprovalRow]]:
    """Return what was proposed about one survivor in a week, decided or not, the newest first."""
    rows = [*approvals.of_kind(conn, PLACE), *approvals.of_kind(conn, END)]
    fresh = [row for row in rows if row.proposed_at >= now - two_people.ENDED_MS]
    fresh.sort(key=lambda row: row.proposed_at, reverse=True)
    found = [(_open(vault, row), row) for row in fresh]
    return [(one, row) for one, row in found if one.survivor_id == survivor_id]


def decide(act: Act, approval_id: bytes, *, yes: bool) -> None:
    """Say yes or no, of another employer than who proposed; a yes counts at once."""
    row = two_people.get(act, approval_id, {PLACE, END})
    two_people.decide(act, row, _rule(act), yes=yes)
    found = _open(act.vault, row)
    two_people.keep(act, approval_id, _body(found.survivor_id, _without_reason(found.hold)))
    if yes and found.ends:
        _running(act, found.survivor_id, found.hold.id)
        holds.end(act.conn, found.hold.id, act.now)
        act.record("hold_ended", found.survivor_id, found.hold.id)
    elif yes:
        _place(act, found, row.proposed_by)


def _without_reason(hold: Hold) -> Hold:
    """Return what was proposed without why: that stands in the hold alone, under her key."""
    return replace(hold, reason="")


def _propose(act: Act, kind: str, survivor_id: bytes, wanted: Hold) -> bytes:
    if any(
        one.survivor_id == survivor_id and one.ends == (kind == END)
        for one in waiting(act.conn, act.vault, act.now)
    ):
        raise Refused("asked_before")
    approval_id = two_people.add(act, kind, _body(survivor_id, wanted))
    act.record("propose", approval_id)
    two_people.call(act, _rule(act))
    return approval_id


def _rule(act: Act) -> Rule:
    return Rule(with_role(act, DECIDERS), apart=True, anybody_proposes=True)


def _place(act: Act, found: Proposal, proposed_by: bytes) -> None:
    her = survivor(act.conn, act.vault, found.survivor_id)
    if her is None:
        raise Refused("unknown")
    hold_id = act.new_id()
    body = json.dumps({"why": found.hold.reason, "told": found.hold.told}).encode()
    sealed = act.vault.seal("holds.reason", hold_id, body, act.key_of(her.id))
    until = found.hold.until
    holds.add(
        act.conn,
        HoldRow(hold_id, her.id, found.hold.kind, sealed, proposed_by, act.now, until, None),
    )
    act.record("hold", her.id, hold_id)
    if found.hold.told:
        raise_task(act, "hold_tell", survivor_id=her.id, staff_id=her.advocate_id)


def _running(act: Act, survivor_id: bytes, hold_id: bytes) -> Hold:
    running = of(act.conn, act.vault, survivor_id, act.now)
    found = next((one for one in running if one.id == hold_id), None)
    if found is None:
        raise Refused("unknown")
    return found


def _body(survivor_id: bytes, hold: Hold) -> two_people.Body:
    return {"survivor": survivor_id.hex(), "hold": {**asdict(hold), "id": hold.id.hex()}}


def _open(vault: Vault, row: ApprovalRow) -> Proposal:
    body = two_people.opened(vault, row)
    hold = Hold(**{**body["hold"], "id": bytes.fromhex(body["hold"]["id"])})
    survivor_id = bytes.fromhex(body["survivor"])
    return Proposal(row.id, survivor_id, hold, row.kind == END, row.proposed_by, row.expires_at)


def _open_row(vault: Vault, row: HoldRow, key: DataKey) -> Hold:
    body = json.loads(vault.open("holds.reason", row.id, row.reason, key))
    return Hold(row.kind, row.until, body["told"], body["why"], row.id)
