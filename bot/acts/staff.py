"""Staff: invited, enrolled, verified by voice, disabled.

The rule kept here (security.md 3): a new public key is *unverified* until the inviter has heard its
four check words by voice, and nothing is granted to it before. The first administrator has no
inviter: the operator verifies.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.grants import begin_thread, new_epoch, only_holder
from bot.acts.relations import covered_by
from bot.acts.tasks import notify, raise_task
from bot.errors import Refused
from bot.routing import public_key
from bot.storage import invites, people, survivors, threads
from bot.storage.people import StaffRow
from bot.storage.tables import Sealed
from bot.vault import Vault
from bot.vault.passphrase import Enrolment
from bot.vault.people import PublicKey
from bot.vault.wordlist import check_words, same_words

INVITATION_MS = 14 * 24 * 3_600_000
ROLES = frozenset(
    {
        "advocate",
        "complaint_handler",
        "hub_admin",
        "hub_lead",
        "officer",
        "outside_reviewer",
        "interpreter",
        "auditor",
    }
)


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who is invited."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    organisation_id: bytes
    roles: tuple[str, ...]
    sms_name: str = field(default="", repr=False)  # what a text calls them; the name, if empty
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
    if not roles or set(roles) - ROLES:
        raise Refused("unknown_role")
    if "auditor" in roles and "advocate" in roles:
        raise Refused("auditor_with_caseload")
    if "outside_reviewer" in roles and hub:
        raise Refused("reviewer_of_hub")


def invite(act: Act, new: NewStaff) -> Invitation:
    """Invite somebody; the link lasts 14 days and opens once."""
    organisation = people.organisation(act.conn, new.organisation_id)
    if organisation is None:
        raise Refused("unknown")
    check_roles(new.roles, hub=organisation.hub)
    index = act.vault.email_index(new.email)
    if people.by_email(act.conn, index) is not None:
        raise Refused("known_address")
    staff_id = act.new_id()

    def seal(column: str, value: str) -> Sealed:
        return act.vault.seal(f"staff.{column}", staff_id, value.encode())

    people.add(
        act.conn,
        StaffRow(
            id=staff_id,
            organisation_id=new.organisation_id,
            name=seal("name", new.name),
            sms_name=seal("sms_name", new.sms_name or new.name),
            email=seal("email", new.email),
            phone=seal("phone", new.phone) if new.phone else None,
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
            created_at=act.now,
        ),
        index,
    )
    for role in dict.fromkeys(new.roles):
        people.add_role(act.conn, staff_id, role, act.now)
    act.record("staff_invited", staff_id)
    return _token(act, staff_id)


def invite_again(act: Act, staff_id: bytes) -> Invitation:
    """Make a new link for somebody who has not accepted; the one before no longer opens."""
    row = people.get(act.conn, staff_id)
    if row is None or row.state != "invited":
        raise Refused("not_invited")
    act.record("staff_invited", staff_id)
    return _token(act, staff_id)


def invited(conn: Connection, vault: Vault, token: str, now: int) -> Staff | None:
    """Return whom a token invites; wrong, used and expired ones look the same."""
    row = invites.live(invites.by_mac(conn, "staff", vault.code_mac(token)), now)
    if row is None:
        return None
    found = people.get(conn, row.subject_id)
    if found is None or found.state != "invited":
        return None
    return _open(vault, found, people.roles_of(conn, found.id, now))


def accept(
    act: Act,
    token: str,
    *,
    enrolment: Enrolment,
    public: PublicKey,
    totp_secret: str,
    totp_step: int = 0,
) -> bytes:
    """Accept an invitation with a passphrase and a second factor; the key is unverified yet.

    Args:
        act: the unit.
        token: as it came in the link.
        enrolment: from ``vault.enrol(staff_id, ...)``, made outside of the unit: it is slow.
        public: the half that seals.
        totp_secret: the second factor's secret.
        totp_step: the step of the code by which it was tried, which can't be used again.
    """
    mac = act.vault.code_mac(token)
    found = invites.live(invites.by_mac(act.conn, "staff", mac), act.now)
    row = people.get(act.conn, found.subject_id) if found is not None else None
    if found is None or row is None or row.state != "invited":
        raise Refused("not_invited")
    if not invites.use(act.conn, found.id, act.now, None):
        raise Refused("not_invited")
    people.change(
        act.conn,
        row.id,
        state="unverified",
        public=act.vault.seal("staff.public", row.id, public.raw),
        totp=act.vault.seal("staff.totp", row.id, totp_secret.encode()),
        totp_step=totp_step,
        salt=enrolment.salt,
        kdf=enrolment.kdf,
        verifier=enrolment.verifier,
        wrapped=enrolment.wrapped,
    )
    act.record("staff_accepted", row.id)
    if row.invited_by is not None:
        raise_task(act, "verify_staff", staff_id=row.invited_by, detail=row.id.hex())
    return row.id


def words_of(conn: Connection, vault: Vault, staff_id: bytes) -> tuple[str, str, str, str] | None:
    """Return the check words of a person's key: only that person may be shown them."""
    row = people.get(conn, staff_id)
    public = public_key(vault, row) if row is not None else None
    return None if public is None else check_words(public)


def verify(act: Act, staff_id: bytes, heard: str) -> None:
    """Verify a key by the four words that its inviter heard; what waited for it is granted now."""
    row = people.get(act.conn, staff_id)
    if row is None or row.state != "unverified":
        raise Refused("not_waiting")
    if not _may_verify(act, row):
        raise Refused("not_the_inviter")
    public = public_key(act.vault, row)
    if public is None or not same_words(heard, check_words(public)):
        raise Refused("words_differ")
    people.change(act.conn, staff_id, state="active", verified_by=act.actor, verified_at=act.now)
    act.record("staff_verified", staff_id)
    notify(act, staff_id, "new")
    for mine in survivors.of_advocate(act.conn, staff_id):
        if threads.of_survivor(act.conn, mine.id) is None:
            begin_thread(act, mine.id)
    for advocate_id in covered_by(act.conn, act.vault, staff_id, act.now):
        for theirs in survivors.of_advocate(act.conn, advocate_id):
            new_epoch(act, theirs.id)


def disable(act: Act, staff_id: bytes) -> None:
    """Let somebody sign in no more, and take their keys away.

    Where they are the only one who could ever open a thread, their copy stays (nobody can sign in
    to use it) and the Hub gets a task, because deleting it would lose the thread for good.
    """
    row = people.get(act.conn, staff_id)
    if row is None or row.state == "disabled":
        raise Refused("unknown")
    if staff_id == act.actor:
        raise Refused("yourself")
    people.change(act.conn, staff_id, state="disabled")
    invites.revoke_of(act.conn, staff_id, act.now)
    act.record("staff_disabled", staff_id)
    kept = False
    for thread_id in dict.fromkeys(
        grant.object_id for grant in threads.grants_of_holder(act.conn, staff_id)
    ):
        survivor_id = threads.survivor_of(act.conn, thread_id)
        if only_holder(threads.grants_of(act.conn, thread_id), staff_id):
            kept = True
            raise_task(act, "last_holder", survivor_id=survivor_id)
            continue
        threads.drop_grants(act.conn, thread_id, staff_id)
        act.record("revoke", thread_id, staff_id)
        if survivor_id is not None:
            new_epoch(act, survivor_id)
    for mine in survivors.of_advocate(act.conn, staff_id):
        raise_task(act, "without_advocate", survivor_id=mine.id)
    if not kept:
        people.change(
            act.conn, staff_id, salt=None, kdf=None, verifier=None, wrapped=None, totp=None
        )


def describe(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> Staff:
    """Open one member of staff."""
    row = people.get(conn, staff_id)
    if row is None:
        raise Refused("unknown")
    return _open(vault, row, people.roles_of(conn, staff_id, now))


def everyone(conn: Connection, vault: Vault, now: int) -> list[Staff]:
    """Return all staff, opened."""
    held = people.roles_of_all(conn, now)
    return [_open(vault, row, held.get(row.id, frozenset())) for row in people.everyone(conn)]


def _token(act: Act, staff_id: bytes) -> Invitation:
    token = token_urlsafe(32)
    expires_at = act.now + INVITATION_MS
    invites.add(
        act.conn,
        invites.InviteRow(
            id=act.new_id(),
            kind="staff",
            subject_id=staff_id,
            made_by=act.actor,
            code_mac=act.vault.code_mac(token),
            link_mac=None,
            created_at=act.now,
            expires_at=expires_at,
            used_at=None,
            revoked_at=None,
            contact_id=None,
        ),
    )
    return Invitation(staff_id, token, expires_at)


def _may_verify(act: Act, row: StaffRow) -> bool:
    if act.actor == row.invited_by:
        return True
    if act.actor is None or act.actor == row.id or row.invited_by is None:
        return False
    # The inviter has left: another administrator may have heard the words.
    inviter = people.get(act.conn, row.invited_by)
    gone = inviter is None or inviter.state == "disabled"
    return gone and "hub_admin" in people.roles_of(act.conn, act.actor, act.now)


def _open(vault: Vault, row: StaffRow, roles: frozenset[str]) -> Staff:
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
        roles,
        row.invited_by,
        row.verified_at,
    )
