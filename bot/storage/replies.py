"""What staff sent and nobody has opened yet: *waiting for them*, on My day."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.tables.audit import audit
from bot.storage.tables.keys import grants
from bot.storage.tables.survivors import survivors as survivors_table
from bot.storage.tables.threads import UNOPENED, UNREAD, entries, threads

_e = entries.c


@dataclass(frozen=True, slots=True)
class Unopened:
    """The oldest answer to one survivor that was not opened."""

    survivor_id: bytes
    count: int
    oldest_at: int


_unopened = (
    sa.select(threads.c.survivor_id, sa.func.count(), sa.func.min(_e.created_at))
    .join(threads, threads.c.id == _e.object_id)
    .where(
        threads.c.survivor_id.in_(sa.bindparam("survivors", expanding=True)),
        sa.text(UNOPENED),
        _e.created_at > sa.bindparam("since"),
    )
    .group_by(threads.c.survivor_id)
)
_my_last_look = (
    sa.select(sa.func.max(audit.c.at))
    .where(
        audit.c.object_id == threads.c.id,
        audit.c.act == "open",
        audit.c.actor_id == sa.bindparam("reader"),
    )
    .correlate(threads)
    .scalar_subquery()
)
_unread = (
    sa.select(threads.c.survivor_id, sa.func.count(), sa.func.min(_e.created_at))
    .join(threads, threads.c.id == _e.object_id)
    .join(survivors_table, survivors_table.c.id == threads.c.survivor_id)
    .where(
        sa.or_(
            survivors_table.c.advocate_id == sa.bindparam("reader"),
            _e.created_at > sa.func.coalesce(_my_last_look, 0),
        ),
        threads.c.survivor_id.in_(sa.bindparam("survivors", expanding=True)),
        sa.text(UNREAD),
    )
    .group_by(threads.c.survivor_id)
)
_held = (
    sa.select(threads.c.survivor_id)
    .join(grants, grants.c.object_id == threads.c.id)
    .where(grants.c.holder_id == sa.bindparam("holder"))
    .distinct()
)


def unopened(conn: sa.Connection, survivors: list[bytes], since: int) -> list[Unopened]:
    """Answers of these survivors that were not opened, one line a survivor."""
    if not survivors:
        return []
    found = conn.execute(_unopened, {"survivors": survivors, "since": since})
    return [Unopened(*row) for row in found]


def unread(conn: sa.Connection, survivors: list[bytes], reader: bytes) -> list[Unopened]:
    """Words of these survivors that are new to a reader, one line a survivor.

    To the advocate: what she has not opened herself. To her cover: of that, what came after the
    cover last looked.
    """
    if not survivors:
        return []
    found = conn.execute(_unread, {"survivors": survivors, "reader": reader})
    return [Unopened(*row) for row in found]


def held_by(conn: sa.Connection, holder: bytes) -> list[bytes]:
    """The survivors whose threads a person holds a key to, as advocate or as cover."""
    return list(conn.execute(_held, {"holder": holder}).scalars())
