"""Staff and organisations as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot import vouched
from bot.acts import organisations, relations, staff
from bot.acts.organisations import Organisation
from bot.acts.staff import Staff
from bot.console.call import Me
from bot.console.pages import day
from bot.console.sayings import RELATIONS, ROLES, STAFF_STATES
from bot.routing import Relation
from bot.storage.people import StaffRow
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as it is shown; ``when``: from when or until when, where that is not now.

    ``ends`` says that its end is settled, so that it can't be ended again.
    """

    id: bytes
    kind: str
    who: str
    when: str
    ends: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff in a list or on a page of their own.

    Attributes:
        roles: in words, also one that begins later, with its day.
        held: the roles by name, those that begin later too.
    """

    who: Staff
    organisation: str
    state: str
    roles: tuple[str, ...]
    held: frozenset[str]
    relations: tuple[Related, ...] = field(default=())

    @property
    def id(self) -> bytes:
        """Their id."""
        return self.who.id

    @property
    def name(self) -> str:
        """Their name."""
        return self.who.name


def name_of(vault: Vault, row: StaffRow) -> str:
    """A colleague's name."""
    return vault.open("staff.name", row.id, row.name).decode()


def names(conn: Connection, vault: Vault, now: int) -> dict[bytes, str]:
    """Everybody's name."""
    return {one.id: one.name for one in staff.everyone(conn, vault, now)}


def awaiting_my_ear(conn: Connection, vault: Vault, me: Me, now: int) -> list[Staff]:
    """Those whose check words I am to hear.

    I invited them, or nobody who is here did (the import, the shell) and I administer the Hub.
    """
    everybody = staff.everyone(conn, vault, now)
    here = {one.id for one in everybody if one.state != "disabled"}
    return [
        one
        for one in everybody
        if one.state == "unverified"
        and (one.invited_by == me.id or ("hub_admin" in me.roles and one.invited_by not in here))
    ]


def hearer(conn: Connection, vault: Vault, me: bytes, now: int) -> str:
    """Who is to hear somebody's check words, by name; empty where any administrator of the Hub."""
    everybody = {one.id: one for one in staff.everyone(conn, vault, now)}
    by = everybody.get(everybody[me].invited_by or b"")
    return by.name if by is not None and by.state != "disabled" else ""


def everyone(conn: Connection, vault: Vault, now: int) -> list[Colleague]:
    """All staff, by name; who left comes last."""
    employers = {one.id: one for one in organisations.everyone(conn, vault)}
    coming = vouched.roles_to_come(conn, vault, now)
    found = [
        _colleague(one, employers, coming.get(one.id, {}))
        for one in staff.everyone(conn, vault, now)
    ]
    return sorted(found, key=lambda one: (one.who.state == "disabled", one.name.casefold()))


def one(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> Colleague:
    """One member of staff, with their relations."""
    employers = {one.id: one for one in organisations.everyone(conn, vault)}
    known = names(conn, vault, now)
    related = (
        Related(
            relation.id,
            RELATIONS.get(relation.kind, relation.kind),
            known.get(relation.other_id, ""),
            _when(relation, now),
            relation.ended_at is not None,
        )
        for relation in relations.declared(conn, vault, staff_id, now)
    )
    found = tuple(sorted(related, key=lambda one: (one.kind, one.who)))
    coming = vouched.roles_to_come(conn, vault, now).get(staff_id, {})
    return _colleague(staff.describe(conn, vault, staff_id, now), employers, coming, found)


def _when(relation: Relation, now: int) -> str:
    if relation.since > now:
        return f"from {day(relation.since)}"
    return "" if relation.ended_at is None else f"last day {day(relation.ended_at - 1)}"


def _colleague(
    who: Staff,
    employers: dict[bytes, Organisation],
    coming: Mapping[str, int],
    related: tuple[Related, ...] = (),
) -> Colleague:
    place = employers.get(who.organisation_id)
    return Colleague(
        who,
        place.name if place else "",
        STAFF_STATES.get(who.state, who.state),
        (
            *(says for role, says in ROLES.items() if role in who.roles),
            *(f"{says} from {day(coming[role])}" for role, says in ROLES.items() if role in coming),
        ),
        who.roles | frozenset(coming),
        related,
    )
