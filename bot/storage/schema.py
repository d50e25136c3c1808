"""The schema's own history: to the newest, back, and which one a database is at.

One transaction a migration run, under a lock: two places may migrate at once, and the second finds
nothing left to do.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.storage import engines

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = text(
    "SELECT pg_advisory_xact_lock(7410931882)"
)  # any number, so that it is always the same

_ONE_AT_A_TIME = Lock()  # Alembic keeps its context in a global of the process


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database to a revision, the newest by default; safe to repeat."""
    _migrate(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision (``base`` is before the first)."""
    _migrate(url, lambda config: command.downgrade(config, revision))


def is_current(connection: Connection) -> bool:
    """Tell whether a database is at the newest revision this release knows."""
    here = MigrationContext.configure(connection).get_current_heads()
    return set(here) == set(ScriptDirectory(str(MIGRATIONS)).get_heads())


def config(connection: Connection) -> Config:
    """Return Alembic's configuration, with the connection to work on; there is no ini file."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def _migrate(url: str, change: Callable[[Config], None]) -> None:
    engine = _engine(url)
    try:
        with _ONE_AT_A_TIME, engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(_LOCK)
            change(config(connection))
            if connection.dialect.name == "sqlite":
                _check_references(connection)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    parsed = engines.address(url)
    if parsed.drivername == "sqlite":
        return engines.sqlite_migrator(engines.sqlite_path(parsed))
    return engines.postgres_migrator(parsed)


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(f"the migration left a row of {broken[0]} without what it refers to")
