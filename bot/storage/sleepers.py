"""Links that are about to sleep: silent for long, and unreachable for good on several days.

The rule kept here: silent is what her advocate has heard nothing from, by words, a meeting or an
answer opened. What else was done on that phone (a complaint) is asked nowhere here: a link that did
not sleep would tell of it.
"""

import sqlalchemy as sa

from bot.storage.tables.duties import tasks
from bot.storage.tables.survivors import FAILING, contacts

_c = contacts.c
_t = tasks.c
_silent = (
    sa.select(_c.id, _c.survivor_id)
    .where(
        _c.thread_at < sa.bindparam("before"),
        _c.failed_at > _c.thread_at,
        sa.text(FAILING),
        _c.failed_days >= sa.bindparam("days"),
        _c.standing == "open",
        _c.survivor_id.is_not(None),
    )
    .order_by(_c.thread_at, _c.id)
    .limit(sa.bindparam("most"))
)
_warned = (
    sa.select(_t.id)
    .where(
        _t.kind == "sleeps_soon",
        _t.survivor_id == _c.survivor_id,
        _t.created_at > _c.thread_at,
    )
    .exists()
)
_unwarned = _silent.where(~_warned)


def silent(conn: sa.Connection, before: int, days: int, most: int) -> list[tuple[bytes, bytes]]:
    """Return (contact, survivor) of links silent since ``before`` that failed on so many days."""
    found = conn.execute(_silent, {"before": before, "days": days, "most": most})
    return [(row.id, row.survivor_id) for row in found]


def unwarned(conn: sa.Connection, before: int, days: int, most: int) -> list[tuple[bytes, bytes]]:
    """Return those of them whose advocate got no task about it since that was heard."""
    found = conn.execute(_unwarned, {"before": before, "days": days, "most": most})
    return [(row.id, row.survivor_id) for row in found]
