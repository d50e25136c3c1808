"""What takes two people: relations, employers, roles and organisations that change.

The rules kept here, besides those of ``two_people``: nobody makes a second person for themselves:
also for somebody new, a role that decides takes two. What shuts somebody out counts at once, what
lets somebody in from the next day.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import Connection

from bot import vouched
from bot.acts import complaints_holders, two_people
from bot.acts.act import Act
from bot.acts.grants import settle
from bot.acts.relations import KINDS, end, record
from bot.acts.staff import check_roles
from bot.acts.two_people import Rule, with_role
from bot.clocks import local_date, moment
from bot.content import NATIONS
from bot.errors import Refused
from bot.proved import is_hub
from bot.roles import DECIDERS, HUB, ROLES
from bot.routing import open_relation
from bot.storage import organisations as organisation_rows
from bot.storage import people
from bot.storage import relations as relation_rows
from bot.storage.approvals import ApprovalRow
from bot.vault import Vault

WATCHED = frozenset({"complaint_handler", "outside_reviewer", "auditor"})
"""Roles that take two people even for somebody who is only being invited, whoever is there."""

Body = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits; ``body`` names ids in hex and new values."""

    id: bytes
    kind: str
    body: Body
    proposed_by: bytes
    expires_at: int


def propose(act: Act, kind: str, body: Body) -> bytes:
    """Propose a change; returns the proposal's id.

    Kinds and their bodies: ``role_give`` and ``role_take`` (staff, role), ``relation_add`` (staff,
    kind, other), ``relation_end`` (relation), ``employer`` (staff, organisation),
    ``organisation_change`` (organisation, and any of name, nation, languages, lead).
    """
    if kind not in _APPLY:
        raise Refused("unknown_proposal")
    _check(act, kind, body)
    approval_id = two_people.add(act, kind, body)
    act.record("propose", approval_id)
    proposal = Proposal(approval_id, kind, body, act.person, act.now + two_people.LIFE_MS)
    two_people.call(act, _rule(act, proposal))
    return approval_id


def propose_weighty(act: Act, staff_id: bytes, roles: Collection[str]) -> bool:
    """Let weighty roles of somebody new wait for a second person; True where any of these does.

    Who is alone may make the second person; whoever once had one may not: who left does not come
    back by that, and the operator invites from the shell where nobody else is left.
    """
    two = WATCHED | (DECIDERS if _had_a_second(act, staff_id) else frozenset())
    wanted = sorted(two & set(roles))
    for role in wanted:
        vouched.take_role(act.conn, act.vault, staff_id, role)
        propose(act, "role_give", {"staff": staff_id.hex(), "role": role})
    return bool(wanted)


def _had_a_second(act: Act, staff_id: bytes) -> bool:
    """Whether anybody but the actor and who is new has, or had when they left, such a role."""
    held = vouched.roles_of_all(act.conn, act.vault, _tomorrow(act))
    return any(roles & DECIDERS for one, roles in held.items() if one not in {act.person, staff_id})


def waiting(conn: Connection, vault: Vault, now: int) -> list[Proposal]:
    """Return the proposals that wait for the other person."""
    return [_open(vault, row) for row in two_people.waiting(conn, _APPLY, now)]


def ended(
    conn: Connection, vault: Vault, staff_id: bytes, now: int
) -> list[tuple[Proposal, ApprovalRow]]:
    """Return what somebody proposed in a week and waits no more, and how it was decided."""
    return [(_open(vault, row), row) for row in two_people.ended(conn, _APPLY, staff_id, now)]


def decide(act: Act, approval_id: bytes, *, yes: bool) -> None:
    """Say yes or no to somebody else's proposal; a yes is done at once."""
    row = two_people.get(act, approval_id, _APPLY)
    proposal = _open(act.vault, row)
    two_people.decide(act, row, _rule(act, proposal), yes=yes)
    if yes:
        _APPLY[row.kind](act, proposal.body)
        settle(act)
        complaints_holders.recompute(act)


def _rule(act: Act, proposal: Proposal) -> Rule:
    about = about_whom(act.conn, act.vault, proposal)
    if about is None:
        raise Refused("unknown")
    return Rule(with_role(act, HUB), about)


def _open(vault: Vault, row: ApprovalRow) -> Proposal:
    body = two_people.opened(vault, row)
    return Proposal(row.id, row.kind, body, row.proposed_by, row.expires_at)


def _tomorrow(act: Act) -> int:
    return moment(local_date(act.now) + timedelta(days=1))


def _id(body: Body, name: str) -> bytes:
    try:
        return bytes.fromhex(body[name])
    except (KeyError, ValueError):
        raise Refused("unknown") from None


def about_whom(conn: Connection, vault: Vault, proposal: Proposal) -> set[bytes] | None:
    """Return whom a proposal is about, who don't decide it; None: a relation that is gone."""
    if proposal.kind == "relation_end":
        row = relation_rows.get(conn, _id(proposal.body, "relation"))
        if row is None:
            return None
        relation = open_relation(vault, row)
        return {relation.staff_id, relation.other_id}
    names = {"staff", "other", "lead"} & set(proposal.body)
    return {_id(proposal.body, name) for name in names}


def _check(act: Act, kind: str, body: Body) -> None:
    """Refuse early what could not be done; it is looked at again when it is decided."""
    if kind == "relation_end":
        if relation_rows.get(act.conn, _id(body, "relation")) is None:
            raise Refused("unknown")
        return
    if kind == "organisation_change":
        _check_organisation(act, body)
        return
    row = vouched.get(act.conn, act.vault, _id(body, "staff"))
    if row is None or row.state == "disabled":
        raise Refused("unknown")
    if kind.startswith("role") and body.get("role") not in ROLES:
        raise Refused("unknown_role")
    if kind == "relation_add" and (
        body.get("kind") not in KINDS or people.get(act.conn, _id(body, "other")) is None
    ):
        raise Refused("not_a_relation")
    if kind == "employer" and organisation_rows.get(act.conn, _id(body, "organisation")) is None:
        raise Refused("unknown")


def _check_organisation(act: Act, body: Body) -> None:
    if organisation_rows.get(act.conn, _id(body, "organisation")) is None:
        raise Refused("unknown")
    if body.get("nation", "england") not in NATIONS:
        raise Refused("unknown_nation")
    if "lead" in body and people.get(act.conn, _id(body, "lead")) is None:
        raise Refused("unknown")  # its id is read wherever proposals are shown


def _role_give(act: Act, body: Body) -> None:
    staff_id, role = _id(body, "staff"), body["role"]
    row = vouched.get(act.conn, act.vault, staff_id)
    organisation = organisation_rows.get(act.conn, row.organisation_id) if row else None
    if row is None or organisation is None:
        raise Refused("unknown")
    held = vouched.roles_of(act.conn, act.vault, staff_id, _tomorrow(act))
    check_roles((*held, role), hub=is_hub(act.vault, organisation))
    vouched.give_role(act.conn, act.vault, staff_id, role, _tomorrow(act))
    act.record("role_given", staff_id)


def _role_take(act: Act, body: Body) -> None:
    vouched.take_role(act.conn, act.vault, _id(body, "staff"), body["role"])
    act.record("role_taken", _id(body, "staff"))


def _relation_add(act: Act, body: Body) -> None:
    since = _tomorrow(act) if body["kind"] == "cover" else act.now
    record(act, _id(body, "staff"), body["kind"], _id(body, "other"), since)


def _relation_end(act: Act, body: Body) -> None:
    row = relation_rows.get(act.conn, _id(body, "relation"))
    if row is None:
        raise Refused("unknown")
    cover = open_relation(act.vault, row).kind == "cover"
    ended = end(act, row.id, act.now if cover else _tomorrow(act))
    act.record("relation_ended", ended.staff_id)


def _employer(act: Act, body: Body) -> None:
    staff_id, organisation_id = _id(body, "staff"), _id(body, "organisation")
    organisation = organisation_rows.get(act.conn, organisation_id)
    if organisation is None:
        raise Refused("unknown")
    held = vouched.roles_of(act.conn, act.vault, staff_id, _tomorrow(act))
    check_roles(tuple(held), hub=is_hub(act.vault, organisation))
    _were_colleagues(act, staff_id)
    people.employ(act.conn, staff_id, organisation_id)
    vouched.change(act.conn, act.vault, staff_id, organisation_id=organisation_id)
    act.record("employer", staff_id, organisation_id)


def _were_colleagues(act: Act, staff_id: bytes) -> None:
    """Shut somebody who leaves an employer out of complaints there, as long as any relation does.

    Else a change of employer would let them in at once, on those they worked beside yesterday.
    """
    row = vouched.get(act.conn, act.vault, staff_id)
    for one in vouched.everyone(act.conn, act.vault):
        if row is None or one.id == staff_id or one.organisation_id != row.organisation_id:
            continue
        relation_id = record(act, staff_id, "related", one.id)
        end(act, relation_id, _tomorrow(act))


def _organisation_change(act: Act, body: Body) -> None:
    organisation_id = _id(body, "organisation")
    changed = {
        name: act.vault.seal(f"organisations.{name}", organisation_id, body[name].encode())
        for name in ("name", "nation", "languages")
        if name in body
    }
    if changed:
        organisation_rows.change(act.conn, organisation_id, changed)
    if "lead" in body:
        organisation_rows.set_lead(act.conn, organisation_id, _id(body, "lead"))
    act.record("organisation_changed", organisation_id)


_APPLY: Mapping[str, Callable[[Act, Body], None]] = MappingProxyType(
    {
        "role_give": _role_give,
        "role_take": _role_take,
        "relation_add": _relation_add,
        "relation_end": _relation_end,
        "employer": _employer,
        "organisation_change": _organisation_change,
    }
)
