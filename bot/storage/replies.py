"""What staff sent and nobody has opened yet: *waiting for them*, on My day."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.tables import UNOPENED, UNREAD, entries, grants, threads

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
_unread = (
    sa.select(threads.c.survivor_id, sa.func.count(), sa.func.min(_e.created_at))
    .join(threads, threads.c.id == _e.object_id)
    .where(
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


def unread(conn: sa.Connection, survivors: list[bytes]) -> list[Unopened]:
    """Words of these survivors that no member of staff has opened, one line a survivor."""
    if not survivors:
        return []
    return [Unopened(*row) for row in conn.execute(_unread, {"survivors": survivors})]


def held_by(conn: sa.Connection, holder: bytes) -> list[bytes]:
    """The survivors whose threads a person holds a key to, as advocate or as cover."""
    return list(conn.execute(_held, {"holder": holder}).scalars())
