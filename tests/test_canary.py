"""Marked words, numbers, names and chat ids go through every door, and are looked for everywhere.

The promise (security.md 2): never in the database as they are, in its log, in our log at debug
level, in an error, a metric, a notice or Redis; and with every server secret loaded, exactly
what is said to be server-readable opens.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa
import structlog
from prometheus_client import generate_latest

from bot import backup, logs
from bot.acts import conversation
from bot.acts.act import data_key
from bot.clock import ManualClock
from bot.coordination import Coordination
from bot.due.alerts import TEXT
from bot.due.notices import Notices
from bot.errors import SealBroken, SendError
from bot.metrics import REGISTRY
from bot.storage.database import Database
from bot.storage.tables.columns import metadata
from bot.storage.tables.complaints import complaints
from bot.storage.tables.duties import alerts, notices, tasks
from bot.storage.tables.keys import keys
from bot.storage.tables.meetings import appointments
from bot.storage.tables.messages import parked
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries
from bot.vault import DataKey, Vault
from bot.vault.server import ServerKeys
from tests.doors import Marks, alarms, books, complains, looks_at_her_data, move_in, reads_rights
from tests.doors_everywhere import QUESTIONS, stumbles_everywhere
from tests.office import URL_, Office, Person
from tests.street import Handset, Street
from tests.twinworld.world import Postbox

KEYS = ServerKeys.generate()
WORDS = "canaryword"  # in every text she writes
ANSWER = "canaryanswer"
NAME = "Canaryname"
NUMBER, CHAT = "+447700900987", "70098765432"
PLACE, PIN, STAFF_NUMBER = "canaryplace 12", "739246", "+447700900555"
MARKED = Marks(WORDS, ANSWER, NAME, PLACE, PIN, STAFF_NUMBER)
FIRST_TEXT = f"{WORDS} first"
MARKS = (
    WORDS,
    ANSWER,
    "canarysecret",
    NAME,
    NUMBER,
    NUMBER[1:],
    "7700900987",
    CHAT,
    PLACE,
    PIN,
    STAFF_NUMBER,
    STAFF_NUMBER[1:],
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Our log at debug level."""
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    yield stream
    structlog.reset_defaults()


@pytest.fixture
async def town(
    sqlite_database: Database, clock: ManualClock, redis_url: str
) -> AsyncIterator[Street]:
    """A street whose coordination is a real Redis."""
    coordination = await Coordination.open(redis_url)
    office = Office(sqlite_database, clock, coordination, keys=KEYS)
    await office.open()
    yield Street(office, coordination, clock)
    await office.close()
    await coordination.close()


async def everything_happens(town: Street) -> tuple[Person, list[bytes]]:
    """Go through every door on both channels."""
    desks = await move_in(town, MARKED)
    amina = desks.amina
    survivors = []
    for channel, address in (("sms", NUMBER), ("telegram", CHAT)):
        phone = town.phone("sms" if channel == "sms" else "telegram", address)
        await phone.write(FIRST_TEXT)
        river = await town.office.survivor(amina, f"{NAME}-12", name=f"{NAME} Full")
        survivors.append(river)
        await linked(town, amina, river, phone)
        await town.sends_words(phone, f"{WORDS} to the advocate")
        await town.passes(hours=1)
        await answered(town, amina, river, phone)
        await reads_rights(phone, MARKED)
        await books(town, desks, phone, MARKED)
        await complains(town, desks, phone, MARKED)
        await alarms(phone, MARKED)
        await looks_at_her_data(phone)
        await town.settle()
        await stumbles(town, phone)
        await town.settle()
    return amina, survivors


async def linked(town: Street, amina: Person, river: bytes, phone: Handset) -> None:
    from bot.acts import invites  # noqa: PLC0415 - only here

    card = await town.office.does(amina, lambda act: invites.make(act, river))
    await phone.write(card.shown if phone.channel == "sms" else f"/start {card.link}")
    for answer in ("1", "Yes"):
        if phone.channel == "sms":
            await phone.write("1")
        else:
            await phone.tap(answer)


async def answered(town: Street, amina: Person, river: bytes, phone: Handset) -> None:
    await town.office.does(amina, lambda act: conversation.reply(act, river, ANSWER, "en"))
    await town.office.does(amina, lambda act: conversation.internal_note(act, river, WORDS))
    await town.settle()
    if phone.channel == "sms":
        await phone.write("1")
    else:
        await phone.tap("Show")
    assert any(ANSWER in text for text in phone.screen)


async def stumbles(town: Street, phone: Handset) -> None:
    """A wrong code, odd words, STOP, a carrier that is away, and a fault of our own."""
    for text in ("123 456 7890", f"{WORDS} odd", "HELP", "STOP", f"{WORDS} silent", "START", "9"):
        await phone.write(text)
    town.down = SendError("away", permanent=False)
    await phone.write(f"{WORDS} unsent")
    town.down = None
    row = await town.contact_of(phone)
    good = row.state
    await set_state(town, row.id, b"spoiled")
    await phone.write(f"{WORDS} parked")
    await set_state(town, row.id, good)


async def set_state(town: Street, contact: bytes, state: bytes | None) -> None:
    change = sa.update(contacts).where(contacts.c.id == contact).values(state=state)
    await town.office.database.run(lambda conn: conn.execute(change) and None)


async def test_no_mark_is_anywhere_it_should_not_be(
    town: Street, tmp_path: Path, log: io.StringIO, redis_url: str
) -> None:
    await everything_happens(town)
    await every_door_was_gone_through(town)
    await nothing_marked(town, tmp_path, log, redis_url)
    assert all(row.link is None for row in await town.rows(notices))
    post = Postbox(town.clock.now)
    await Notices(town.service, post, URL_).send_due()  # type: ignore[arg-type]  # a mail server
    assert post.mails, "somebody is told by e-mail"
    told = " ".join(f"{subject} {body}" for _, _, subject, body in post.mails).lower()
    assert not [mark for mark in MARKS if mark.lower() in told]


async def test_no_mark_comes_out_of_any_question_of_any_flow(
    town: Street, tmp_path: Path, log: io.StringIO, redis_url: str
) -> None:
    desks = await move_in(town, MARKED)
    for channel, address in (("sms", NUMBER), ("telegram", CHAT)):
        phone = town.phone("sms" if channel == "sms" else "telegram", address)
        river = await town.office.survivor(desks.amina, f"{NAME}-12", name=f"{NAME} Full")
        await linked(town, desks.amina, river, phone)
        await stumbles_everywhere(town, phone, MARKED)
    assert {flow for flow, _ in QUESTIONS} >= {"erase", "your_word", "person", "meeting_off"}
    faults = [row.fault for row in await town.rows(parked)]
    assert 0 < len(faults) < len(QUESTIONS), (
        "few questions cannot be asked without what led to them"
    )
    await nothing_marked(town, tmp_path, log, redis_url)


async def nothing_marked(town: Street, tmp_path: Path, log: io.StringIO, redis_url: str) -> None:
    """Look for the marks in the files, a backup, the log, the metrics and Redis."""
    copied = tmp_path / "backup"
    await backup.make(town.office.database, KEYS, copied, "20261123T0900Z")
    files = await asyncio.to_thread(lambda: [one for one in tmp_path.rglob("*") if one.is_file()])
    assert {"bot.db", "bot.db-wal"} <= {path.name for path in files}
    assert sum(path.parent == copied for path in files) == 2
    for path in files:
        raw = path.name.lower().encode() + path.read_bytes().lower()
        assert not [mark for mark in MARKS if mark.lower().encode() in raw], path.name
    assert log.getvalue(), "there is a log to look at"
    text = log.getvalue().lower()
    assert not [mark for mark in MARKS if mark.lower() in text]
    numbers = generate_latest(REGISTRY).decode().lower()
    assert "imsa_taken_total" in numbers
    assert not [mark for mark in MARKS if mark.lower() in numbers]
    with redis.Redis.from_url(redis_url) as client:
        held = list(client.scan_iter("*"))
        assert held, "something is counted in Redis"
        dumped = b"".join(key + (client.dump(key) or b"") for key in held).lower()
    assert not [mark for mark in MARKS if mark.lower().encode() in dumped]


async def test_with_every_secret_exactly_the_server_readable_class_opens(town: Street) -> None:
    _, survivors = await everything_happens(town)
    vault = town.service.vault
    found = await town.office.database.read(lambda conn: opened(conn, vault))
    assert found["server"], "server-readable columns open"
    closed = [name for name, value in found["server"] if value is None]
    assert closed == []
    bodies = [value for name, value in found["sealed"] if name == "entries.body"]
    assert len(bodies) >= len(survivors) * 4
    for name, value in found["sealed"]:
        assert value is not None, f"{name}: the outer envelope opens, or erasing could not end it"
        assert not any(mark.encode() in value for mark in MARKS), name
    assert any(name == "complaints.about" for name, _ in found["server"])
    assert any(name == "points.reason" for name, _ in found["sealed"])
    told = b"".join(value or b"" for name, value in found["server"] if name != "waiting.body")
    for words in ("to the advocate", "complaint", "note", "reason"):
        assert f"{WORDS} {words}".encode() not in told, words
    assert PLACE.encode() in told, "a place is said to be server-readable, and it is"
    assert NUMBER.encode() in told, "an address is said to be server-readable, and it is"


def opened(conn: sa.Connection, vault: Vault) -> dict[str, list[tuple[str, bytes | None]]]:
    """Open every sealed value there is with whatever a thief of database and secrets holds."""
    owners = [row.owner_id for row in conn.execute(sa.select(keys.c.owner_id))]
    data_keys: list[DataKey | None] = [data_key(conn, vault, owner) for owner in owners]
    people = [row[0] for row in conn.execute(sa.text("SELECT id FROM staff"))]
    found: dict[str, list[tuple[str, bytes | None]]] = {"server": [], "sealed": []}
    for table in metadata.sorted_tables:
        columns = [one for one in table.columns if one.info["class"] in found]
        for row in conn.execute(sa.select(table)) if columns else ():
            for column in columns:
                value = getattr(row, column.name)
                if value is not None:
                    name = f"{table.name}.{column.name}"
                    plain = try_all(vault, name, row, bytes(value), data_keys, people)
                    found[column.info["class"]].append((name, plain))
    return found


def try_all(
    vault: Vault,
    contract: str,
    row: sa.Row[tuple[object, ...]],
    value: bytes,
    data_keys: list[DataKey | None],
    people: list[bytes],
) -> bytes | None:
    ids = [bytes(cell) for cell in row if isinstance(cell, bytes) and len(cell) == 16]
    for place in ids:
        for key in (*data_keys, None):
            for owner in (b"", *people) if key is None else (b"",):
                try:
                    return vault.open(contract, place, value, key, owner)
                except SealBroken:
                    continue
    return None


async def every_door_was_gone_through(town: Street) -> None:
    """Say that there was something to look for: words, complaints, meetings, alerts, requests."""
    assert len(await town.rows(entries)) >= 8
    assert [row.state for row in await town.rows(complaints)] == ["outcome_sent"] * 2
    assert len(await town.rows(appointments)) == 2
    assert len(await town.rows(alerts)) >= 2
    assert {row.kind for row in await town.rows(tasks)} >= {"data_request"}
    rung = town.phones[STAFF_NUMBER]
    assert set(rung.lit) == {TEXT}, "the person on call is told that there is something, no more"
