"""Who waits for whom, on My day: what she wrote and nobody answered, what she has not opened."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.tables.audit import SETTLEMENTS, audit
from bot.storage.tables.columns import Sealed
from bot.storage.tables.keys import grants, keys
from bot.storage.tables.survivors import survivors as survivors_table
from bot.storage.tables.threads import ANSWERS, UNOPENED, UNREAD, entries, threads

_e = entries.c

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
_answer = (
    sa.select(sa.func.max(_e.created_at))
    .where(_e.object_id == threads.c.id, sa.text(ANSWERS), sa.func.coalesce(_e.mark, "") != MEETING)
    .correlate(threads)
    .scalar_subquery()
)
_settled = (
    sa.select(sa.func.max(audit.c.at))
    .where(audit.c.object_id == threads.c.id, sa.text(SETTLEMENTS))
    .correlate(threads)
    .scalar_subquery()
)
_answers = (
    sa.select(
        threads.c.id,
        threads.c.survivor_id,
        sa.func.coalesce(_answer, 0).label("answered"),
        sa.func.coalesce(_settled, 0).label("settled"),
    )
    .where(threads.c.survivor_id.in_(sa.bindparam("survivors", expanding=True)))
    .cte("answers")
)
_last = sa.select(
    _answers.c.id,
    _answers.c.survivor_id,
    sa.case(
        (_answers.c.answered > _answers.c.settled, _answers.c.answered), else_=_answers.c.settled
    ).label("at"),
).cte("last")
# Asked for each thread by itself: joined, PostgreSQL expects a third of every history behind
# `created_at >` and reads the whole table instead of the few words at its end.
_after = sa.and_(
    _e.object_id == _last.c.id,
    _e.created_at > _last.c.at,
    _e.created_at > sa.bindparam("since"),
    _e.kind == "words",
    sa.or_(survivors_table.c.advocate_id == sa.bindparam("reader"), _e.read_at.is_(None)),
)
_asked = sa.select(
    _last.c.survivor_id,
    *(
        sa.select(found).where(_after).correlate(_last, survivors_table).scalar_subquery()
        for found in (sa.func.count(), sa.func.min(_e.created_at))
    ),
).join(survivors_table, survivors_table.c.id == _last.c.survivor_id)
_later = entries.alias("later")
_gone = (
    sa.select(_last.c.survivor_id, _e.delivery, _e.created_at)
    .join(entries, sa.and_(_e.object_id == _last.c.id, _e.created_at >= _last.c.at))
    .where(
        sa.text(UNOPENED),
        _e.created_at > sa.bindparam("since"),
        _e.delivery.in_(GONE),
        ~sa.exists().where(
            _later.c.object_id == _e.object_id,
            _later.c.kind == "reply",
            _later.c.created_at > _e.created_at,
        ),
    )
)
_held = (
    sa.select(threads.c.survivor_id, keys.c.wrapped, grants.c.id, grants.c.holder)
    .join(grants, sa.and_(grants.c.object_id == threads.c.id, grants.c.epoch == threads.c.epoch))
    .join(keys, keys.c.owner_id == threads.c.survivor_id)
    .where(grants.c.holder_id == sa.bindparam("holder"))
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
    about = {"survivors": survivors, "reader": reader, "since": since}
    found = (Unopened(*row) for row in conn.execute(_asked, about))
    return [one for one in found if one.count]


def gone(conn: sa.Connection, survivors: list[bytes], since: int) -> list[Gone]:
    """Last answers to these survivors that never came, or left the phone unopened."""
    if not survivors:
        return []
    found = conn.execute(_gone, {"survivors": survivors, "since": since})
    return [Gone(*row) for row in found]


def held_by(conn: sa.Connection, holder: bytes) -> list[tuple[bytes, bytes, bytes, Sealed]]:
    """What a person holds of the epochs that run: survivor, her wrapped key, the grant, its proof.

    Whose cover is over keeps copies of what arrived then; where she is now is not theirs to see.
    """
    return [tuple(row) for row in conn.execute(_held, {"holder": holder})]
