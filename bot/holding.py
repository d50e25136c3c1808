"""Who holds a complaint, by the proof that we wrote beside each copy of its key.

The rule kept here: a row of ``grants`` alone lets nobody near a complaint: whoever can write to the
database could add one, and would see that it is there, and what the server may read of it.
"""

from sqlalchemy import Connection

from bot import vouched
from bot.routing import wrote_grant
from bot.storage import complaints, threads
from bot.storage.complaints import ComplaintRow
from bot.storage.threads import GrantRow
from bot.vault import Vault


def holds(conn: Connection, vault: Vault, row: ComplaintRow, staff_id: bytes) -> bool:
    """Say whether we gave somebody a copy of the epoch that runs."""
    held = threads.grants_held(conn, row.id, staff_id)
    return any(_is_ours(vault, row, grant) for grant in held)


def held(
    conn: Connection, vault: Vault, staff_id: bytes, *, over: bool = False
) -> list[ComplaintRow]:
    """Return the complaints that somebody can open, in the order of ``complaints.held_by``."""
    rows = complaints.held_by(conn, staff_id, over=over)
    if not rows:
        return []
    copies = {(one.object_id, one.epoch): one for one in threads.grants_of_holder(conn, staff_id)}
    return [row for row in rows if _is_ours(vault, row, copies[row.id, row.epoch])]


def here(conn: Connection, vault: Vault, row: ComplaintRow) -> set[bytes]:
    """Return who of staff holds the epoch that runs and can sign in: no pair, nobody who left."""
    held = complaints.fresh_holders(conn, row.id, row.epoch)
    found = (vouched.get(conn, vault, one) for one in held)
    return {one.id for one in found if one is not None and one.state != "disabled"}


def _is_ours(vault: Vault, row: ComplaintRow, grant: GrantRow) -> bool:
    if grant.epoch != row.epoch:
        return False
    key = vault.unwrap(row.id, row.wrapped)
    return wrote_grant(vault, grant.id, grant.holder, grant.holder_id, key)
