"""The sending lease of a contact: whose process sends to it, until when, and who waits.

The rule kept here: rows of a contact go in order, so one process at a time sends to it.
"""

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.tables.messages import outbox
from bot.storage.tables.survivors import contacts

_c = contacts.c
_release = Hot(
    sa.update(contacts)
    .where(_c.id == sa.bindparam("b_id"), _c.sending_by == sa.bindparam("b_by"))
    .values(sending_until=None, sending_by=None, retry_at=sa.bindparam("retry_at"))
)
_waits = sa.exists().where(
    outbox.c.contact_id == sa.bindparam("b_id"), outbox.c.not_before <= sa.bindparam("b_now")
)
_done = {
    "sending_until": None,
    "sending_by": None,
    # What was sent past a waiting contact (a crisis) leaves it waiting: older rows go first.
    "retry_at": sa.case((_c.retry_at > sa.bindparam("b_now"), _c.retry_at), else_=None),
}
_ours = (_c.id == sa.bindparam("b_id"), _c.sending_by == sa.bindparam("b_by"), ~_waits)
_all_sent = Hot(sa.update(contacts).where(*_ours).values(_done))
_all_sent_anew = Hot(
    sa.update(contacts).where(*_ours).values({**_done, "card": sa.bindparam("card")})
)
_release_all = (
    sa.update(contacts)
    .where(_c.sending_by.is_not(None))
    .values(sending_until=0)  # ran out, which says that rows may wait
)


def take_lease(conn: sa.Connection, contact_id: bytes, by: bytes, now: int, until: int) -> bool:
    """Take the sending lease if it is free or ran out; return whether it is ours now."""
    taken = conn.execute(
        sa.update(contacts)
        .where(_c.id == contact_id, sa.or_(_c.sending_until.is_(None), _c.sending_until < now))
        .values(sending_until=until, sending_by=by)
    )
    return taken.rowcount == 1


def renew(conn: sa.Connection, contact_id: bytes, by: bytes, until: int) -> bool:
    """Keep the lease that is ours for longer; return whether it still was."""
    ours = sa.and_(_c.id == contact_id, _c.sending_by == by)
    return conn.execute(sa.update(contacts).where(ours).values(sending_until=until)).rowcount == 1


def release(conn: sa.Connection, contact_id: bytes, by: bytes, retry_at: int | None = None) -> None:
    """Give the sending lease back; ``retry_at`` makes the contact wait after a passing failure."""
    _release.run(conn, {"b_id": contact_id, "b_by": by, "retry_at": retry_at})


def all_sent(conn: sa.Connection, contact_id: bytes, by: bytes, now: int, card: str | None) -> bool:
    """Give the sending lease back if nothing is due; say whether it was.

    Args:
        conn: of the unit.
        contact_id: whose.
        by: who holds the lease.
        now: what is due by then keeps it.
        card: the living card where it is another one now, ``""`` for none; None: as it was.
    """
    values: dict[str, object] = {"b_id": contact_id, "b_by": by, "b_now": now}
    if card is None:
        return _all_sent.run(conn, values) == 1
    return _all_sent_anew.run(conn, {**values, "card": card or None}) == 1


def release_all(conn: sa.Connection) -> int:
    """Let every sending lease run out: the one process that serves SQLite has just begun."""
    return conn.execute(_release_all).rowcount
