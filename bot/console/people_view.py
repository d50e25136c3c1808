"""Staff and organisations as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.console.sayings import ROLES, STAFF_STATES
from bot.routing import public_key
from bot.storage import people
from bot.storage.people import OrganisationRow, StaffRow
from bot.vault import Vault
from bot.vault.people import PublicKey
from bot.vault.wordlist import check_words


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff in a list."""

    id: bytes
    name: str
    organisation: str
    state: str
    state_says: str
    roles: tuple[str, ...]
    invited_by: bytes | None


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation in a list."""

    id: bytes
    name: str
    nation: str
    languages: str
    hub: bool
    lead_id: bytes | None


def own_check_words(public: PublicKey) -> tuple[str, ...]:
    """The four words that this person reads out."""
    return check_words(public)


def words_of(conn: Connection, vault: Vault, staff_id: bytes) -> tuple[str, ...] | None:
    """The four words that the inviter should hear; None while there is no key."""
    row = people.get(conn, staff_id)
    public = public_key(vault, row) if row is not None else None
    return None if public is None else check_words(public)


def name_of(vault: Vault, row: StaffRow) -> str:
    """A colleague's name."""
    return vault.open("staff.name", row.id, row.name).decode()


def awaiting_my_ear(conn: Connection, vault: Vault, me: bytes) -> list[Colleague]:
    """Those whom I invited and whose check words I have not confirmed yet."""
    return [
        one
        for one in everyone(conn, vault, 0)
        if one.state == "unverified" and one.invited_by == me
    ]


def everyone(conn: Connection, vault: Vault, now: int) -> list[Colleague]:
    """All staff, by name."""
    places = {row.id: organisation_name(vault, row) for row in people.organisations_all(conn)}
    held = people.roles_of_all(conn, now)
    found = [_colleague(vault, row, places, held) for row in people.everyone(conn)]
    return sorted(found, key=lambda one: (one.state == "disabled", one.name.casefold()))


def _colleague(
    vault: Vault,
    row: StaffRow,
    places: Mapping[bytes, str],
    held: Mapping[bytes, frozenset[str]],
) -> Colleague:
    roles = held.get(row.id, frozenset())
    return Colleague(
        row.id,
        name_of(vault, row),
        places.get(row.organisation_id, ""),
        row.state,
        STAFF_STATES.get(row.state, row.state),
        tuple(says for role, says in ROLES.items() if role in roles),
        row.invited_by,
    )


def organisation_name(vault: Vault, row: OrganisationRow) -> str:
    """The name of an organisation."""
    return vault.open("organisations.name", row.id, row.name).decode()


def employers(conn: Connection, vault: Vault) -> list[Employer]:
    """All organisations, by name."""
    found = [
        Employer(
            row.id,
            organisation_name(vault, row),
            vault.open("organisations.nation", row.id, row.nation).decode(),
            vault.open("organisations.languages", row.id, row.languages).decode(),
            row.hub,
            row.lead_id,
        )
        for row in people.organisations_all(conn)
    ]
    return sorted(found, key=lambda one: one.name.casefold())
