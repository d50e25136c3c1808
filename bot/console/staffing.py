"""Who calls: the member of staff behind a session, read anew at every request."""

from typing import cast

import sqlalchemy as sa

from bot.console.call import Me
from bot.console.table import Role
from bot.storage.tables import roles, staff
from bot.vault import Vault

_who = sa.select(staff.c.id, staff.c.name, staff.c.organisation_id, staff.c.state).where(
    staff.c.id == sa.bindparam("id")
)
_roles = sa.select(roles.c.role).where(roles.c.staff_id == sa.bindparam("id"))


def load_me(conn: sa.Connection, vault: Vault, person: bytes) -> Me | None:
    """The caller; None when they may no longer sign in."""
    row = conn.execute(_who, {"id": person}).first()
    if row is None or row.state not in {"active", "unverified"}:
        return None
    held = frozenset(cast("Role", role) for role in conn.execute(_roles, {"id": person}).scalars())
    name = vault.open("staff.name", row.id, row.name).decode()
    return Me(row.id, name, row.organisation_id, row.state, held)
