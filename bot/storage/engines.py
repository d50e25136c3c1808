"""How each connection to a database is made, and what holds on every one of them.

The rules kept here: a commit is on the disk when it returns; foreign keys hold; deleted bytes are
overwritten; readers cannot write; no error repeats the values of a statement.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from bot.errors import SettingsError

WAIT_FOR_FILE = 10.0  # seconds a short command may hold the file before we give up on it
WAIT_FOR_SERVER = 5  # seconds until a PostgreSQL that does not answer counts as away
STATEMENTS_KEPT = 512  # prepared statements a SQLite connection keeps; the default of 128 is few


def address(url: str) -> URL:
    """Read a DATABASE_URL: SQLite by path, or PostgreSQL.

    Raises:
        SettingsError: it is neither.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is not None and parsed.drivername == "sqlite" and parsed.database:
        return parsed
    if parsed is not None and parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise SettingsError(["DATABASE_URL: give sqlite:///path or postgresql://…"])


def is_missing(url: str) -> bool:
    """Say whether an address names a file of SQLite that is not there."""
    parsed = address(url)
    return parsed.drivername == "sqlite" and not Path(parsed.database or "").exists()


def folder_of(url: str) -> Path:
    """Return the folder in which a file of SQLite lies."""
    return Path(address(url).database or "").absolute().parent


def sqlite_path(url: URL) -> Path:
    """Return the file behind a SQLite address, readable by its owner alone from its first byte.

    A file that is there is not opened here: to close it would take from this process every lock
    that SQLite holds on it (POSIX), and the next short command, which then believes itself alone,
    would delete the log in which this process goes on to write.
    """
    path = Path(url.database or "")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.is_dir() or not os.access(path, os.R_OK | os.W_OK):
            raise SettingsError([f"DATABASE_URL: {path} cannot be written"]) from None
    except OSError as error:
        reason = error.strerror
        raise SettingsError([f"DATABASE_URL: {path} cannot be written: {reason}"]) from None
    return path


def sqlite_writer(path: Path, **connect: Any) -> Engine:  # noqa: ANN401 - sqlite3's own arguments
    """An engine for the one connection that writes."""
    engine = _sqlite(path, **connect)

    @event.listens_for(engine, "connect")
    def _on_connect(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute("PRAGMA temp_store=MEMORY")  # nothing about a person in a temporary file
        raw.execute("PRAGMA cache_size=-16000")  # 16 MB: ids are random, so every page is touched
        raw.execute("PRAGMA wal_autocheckpoint=4000")  # pages: a full group alone fills 600

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # Without this the driver would begin by itself, and commit at each RELEASE.
        raw_of(connection).execute("BEGIN IMMEDIATE")

    return engine


def sqlite_reader(path: Path, size: int) -> Engine:
    """An engine whose connections see one moment of the database, and cannot change it."""
    engine = _sqlite(path, pool_size=size)

    @event.listens_for(engine, "connect")
    def _on_connect(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA query_only=ON")
        raw.execute("PRAGMA temp_store=MEMORY")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        raw_of(connection).execute("BEGIN")

    return engine


def raw_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own: SQLAlchemy's way costs too much for what begins every group."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def truncate_log(connection: Connection) -> bool:
    """Fold the write-ahead log into the file and empty it; false if a reader held it."""
    row = raw_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(row[0] == 0)


def sqlite_migrator(path: Path) -> Engine:
    """An engine to change the schema: all of it in one transaction, foreign keys checked after.

    BEGIN IMMEDIATE is the lock that lets two places migrate at once: the second waits for the file.
    """
    engine = _sqlite(path, timeout=60.0)

    @event.listens_for(engine, "connect")
    def _on_connect(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=OFF")  # or a table made anew would empty those around it
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute("PRAGMA temp_store=MEMORY")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def postgres_writer(url: URL, size: int) -> Engine:
    """An engine with one connection for each thread that runs units."""
    engine = _postgres(url, pool_size=size, max_overflow=0)
    event.listen(engine, "connect", _without_jit)
    return engine


def postgres_reader(url: URL, size: int) -> Engine:
    """An engine whose transactions are read-only."""
    engine = _postgres(url, pool_size=size, max_overflow=0, pool_pre_ping=True)
    event.listen(engine, "connect", _without_jit)

    @event.listens_for(engine, "connect")
    def _on_connect(raw: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's, by SQLAlchemy
        raw.read_only = True

    return engine


def _without_jit(raw: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's, by SQLAlchemy
    """Never translate a query into machine code: that took 40 to 80 ms of queries that take 20."""
    raw.autocommit = True  # or the setting would end with the first transaction that is undone
    raw.execute("SET jit = off")
    raw.autocommit = False


def postgres_migrator(url: URL) -> Engine:
    """An engine for one connection that changes the schema."""
    return _postgres(url, poolclass=NullPool)


def _postgres(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own arguments
    """An address that says ``connect_timeout`` itself is left as it is."""
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": WAIT_FOR_SERVER}
    return create_engine(url, hide_parameters=True, connect_args=patience, **options)


def _sqlite(path: Path, *, pool_size: int = 0, **connect: Any) -> Engine:  # noqa: ANN401
    arguments: dict[str, Any] = {
        "isolation_level": None,  # we say BEGIN ourselves
        "timeout": WAIT_FOR_FILE,
        "cached_statements": STATEMENTS_KEPT,
        "check_same_thread": False,  # one at a time, each from whichever thread has its turn
        **connect,
    }
    pool: dict[str, Any] = (
        {"pool_size": pool_size, "max_overflow": 0} if pool_size else {"poolclass": NullPool}
    )
    return create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args=arguments,
        hide_parameters=True,
        **pool,
    )
