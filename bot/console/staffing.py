"""Who calls: the member of staff behind a session, read anew at every request."""

from typing import cast

from sqlalchemy import Connection

from bot.console.call import Me
from bot.console.table import Role
from bot.storage import people
from bot.vault import Vault


def load_me(conn: Connection, vault: Vault, person: bytes, now: int) -> Me | None:
    """The caller; None when they may no longer sign in."""
    row = people.get(conn, person)
    if row is None or row.state not in {"active", "unverified"}:
        return None
    held = frozenset(cast("Role", role) for role in people.roles_of(conn, person, now))
    name = vault.open("staff.name", row.id, row.name).decode()
    return Me(row.id, name, row.organisation_id, row.state, held)
