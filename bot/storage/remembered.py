"""What outlives a process, one number each: three moments, and the key that was begun with last."""

from typing import Final

import sqlalchemy as sa

from bot.storage import intake
from bot.storage.tables.messages import leases

BACKUP: Final = "backup"
"""Both files of a copy were written; the copies lie where the operator says."""
CLOCK: Final = "clock"
"""The worker, or somebody of the Hub, found the date to be right."""
WRITTEN: Final = "written"
"""Something could be written, found when somebody asked whether we are ready."""
SERVED_KEY: Final = "served-key"
"""The id of the newest key of the process that began to serve last."""
FULL: Final = "full"
"""A linked number had had a day's answers by text, and no more was said to it."""
_NOBODY = bytes(16)


def note(conn: sa.Connection, what: str, number: int) -> None:
    """Remember a moment, or a key's id."""
    intake.hold_lease(conn, what, _NOBODY, number, until=number)


def noted(conn: sa.Connection, what: str) -> int | None:
    """Return what was noted last; None: never."""
    query = sa.select(leases.c.until).where(leases.c.name == what)
    return conn.execute(query).scalar_one_or_none()
