"""What somebody with a new key can't open of their own conversations, given again by who can.

Their old copies are gone with the old pair. The epoch that runs is renewed by the server alone; the
earlier ones are given by somebody who holds them: the cover in a session of theirs, or two officers
with the recovery pair (``recovery_use``). The rule kept here: only what was the person's own, and
only after their check words were heard again.
"""

from sqlalchemy import Connection

from bot import vouched
from bot.acts.act import Act
from bot.acts.grants import Epoch, give, take
from bot.acts.tasks import close, raise_task
from bot.errors import Refused
from bot.routing import survivors_of, verified
from bot.storage import people, tasks, threads
from bot.storage.threads import GrantRow
from bot.vault import Vault
from bot.vault.people import PrivateKey

HOLDER = "new_key"
OFFICER = "new_key_officers"


def lacking(conn: Connection, vault: Vault, staff_id: bytes) -> list[GrantRow]:
    """Return others' copies of those epochs of somebody's own threads that they can't open."""
    found = []
    for mine in survivors_of(conn, vault, staff_id):
        thread = threads.of_survivor(conn, mine.id)
        if thread is None:
            continue
        rows = threads.grants_of(conn, thread.id)
        held = {row.epoch for row in rows if row.holder_id == staff_id}
        found += [row for row in rows if row.holder_id != staff_id and row.epoch not in held]
    return found


def ask_holders(act: Act, staff_id: bytes) -> None:
    """Ask who holds what somebody lacks to give it; what nobody of staff holds, the officers."""
    rows = lacking(act.conn, act.vault, staff_id)
    holders = {row.holder_id: people.get(act.conn, row.holder_id) for row in rows}
    here = {one for one, row in holders.items() if verified(act.vault, row) is not None}
    for one in sorted(here):
        raise_task(act, HOLDER, staff_id=one, detail=staff_id.hex())
    with_them = {(row.object_id, row.epoch) for row in rows if row.holder_id in here}
    if {(row.object_id, row.epoch) for row in rows} - with_them:
        for officer in people.everyone(act.conn):
            held = vouched.roles_of(act.conn, act.vault, officer.id, act.now)
            if "officer" in held and verified(act.vault, officer) is not None:
                raise_task(act, OFFICER, staff_id=officer.id, detail=staff_id.hex())


def asked_of_me(conn: Connection, vault: Vault, me: bytes, staff_id: bytes) -> list[GrantRow]:
    """Return my copies that I was asked to give somebody; none where nobody asked me."""
    asked = [
        row
        for row in tasks.of(conn, me)
        if row.kind == HOLDER
        and row.detail is not None
        and vault.open("tasks.detail", row.id, row.detail).decode() == staff_id.hex()
    ]
    return [row for row in lacking(conn, vault, staff_id) if row.holder_id == me] if asked else []


def give_back(act: Act, staff_id: bytes, private: PrivateKey) -> int:
    """Give somebody copies of what the actor holds of theirs; returns how many."""
    rows = asked_of_me(act.conn, act.vault, act.person, staff_id)
    holder = verified(act.vault, people.get(act.conn, staff_id))
    if not rows or holder is None:
        raise Refused("unknown")
    for row in rows:
        survivor_id = threads.survivor_of(act.conn, row.object_id)
        if survivor_id is None:
            raise Refused("unknown")
        key = act.key_of(survivor_id)
        give(act, Epoch(row.object_id, row.epoch, take(act, row, private, key), key), holder)
    close_if_whole(act, staff_id)
    return len(rows)


def close_if_whole(act: Act, staff_id: bytes) -> None:
    """Close what was asked of others, once there is nothing left that they could give."""
    if not lacking(act.conn, act.vault, staff_id):
        close(act, HOLDER, staff_id.hex())
        close(act, OFFICER, staff_id.hex())
