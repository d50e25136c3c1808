"""Contacts: one address on one channel, with its conversation, standing and sending lease.

The rule kept here: a contact's row is locked before anything else of that person (architecture,
"Storage"), and every column about her takes only ``Sealed``.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.storage.hot import Hot
from bot.storage.tables.columns import Sealed
from bot.storage.tables.complaints import complaints
from bot.storage.tables.keys import keys
from bot.storage.tables.meetings import appointments
from bot.storage.tables.messages import outbox
from bot.storage.tables.survivors import contacts, ledger
from bot.storage.tables.threads import waiting

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


_columns = [_c[name] for name in ContactRow._fields if name != "wrapped"]
_select = sa.select(*_columns, keys.c.wrapped).join(
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
        sending_until=sa.bindparam("sending_until"),
        sending_by=sa.bindparam("sending_by"),
        covered=sa.bindparam("covered"),
        unsaid=sa.bindparam("unsaid"),
    )
)
_release = Hot(
    sa.update(contacts)
    .where(_c.id == sa.bindparam("b_id"), _c.sending_by == sa.bindparam("b_by"))
    .values(sending_until=None, sending_by=None, retry_at=sa.bindparam("retry_at"))
)
_waits = sa.exists().where(
    outbox.c.contact_id == sa.bindparam("b_id"), outbox.c.not_before <= sa.bindparam("b_now")
)
_done = {
    "sending_until": None,
    "sending_by": None,
    # What was sent past a waiting contact (a crisis) leaves it waiting: older rows go first.
    "retry_at": sa.case((_c.retry_at > sa.bindparam("b_now"), _c.retry_at), else_=None),
}
_ours = (_c.id == sa.bindparam("b_id"), _c.sending_by == sa.bindparam("b_by"), ~_waits)
_all_sent = Hot(sa.update(contacts).where(*_ours).values(_done))
_all_sent_anew = Hot(
    sa.update(contacts).where(*_ours).values({**_done, "card": sa.bindparam("card")})
)
_release_all = (
    sa.update(contacts)
    .where(_c.sending_by.is_not(None))
    .values(sending_until=0)  # ran out, which says that rows may wait
)
_card = Hot(
    sa.update(contacts).where(_c.id == sa.bindparam("b_id")).values(card=sa.bindparam("card"))
)
_changes: dict[tuple[str, ...], Hot] = {}  # by the columns set, a few dozen combinations
_ledger_add = Hot(sa.insert(ledger))
_standing_on = Hot(
    sa.select(ledger.c.id, ledger.c.message, ledger.c.kind)
    .where(
        ledger.c.contact_id == sa.bindparam("contact_id"),
        ledger.c.sent_at >= sa.bindparam("since"),
    )
    .order_by(ledger.c.sent_at)
)
_strike = Hot(
    sa.delete(ledger).where(
        ledger.c.contact_id == sa.bindparam("contact_id"),
        ledger.c.message == sa.bindparam("message"),
    )
)


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


def take_lease(conn: sa.Connection, contact_id: bytes, by: bytes, now: int, until: int) -> bool:
    """Take the sending lease if it is free or ran out; return whether it is ours now."""
    taken = conn.execute(
        sa.update(contacts)
        .where(_c.id == contact_id, sa.or_(_c.sending_until.is_(None), _c.sending_until < now))
        .values(sending_until=until, sending_by=by)
    )
    return taken.rowcount == 1


def release(conn: sa.Connection, contact_id: bytes, by: bytes, retry_at: int | None = None) -> None:
    """Give the sending lease back; ``retry_at`` makes the contact wait after a passing failure."""
    _release.run(conn, {"b_id": contact_id, "b_by": by, "retry_at": retry_at})


def all_sent(conn: sa.Connection, contact_id: bytes, by: bytes, now: int, card: str | None) -> bool:
    """Give the sending lease back if nothing is due; say whether it was.

    Args:
        conn: of the unit.
        contact_id: whose.
        by: who holds the lease.
        now: what is due by then keeps it.
        card: the living card where it is another one now, ``""`` for none; None: as it was.
    """
    values: dict[str, object] = {"b_id": contact_id, "b_by": by, "b_now": now}
    if card is None:
        return _all_sent.run(conn, values) == 1
    return _all_sent_anew.run(conn, {**values, "card": card or None}) == 1


def set_card(conn: sa.Connection, contact_id: bytes, message: str | None) -> None:
    """Remember which message on the phone is the living card."""
    _card.run(conn, {"b_id": contact_id, "card": message})


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


def release_all(conn: sa.Connection) -> int:
    """Let every sending lease run out: the one process that serves SQLite has just begun."""
    return conn.execute(_release_all).rowcount


def note_in_ledger(
    conn: sa.Connection,
    *,
    row_id: bytes,
    contact_id: bytes,
    message: str,
    kind: str,
    at: int,
    entry_id: bytes | None = None,
) -> None:
    """Remember a message id on a phone, so that leave can delete it and receipts find it."""
    _ledger_add.run(
        conn,
        {
            "id": row_id,
            "contact_id": contact_id,
            "message": message,
            "kind": kind,
            "sent_at": at,
            "entry_id": entry_id,
        },
    )


def ledger_of(conn: sa.Connection, contact_id: bytes, since: int) -> list[tuple[bytes, str, str]]:
    """Return (row id, message id, kind) of what still stands on a phone and can be deleted."""
    found = _standing_on.all(conn, {"contact_id": contact_id, "since": since})
    return [(row_id, message, kind) for row_id, message, kind in found]


def strike(conn: sa.Connection, contact_id: bytes, messages: list[str]) -> None:
    """Forget message ids that are gone from the phone."""
    for message in messages:
        _strike.run(conn, {"contact_id": contact_id, "message": message})


def by_message(conn: sa.Connection, message: str) -> tuple[bytes, bytes | None] | None:
    """Return (contact, entry) of a carrier's message id; None for one that isn't ours."""
    found = conn.execute(
        sa.select(ledger.c.contact_id, ledger.c.entry_id).where(ledger.c.message == message)
    ).first()
    return None if found is None else (found.contact_id, found.entry_id)


def trim_ledger(conn: sa.Connection, before: int, limit: int) -> int:
    """Forget message ids that no carrier would delete any more."""
    old = sa.select(ledger.c.id).where(ledger.c.sent_at < before).limit(limit)
    return conn.execute(sa.delete(ledger).where(ledger.c.id.in_(old))).rowcount
