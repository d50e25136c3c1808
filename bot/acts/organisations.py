"""Organisations that employ staff; one of them is the Hub."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.content import NATIONS
from bot.errors import Refused
from bot.proved import hubs, is_hub, prove_organisation
from bot.storage import organisations as organisation_rows
from bot.storage.organisations import OrganisationRow
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, opened."""

    id: bytes
    name: str
    nation: str
    languages: str
    lead_id: bytes | None  # whom a handler elsewhere writes to about this organisation's own
    hub: bool


def create(
    act: Act,
    *,
    name: str,
    nation: str,
    languages: str = "",
    hub: bool = False,
) -> bytes:
    """Add an organisation; there is one Hub. Returns its id."""
    if nation not in NATIONS:
        raise Refused("unknown_nation")
    if hub and hubs(act.conn, act.vault):
        raise Refused("another_hub")
    organisation_id = act.new_id()
    organisation_rows.add(
        act.conn,
        OrganisationRow(
            organisation_id,
            act.vault.seal("organisations.name", organisation_id, name.encode()),
            act.vault.seal("organisations.nation", organisation_id, nation.encode()),
            act.vault.seal("organisations.languages", organisation_id, languages.encode()),
            None,
            hub,
            prove_organisation(act.vault, organisation_id, hub=hub),
            act.now,
        ),
    )
    act.record("organisation", organisation_id)
    return organisation_id


def describe(vault: Vault, row: OrganisationRow) -> Organisation:
    """Open one organisation."""

    def text(column: str, sealed: bytes) -> str:
        return vault.open(f"organisations.{column}", row.id, sealed).decode()

    return Organisation(
        row.id,
        text("name", row.name),
        text("nation", row.nation),
        text("languages", row.languages),
        row.lead_id,
        is_hub(vault, row),
    )


def everyone(conn: Connection, vault: Vault) -> list[Organisation]:
    """Return every organisation, opened, by its name."""
    found = [describe(vault, row) for row in organisation_rows.every(conn)]
    return sorted(found, key=lambda one: one.name.casefold())
