"""What two people who hold a complaint decide: shutting somebody out of it, and taking longer.

The rules kept here: who doesn't hold the complaint never sees such a proposal, so that it tells
nobody that there is one; a yes counts at once. Who decides, and until when: ``two_people``.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot import holding
from bot.acts import complaints_longer, complaints_work, tasks, two_people
from bot.acts.act import Act
from bot.acts.complaints import shown_reference
from bot.acts.complaints_entries import field, key_of, row_of
from bot.acts.complaints_holders import exclude
from bot.acts.complaints_keys import needs_holder
from bot.acts.two_people import Rule
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.storage import people
from bot.storage.approvals import ApprovalRow
from bot.storage.complaints import ComplaintRow
from bot.vault import Vault

EXCLUDE: Final = "complaint_exclude"
LONGER: Final = "complaint_longer"
KINDS: Final = (EXCLUDE, LONGER)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits for another who holds the same complaint.

    ``staff_id``: who is to be shut out; None where it is to take longer.
    """

    id: bytes
    kind: str
    complaint_id: bytes
    staff_id: bytes | None
    proposed_by: bytes
    expires_at: int


def propose_exclude(act: Act, complaint_id: bytes, staff_id: bytes) -> bytes:
    """Propose to shut somebody out; returns the proposal's id."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    if staff_id == act.person:
        raise Refused("recuse_instead")
    if people.get(act.conn, staff_id) is None:
        raise Refused("unknown")
    return _propose(act, row, EXCLUDE, staff_id)


def propose_longer(act: Act, complaint_id: bytes, reason: str) -> bytes:
    """Ask another to agree that it takes longer; the reason is kept in the complaint, sealed."""
    row = complaints_work.with_clock(act, complaint_id)
    if row.step == "concern":
        raise Refused("not_a_complaint")
    if not reason.strip():
        raise Refused("no_reason")
    if longer_waits(act.conn, act.vault, complaint_id, act.now):
        raise Refused("asked_before")
    proposed = _propose(act, row, LONGER, None)
    complaints_work.internal_note(act, complaint_id, reason)
    return proposed


def waiting(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Proposal]:
    """Return what waits in the complaints that this person holds, except about themselves."""
    found = []
    mine = {case.id for case in holding.held(conn, vault, staff_id)}
    for row in two_people.waiting(conn, KINDS, now):
        one = _open(vault, row)
        if one.complaint_id in mine and one.staff_id != staff_id:
            found.append(one)
    return found


def longer_waits(conn: Connection, vault: Vault, complaint_id: bytes, now: int) -> bool:
    """Say whether another has yet to agree that a complaint takes longer."""
    rows = two_people.waiting(conn, {LONGER}, now)
    return any(_open(vault, row).complaint_id == complaint_id for row in rows)


def reference(act: Act, complaint_id: bytes) -> str:
    """Return the reference of a complaint, to those who hold it."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    return shown_reference(field(act.vault, row, "reference", key_of(act.vault, row)))


def decide(act: Act, rules: Rules, approval_id: bytes, *, yes: bool) -> None:
    """Say yes or no; a yes is done at once."""
    row = two_people.get(act, approval_id, KINDS)
    proposal = _open(act.vault, row)
    complaint = row_of(act, proposal.complaint_id)
    rule = Rule(
        lambda one: holding.holds(act.conn, act.vault, complaint, one),
        {proposal.staff_id},
        hidden=True,
        says=(f"{row.kind}_agreed", f"{row.kind}_refused"),
        on=(complaint.id, proposal.staff_id),
    )
    two_people.decide(act, row, rule, yes=yes)
    if not yes:
        tasks.notify(act, row.proposed_by, "new")
    elif proposal.staff_id is not None:
        exclude(act, complaint.id, proposal.staff_id)
    else:
        complaints_longer.put_off(act, rules, complaint)
        tasks.notify(act, row.proposed_by, "new")


def _propose(act: Act, row: ComplaintRow, kind: str, staff_id: bytes | None) -> bytes:
    deciders = holding.here(act.conn, act.vault, row) - {act.person, staff_id}
    if not deciders:
        raise Refused("nobody_else")
    body = {"complaint": row.id.hex(), **({"staff": staff_id.hex()} if staff_id else {})}
    approval_id = two_people.add(act, kind, body)
    act.record(f"{kind}_proposed", row.id, staff_id)
    for one in sorted(deciders):
        tasks.notify(act, one, "new")
    return approval_id


def _open(vault: Vault, row: ApprovalRow) -> Proposal:
    body = two_people.opened(vault, row)
    return Proposal(
        row.id,
        row.kind,
        bytes.fromhex(body["complaint"]),
        bytes.fromhex(body["staff"]) if "staff" in body else None,
        row.proposed_by,
        row.expires_at,
    )
