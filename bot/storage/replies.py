"""Who waits for whom, on My day: what she wrote and nobody answered, what she has not opened."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.tables.audit import audit
from bot.storage.tables.keys import grants
from bot.storage.tables.survivors import survivors as survivors_table
from bot.storage.tables.threads import UNOPENED, UNREAD, entries, threads

_e = entries.c

SETTLED = "settled"
"""The act in the audit by which staff say that nothing is to be answered any more."""

MEETING = "meeting"
"""The mark of what she is told about a meeting: that answers nothing she wrote."""

GONE = ("not_delivered", "not_read")
"""What she will not open any more: it never came, or it left her phone."""


@dataclass(frozen=True, slots=True)
class Unopened:
    """The oldest answer to one survivor that was not opened."""

    survivor_id: bytes
    count: int
    oldest_at: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The last answer to one survivor, where she will not open it; ``delivery``: how it ended."""

    survivor_id: bytes
    delivery: str
    at: int


_unopened = (
    sa.select(threads.c.survivor_id, sa.func.count(), sa.func.min(_e.created_at))
    .join(threads, threads.c.id == _e.object_id)
    .where(
        threads.c.survivor_id.in_(sa.bindparam("survivors", expanding=True)),
        sa.text(UNOPENED),
        _e.delivery != "not_read",  # gone from the phone: nobody will open it
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
_threads = sa.select(threads.c.id).where(
    threads.c.survivor_id.in_(sa.bindparam("survivors", expanding=True))
)
_mine: sa.BindParameter[list[bytes]] = sa.bindparam("threads", expanding=True)
"""Named one by one: PostgreSQL took half as long as with a subquery in their place."""
_ends = sa.union_all(
    sa.select(_e.object_id, _e.created_at.label("at")).where(
        _e.object_id.in_(_mine),
        _e.created_at > sa.bindparam("since"),  # an older answer is older than what is asked about
        _e.kind == "reply",
        _e.author_id.is_not(None),
        sa.func.coalesce(_e.mark, "") != MEETING,
    ),
    sa.select(audit.c.object_id, audit.c.at).where(
        audit.c.object_id.in_(_mine),
        audit.c.at > sa.bindparam("since"),
        audit.c.act == SETTLED,
    ),
).subquery()
_last = (
    sa.select(_ends.c.object_id, sa.func.max(_ends.c.at).label("at"))
    .group_by(_ends.c.object_id)
    .cte("answered")
)
_unanswered = (
    sa.select(threads.c.survivor_id, sa.func.count(), sa.func.min(_e.created_at))
    .join(threads, threads.c.id == _e.object_id)
    .join(survivors_table, survivors_table.c.id == threads.c.survivor_id)
    .outerjoin(_last, _last.c.object_id == threads.c.id)
    .where(
        _e.object_id.in_(_mine),
        _e.kind == "words",
        _e.created_at > sa.func.coalesce(_last.c.at, 0),
        _e.created_at > sa.bindparam("since"),
        sa.or_(survivors_table.c.advocate_id == sa.bindparam("reader"), _e.read_at.is_(None)),
    )
    .group_by(threads.c.survivor_id)
)
_later = entries.alias("later")
_gone = (
    sa.select(threads.c.survivor_id, _e.delivery, _e.created_at)
    .join(threads, threads.c.id == _e.object_id)
    .outerjoin(_last, _last.c.object_id == threads.c.id)
    .where(
        _e.object_id.in_(_mine),
        sa.text(UNOPENED),
        _e.delivery.in_(GONE),
        _e.created_at > sa.bindparam("since"),
        _e.created_at >= sa.func.coalesce(_last.c.at, 0),
        ~sa.exists().where(
            _later.c.object_id == _e.object_id,
            _later.c.kind == "reply",
            _later.c.created_at > _e.created_at,
        ),
    )
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


def unanswered(
    conn: sa.Connection, survivors: list[bytes], reader: bytes, since: int
) -> list[Unopened]:
    """Words of these survivors that no person has answered, one line a survivor.

    Who said that nothing is to be answered has answered. To a cover: what the advocate has not
    opened.
    """
    if not survivors:
        return []
    mine = list(conn.execute(_threads, {"survivors": survivors}).scalars())
    about = {"threads": mine, "reader": reader, "since": since}
    return [Unopened(*row) for row in conn.execute(_unanswered, about)]


def gone(conn: sa.Connection, survivors: list[bytes], since: int) -> list[Gone]:
    """Last answers to these survivors that never came, or left the phone unopened."""
    if not survivors:
        return []
    mine = list(conn.execute(_threads, {"survivors": survivors}).scalars())
    found = conn.execute(_gone, {"threads": mine, "since": since})
    return [Gone(*row) for row in found]


def held_by(conn: sa.Connection, holder: bytes) -> list[bytes]:
    """The survivors whose threads a person holds a key to, as advocate or as cover."""
    return list(conn.execute(_held, {"holder": holder}).scalars())
