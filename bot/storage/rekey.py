"""Rows that move from one data key to another, and rows that a rotation seals anew.

The rule kept here: what is sealed changes, what is in it does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage.tables.columns import Sealed
from bot.storage.tables.complaints import complaint_counts
from bot.storage.tables.duties import approvals, notices, rota, tasks
from bot.storage.tables.keys import keys, recoveries
from bot.storage.tables.messages import outbox, parked
from bot.storage.tables.staff import organisations, relations, staff

Reseal = Callable[[str, bytes, bytes], Sealed]
"""From contract, row id and envelope to the new envelope."""


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column that is sealed under a field key.

    Attributes:
        table: its table.
        column: its name.
        owner: the column that is bound into the envelope as its owner, where there is one.
        only: rows it is true for; the others are under a data key.
    """

    table: sa.Table
    column: str
    owner: str | None = None
    only: str | None = None

    @property
    def contract(self) -> str:
        """Return ``table.column``."""
        return f"{self.table.name}.{self.column}"


FIELD_COLUMNS = (
    FieldColumn(keys, "wrapped", owner="owner_id"),
    *(FieldColumn(recoveries, name) for name in ("public", "proof")),
    *(FieldColumn(organisations, name) for name in ("name", "nation", "languages", "proof")),
    FieldColumn(rota, "proof"),
    *(
        FieldColumn(staff, name)
        for name in (
            "name",
            "sms_name",
            "email",
            "phone",
            "working_days",
            "cohort",
            "public",
            "totp",
            "standing",
        )
    ),
    FieldColumn(relations, "body", owner="staff_id"),
    *(FieldColumn(approvals, name) for name in ("proposal", "proof")),
    FieldColumn(tasks, "detail", only="survivor_id"),
    FieldColumn(notices, "link"),
    FieldColumn(complaint_counts, "body"),
)

_CONTACT_COLUMNS = ((outbox, "payload"), (parked, "raw"))


def of_contact(conn: sa.Connection, contact_id: bytes, reseal: Reseal) -> None:
    """Seal anew what waits to be sent to, or to be tried again for, one contact."""
    for table, column in _CONTACT_COLUMNS:
        found = conn.execute(
            sa.select(table.c.id, table.c[column]).where(table.c.contact_id == contact_id)
        ).all()
        for row_id, sealed in found:
            conn.execute(
                sa.update(table)
                .where(table.c.id == row_id)
                .values({column: reseal(f"{table.name}.{column}", row_id, sealed)})
            )


def batch(
    conn: sa.Connection, column: FieldColumn, after: bytes, limit: int
) -> list[tuple[bytes, bytes, bytes]]:
    """Return (row id, owner, envelope) of the next rows of a column, in the order of their ids."""
    table = column.table
    key = next(iter(table.primary_key))
    owner: Any = table.c[column.owner] if column.owner else sa.literal(b"", sa.LargeBinary)
    query = (
        sa.select(key, owner, table.c[column.column])
        .where(key > after, table.c[column.column].is_not(None))
        .order_by(key)
        .limit(limit)
    )
    if column.only is not None:
        query = query.where(table.c[column.only].is_(None))
    return [(row[0], row[1], row[2]) for row in conn.execute(query)]


def replace(conn: sa.Connection, column: FieldColumn, row_id: bytes, sealed: Sealed) -> None:
    """Keep the new envelope."""
    key = next(iter(column.table.primary_key))
    conn.execute(sa.update(column.table).where(key == row_id).values({column.column: sealed}))
