"""Rows that have had their time, and what must be looked at before any of them goes."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.storage.holds import on
from bot.storage.hot import Hot
from bot.storage.tables.audit import audit
from bot.storage.tables.complaints import complaints, holds
from bot.storage.tables.duties import alerts, tasks
from bot.storage.tables.keys import erased, grants, keys
from bot.storage.tables.meetings import appointments, quarters
from bot.storage.tables.messages import inbound, outbox, parked, timers
from bot.storage.tables.survivors import (
    consents,
    contact_plans,
    contacts,
    invites,
    ledger,
    survivors,
)
from bot.storage.tables.threads import attachments, entries, threads, waiting

_remember = Hot(postgresql.insert(erased).on_conflict_do_nothing())


def last_happening(conn: sa.Connection) -> int | None:
    """Return when anything was last written by somebody; None in an empty database."""
    newest = [
        conn.execute(sa.select(sa.func.max(column))).scalar()
        for column in (inbound.c.at, audit.c.at)
    ]
    known = [at for at in newest if at is not None]
    return max(known) if known else None


def survivors_count(conn: sa.Connection) -> int:
    """Return how many survivors there are."""
    return conn.execute(sa.select(sa.func.count()).select_from(survivors)).scalar_one()


def ended(conn: sa.Connection, before: int, now: int) -> list[bytes]:
    """Return survivors whose work ended before that, and whom no hold keeps."""
    thread = sa.select(threads.c.id).where(threads.c.survivor_id == survivors.c.id)
    kept = sa.or_(on(survivors.c.id, now=now), thread.where(on(threads.c.id, now=now)).exists())
    query = sa.select(survivors.c.id).where(survivors.c.ended_at < before, ~kept)
    return [row.id for row in conn.execute(query.order_by(survivors.c.ended_at))]


def asked(conn: sa.Connection, kind: str) -> bool:
    """Whether the Hub has an open task of this kind already."""
    query = sa.select(tasks.c.id).where(tasks.c.kind == kind, tasks.c.done_at.is_(None))
    return conn.execute(query.limit(1)).first() is not None


def drop_entries(conn: sa.Connection, before: int, now: int, limit: int) -> int:
    """Delete entries of threads written before that, with their files; returns how many.

    Those of a complaint are kept as long as it is.
    """
    held = on(threads.c.id, threads.c.survivor_id, now=now)
    query = (
        sa.select(entries.c.id)
        .join(threads, threads.c.id == entries.c.object_id)
        .where(entries.c.created_at < before, ~held)
        .limit(limit)
    )
    old = [row.id for row in conn.execute(query)]
    if not old:
        return 0
    conn.execute(sa.delete(attachments).where(attachments.c.entry_id.in_(old)))
    return conn.execute(sa.delete(entries).where(entries.c.id.in_(old))).rowcount


def erase_survivor(conn: sa.Connection, survivor_id: bytes, now: int) -> None:
    """Delete a survivor with all that is hers, and her key; her id stays on the list of erased.

    A complaint has its own key and its own way back: it stays, and no longer names her row.
    """
    phones = sa.select(contacts.c.id).where(contacts.c.survivor_id == survivor_id)
    held = sa.select(threads.c.id).where(threads.c.survivor_id == survivor_id)
    words = sa.select(entries.c.id).where(entries.c.object_id.in_(held))
    booked = sa.select(appointments.c.id).where(appointments.c.survivor_id == survivor_id)
    for table in (waiting, outbox, parked, ledger):
        conn.execute(sa.delete(table).where(table.c.contact_id.in_(phones)))
    conn.execute(sa.delete(waiting).where(waiting.c.survivor_id == survivor_id))
    for subjects in (phones, booked):
        conn.execute(sa.delete(timers).where(timers.c.subject_id.in_(subjects)))
    conn.execute(sa.delete(attachments).where(attachments.c.entry_id.in_(words)))
    conn.execute(sa.delete(entries).where(entries.c.object_id.in_(held)))
    conn.execute(sa.delete(grants).where(grants.c.object_id.in_(held)))
    conn.execute(sa.delete(holds).where(holds.c.object_id.in_(held)))
    conn.execute(sa.delete(quarters).where(quarters.c.appointment_id.in_(booked)))
    _let_go_of_complaints(conn, survivor_id)
    for table in (alerts, appointments, threads, consents, contact_plans, tasks, contacts):
        conn.execute(sa.delete(table).where(table.c.survivor_id == survivor_id))
    conn.execute(sa.delete(holds).where(holds.c.object_id == survivor_id))
    conn.execute(sa.delete(invites).where(invites.c.subject_id == survivor_id))
    conn.execute(sa.delete(survivors).where(survivors.c.id == survivor_id))
    conn.execute(sa.delete(keys).where(keys.c.owner_id == survivor_id))
    remember_erased(conn, survivor_id, now)


def remember_erased(conn: sa.Connection, owner_id: bytes, now: int) -> None:
    """Keep an id on the list of erased, so that no older backup brings its rows back."""
    _remember.run(conn, {"owner_id": owner_id, "at": now})


def _let_go_of_complaints(conn: sa.Connection, survivor_id: bytes) -> None:
    """Let what belongs to a complaint stand on its own."""
    conn.execute(
        sa.update(complaints)
        .where(complaints.c.survivor_id == survivor_id)
        .values(survivor_id=None, contact_id=None, link_id=None)
    )
    conn.execute(
        sa.update(alerts)
        .where(alerts.c.survivor_id == survivor_id, alerts.c.complaint_id.is_not(None))
        .values(survivor_id=None, opens_until=None)
    )


def forget_erased(conn: sa.Connection, before: int) -> int:
    """Forget ids erased so long ago that no backup holds them any more."""
    return conn.execute(sa.delete(erased).where(erased.c.at < before)).rowcount
