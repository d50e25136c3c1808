"""Shutting somebody out of one complaint: two people who hold it decide.

The rules kept here: who doesn't hold the complaint never sees such a proposal, so that it tells
nobody that there is one; who proposed does not decide, nor does the person it is about; a proposal
waits 24 hours, and counts at once.
"""

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.acts import tasks
from bot.acts.act import Act
from bot.acts.approvals import LIFE_MS
from bot.acts.complaints import shown_reference
from bot.acts.complaints_entries import field, key_of, row_of
from bot.acts.complaints_holders import exclude, needs_holder
from bot.errors import Refused
from bot.storage import approvals, complaints, people
from bot.storage.approvals import ApprovalRow
from bot.vault import Vault

KIND = "complaint_exclude"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A proposal that waits for another who holds the same complaint."""

    id: bytes
    complaint_id: bytes
    staff_id: bytes
    proposed_by: bytes
    expires_at: int


def propose(act: Act, complaint_id: bytes, staff_id: bytes) -> bytes:
    """Propose to shut somebody out; returns the proposal's id."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    if staff_id == act.person:
        raise Refused("recuse_instead")
    if people.get(act.conn, staff_id) is None:
        raise Refused("unknown")
    deciders = _deciders(act, complaint_id, row.epoch) - {act.person, staff_id}
    if not deciders:
        raise Refused("nobody_else")
    approval_id = act.new_id()
    body = json.dumps({"complaint": complaint_id.hex(), "staff": staff_id.hex()}).encode()
    sealed = act.vault.seal("approvals.proposal", approval_id, body)
    approvals.add(
        act.conn,
        ApprovalRow(
            approval_id, KIND, sealed, act.person, act.now, act.now + LIFE_MS, None, None, None
        ),
    )
    act.record("complaint_exclude_proposed", complaint_id, staff_id)
    for one in sorted(deciders):
        tasks.notify(act, one, "new")
    return approval_id


def waiting(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Exclusion]:
    """Return what waits in the complaints that this person holds, except about themselves."""
    found = []
    for row in approvals.undecided(conn, now):
        if row.kind != KIND:
            continue
        one = _open(vault, row)
        held = {case.id for case in complaints.held_by(conn, staff_id)}
        if one.complaint_id in held and one.staff_id != staff_id:
            found.append(one)
    return found


def reference(act: Act, complaint_id: bytes) -> str:
    """Return the reference of a complaint, to those who hold it."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    return shown_reference(field(act.vault, row, "reference", key_of(act.vault, row)))


def decide(act: Act, approval_id: bytes, *, yes: bool) -> None:
    """Say yes or no; a yes is done at once."""
    row = approvals.get(act.conn, approval_id)
    if row is None or row.kind != KIND or row.decided_at is not None:
        raise Refused("unknown")
    proposal = _open(act.vault, row)
    complaint = row_of(act, proposal.complaint_id)
    if act.person not in complaints.fresh_holders(act.conn, complaint.id, complaint.epoch):
        raise Refused("unknown")  # as if it weren't there
    if row.expires_at <= act.now:
        raise Refused("expired")
    if act.person in {row.proposed_by, proposal.staff_id}:
        raise Refused("same_person")
    if not approvals.decide(act.conn, approval_id, act.person, act.now, "yes" if yes else "no"):
        raise Refused("unknown")
    word = "complaint_exclude_agreed" if yes else "complaint_exclude_refused"
    act.record(word, complaint.id, proposal.staff_id)
    if yes:
        exclude(act, complaint.id, proposal.staff_id)


def _open(vault: Vault, row: ApprovalRow) -> Exclusion:
    body = json.loads(vault.open("approvals.proposal", row.id, row.proposal))
    return Exclusion(
        row.id,
        bytes.fromhex(body["complaint"]),
        bytes.fromhex(body["staff"]),
        row.proposed_by,
        row.expires_at,
    )


def _deciders(act: Act, complaint_id: bytes, epoch: int) -> set[bytes]:
    """Return who of staff holds it."""
    held = complaints.fresh_holders(act.conn, complaint_id, epoch)
    return {one for one in held if people.get(act.conn, one) is not None}
