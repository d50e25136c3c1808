"""What decides about sending, asked of the rows: who is due, and how far an answer came."""

import secrets
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.channels.wire import OutClass
from bot.storage import contacts, entries, outbox
from bot.storage.database import Database
from bot.storage.delivery import mark_delivery
from bot.storage.entries import EntryRow
from bot.storage.outbox import OutboxRow
from bot.storage.tables.columns import Sealed

ID, NOW = bytes(16), 1_000_000
NOTHING = Sealed(b"")


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [
        ("note_sent", "delivered", "delivered"),
        ("delivered", "note_sent", "delivered"),
        ("note_sent", "not_delivered", "not_delivered"),
        ("delivered", "not_delivered", "delivered"),
        ("not_delivered", "delivered", "delivered"),
        ("delivered", "not_read", "not_read"),
        ("opened", "not_read", "opened"),
        ("opened", "not_delivered", "opened"),
        ("not_read", "delivered", "not_read"),
    ],
)
async def test_how_far_an_answer_came_only_goes_forward(
    before: str, told: str, after: str, sqlite_database: Database
) -> None:
    row = EntryRow(ID, ID, "reply", 1, NOTHING, None, ID, None, 1, NOW, before, None)
    await sqlite_database.run(partial(entries.add, row=row))
    await sqlite_database.run(partial(mark_delivery, entry_id=ID, state=told))
    kept = await sqlite_database.read(partial(entries.get, entry_id=ID))
    assert kept is not None
    assert kept.delivery == after


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ({}, True),
        ({"retry_at": NOW + 1}, False),
        ({"retry_at": NOW}, True),
        ({"sending_until": NOW, "sending_by": ID}, False),
        ({"sending_until": NOW - 1, "sending_by": ID}, True),
    ],
)
async def test_nothing_is_due_to_who_waits_after_a_failure_or_is_being_sent_to(
    changed: dict[str, object], due: bool, database: Database
) -> None:
    await database.run(partial(_waits, cls="reply"))
    if changed:
        await database.run(lambda conn: contacts.change(conn, ID, **changed))
    found = await database.read(partial(outbox.due, now=NOW, limit=5))
    assert found == ([ID] if due else [])


async def test_help_goes_before_what_waited_longer_and_the_rest_in_its_order(
    database: Database,
) -> None:
    order: tuple[OutClass, ...] = ("reply", "push", "crisis", "receipt")
    for cls in order:
        await database.run(partial(_waits, cls=cls))
    found = await database.read(partial(outbox.of_contact, contact_id=ID))
    assert [row.cls for row in found] == ["crisis", "reply", "push", "receipt"]


def _waits(conn: Connection, cls: OutClass) -> None:
    """Let something wait for the one contact that there is."""
    contacts.create(
        conn, contact_id=ID, channel="sms", index=b"i", address=NOTHING, wrapped=b"", now=1
    )
    row = OutboxRow(
        secrets.token_bytes(16), ID, cls, NOTHING, fresh=True, entry_id=None, tries=0,
        not_before=1, not_after=2,
    )  # fmt: skip
    outbox.add(conn, row, now=1)
