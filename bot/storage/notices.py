"""The content-free notices that call somebody to the console, each sent by one worker.

The rule kept here: at most one notice of a kind waits for a person, and it says nothing.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.clock import MINUTE_MS
from bot.storage.hot import Hot
from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.duties import notices
from bot.storage.tables.staff import staff

CLAIM_MS = 5 * MINUTE_MS  # a crash in the middle repeats the e-mail after this
AT_ONCE = 20

_n = notices.c
BY_TEXT = "alert"
"""The kind that goes by SMS; every other goes by e-mail."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice that waits to be sent, by e-mail or as a text."""

    id: bytes
    staff_id: bytes
    kind: str
    link: Sealed | None
    tries: int
    not_before: int
    created_at: int


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


_due = (
    select(notices, DueNotice, email=staff.c.email, phone=staff.c.phone, state=staff.c.state)
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


_waits = Hot(
    sa.select(_n.id).where(_n.staff_id == sa.bindparam("staff_id"), _n.kind == sa.bindparam("kind"))
)


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


def waits(conn: sa.Connection, staff_id: bytes, kind: str) -> bool:
    """Say whether a notice of this kind waits for this person."""
    return _waits.first(conn, {"staff_id": staff_id, "kind": kind}) is not None


def add(conn: sa.Connection, row: NoticeRow) -> None:
    """Let a notice wait to be sent."""
    conn.execute(sa.insert(notices).values(values_of(row)))


def drop(conn: sa.Connection, notice_id: bytes) -> bool:
    """Forget a notice that was sent, or given up; False when another worker already did."""
    return conn.execute(sa.delete(notices).where(_n.id == notice_id)).rowcount == 1


def postpone(conn: sa.Connection, notice_id: bytes, not_before: int) -> None:
    """Count a failed try."""
    conn.execute(
        sa.update(notices)
        .where(_n.id == notice_id)
        .values(tries=_n.tries + 1, not_before=not_before)
    )
