"""Contacts that have been silent: whose card is covered, whose conversation is forgotten."""

import sqlalchemy as sa

from bot.storage.tables.complaints import complaints
from bot.storage.tables.meetings import appointments
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import waiting

_c = contacts.c


def to_cover(conn: sa.Connection, before: int, limit: int) -> list[bytes]:
    """Return Telegram contacts silent since ``before`` whose card still shows something."""
    found = conn.execute(
        sa.select(_c.id)
        .where(_c.covered.is_(False), _c.heard_at < before, _c.channel == "telegram")
        .limit(limit)
    )
    return [row.id for row in found]


def _begun(before: int) -> sa.ColumnElement[bool]:
    """A note or a reminder of ours went out and waits for its answer."""
    noted = sa.select(waiting.c.id).where(
        waiting.c.contact_id == _c.id, waiting.c.noted_at > before, waiting.c.opened_at.is_(None)
    )
    reminded = sa.select(appointments.c.id).where(
        appointments.c.survivor_id == _c.survivor_id, appointments.c.reminded_at > before
    )
    aside = (
        sa.select(waiting.c.id)
        .join(complaints, complaints.c.id == waiting.c.complaint_id)
        .where(
            complaints.c.contact_id == _c.id,
            waiting.c.noted_at > before,
            waiting.c.opened_at.is_(None),
        )
    )
    return sa.or_(noted.exists(), reminded.exists(), aside.exists())


def forgotten(conn: sa.Connection, before: int, limit: int) -> list[bytes]:
    """Return contacts silent since ``before`` whose conversation is still kept.

    What a note or a reminder began waits a day for its own answer: see ``begun``.
    """
    found = conn.execute(
        sa.select(_c.id)
        .where(_c.heard_at < before, _c.state.is_not(None), ~_begun(before))
        .limit(limit)
    )
    return [row.id for row in found]


def begun(conn: sa.Connection, before: int, limit: int) -> list[bytes]:
    """Return contacts silent since ``before`` where a note or reminder waits for its answer.

    The newest silence first: what they wrote and never sent is forgotten at its own time.
    """
    found = conn.execute(
        sa.select(_c.id)
        .where(_c.heard_at < before, _c.state.is_not(None), _begun(before))
        .order_by(_c.heard_at.desc())
        .limit(limit)
    )
    return [row.id for row in found]


def strangers(conn: sa.Connection, before: int, limit: int) -> list[bytes]:
    """Return strangers' contacts silent since ``before``: nothing of theirs is kept longer."""
    found = conn.execute(
        sa.select(_c.id)
        .where(_c.heard_at < before, _c.survivor_id.is_(None), _c.stopped.is_(False))
        .limit(limit)
    )
    return [row.id for row in found]
