"""Who calls: the member of staff behind a session, read anew at every request."""

from typing import cast

from sqlalchemy import Connection

from bot import vouched
from bot.acts import sign_in
from bot.console.call import Me
from bot.console.desk import Desk
from bot.console.sessions import Session
from bot.roles import Role
from bot.vault import Vault
from bot.vault.people import PrivateKey


def load_me(conn: Connection, vault: Vault, person: bytes, now: int) -> Me | None:
    """The caller; None when they may no longer sign in."""
    row = vouched.get(conn, vault, person)
    if row is None or row.state not in sign_in.STATES:
        return None
    held = frozenset(cast("Role", role) for role in vouched.roles_of(conn, vault, person, now))
    name = vault.open("staff.name", row.id, row.name).decode()
    mark = sign_in.mark(vault, row)
    return Me(row.id, name, row.organisation_id, row.state, held, mark)


async def enter(desk: Desk, person: bytes, private: PrivateKey, factor_at: int) -> Session:
    """Begin a session; it ends when the words or the second factor that it began with do."""
    vault, now = desk.vault, desk.clock.now()
    me = await desk.database.read(lambda conn: load_me(conn, vault, person, now))
    return await desk.sessions.begin(person, private, factor_at, "" if me is None else me.mark)
