"""Who a linked phone stands for: the survivor, her advocate, the nation whose holidays count."""

from typing import NamedTuple

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.tables.columns import Sealed
from bot.storage.tables.staff import organisations, staff
from bot.storage.tables.survivors import consents, survivors


class LinkRow(NamedTuple):
    """A survivor as the bot needs her: everything a conversation may name."""

    survivor_id: bytes
    language: Sealed
    nation: Sealed
    staff_words: Sealed
    ended_at: int | None
    advocate_id: bytes
    sms_name: Sealed
    working_days: Sealed
    organisation_id: bytes
    organisation_nation: Sealed


_link = Hot(
    sa.select(
        survivors.c.id,
        survivors.c.language,
        survivors.c.nation,
        survivors.c.staff_words,
        survivors.c.ended_at,
        staff.c.id,
        staff.c.sms_name,
        staff.c.working_days,
        organisations.c.id,
        organisations.c.nation,
    )
    .join(staff, staff.c.id == survivors.c.advocate_id)
    .join(organisations, organisations.c.id == staff.c.organisation_id)
    .where(survivors.c.id == sa.bindparam("survivor_id"))
)
_consent = Hot(
    sa.select(consents.c.given)
    .where(
        consents.c.survivor_id == sa.bindparam("survivor_id"),
        consents.c.kind == sa.bindparam("kind"),
    )
    .order_by(consents.c.at.desc())
    .limit(1)
)
_add_consent = Hot(sa.insert(consents))


def find(conn: sa.Connection, survivor_id: bytes) -> LinkRow | None:
    """Return who a survivor's phone stands for."""
    row = _link.first(conn, {"survivor_id": survivor_id})
    return None if row is None else LinkRow(*row)


def consent(conn: sa.Connection, survivor_id: bytes, kind: str) -> bool | None:
    """Return the newest answer to a consent; None: never asked."""
    row = _consent.first(conn, {"survivor_id": survivor_id, "kind": kind})
    return None if row is None else bool(row[0])


def add_consent(
    conn: sa.Connection,
    row_id: bytes,
    survivor_id: bytes,
    kind: str,
    *,
    given: bool,
    version: str,
    at: int,
) -> None:
    """Record an answer to a consent with the hash of the text that was shown."""
    _add_consent.run(
        conn,
        {
            "id": row_id,
            "survivor_id": survivor_id,
            "kind": kind,
            "given": given,
            "version": version,
            "at": at,
        },
    )
