"""Contacts: one address on one channel, with its conversation, standing and sending lease.

The rule kept here: a contact's row is locked before anything else of that person (architecture,
"Storage"), and every column about her takes only ``Sealed``.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.storage.hot import Hot
from bot.storage.rows import select
from bot.storage.tables.columns import Sealed
from bot.storage.tables.keys import keys
from bot.storage.tables.survivors import contacts

_c = contacts.c


class ContactRow(NamedTuple):
    """A contact as stored, with its owner's wrapped data key."""

    id: bytes
    channel: str
    address: Sealed
    survivor_id: bytes | None
    standing: str
    stopped: bool
    language: Sealed | None
    settings: Sealed | None
    state: Sealed | None
    revision: int
    word_mac: bytes | None
    word_tries: int
    word_tried_at: int | None
    heard_at: int
    thread_at: int | None
    hushed_at: int | None
    adult_at: int | None
    sending_until: int | None
    sending_by: bytes | None
    retry_at: int | None
    card: str | None
    unsaid: str | None
    covered: bool
    created_at: int
    wrapped: bytes

    @property
    def owner(self) -> bytes:
        """Whose data key seals this row: the survivor's, or a stranger's own."""
        return self.survivor_id or self.id


_select = select(contacts, ContactRow, wrapped=keys.c.wrapped).join(
    keys, keys.c.owner_id == sa.func.coalesce(_c.survivor_id, _c.id)
)
_by_index = Hot(
    _select.where(_c.address_index == sa.bindparam("index")).with_for_update(of=contacts)
)
_by_id = Hot(_select.where(_c.id == sa.bindparam("id")).with_for_update(of=contacts))
_peek = Hot(_select.where(_c.id == sa.bindparam("id")))
_of_survivor = _select.where(_c.survivor_id == sa.bindparam("survivor_id")).order_by(_c.created_at)

_fresh = {
    "standing": "open",
    "stopped": False,
    "revision": 0,
    "word_tries": 0,
    "failed_days": 0,
    "covered": True,
}
_insert = Hot(postgresql.insert(contacts).on_conflict_do_nothing())
_insert_key = Hot(postgresql.insert(keys).on_conflict_do_nothing())
_turn = Hot(
    sa.update(contacts)
    .where(_c.id == sa.bindparam("b_id"))
    .values(
        state=sa.bindparam("state"),
        revision=sa.bindparam("revision"),
        heard_at=sa.bindparam("heard_at"),
        thread_at=sa.bindparam("thread_at"),
        sending_until=sa.bindparam("sending_until"),
        sending_by=sa.bindparam("sending_by"),
        covered=sa.bindparam("covered"),
        unsaid=sa.bindparam("unsaid"),
    )
)
_card = Hot(
    sa.update(contacts).where(_c.id == sa.bindparam("b_id")).values(card=sa.bindparam("card"))
)
_changes: dict[tuple[str, ...], Hot] = {}  # by the columns set, a few dozen combinations


def _one(conn: sa.Connection, query: Hot, values: dict[str, Any]) -> ContactRow | None:
    row = query.first(conn, values)
    return None if row is None else ContactRow(*row)


def find(conn: sa.Connection, index: bytes) -> ContactRow | None:
    """Return the contact at a blind index, its row locked; None when it has never written."""
    return _one(conn, _by_index, {"index": index})


def get(conn: sa.Connection, contact_id: bytes) -> ContactRow | None:
    """Return a contact by id, its row locked."""
    return _one(conn, _by_id, {"id": contact_id})


def peek(conn: sa.Connection, contact_id: bytes) -> ContactRow | None:
    """Return a contact by id without locking it."""
    return _one(conn, _peek, {"id": contact_id})


def of_survivor(conn: sa.Connection, survivor_id: bytes) -> list[ContactRow]:
    """Return every contact linked to a survivor, oldest first."""
    rows: Iterable[Any] = conn.execute(_of_survivor, {"survivor_id": survivor_id})
    return [ContactRow(*row) for row in rows]


def standings(conn: sa.Connection, survivor_ids: Collection[bytes]) -> dict[bytes, set[str]]:
    """Return how the phones of many survivors stand, in one query."""
    query = sa.select(contacts.c.survivor_id, contacts.c.standing)
    found: dict[bytes, set[str]] = {}
    for row in conn.execute(query.where(contacts.c.survivor_id.in_(survivor_ids))):
        found.setdefault(row.survivor_id, set()).add(row.standing)
    return found


def create(
    conn: sa.Connection,
    *,
    contact_id: bytes,
    channel: str,
    index: bytes,
    address: Sealed,
    wrapped: bytes,
    now: int,
) -> None:
    """Make a stranger's contact with its own data key; does nothing where another just did."""
    made = _insert.run(
        conn,
        {
            "id": contact_id,
            "channel": channel,
            "address_index": index,
            "address": address,
            "heard_at": now,
            "created_at": now,
            **_fresh,
        },
    )
    if made == 1:
        _insert_key.run(conn, {"owner_id": contact_id, "wrapped": wrapped, "created_at": now})


def keep_turn(  # noqa: PLR0913 - a row is its columns
    conn: sa.Connection,
    contact_id: bytes,
    *,
    state: Sealed | None,
    revision: int,
    heard_at: int,
    thread_at: int | None,
    sending_until: int | None,
    sending_by: bytes | None,
    covered: bool,
    unsaid: str | None,
) -> None:
    """Keep what a turn changed, and the sending lease where this process takes it."""
    _turn.run(
        conn,
        {
            "b_id": contact_id,
            "state": state,
            "revision": revision,
            "heard_at": heard_at,
            "thread_at": thread_at,
            "sending_until": sending_until,
            "sending_by": sending_by,
            "covered": covered,
            "unsaid": unsaid,
        },
    )


def change(conn: sa.Connection, contact_id: bytes, **values: object) -> None:
    """Set rarely changed columns (standing, stopped, language, settings, word …) of a contact."""
    names = tuple(values)
    change_these = _changes.get(names)
    if change_these is None:
        new = {name: sa.bindparam(f"b_{name}", type_=_c[name].type) for name in names}
        statement = sa.update(contacts).where(_c.id == sa.bindparam("b_contact")).values(new)
        change_these = _changes[names] = Hot(statement)
    named = {f"b_{name}": value for name, value in values.items()}
    change_these.run(conn, {"b_contact": contact_id, **named})


def left_unsaid(conn: sa.Connection, contact_id: bytes, what: str) -> None:
    """Remember what was too late to be sent: a receipt (``kept``) outweighs a step."""
    late = sa.update(contacts).where(_c.id == contact_id)
    if what == "step":
        late = late.where(_c.unsaid.is_(None))
    conn.execute(late.values(unsaid=what))


def set_card(conn: sa.Connection, contact_id: bytes, message: str | None) -> None:
    """Remember which message on the phone is the living card."""
    _card.run(conn, {"b_id": contact_id, "card": message})
