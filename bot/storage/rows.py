"""Rows whose fields are named as the columns are, so that nothing is said twice.

A row is a frozen dataclass with slots, or a ``NamedTuple`` where every message makes some.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def names_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the columns that a kind of row holds, in its order."""
    names: tuple[str, ...] = getattr(kind, "_fields", ()) or kind.__slots__
    return names


def select(table: sa.Table, kind: type, **elsewhere: sa.Column[Any]) -> sa.Select[Any]:
    """Select what a kind of row holds.

    Args:
        table: whose columns its fields are.
        kind: the row's class.
        elsewhere: fields that are columns of other tables, which the caller joins.
    """
    return sa.select(
        *(elsewhere[name] if name in elsewhere else table.c[name] for name in names_of(kind))
    )


def insert(conn: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """Insert with an ``ON CONFLICT``, which each database has in its own dialect."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def values_of(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any table
    """Return a row's values by column, to be inserted."""
    return {name: getattr(row, name) for name in names_of(type(row))}
