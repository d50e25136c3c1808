"""Erased: the key is gone, the carriers are told, and an earlier backup is closed for her."""

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.acts import alerts, conversation, erasure, plans
from bot.acts.tasks import done
from bot.errors import Refused, SealBroken
from bot.storage.tables.columns import metadata
from bot.storage.tables.complaints import holds
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import erased, keys
from bot.storage.tables.survivors import survivors
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Handset, Street

HERS = (
    "contacts", "consents", "contact_plans", "entries", "grants", "invites", "ledger", "outbox",
    "parked", "threads", "timers", "waiting", "alerts", "appointments", "quarters", "tasks",
)  # fmt: skip


async def ask(town: Street, river: bytes, *, proved: bool = True) -> None:
    await town.office.does(None, lambda act: erasure.ask(act, river, proved=proved))


async def lived_in(town: Street, amina: Person, river: bytes) -> Handset:
    """A phone with something of every kind."""
    phone = await town.linked(amina, river)
    await town.sends_words(phone, "secret words")
    await town.office.does(amina, lambda act: plans.keep(act, river, {"number": "07700 900999"}))
    await town.office.does(amina, lambda act: conversation.reply(act, river, "an answer", "en"))
    await town.office.does(
        None,
        lambda act: alerts.raise_alert(act, "crisis", survivor_id=river, category="danger"),
    )
    await town.settle()
    return phone


async def test_a_clock_that_jumped_erases_nobody_until_the_hub_says_that_the_date_is_right(
    small_town: Street, amina: Person, river: bytes
) -> None:
    lead = await small_town.office.hire("Lea", "hub_lead")
    await small_town.linked(amina, river)
    await small_town.settle()
    await ask(small_town, river)
    small_town.clock.forward(hours=73)
    await small_town.settle()
    await small_town.phone().write("hello")  # what arrives makes no date right
    await small_town.settle()
    assert len(await small_town.rows(survivors)) == 1
    (task,) = [one for one in await small_town.rows(tasks) if one.kind == "retention_clock"]
    await small_town.office.does(lead, lambda act: done(act, bytes(task.id)))
    await small_town.passes(minutes=5)
    assert await small_town.rows(survivors) == []


async def test_days_in_which_nobody_writes_delay_no_erasure(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await small_town.linked(amina, river)
    await ask(small_town, river)
    for _ in range(74):
        small_town.clock.forward(hours=1)
        await small_town.settle()
    assert await small_town.rows(survivors) == []
    assert await small_town.rows(tasks) == []


async def test_after_72_hours_everything_is_gone_and_her_id_is_on_the_list(
    town: Street,
) -> None:
    amina = await town.office.hire("Amina", "advocate")
    river = await town.office.survivor(amina, "River-12")
    await lived_in(town, amina, river)
    await ask(town, river)
    await town.passes(hours=71)
    assert len(await town.rows(survivors)) == 1
    await town.passes(hours=2)
    await town.passes(minutes=5)
    assert await town.rows(survivors) == []
    for name in HERS:
        rows = await town.rows(metadata.tables[name])
        assert rows == [] or name == "tasks", name
    assert all(row.survivor_id is None for row in await town.rows(tasks))
    assert [row.owner_id for row in await town.rows(erased)] == [river]
    assert river not in [row.owner_id for row in await town.rows(keys)]


async def test_every_table_that_names_a_survivor_is_emptied_of_her() -> None:
    naming = {
        table.name
        for table in metadata.sorted_tables
        if "survivor_id" in table.c and table.name != "complaints"
    }
    assert naming <= set(HERS)


async def test_the_carrier_s_copies_are_deleted_first(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await lived_in(small_town, amina, river)
    said = len(small_town.redacted)
    await ask(small_town, river)
    await small_town.passes(hours=73)
    await small_town.passes(minutes=5)
    assert len(small_town.redacted) > said
    assert await small_town.rows(survivors) == []


async def test_an_earlier_copy_of_the_database_is_closed_for_her_with_the_keys_of_today(
    small_town: Street, amina: Person, river: bytes, tmp_path: Path, sqlite_url: str
) -> None:
    await lived_in(small_town, amina, river)
    await small_town.office.database.checkpoint()
    copy = tmp_path / "backup.db"
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), copy)
    await ask(small_town, river)
    await small_town.passes(hours=73)
    await small_town.passes(minutes=5)
    today = {bytes(row.owner_id): bytes(row.wrapped) for row in await small_town.rows(keys)}
    vault = small_town.office.vault
    with sqlite3.connect(copy) as old:
        wrapped = dict(old.execute("select owner_id, wrapped from keys").fetchall())
        body = old.execute("select id, body from entries").fetchone()
    old.close()
    assert wrapped[river]
    assert river not in today
    for owner, still in today.items():
        with pytest.raises(SealBroken):
            vault.open("entries.body", body[0], body[1], vault.unwrap(owner, still))


async def test_nothing_of_hers_is_left_on_the_disk(
    small_town: Street, amina: Person, river: bytes, sqlite_url: str
) -> None:
    phone = await lived_in(small_town, amina, river)
    (entry, *_) = await small_town.rows(entries)
    body = bytes(entry.body)
    await ask(small_town, river)
    await small_town.passes(hours=73)
    await small_town.passes(minutes=5)
    place = Path(sqlite_url.removeprefix("sqlite:///"))
    disk = b"".join(path.read_bytes() for path in place.parent.glob(place.name + "*"))
    assert body[17:] not in disk
    assert phone.address.encode() not in disk


async def test_a_hold_stops_it_until_it_ends(
    small_town: Street, amina: Person, river: bytes
) -> None:
    now = small_town.clock.now()
    hold = {
        "id": b"h" * 16,
        "object_id": river,
        "kind": "legal",
        "reason": b"",
        "made_by": amina.id,
        "made_at": now,
        "until": now + 100 * 3_600_000,
    }
    add = sa.insert(holds).values(hold)
    await small_town.office.database.run(lambda conn: conn.execute(add) and None)
    await ask(small_town, river)
    await small_town.passes(hours=80)
    assert len(await small_town.rows(survivors)) == 1
    await small_town.passes(hours=30)
    assert await small_town.rows(survivors) == []


async def test_a_request_to_take_it_back_stops_it_until_staff_have_called(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await ask(small_town, river)
    await small_town.office.does(None, lambda act: erasure.undo(act, river, proved=False))
    await small_town.passes(hours=100)
    assert len(await small_town.rows(survivors)) == 1
    await small_town.office.does(amina, lambda act: erasure.keep(act, river))
    await small_town.passes(hours=100)
    assert len(await small_town.rows(survivors)) == 1
    assert [row for row in await small_town.rows(tasks) if row.done_at is None] == []


async def test_a_call_from_staff_proves_it_and_it_goes_no_sooner_than_72_hours_after_asking(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await ask(small_town, river, proved=False)
    await small_town.passes(hours=10)
    await small_town.office.does(amina, lambda act: erasure.confirm(act, river))
    await small_town.passes(hours=61)
    assert len(await small_town.rows(survivors)) == 1
    await small_town.passes(hours=2)
    assert await small_town.rows(survivors) == []


async def test_staff_cannot_erase_what_nobody_asked_to_be_erased(
    small_town: Street, amina: Person, river: bytes
) -> None:
    with pytest.raises(Refused, match="nothing_asked"):
        await small_town.office.does(amina, lambda act: erasure.confirm(act, river))
    joe = await small_town.office.hire("Joe", "advocate")
    await ask(small_town, river, proved=False)
    with pytest.raises(Refused):
        await small_town.office.does(joe, lambda act: erasure.confirm(act, river))
