"""A thief's look: what a stolen copy of the database gives away, alone and with the server's keys.

With the keys exactly the server-readable class opens (security.md 2); what is sealed to people
stays closed, because nothing on the server opens it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.errors import SealBroken
from bot.storage.tables import column_classes
from bot.storage.tables.columns import ColumnClass, metadata
from bot.vault import DataKey, Vault

ROW_IDS = ("id", "survivor_id", "owner_id")
ENDS = 24  # bytes of a closed value that are shown


@dataclass(frozen=True, slots=True)
class Loot:
    """One value that is not clear.

    Attributes:
        place: ``table.column``.
        kind: its class.
        raw: as it is stored.
        opened: what the server's keys make of it; None where they make nothing.
    """

    place: str
    kind: ColumnClass
    raw: bytes = field(repr=False)
    opened: bytes | None = field(repr=False)

    @property
    def shown(self) -> str:
        """As a thief sees it: text where it is text, else the beginning of the bytes."""
        raw = self.raw if self.opened is None else self.opened
        try:
            text = raw.rstrip(b"\0").decode()
        except UnicodeDecodeError:
            text = ""
        if (text and text.isprintable()) or "\n" in text:
            return text
        return f"{raw[:ENDS].hex(' ')} … {len(raw)} bytes"


def loot(conn: sa.Connection, vault: Vault | None = None) -> Iterator[Loot]:
    """Go through every value of a stolen database that is not clear.

    Args:
        conn: the copy.
        vault: the server's keys, where the thief has those too.
    """
    keys = _data_keys(conn, vault) if vault is not None else []
    classes = column_classes()
    for table in metadata.sorted_tables:
        closed = [
            column for column in table.columns if classes[f"{table.name}.{column.name}"] != "clear"
        ]
        if not closed:
            continue
        for row in conn.execute(sa.select(table)).mappings():
            ids = [value for value in row.values() if isinstance(value, bytes) and len(value) == 16]  # noqa: PLR2004
            name = next(name for name in ROW_IDS if name in row)
            for column in closed:
                raw = row[column.name]
                if raw is None:
                    continue
                place = f"{table.name}.{column.name}"
                opened = None
                if vault is not None:
                    opened = _open(vault, keys, place, row[name], ids, raw)
                yield Loot(place, classes[place], raw, opened)


def _data_keys(conn: sa.Connection, vault: Vault) -> list[DataKey]:
    table = metadata.tables["keys"]
    rows = conn.execute(sa.select(table.c.owner_id, table.c.wrapped))
    return [vault.unwrap(owner, wrapped) for owner, wrapped in rows]


def _open(
    vault: Vault, keys: list[DataKey], place: str, row: bytes, ids: list[bytes], raw: bytes
) -> bytes | None:
    for owner in (b"", *ids):
        try:
            return vault.open(place, row, raw, owner=owner)
        except SealBroken:
            continue
    for key in keys:
        try:
            return vault.open(place, row, raw, key)
        except SealBroken:
            continue
    return None
