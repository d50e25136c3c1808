"""Taking the notices that are due, so that each is sent by one worker (``tasks`` has the rest)."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.tables import Sealed, notices, staff

CLAIM_MS = 5 * 60_000  # a crash in the middle repeats the e-mail after this
AT_ONCE = 20

_n = notices.c
_claimable = (
    sa.select(_n.id, _n.staff_id, _n.kind, _n.link, _n.tries, staff.c.email, staff.c.state)
    .join(staff, staff.c.id == _n.staff_id)
    .where(_n.not_before <= sa.bindparam("now"))
    .order_by(_n.not_before, _n.id)
    .limit(AT_ONCE)
    .with_for_update(of=notices, skip_locked=True)
)
_hold = (
    sa.update(notices)
    .where(_n.id == sa.bindparam("b_id"))
    .values(not_before=sa.bindparam("b_until"))
)


@dataclass(frozen=True, slots=True)
class DueNotice:
    """One notice, and to whom it goes."""

    id: bytes
    staff_id: bytes
    kind: str
    link: Sealed | None
    tries: int
    email: Sealed
    state: str


def claim(conn: sa.Connection, now: int) -> list[DueNotice]:
    """Take what is due, for a while: no other worker sends it meanwhile."""
    rows = [DueNotice(*row) for row in conn.execute(_claimable, {"now": now})]
    for row in rows:
        conn.execute(_hold, {"b_id": row.id, "b_until": now + CLAIM_MS})
    return rows
