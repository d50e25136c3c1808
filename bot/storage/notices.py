"""Taking the notices that are due, so that each is sent by one worker (``tasks`` has the rest)."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.clock import MINUTE_MS
from bot.storage.tables.columns import Sealed
from bot.storage.tables.duties import notices
from bot.storage.tables.staff import staff

CLAIM_MS = 5 * MINUTE_MS  # a crash in the middle repeats the e-mail after this
AT_ONCE = 20

_n = notices.c
BY_TEXT = "alert"
"""The kind that goes by SMS; every other goes by e-mail."""

_due = (
    sa.select(
        _n.id,
        _n.staff_id,
        _n.kind,
        _n.link,
        _n.tries,
        staff.c.email,
        staff.c.phone,
        staff.c.state,
    )
    .join(staff, staff.c.id == _n.staff_id)
    .where(_n.not_before <= sa.bindparam("now"))
    .order_by(_n.not_before, _n.id)
    .limit(AT_ONCE)
    .with_for_update(of=notices, skip_locked=True)
)
_mails = _due.where(_n.kind != BY_TEXT)
_texts = _due.where(_n.kind == BY_TEXT)
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
    phone: Sealed | None
    state: str


def claim(conn: sa.Connection, now: int) -> list[DueNotice]:
    """Take the e-mails that are due, for a while: no other worker sends them meanwhile."""
    return _claim(conn, _mails, now)


def claim_texts(conn: sa.Connection, now: int) -> list[DueNotice]:
    """Take the texts that are due, in the same way."""
    return _claim(conn, _texts, now)


def _claim(conn: sa.Connection, which: sa.Select[Any], now: int) -> list[DueNotice]:
    rows = [DueNotice(*row) for row in conn.execute(which, {"now": now})]
    for row in rows:
        conn.execute(_hold, {"b_id": row.id, "b_until": now + CLAIM_MS})
    return rows
