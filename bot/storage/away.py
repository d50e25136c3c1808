"""Tells a database that is away, full or too busy from a fault of our own.

The rule kept here: in doubt it is a fault of ours, which somebody has to look at.
"""

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from bot.storage.units import Busy, InDoubt

_SQLITE: Final = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    )
)
_POSTGRES: Final = ("08", "53", "57", "58", "3D")
"""Classes of its codes: connection, resources, operator, system, no such database."""


def kind(error: BaseException) -> str:
    """Return the name by which an operator can look an error up: SQLITE_FULL rather than a class.

    What a driver says besides may name somebody.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    name = getattr(cause, "sqlite_errorname", None)
    return name if isinstance(name, str) else type(cause).__name__


def is_away(error: BaseException) -> bool:
    """Say whether the database could not be used, so that trying again later may help."""
    if isinstance(error, Busy | InDoubt | NoneFree):
        return True
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or error.orig is None:
            return error.connection_invalidated
        error = error.orig
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode & 0xFF in _SQLITE  # the rest of it says which kind
    if isinstance(error, sqlite3.Error):
        return False
    from psycopg import OperationalError  # noqa: PLC0415 - SQLite is spared it

    if isinstance(error, OperationalError):
        return error.sqlstate is None or error.sqlstate.startswith(_POSTGRES)
    return False
