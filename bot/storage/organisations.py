"""The organisations that employ staff, the Hub among them.

The rule kept here: what is about a person is ``Sealed`` before it comes here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.staff import organisations

_o = organisations.c


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An employing organisation."""

    id: bytes
    name: Sealed
    nation: Sealed
    languages: Sealed
    lead_id: bytes | None
    hub: bool
    proof: Sealed | None
    created_at: int


_all_organisations = select(organisations, OrganisationRow).order_by(_o.created_at, _o.id)


def every(conn: sa.Connection) -> list[OrganisationRow]:
    """Return every organisation, the oldest first."""
    return [OrganisationRow(*row) for row in conn.execute(_all_organisations)]


def get(conn: sa.Connection, organisation_id: bytes) -> OrganisationRow | None:
    """Return one organisation."""
    one = _all_organisations.where(_o.id == organisation_id)
    found = conn.execute(one).first()
    return None if found is None else OrganisationRow(*found)


def add(conn: sa.Connection, row: OrganisationRow) -> None:
    """Add an organisation."""
    conn.execute(sa.insert(organisations).values(values_of(row)))


def change(conn: sa.Connection, organisation_id: bytes, changed: Mapping[str, Sealed]) -> None:
    """Set name, nation or languages of one organisation."""
    conn.execute(sa.update(organisations).where(_o.id == organisation_id).values(dict(changed)))


def set_lead(conn: sa.Connection, organisation_id: bytes, lead_id: bytes) -> None:
    """Set whom a handler elsewhere writes to about this organisation's own."""
    conn.execute(sa.update(organisations).where(_o.id == organisation_id).values(lead_id=lead_id))
