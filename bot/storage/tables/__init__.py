"""Every table, every column, and the class of each column (security.md 2).

The rule kept here: whoever imports one table has them all, so ``metadata`` never lacks one: a
backup, an erasure's proof and a new migration walk it. A test compares the list with what the
database holds.
"""

from bot.storage.tables import (
    audit,  # noqa: F401 - makes its tables known to ``metadata``, as do all of these
    complaints,  # noqa: F401
    duties,  # noqa: F401
    keys,  # noqa: F401
    meetings,  # noqa: F401
    messages,  # noqa: F401
    staff,  # noqa: F401
    survivors,  # noqa: F401
    threads,  # noqa: F401
)
from bot.storage.tables.columns import ColumnClass, metadata


def column_classes() -> dict[str, ColumnClass]:
    """Return ``table.column`` → class for every column there is."""
    return {
        f"{table.name}.{column.name}": column.info["class"]
        for table in metadata.sorted_tables
        for column in table.columns
    }
