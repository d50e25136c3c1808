"""Letting somebody in again who lost their six words, or the telephone with their second factor.

Two people: who proposed is to hear the new check words and never gets the link; who agreed gets
the link and can't confirm the words. So neither can take somebody's place alone. With the words
goes the pair: it is revoked at once, a new epoch begins without it wherever it held a copy, and
every session ends. With the telephone alone the pair stays, because the six words still open it.
The rules kept here: the person is told before anything happens, and nothing that arrives is ever
sealed to nobody.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot import vouched
from bot.acts import complaints_holders, regrant, two_people
from bot.acts.act import Act
from bot.acts.grants import new_epoch, only_holder
from bot.acts.staff import Invitation, new_link
from bot.acts.tasks import close, raise_task
from bot.acts.two_people import Rule, with_role
from bot.errors import Refused
from bot.roles import DECIDERS
from bot.routing import cover_of, recovery, survivors_of
from bot.storage import approvals, people, threads
from bot.storage.approvals import ApprovalRow
from bot.vault import Vault

Lost = Literal["words", "factor"]

KIND = "start_again"
TOLD = "again_asked"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits for the second person."""

    id: bytes
    staff_id: bytes
    lost: Lost
    proposed_by: bytes
    expires_at: int


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs when somebody's pair goes.

    Attributes:
        conversations: whose conversations they have.
        closed: in how many of these there is a part that nobody else can open, also no officer.
    """

    conversations: int
    closed: int


def price(conn: Connection, staff_id: bytes) -> Price:
    """Say what goes with somebody's pair."""
    held = dict.fromkeys(row.object_id for row in threads.grants_of_holder(conn, staff_id))
    theirs = [one for one in held if threads.survivor_of(conn, one) is not None]
    closed = sum(only_holder(threads.grants_of(conn, one), staff_id) for one in theirs)
    return Price(len(theirs), closed)


def propose(act: Act, staff_id: bytes, lost: Lost) -> bytes:
    """Propose to let somebody in again; they are told. Returns the proposal's id."""
    if not with_role(act, DECIDERS)(act.person):
        raise Refused("not_yours")
    _check(act, staff_id, lost)
    if waits_for(act.conn, act.vault, staff_id, act.now):
        raise Refused("asked_before")
    approval_id = two_people.add(act, KIND, {"staff": staff_id.hex(), "lost": lost})
    act.record("again_proposed", approval_id, staff_id)
    two_people.call(act, _rule(act, staff_id))
    close(act, TOLD, staff_id.hex())  # of one that ran out
    raise_task(act, TOLD, staff_id=staff_id, detail=staff_id.hex(), urgent=True)
    return approval_id


def waiting(conn: Connection, vault: Vault, now: int) -> list[Proposal]:
    """Return the proposals that wait for the second person."""
    return [_open(vault, row) for row in two_people.waiting(conn, {KIND}, now)]


def waits_for(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> bool:
    """Say whether a second person can still agree to let somebody in."""
    return any(one.staff_id == staff_id for one in waiting(conn, vault, now))


def ended(
    conn: Connection, vault: Vault, staff_id: bytes, now: int
) -> list[tuple[Proposal, ApprovalRow]]:
    """Return what somebody proposed in a week and waits no more, and how it was decided."""
    return [(_open(vault, row), row) for row in two_people.ended(conn, {KIND}, staff_id, now)]


def unused(conn: Connection, vault: Vault, staff_id: bytes) -> list[Proposal]:
    """Return what somebody agreed to, of whoever has not begun with their link yet.

    Only the newest of each person: who agreed to an earlier one may have proposed that, and is to
    hear the words.
    """
    found: dict[bytes, ApprovalRow] = {}
    for row in approvals.of_kind(conn, KIND):
        if row.decision == "yes":
            found.setdefault(_open(vault, row).staff_id, row)
    mine = [_open(vault, row) for row in found.values() if row.decided_by == staff_id]
    return [one for one in mine if _not_begun(conn, vault, one)]


def another_link(act: Act, approval_id: bytes) -> Invitation | None:
    """Return another link to whoever agreed, and let the one before open nothing; or None.

    A link is shown once, and a second press of the button is enough to lose it; where there is
    one administrator, who proposed, nobody else could make one.
    """
    mine = unused(act.conn, act.vault, act.person)
    found = next((one for one in mine if one.id == approval_id), None)
    if found is None or not with_role(act, DECIDERS)(act.person):
        return None
    act.record("staff_invited", found.staff_id)
    return new_link(act, found.staff_id, "again")


def _not_begun(conn: Connection, vault: Vault, found: Proposal) -> bool:
    row = vouched.get(conn, vault, found.staff_id)
    if row is None:
        return False
    if found.lost == "words":
        return row.state == "invited" and row.invited_by == found.proposed_by
    return row.state in {"active", "unverified"} and row.totp is None


def decide(act: Act, approval_id: bytes, *, yes: bool) -> Invitation | None:
    """Say yes or no; a yes is done at once, and returns the link for whoever agreed."""
    row = two_people.get(act, approval_id, {KIND})
    found = _open(act.vault, row)
    two_people.decide(act, row, _rule(act, found.staff_id), yes=yes)
    close(act, TOLD, found.staff_id.hex())
    if not yes:
        return None
    _check(act, found.staff_id, found.lost)
    if found.lost == "factor":
        people.forget_factor(act.conn, found.staff_id)
        act.record("factor_revoked", found.staff_id)
    else:
        people.start_again(act.conn, found.staff_id, row.proposed_by)
        vouched.change(
            act.conn,
            act.vault,
            found.staff_id,
            state="invited",
            invited_by=row.proposed_by,
            verified_at=None,
            key="",
        )
        act.record("pair_revoked", found.staff_id)
        _take_away(act, found.staff_id)
    return new_link(act, found.staff_id, "again")


def _rule(act: Act, staff_id: bytes) -> Rule:
    return Rule(with_role(act, DECIDERS), {staff_id})


def _take_away(act: Act, staff_id: bytes) -> None:
    """Delete every copy sealed to the pair that is gone, and go on without it."""
    close(act, regrant.HOLDER, staff_id.hex())
    close(act, regrant.OFFICER, staff_id.hex())
    held = threads.grants_of_holder(act.conn, staff_id)
    for thread_id in dict.fromkeys(row.object_id for row in held):
        survivor_id = threads.survivor_of(act.conn, thread_id)
        if survivor_id is not None:
            threads.drop_grants(act.conn, thread_id, staff_id)
            act.record("revoke", thread_id, staff_id)
            new_epoch(act, survivor_id)
    complaints_holders.recompute(act)


def _check(act: Act, staff_id: bytes, lost: Lost) -> None:
    if staff_id == act.person:
        raise Refused("yourself")
    row = vouched.get(act.conn, act.vault, staff_id)
    if row is None or row.state not in {"active", "unverified"}:
        raise Refused("never_here")
    if lost == "words" and not _held_meanwhile(act, staff_id):
        raise Refused("nobody_meanwhile")


def _held_meanwhile(act: Act, staff_id: bytes) -> bool:
    """Whether what arrives before the new key is heard would be sealed to somebody."""
    if recovery(act.conn, act.vault) is not None:
        return True
    threaded = [
        mine
        for mine in survivors_of(act.conn, act.vault, staff_id)
        if threads.of_survivor(act.conn, mine.id) is not None
    ]
    return not threaded or cover_of(act.conn, act.vault, staff_id, act.now) is not None


def _open(vault: Vault, row: ApprovalRow) -> Proposal:
    body = two_people.opened(vault, row)
    lost: Lost = "factor" if body["lost"] == "factor" else "words"
    staff_id = bytes.fromhex(body["staff"])
    return Proposal(row.id, staff_id, lost, row.proposed_by, row.expires_at)
