"""Staff: invited, described, disabled. How they enrol and are verified is in ``enrolment``.

The rule kept here: an invitation's token stands in its link and nowhere else. Who comes back after
losing their words gets theirs by ``again``, and its link from somebody else than hears their words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Literal

from sqlalchemy import Connection

from bot import vouched
from bot.acts import complaints_holders, telephones
from bot.acts.act import Act
from bot.acts.addresses import is_address
from bot.acts.grants import new_epoch, only_holder
from bot.acts.invite_proof import prove, proved
from bot.acts.short_names import short_name
from bot.acts.tasks import close, hand_on, raise_task
from bot.clock import DAY_MS
from bot.errors import Refused
from bot.proved import is_hub
from bot.roles import DECIDERS, ROLES
from bot.routing import survivors_of
from bot.storage import invites, people, threads
from bot.storage import organisations as organisation_rows
from bot.storage.people import StaffRow
from bot.storage.tables.columns import Sealed
from bot.vault import Vault
from bot.vouched import Standing

INVITATION_MS = 14 * DAY_MS


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who is invited."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    organisation_id: bytes
    roles: tuple[str, ...]
    sms_name: str = field(default="", repr=False)  # what a text calls them; if empty, first name
    working_days: str = "Mon-Fri"
    phone: str = field(default="", repr=False)
    cohort: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation; its token stands nowhere else."""

    staff_id: bytes
    token: str = field(repr=False)
    expires_at: int


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff, opened."""

    id: bytes
    name: str = field(repr=False)
    sms_name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    organisation_id: bytes
    working_days: str
    cohort: str
    state: str
    roles: frozenset[str]
    invited_by: bytes | None
    verified_at: int | None


def check_roles(roles: Sequence[str], *, hub: bool) -> None:
    """Refuse roles that one person may not hold together."""
    if not roles or set(roles).difference(ROLES):
        raise Refused("unknown_role")
    if "auditor" in roles and "advocate" in roles:
        raise Refused("auditor_with_caseload")
    if "outside_reviewer" in roles and hub:
        raise Refused("reviewer_of_hub")


def invite(act: Act, new: NewStaff) -> Invitation:
    """Invite somebody; the link lasts 14 days and opens once."""
    organisation = organisation_rows.get(act.conn, new.organisation_id)
    if organisation is None:
        raise Refused("unknown")
    check_roles(new.roles, hub=is_hub(act.vault, organisation))
    if not is_address(new.email):
        raise Refused("no_address")
    short = short_name(new.name, new.sms_name)
    phone = telephones.kept(new.phone)
    index = act.vault.email_index(new.email)
    staff_id = act.new_id()
    roles = dict.fromkeys(new.roles, act.now)

    def seal(column: str, value: str) -> Sealed:
        return act.vault.seal(f"staff.{column}", staff_id, value.encode())

    added = people.add(
        act.conn,
        StaffRow(
            id=staff_id,
            organisation_id=new.organisation_id,
            name=seal("name", new.name),
            sms_name=seal("sms_name", short),
            email=seal("email", new.email),
            phone=seal("phone", phone) if phone else None,
            working_days=seal("working_days", new.working_days),
            cohort=seal("cohort", new.cohort) if new.cohort else None,
            state="invited",
            public=None,
            totp=None,
            totp_step=0,
            salt=None,
            kdf=None,
            verifier=None,
            wrapped=None,
            invited_by=act.actor,
            verified_by=None,
            verified_at=None,
            standing=vouched.seal(
                act.vault,
                staff_id,
                Standing("invited", new.organisation_id, act.actor, None, "", roles),
            ),
            created_at=act.now,
        ),
        index,
    )
    if not added:
        raise Refused("known_address")
    for role in roles:
        people.add_role(act.conn, staff_id, role, act.now)
    act.record("staff_invited", staff_id)
    return new_link(act, staff_id, "staff")


def invite_again(act: Act, staff_id: bytes) -> Invitation:
    """Make a new link for somebody who has not accepted; the one before no longer opens."""
    row = vouched.get(act.conn, act.vault, staff_id)
    if row is None or row.state != "invited":
        raise Refused("not_invited")
    here_before = any(one.kind == "again" for one in invites.of(act.conn, staff_id))
    if here_before and row.invited_by == act.actor:
        raise Refused("hears_the_words")
    act.record("staff_invited", staff_id)
    return new_link(act, staff_id, "again" if here_before else "staff")


def invited(conn: Connection, vault: Vault, token: str, now: int) -> Staff | None:
    """Return whom a token invites; wrong, used and expired ones look the same.

    Whose state is not ``invited`` has their six words still, and needs a second factor only.
    """
    found = link_of(conn, vault, token, now)
    if found is None:
        return None
    row = found[1]
    return _open(vault, row, now)


def link_of(
    conn: Connection, vault: Vault, token: str, now: int
) -> tuple[invites.InviteRow, StaffRow] | None:
    """Return the link that a token opens and whom it invites, where there is something to do."""
    mac = vault.code_mac(token)
    for kind in ("staff", "again"):
        link = invites.live(proved(vault, invites.by_mac(conn, kind, mac)), now)
        row = vouched.get(conn, vault, link.subject_id) if link is not None else None
        if link is None or row is None:
            continue
        lacks_factor = row.state in {"active", "unverified"} and row.totp is None
        if row.state == "invited" or (kind == "again" and lacks_factor):
            return link, row
    return None


def disable(act: Act, staff_id: bytes) -> None:
    """Let somebody sign in no more, and take their keys away; who decides such things is told.

    Where they are the only one who could ever open a thread, their copy stays (nobody can sign in
    to use it) and the Hub gets a task, because deleting it would lose the thread for good.
    """
    row = vouched.get(act.conn, act.vault, staff_id)
    if row is None or row.state == "disabled":
        raise Refused("unknown")
    if staff_id == act.actor:
        raise Refused("yourself")
    people.disable(act.conn, staff_id)
    vouched.change(act.conn, act.vault, staff_id, state="disabled")
    invites.revoke_of(act.conn, staff_id, act.now)
    act.record("staff_disabled", staff_id)
    _tell(act, staff_id)
    kept = False
    complaints_holders.recompute(act)
    close(act, "verify_staff", staff_id.hex())
    close(act, "invitation_refused", staff_id.hex())
    hand_on(act, staff_id)
    for thread_id in dict.fromkeys(
        grant.object_id for grant in threads.grants_of_holder(act.conn, staff_id)
    ):
        survivor_id = threads.survivor_of(act.conn, thread_id)
        last = only_holder(threads.grants_to_drop(act.conn, thread_id), staff_id)
        kept = kept or last
        if survivor_id is None:  # a complaint that is over: no list of the Hub's tells of it
            if not last:
                threads.drop_grants(act.conn, thread_id, staff_id)
                act.by_itself().record("complaint_revoke", thread_id, staff_id)
        elif last:
            raise_task(act, "last_holder", survivor_id=survivor_id)
        else:
            threads.drop_grants(act.conn, thread_id, staff_id)
            act.record("revoke", thread_id, staff_id)
            new_epoch(act, survivor_id)
    for mine in survivors_of(act.conn, act.vault, staff_id):
        raise_task(act, "without_advocate", survivor_id=mine.id)
    if not kept:
        people.forget_secrets(act.conn, staff_id)


def _tell(act: Act, staff_id: bytes) -> None:
    """Let everybody who could let somebody in again see that their access was ended."""
    held = vouched.roles_of_all(act.conn, act.vault, act.now)
    for one in vouched.everyone(act.conn, act.vault):
        decides = held.get(one.id, frozenset()) & DECIDERS
        if decides and one.state == "active" and one.id not in {act.actor, staff_id}:
            raise_task(act, "access_ended", staff_id=one.id, detail=staff_id.hex())


def describe(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> Staff:
    """Open one member of staff."""
    row = vouched.get(conn, vault, staff_id)
    if row is None:
        raise Refused("unknown")
    return _open(vault, row, now)


def everyone(conn: Connection, vault: Vault, now: int) -> list[Staff]:
    """Return all staff, opened, by their names."""
    found = [_open(vault, row, now) for row in vouched.everyone(conn, vault)]
    return sorted(found, key=lambda one: one.name.casefold())


def new_link(act: Act, staff_id: bytes, kind: Literal["staff", "again"]) -> Invitation:
    """Draw a link: of somebody new, or of somebody who was here before."""
    close(act, "invitation_refused", staff_id.hex())
    token = token_urlsafe(32)
    expires_at = act.now + INVITATION_MS
    made = prove(
        act.vault,
        invites.InviteRow(
            id=act.new_id(),
            kind=kind,
            subject_id=staff_id,
            made_by=act.actor,
            code_mac=act.vault.code_mac(token),
            link_mac=None,
            proof=None,
            created_at=act.now,
            expires_at=expires_at,
            used_at=None,
            revoked_at=None,
            contact_id=None,
        ),
    )
    invites.add(act.conn, made)
    return Invitation(staff_id, token, expires_at)


def _open(vault: Vault, row: StaffRow, now: int) -> Staff:
    def text(column: str, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        return vault.open(f"staff.{column}", row.id, sealed).decode()

    return Staff(
        row.id,
        text("name", row.name),
        text("sms_name", row.sms_name),
        text("email", row.email),
        text("phone", row.phone),
        row.organisation_id,
        text("working_days", row.working_days),
        text("cohort", row.cohort),
        row.state,
        vouched.roles(vault, row, now),
        row.invited_by,
        row.verified_at,
    )
