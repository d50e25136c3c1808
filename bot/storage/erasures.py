"""What *My data* counts, what an erasure waits for, and what it leaves with the carriers."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.holds import on
from bot.storage.hot import Hot
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import grants
from bot.storage.tables.meetings import appointments
from bot.storage.tables.messages import outbox, timers
from bot.storage.tables.survivors import consents, contacts, ledger, survivors
from bot.storage.tables.threads import entries, threads, waiting

REQUEST = "data_request"
FORGET = "forget_me"


@dataclass(frozen=True, slots=True)
class Counted:
    """How much there is of one survivor."""

    messages: int
    first_at: int
    waiting: int
    agreed: int
    meetings: int


_her: sa.BindParameter[bytes] = sa.bindparam("survivor_id")
_held = sa.select(threads.c.id).where(threads.c.survivor_id == _her)
_words = entries.c.object_id.in_(_held)


def _many(table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    mine = table.c.survivor_id == _her
    return sa.select(sa.func.count()).select_from(table).where(mine, *where).scalar_subquery()


_counted = Hot(
    sa.select(
        sa.select(sa.func.count()).where(_words).scalar_subquery(),
        sa.select(sa.func.min(entries.c.created_at)).where(_words).scalar_subquery(),
        _many(waiting, waiting.c.lane == "thread", waiting.c.expires_at > sa.bindparam("now")),
        _many(consents),
        _many(appointments),
    )
)
_readers = Hot(
    sa.select(grants.c.holder_id, sa.func.min(grants.c.created_at).label("since"))
    .where(grants.c.object_id.in_(_held))
    .group_by(grants.c.holder_id)
    .order_by("since")
)


def counted(conn: sa.Connection, survivor_id: bytes, now: int) -> Counted:
    """Count what is kept of her; internal notes are messages too: they are about her."""
    row = _counted.first(conn, {"survivor_id": survivor_id, "now": now}) or (0, 0, 0, 0, 0)
    messages, first_at, *others = row
    return Counted(messages, first_at or 0, *others)


def readers(conn: sa.Connection, survivor_id: bytes) -> list[tuple[bytes, int]]:
    """Return who holds a copy of her thread, from the grants themselves, and since when."""
    return [(row[0], row[1]) for row in _readers.all(conn, {"survivor_id": survivor_id})]


def erase_at(conn: sa.Connection, survivor_id: bytes) -> int | None:
    """Return when everything of hers will be erased; None: that is not settled."""
    query = sa.select(survivors.c.erase_at).where(survivors.c.id == survivor_id)
    found = conn.execute(query).first()
    return None if found is None else found.erase_at


def set_erase_at(conn: sa.Connection, survivor_id: bytes, at: int | None) -> None:
    """Settle when, or that nothing will be erased."""
    conn.execute(sa.update(survivors).where(survivors.c.id == survivor_id).values(erase_at=at))


def open_requests(conn: sa.Connection, survivor_id: bytes) -> list[tuple[bytes, bytes | None, int]]:
    """Return (task, sealed detail, made) of requests that staff have not settled."""
    query = (
        sa.select(tasks.c.id, tasks.c.detail, tasks.c.created_at)
        .where(
            tasks.c.kind == REQUEST,
            tasks.c.survivor_id == survivor_id,
            tasks.c.done_at.is_(None),
        )
        .order_by(tasks.c.created_at)
    )
    return [(row[0], row[1], row[2]) for row in conn.execute(query)]


def held(conn: sa.Connection, survivor_id: bytes, now: int) -> bool:
    """Whether a hold stops her erasure: on her, or on her thread."""
    query = (
        sa.select(survivors.c.id)
        .outerjoin(threads, threads.c.survivor_id == survivors.c.id)
        .where(survivors.c.id == survivor_id, on(survivors.c.id, threads.c.id, now=now))
    )
    return conn.execute(query).first() is not None


def pending(conn: sa.Connection, limit: int) -> list[bytes]:
    """Return those who are to be erased, the first due first."""
    query = sa.select(survivors.c.id).where(survivors.c.erase_at.is_not(None))
    return [row.id for row in conn.execute(query.order_by(survivors.c.erase_at).limit(limit))]


def to_forget(conn: sa.Connection, now: int, limit: int) -> list[bytes]:
    """Return strangers' phones that asked to be forgotten."""
    query = sa.select(timers.c.subject_id).where(timers.c.kind == FORGET, timers.c.due_at <= now)
    return [row.subject_id for row in conn.execute(query.limit(limit))]


def messages(conn: sa.Connection, contact_id: bytes) -> list[str]:
    """Return the ids of what still lies at a carrier, or on a phone, of one contact."""
    query = sa.select(ledger.c.message).where(ledger.c.contact_id == contact_id)
    return [row.message for row in conn.execute(query.order_by(ledger.c.sent_at))]


def on_its_way(conn: sa.Connection, contact_ids: list[bytes], now: int) -> bool:
    """Whether a deletion at a carrier is still to be made."""
    query = sa.select(outbox.c.id).where(
        outbox.c.contact_id.in_(contact_ids),
        outbox.c.cls.in_(("delete", "redact")),
        outbox.c.not_after > now,
    )
    return conn.execute(query.limit(1)).first() is not None


def phones(conn: sa.Connection, survivor_id: bytes) -> list[bytes]:
    """Return every phone of hers, whatever its standing."""
    query = sa.select(contacts.c.id).where(contacts.c.survivor_id == survivor_id)
    return [row.id for row in conn.execute(query)]
