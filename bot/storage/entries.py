"""Entries of threads and their attachments.

The rule kept here: a body is an outer field envelope around an envelope to people, never less.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.rows import select
from bot.storage.tables.columns import Sealed
from bot.storage.tables.threads import attachments, entries

_e = entries.c
_a = attachments.c


class EntryRow(NamedTuple):
    """One entry as stored."""

    id: bytes
    object_id: bytes
    kind: str
    epoch: int
    body: Sealed
    mark: str | None
    author_id: bytes | None
    contact_id: bytes | None
    sequence: int
    created_at: int
    delivery: str | None
    read_at: int | None


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A voice note or photo that belongs to an entry."""

    id: bytes
    entry_id: bytes
    kind: str
    body: Sealed | None
    state: str


_insert = Hot(sa.insert(entries))
_select = select(entries, EntryRow)
_newest = (
    _select.where(_e.object_id == sa.bindparam("object_id"), _e.created_at < sa.bindparam("before"))
    .order_by(_e.created_at.desc(), _e.sequence.desc(), _e.id)
    .limit(sa.bindparam("most"))
)
_by_id = _select.where(_e.id == sa.bindparam("id"))


def add(conn: sa.Connection, row: EntryRow) -> None:
    """Keep an entry."""
    _insert.run(conn, row._asdict())


def get(conn: sa.Connection, entry_id: bytes) -> EntryRow | None:
    """Return one entry."""
    found = conn.execute(_by_id, {"id": entry_id}).first()
    return None if found is None else EntryRow(*found)


def newest(conn: sa.Connection, object_id: bytes, before: int, most: int) -> list[EntryRow]:
    """Return the newest entries made before a moment, the oldest of them first."""
    values = {"object_id": object_id, "before": before, "most": most}
    found = [EntryRow(*row) for row in conn.execute(_newest, values)]
    return found[::-1]


def mark_read(conn: sa.Connection, entry_ids: Collection[bytes], now: int) -> None:
    """Remember that whose task it is opened her words; the first opening counts."""
    conn.execute(
        sa.update(entries)
        .where(_e.id.in_(entry_ids), _e.kind == "words", _e.read_at.is_(None))
        .values(read_at=now)
    )


def last_written(conn: sa.Connection, object_id: bytes) -> dict[bytes, int]:
    """Return when a thread last got words from each of her phones."""
    query = sa.select(_e.contact_id, sa.func.max(_e.created_at)).where(
        _e.object_id == object_id, _e.kind == "words", _e.contact_id.is_not(None)
    )
    return {row[0]: row[1] for row in conn.execute(query.group_by(_e.contact_id))}


def add_attachment(
    conn: sa.Connection,
    *,
    attachment_id: bytes,
    entry_id: bytes,
    kind: str,
    file: Sealed,
    now: int,
) -> None:
    """Let a file wait to be fetched from its carrier."""
    conn.execute(
        sa.insert(attachments).values(
            id=attachment_id,
            entry_id=entry_id,
            kind=kind,
            file=file,
            state="waiting",
            tries=0,
            next_at=now,
            created_at=now,
        )
    )


def attachments_of(conn: sa.Connection, entry_ids: Collection[bytes]) -> list[AttachmentRow]:
    """Return the attachments of these entries."""
    found = conn.execute(
        select(attachments, AttachmentRow)
        .where(_a.entry_id.in_(entry_ids))
        .order_by(_a.created_at, _a.id)
    )
    return [AttachmentRow(*row) for row in found]
