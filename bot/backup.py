"""A consistent copy in two files, and the way back (security.md 3, "Backups").

*body* is everything but the data keys, *keys* is the table ``keys`` and the list of erased ids. The
newest keys go with any body, so that who was erased stays unreadable in every older copy. Both are
sealed under the server's field key. Rows are written by table and column name, so that a copy of
one kind of database can be restored into the other.
"""

import asyncio
import base64
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.acts import complaints_over, rotation
from bot.acts.act import Act
from bot.errors import BotError, SealBroken
from bot.our_files import BODY, KEYS, LONGEST, OWNER_ONLY, mistaken
from bot.storage import retention, schema, strangers
from bot.storage.database import Database
from bot.storage.tables.columns import metadata
from bot.storage.tables.keys import erased, keys
from bot.storage.tables.survivors import contacts
from bot.vault import Vault
from bot.vault.server import ServerKeys
from bot.vault.stream import OTHER_KEY, open_file, seal_file

ROWS = 200
RIGHT_KEYS = "put the key file of that time in its place, or `keys recover`"
WHOLE = {
    BODY: "take it from another copy of the folder, or name an earlier one with --body",
    KEYS: "take it from another copy of the folder",
}
"""What to do about a file that does not open. Of the keys an earlier one is no way out: who was
erased since would come back with it."""
_SCHEMA = "of schema"  # no table's name
_APART = {keys.name, erased.name}


class BackupError(BotError):
    """A backup cannot be made or restored; the words say what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """The two files of a backup."""

    body: Path
    keys: Path


async def make(database: Database, server_keys: ServerKeys, folder: Path, stamp: str) -> Made:
    """Write both files from one moment of the database; they appear whole or not at all.

    Args:
        database: open and current.
        server_keys: of the key file.
        folder: where they go.
        stamp: part of their names, such as 20261123T0900Z.
    """
    made = Made(folder / f"body-{stamp}.imsa", folder / f"keys-{stamp}.imsa")

    def write(conn: sa.Connection) -> None:
        if conn.dialect.name == "postgresql":
            conn.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        body = [table for table in metadata.sorted_tables if table.name not in _APART]
        for path, magic, tables in ((made.body, BODY, body), (made.keys, KEYS, [keys, erased])):
            with path.with_suffix(".part").open("wb") as out:
                os.fchmod(out.fileno(), OWNER_ONLY)
                head = [_schema()] if magic == BODY else []
                seal_file(server_keys, magic, chain(head, _lines(conn, tables)), out)
                out.flush()
                os.fsync(out.fileno())
        for path in (made.keys, made.body):  # a body is there only with its keys
            path.with_suffix(".part").replace(path)

    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True, mode=0o700)
    try:
        await database.read(write)
    except BaseException:  # what stays of a try would fill the disk night after night
        for path in (made.body, made.keys):
            path.with_suffix(".part").unlink(missing_ok=True)
        raise
    return made


def _schema() -> bytes:
    """Return the first line of a body: rows of an older schema mean other things in a newer one."""
    return json.dumps([_SCHEMA, {"revision": schema.newest()}]).encode() + b"\n"


def _of_another(revision: str) -> str:
    here = schema.newest()
    what = f"the copy is of schema {revision}, and this release's is {here}"
    if revision > here:
        return f"{what}: restore it with the newer release that made it"
    return f"{what}: restore it with a release of that schema, then `migrate` (operations, 12)"


def _lines(conn: sa.Connection, tables: Iterable[sa.Table]) -> Iterator[bytes]:
    for table in tables:
        for row in conn.execute(sa.select(table)).mappings():
            values = {str(name): _out(value) for name, value in row.items()}
            yield json.dumps([table.name, values], separators=(",", ":")).encode() + b"\n"


def _out(value: Any) -> Any:  # noqa: ANN401 - a cell
    return {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _in(value: Any) -> Any:  # noqa: ANN401 - a cell
    return base64.b64decode(value["b"]) if isinstance(value, dict) else value


def _read(
    server_keys: ServerKeys, magic: bytes, path: Path
) -> Iterator[tuple[str, dict[str, Any]]]:
    held = b""
    with path.open("rb") as source:
        if why := mistaken(path.name, source.read(LONGEST), magic):
            raise SealBroken(f"{why}: {WHOLE[magic]}")
        source.seek(0)
        try:
            for piece in open_file(server_keys, magic, source):
                *lines, held = (held + piece).split(b"\n")
                for line in lines:
                    name, values = json.loads(line)
                    yield name, {column: _in(value) for column, value in values.items()}
        except SealBroken as broken:
            hint = RIGHT_KEYS if str(broken) == OTHER_KEY else WHOLE[magic]
            raise SealBroken(f"{path.name}: {broken}: {hint}") from None


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: rows, data keys, and how many people were erased since the body was made."""

    rows: int
    keys: int
    erased: int


async def restore(
    database: Database, server_keys: ServerKeys, body: Path, newest_keys: Path, now: int
) -> Restored:
    """Fill an empty, migrated database; refuses one that holds anything.

    Raises:
        BackupError: the database is not empty, or a file is not of this release.
        SealBroken: a file was cut or altered, or is under another key file.
    """
    if await database.read(_anything):
        raise BackupError(
            "the database is not empty, and nothing was changed: stop the service, move the file"
            " away or name an empty database in DATABASE_URL, and restore again"
        )

    def write(conn: sa.Connection) -> Restored:
        rows = _fill(conn, _read(server_keys, BODY, body))
        held = _fill(conn, _read(server_keys, KEYS, newest_keys))
        gone = conn.execute(sa.select(erased.c.owner_id)).scalars().all()
        act = Act(conn, Vault(server_keys), now)
        for owner in gone:
            retention.erase_survivor(conn, owner, now)
            complaints_over.forget(act, owner)
        _count_on(conn)
        keyless = sa.select(contacts.c.id).where(
            contacts.c.survivor_id.is_(None), contacts.c.id.not_in(sa.select(keys.c.owner_id))
        )
        for contact_id in conn.execute(keyless).scalars().all():
            strangers.erase(conn, contact_id)
        return Restored(rows, held - len(gone), len(gone))

    return await database.run(write)


def _count_on(conn: sa.Connection) -> None:
    """Let PostgreSQL's counters go on after the rows that came with their own numbers."""
    if conn.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            newest = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
            counter = sa.func.pg_get_serial_sequence(table.name, column.name)
            conn.execute(sa.select(sa.func.setval(counter, newest, sa.false())))


def _anything(conn: sa.Connection) -> bool:
    return any(
        conn.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
        for table in metadata.sorted_tables
    )


def _fill(conn: sa.Connection, lines: Iterator[tuple[str, dict[str, Any]]]) -> int:
    count = 0
    table, batch = "", list[dict[str, Any]]()
    for name, values in lines:
        if name == _SCHEMA:
            if values["revision"] != schema.newest():
                raise BackupError(_of_another(values["revision"]))
            continue
        if name not in metadata.tables:
            raise BackupError("the backup is of another release: restore it with that one")
        if batch and (name != table or len(batch) == ROWS):
            conn.execute(sa.insert(metadata.tables[table]), batch)
            batch = []
        table = name
        batch.append(values)
        count += 1
    if batch:
        conn.execute(sa.insert(metadata.tables[table]), batch)
    return count


async def verify(database: Database, vault: Vault) -> list[str]:
    """Open something of everything in a restored database; return what does not open."""

    def look(conn: sa.Connection) -> list[str]:
        known = {one.hex() for one in vault.field_key_ids()}
        needed = rotation.status(conn, vault).items()
        wrong = [f"under {key}" for key, count in needed if key not in known for _ in range(count)]
        if wrong:  # the copy is of the middle of a rotation; all that follows would say it again
            return wrong
        for row in conn.execute(sa.select(keys)):
            try:
                vault.unwrap(row.owner_id, row.wrapped)
            except SealBroken:
                wrong.append("a data key")
        wrapped = {row.owner_id: row.wrapped for row in conn.execute(sa.select(keys))}
        for row in conn.execute(sa.select(contacts)):
            owner = row.survivor_id or row.id
            try:
                key = vault.unwrap(owner, wrapped[owner])
                vault.open("contacts.address", row.id, row.address, key)
            except (SealBroken, KeyError):
                wrong.append("a phone")
        return wrong

    return await database.read(look)
