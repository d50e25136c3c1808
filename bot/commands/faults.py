"""Says in one line what to do about a fault of the database or of the disk.

The rule kept here: of the error only its name is repeated; its own words may name somebody.
"""

import errno

from bot.storage import away

_DRIVERS = frozenset({"psycopg", "sqlalchemy", "sqlite3"})
_FULL = frozenset({"SQLITE_FULL", "DiskFull"})
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def plainly(error: Exception) -> str | None:
    """Return the line; None where it is no fault of database or disk."""
    if type(error).__module__.partition(".")[0] in _DRIVERS:
        name = away.kind(error)
        if name in _FULL:
            return f"the disk is full ({name}): make room"
        if name.startswith(_DAMAGED):
            return (
                f"the database's file is damaged, or none of ours ({name}): look at DATABASE_URL;"
                " else stop the service, put the file aside and `restore`"
            )
        return f"the database cannot be used ({name}): does it run, and is DATABASE_URL right?"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full: make room"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return None
