"""Rotation of the server's field keys: a new key goes first, rows are sealed anew in batches.

The rule kept here: the old key is dropped only when ``status`` says that nothing needs it.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.errors import SealBroken, SettingsError
from bot.storage import people, rekey, remembered
from bot.storage.database import Database
from bot.storage.rekey import FIELD_COLUMNS, FieldColumn
from bot.storage.tables.columns import Sealed
from bot.vault import Vault
from bot.vault.field import named_key

BATCH = 200
OLDER = (
    "SECRET_KEYS lacks the key with which a process last began on this database: take the newest"
    " key file; if an older copy was just restored here, that of its time"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rotation stands: which column, and after which row."""

    column: int = 0
    after: bytes = b""


def status(conn: Connection, vault: Vault) -> dict[str, int]:
    """Return how many envelopes need each field key, newest first, by the key's id in hex.

    A key of the file that nothing needs has 0 and may be dropped, unless it is the first.
    """
    counts: Counter[bytes] = Counter()
    for column in FIELD_COLUMNS:
        after = b""
        while rows := rekey.batch(conn, column, after, BATCH):
            counts.update(named_key(sealed) for _, _, sealed in rows)
            after = rows[-1][0]
    known = vault.field_key_ids()
    return {key.hex(): counts[key] for key in (*known, *(set(counts) - set(known)))}


async def refuse_other_keys(database: Database, vault: Vault) -> None:
    """Refuse a database that was sealed under another key file; raises ``SettingsError``.

    One row written under it, and what looks at every row stops there, also with the right file.
    """
    if not await database.read(lambda conn: _fits(conn, vault)):
        raise SettingsError(
            ["SECRET_KEYS is not the key file of this database: put the right one there"]
        )
    if await database.read(lambda conn: is_older(conn, vault)):
        raise SettingsError([OLDER])


def note_served(conn: Connection, vault: Vault) -> None:
    """Write down with which newest key a process has begun to serve."""
    remembered.note(conn, remembered.SERVED_KEY, int.from_bytes(vault.field_key_ids()[0]))


def served(conn: Connection, vault: Vault) -> bool:
    """Tell whether the process that began last knows the newest key; true where none ever did."""
    noted = remembered.noted(conn, remembered.SERVED_KEY)
    return noted in {None, int.from_bytes(vault.field_key_ids()[0])}


def is_older(conn: Connection, vault: Vault) -> bool:
    """Tell whether somebody serves with a newer key file: one whose newest key isn't in this.

    What is sealed under this file from then on would be lost with the key that is dropped.
    """
    noted = remembered.noted(conn, remembered.SERVED_KEY)
    return noted is not None and noted not in map(int.from_bytes, vault.field_key_ids())


def _fits(conn: Connection, vault: Vault) -> bool:
    """Tell whether the longest known of staff opens and is found; an empty database fits any."""
    row = next(iter(people.everyone(conn)), None)
    if row is None:
        return True
    try:
        email = vault.open("staff.email", row.id, row.email).decode()
    except SealBroken:
        return False
    return people.by_email(conn, vault.email_index(email)) == row


def rewrap_batch(act: Act, place: Place) -> Place | None:
    """Seal the next batch anew under the newest key; return where to go on, or None at the end."""
    if place.column == len(FIELD_COLUMNS):
        return None
    column = FIELD_COLUMNS[place.column]
    rows = rekey.batch(act.conn, column, place.after, BATCH)
    for row_id, owner, sealed in rows:
        if act.vault.needs_reseal(sealed):
            rekey.replace(act.conn, column, row_id, _anew(act.vault, column, row_id, owner, sealed))
    if len(rows) < BATCH:
        return Place(place.column + 1)
    return Place(place.column, rows[-1][0])


def _anew(
    vault: Vault, column: FieldColumn, row_id: bytes, owner: bytes, sealed: bytes, /
) -> Sealed:
    value = vault.open(column.contract, row_id, sealed, owner=owner)
    return vault.seal(column.contract, row_id, value, owner=owner)
