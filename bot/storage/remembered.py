"""Moments that outlive a process: of the last backup, and of the last clock that was believed."""

from typing import Final

import sqlalchemy as sa

from bot.storage import intake
from bot.storage.tables.messages import leases

BACKUP: Final = "backup"
"""Both files of a copy were written; the copies lie where the operator says."""
CLOCK: Final = "clock"
"""The worker, or somebody of the Hub, found the date to be right."""
SERVED_KEY: Final = "served-key"
"""Not a moment: the id of the newest key of the process that began to serve last, as a number."""
_NOBODY = bytes(16)


def note(conn: sa.Connection, what: str, now: int) -> None:
    """Remember that it was this time."""
    intake.hold_lease(conn, what, _NOBODY, now, until=now)


def noted(conn: sa.Connection, what: str) -> int | None:
    """Return the time that was noted last; None: never."""
    query = sa.select(leases.c.until).where(leases.c.name == what)
    return conn.execute(query).scalar_one_or_none()
