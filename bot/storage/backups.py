"""When the last copy of the database was made. The copies lie where the operator says."""

import sqlalchemy as sa

from bot.storage import intake
from bot.storage.tables.messages import leases

_NAME, _NOBODY = "backup", bytes(16)


def made(conn: sa.Connection, now: int) -> None:
    """Remember that both files of a copy were written."""
    intake.hold_lease(conn, _NAME, _NOBODY, now, until=now)


def newest(conn: sa.Connection) -> int | None:
    """Return when a copy was last written; None: never, as far as this database knows."""
    query = sa.select(leases.c.until).where(leases.c.name == _NAME)
    return conn.execute(query).scalar_one_or_none()
