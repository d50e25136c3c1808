"""The schema's own history: to the newest, back, and which one a database is at.

One transaction a migration run, under a lock: two places may migrate at once, and the second finds
nothing left to do. Alembic is imported only where something is migrated: a process that serves only
asks where the database is.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from bot.errors import SettingsError
from bot.storage import engines

if TYPE_CHECKING:
    from alembic.config import Config

Adopt = Callable[[Connection, str], None]

MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION = "alembic_version"  # the table in which Alembic writes down where it is

_LOCK = text(
    "SELECT pg_advisory_xact_lock(7410931882)"
)  # any number, so that it is always the same

_ONE_AT_A_TIME = Lock()  # Alembic keeps its context in a global of the process


def upgrade(url: str, revision: str = "head", adopt: Adopt | None = None) -> None:
    """Bring a database to a revision, the newest by default; safe to repeat.

    Args:
        url: of the database.
        revision: which one.
        adopt: seals what a revision lets be sealed of rows that are there (0009, 0010), in its
            transaction; without it those rows are vouched for by nobody.
    """
    from alembic import command  # noqa: PLC0415

    def to(config: "Config") -> None:
        config.attributes["adopt"] = adopt
        command.upgrade(config, revision)

    _migrate(url, to)


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision (``base`` is before the first)."""
    from alembic import command  # noqa: PLC0415

    _migrate(url, lambda config: command.downgrade(config, revision))


def is_begun(connection: Connection) -> bool:
    """Tell whether there is a schema of ours at all, of whichever release."""
    return inspect(connection).has_table(_VERSION)


def is_current(connection: Connection) -> bool:
    """Tell whether a database is at the newest revision this release knows.

    Raises:
        SettingsError: it is at one that only a newer release knows.
    """
    if not is_begun(connection):
        return False
    here = connection.execute(text(f"SELECT version_num FROM {_VERSION}")).scalars().all()  # noqa: S608
    known = _known()
    if not known.issuperset(here):
        raise SettingsError(["DATABASE_URL: the database is of a newer release: run that one"])
    return here == [max(known)]


def newest() -> str:
    """Return the newest revision this release knows."""
    return max(_known())


def _known() -> set[str]:
    """Return every revision: the files are numbered in their order."""
    return {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("0*.py")}


def config(connection: Connection) -> "Config":
    """Return Alembic's configuration, with the connection to work on; there is no ini file."""
    from alembic.config import Config  # noqa: PLC0415

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def _migrate(url: str, change: Callable[["Config"], None]) -> None:
    engine = _engine(url)
    try:
        with _ONE_AT_A_TIME, engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(_LOCK)
            is_current(connection)  # Alembic's own words for a newer one are no help
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
