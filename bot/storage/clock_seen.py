"""The last time that the worker found its clock to be believed."""

import sqlalchemy as sa

from bot.storage import intake
from bot.storage.tables.messages import leases

_NAME, _NOBODY = "clock", bytes(16)


def note(conn: sa.Connection, now: int) -> None:
    """Remember that it was this time."""
    intake.hold_lease(conn, _NAME, _NOBODY, now, until=now)


def seen(conn: sa.Connection) -> int | None:
    """Return the time that was noted last; None: never."""
    query = sa.select(leases.c.until).where(leases.c.name == _NAME)
    return conn.execute(query).scalar_one_or_none()
