"""Staff, their roles and relations, and the organisations that employ them.

The rule kept here: what is about a person is ``Sealed`` before it comes here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.tables.columns import Sealed
from bot.storage.tables.staff import organisations, relations, roles, staff

_s = staff.c
_ro = roles.c
_re = relations.c
_o = organisations.c


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as stored."""

    id: bytes
    organisation_id: bytes
    name: Sealed
    sms_name: Sealed
    email: Sealed
    phone: Sealed | None
    working_days: Sealed
    cohort: Sealed | None
    state: str
    public: Sealed | None
    totp: Sealed | None
    totp_step: int
    salt: bytes | None
    kdf: str | None
    verifier: bytes | None
    wrapped: bytes | None
    invited_by: bytes | None
    verified_by: bytes | None
    verified_at: int | None
    created_at: int


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation of a member of staff: what and to whom is inside."""

    id: bytes
    staff_id: bytes
    body: Sealed
    since: int
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An employing organisation."""

    id: bytes
    name: Sealed
    nation: Sealed
    languages: Sealed
    lead_id: bytes | None
    hub: bool
    created_at: int


_insert = {
    "sqlite": sqlite.insert(staff).on_conflict_do_nothing().returning(_s.id),
    "postgresql": postgresql.insert(staff).on_conflict_do_nothing().returning(_s.id),
}
_select = sa.select(*(_s[field.name] for field in fields(StaffRow)))
_by_id = _select.where(_s.id == sa.bindparam("id"))
_by_email = _select.where(_s.email_index == sa.bindparam("index"))
_all_staff = _select.order_by(_s.created_at, _s.id)
_all_roles = sa.select(_ro.staff_id, _ro.role).where(_ro.since <= sa.bindparam("now"))
_roles_of = _all_roles.where(_ro.staff_id == sa.bindparam("staff_id"))
_every_relation = sa.select(*(_re[field.name] for field in fields(RelationRow)))
_relations_of = _every_relation.where(
    _re.staff_id == sa.bindparam("staff_id"),
    _re.since <= sa.bindparam("now"),
    sa.or_(_re.ended_at.is_(None), _re.ended_at > sa.bindparam("now")),
)
_relation = _every_relation.where(_re.id == sa.bindparam("id"))
_in_force = _every_relation.where(
    _re.since <= sa.bindparam("now"),
    sa.or_(_re.ended_at.is_(None), _re.ended_at > sa.bindparam("now")),
)
_all_organisations = sa.select(*(_o[field.name] for field in fields(OrganisationRow))).order_by(
    _o.created_at, _o.id
)


def get(conn: sa.Connection, staff_id: bytes) -> StaffRow | None:
    """Return a member of staff by id."""
    return _one(conn.execute(_by_id, {"id": staff_id}))


def by_email(conn: sa.Connection, index: bytes) -> StaffRow | None:
    """Return the member of staff with the e-mail address of this blind index."""
    return _one(conn.execute(_by_email, {"index": index}))


def everyone(conn: sa.Connection) -> list[StaffRow]:
    """Return all staff, the longest known first."""
    return [StaffRow(*row) for row in conn.execute(_all_staff)]


def add(conn: sa.Connection, row: StaffRow, email_index: bytes) -> bool:
    """Add a member of staff; False where somebody has this address already."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    added = conn.execute(_insert[conn.dialect.name], {**values, "email_index": email_index})
    return added.first() is not None


def enrol(  # noqa: PLR0913 - a row is its columns
    conn: sa.Connection,
    staff_id: bytes,
    *,
    public: Sealed,
    totp: Sealed,
    totp_step: int,
    salt: bytes,
    kdf: str,
    verifier: bytes,
    wrapped: bytes,
) -> None:
    """Keep what somebody enrolled with; their key is unverified."""
    conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id)
        .values(
            state="unverified",
            public=public,
            totp=totp,
            totp_step=totp_step,
            salt=salt,
            kdf=kdf,
            verifier=verifier,
            wrapped=wrapped,
        )
    )


def activate(conn: sa.Connection, staff_id: bytes, by: bytes | None, now: int) -> bool:
    """Remember that somebody's key was verified; False where another unit just did."""
    changed = conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id, _s.state == "unverified")
        .values(state="active", verified_by=by, verified_at=now)
    )
    return changed.rowcount == 1


def disable(conn: sa.Connection, staff_id: bytes) -> None:
    """Let somebody sign in no more."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(state="disabled"))


def start_again(conn: sa.Connection, staff_id: bytes, heard_by: bytes) -> None:
    """Forget somebody's pair, words and second factor: they are invited anew, by another person."""
    forget_secrets(conn, staff_id)
    conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id)
        .values(
            state="invited", public=None, invited_by=heard_by, verified_by=None, verified_at=None
        )
    )


def forget_factor(conn: sa.Connection, staff_id: bytes) -> None:
    """Forget somebody's second factor; their pair and words stay."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(totp=None))


def new_factor(conn: sa.Connection, staff_id: bytes, totp: Sealed, totp_step: int) -> bool:
    """Keep a new second factor; False where there is one."""
    kept = conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id, _s.totp.is_(None))
        .values(totp=totp, totp_step=totp_step)
    )
    return kept.rowcount == 1


def forget_secrets(conn: sa.Connection, staff_id: bytes) -> None:
    """Delete the wrapped private key and everything that unlocked it."""
    conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id)
        .values(salt=None, kdf=None, verifier=None, wrapped=None, totp=None)
    )


def employ(conn: sa.Connection, staff_id: bytes, organisation_id: bytes) -> None:
    """Let somebody work for another organisation."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(organisation_id=organisation_id))


def roles_of(conn: sa.Connection, staff_id: bytes, now: int) -> frozenset[str]:
    """Return the roles that one person holds now."""
    found = conn.execute(_roles_of, {"staff_id": staff_id, "now": now})
    return frozenset(row.role for row in found)


def hub_roles_in(conn: sa.Connection, staff_ids: Collection[bytes], now: int) -> bool:
    """Say whether any of these people reads the Hub's list of tasks."""
    found = conn.execute(_all_roles, {"now": now})
    return any(row.role in {"hub_admin", "hub_lead"} and row.staff_id in staff_ids for row in found)


def roles_of_all(conn: sa.Connection, now: int) -> dict[bytes, frozenset[str]]:
    """Return who holds which roles now."""
    found: dict[bytes, set[str]] = {}
    for row in conn.execute(_all_roles, {"now": now}):
        found.setdefault(row.staff_id, set()).add(row.role)
    return {staff_id: frozenset(held) for staff_id, held in found.items()}


def add_role(conn: sa.Connection, staff_id: bytes, role: str, since: int) -> None:
    """Give a role from a moment on; does nothing where it is held already."""
    held = sa.select(_ro.role).where(_ro.staff_id == staff_id, _ro.role == role)
    if conn.execute(held).first() is None:
        conn.execute(sa.insert(roles).values(staff_id=staff_id, role=role, since=since))


def drop_role(conn: sa.Connection, staff_id: bytes, role: str) -> None:
    """Take a role away."""
    conn.execute(sa.delete(roles).where(_ro.staff_id == staff_id, _ro.role == role))


def relations_of(conn: sa.Connection, staff_id: bytes, now: int) -> list[RelationRow]:
    """Return the relations that a person has declared and that hold now."""
    found = conn.execute(_relations_of, {"staff_id": staff_id, "now": now})
    return [RelationRow(*row) for row in found]


def relations_now(conn: sa.Connection, now: int) -> list[RelationRow]:
    """Return everybody's relations that hold now."""
    return [RelationRow(*row) for row in conn.execute(_in_force, {"now": now})]


def relations_since(conn: sa.Connection, since: int) -> list[RelationRow]:
    """Return everybody's relations that hold, or held after a moment; also those not yet begun."""
    query = _every_relation.where(sa.or_(_re.ended_at.is_(None), _re.ended_at > since))
    return [RelationRow(*row) for row in conn.execute(query)]


def relation(conn: sa.Connection, relation_id: bytes) -> RelationRow | None:
    """Return one relation."""
    found = conn.execute(_relation, {"id": relation_id}).first()
    return None if found is None else RelationRow(*found)


def add_relation(conn: sa.Connection, row: RelationRow) -> None:
    """Add a relation."""
    conn.execute(
        sa.insert(relations).values(
            id=row.id, staff_id=row.staff_id, body=row.body, since=row.since
        )
    )


def end_relation(conn: sa.Connection, relation_id: bytes, ended_at: int) -> None:
    """Let a relation end; the row stays, because conflicts look back two years."""
    conn.execute(
        sa.update(relations)
        .where(_re.id == relation_id, _re.ended_at.is_(None))
        .values(ended_at=ended_at)
    )


def organisations_all(conn: sa.Connection) -> list[OrganisationRow]:
    """Return every organisation, the oldest first."""
    return [OrganisationRow(*row) for row in conn.execute(_all_organisations)]


def organisation(conn: sa.Connection, organisation_id: bytes) -> OrganisationRow | None:
    """Return one organisation."""
    one = _all_organisations.where(_o.id == organisation_id)
    found = conn.execute(one).first()
    return None if found is None else OrganisationRow(*found)


def add_organisation(conn: sa.Connection, row: OrganisationRow) -> None:
    """Add an organisation."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    conn.execute(sa.insert(organisations).values(**values))


def change_organisation(
    conn: sa.Connection, organisation_id: bytes, changed: Mapping[str, Sealed]
) -> None:
    """Set name, nation or languages of one organisation."""
    conn.execute(sa.update(organisations).where(_o.id == organisation_id).values(dict(changed)))


def set_lead(conn: sa.Connection, organisation_id: bytes, lead_id: bytes) -> None:
    """Set whom a handler elsewhere writes to about this organisation's own."""
    conn.execute(sa.update(organisations).where(_o.id == organisation_id).values(lead_id=lead_id))


def _one(found: Iterable[Sequence[Any]]) -> StaffRow | None:
    row = next(iter(found), None)
    return None if row is None else StaffRow(*row)
