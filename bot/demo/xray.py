"""What the try-it page shows of the inside: the carriers' view, the rows, the keys, a thief's loot.

Everything here looks; nothing changes anything.
"""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.acts.complaints import shown_reference
from bot.acts.complaints_entries import field, key_of
from bot.console.pages import moment
from bot.demo import thief
from bot.demo.chat_phone import ChatPhone, Passed
from bot.demo.people import People
from bot.demo.world import World
from bot.routing import recovery
from bot.storage import complaints, contacts, threads
from bot.storage.tables import column_classes
from bot.storage.tables import complaints as complaint_tables
from bot.storage.tables.columns import ColumnClass, metadata
from bot.vault import Vault

NEWEST = 4
SHOWN = 12  # bytes of a closed value
ID = 16
A_TIME = 10**12  # milliseconds; no count of ours comes near it
SAMPLES = 40
FIRST = ("entries", "waiting", "contacts", "outbox", "parked", "grants", "keys")


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as a carrier has it."""

    at: int
    carrier: str
    way: str
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row as it lies in the database."""

    name: str
    kind: ColumnClass
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: how many rows, and the newest of them."""

    name: str
    count: int
    newest: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who holds the key of which conversation or complaint now."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[bool, ...]], ...]


@dataclass(frozen=True, slots=True)
class Haul:
    """What a thief has: counts by class, and values as they look."""

    opened: Counter[str]
    closed: Counter[str]
    samples: tuple[tuple[str, str, str], ...]


def carriers(world: World) -> list[Seen]:
    """Return what both carriers have, or had, in plain words, newest first."""
    kept = world.twilio.messages.kept
    seen = [
        Seen(
            text.at,
            "SMS",
            "from her" if text.hers else "to her",
            text.body,
            kept[text.sid].status if text.sid in kept else "seen, and deleted there since",
        )
        for phone in world.twilio.phones.values()
        for text in phone.texts
    ]
    seen += [
        Seen(
            one.at,
            "Telegram",
            "from her" if one.hers else "to her",
            one.text,
            _in_the_chat(phone, one),
        )
        for phone in world.telegram.phones.values()
        for one in phone.passed
    ]
    return sorted(seen, key=lambda one: one.at)[::-1]


def _in_the_chat(phone: ChatPhone, one: Passed) -> str:
    bubble = phone.bubbles.get(one.message)
    if bubble is None:
        return "seen, and taken out of the chat since"
    shown = bubble.text or f"({bubble.kind})"
    return "in the chat" if one.text == shown else "seen, and changed in the chat since"


def tables(conn: Connection) -> list[Rows]:
    """Return every table that has rows, those about her words first."""
    classes = column_classes()
    found = []
    for table in metadata.sorted_tables:
        count = conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        if not count:
            continue
        order = next((c for c in ("created_at", "at", "since") if c in table.c), None)
        newest = sa.select(table).limit(NEWEST)
        if order:
            newest = newest.order_by(table.c[order].desc())
        rows = tuple(
            tuple(
                Cell(name, classes[f"{table.name}.{name}"], _look(value))
                for name, value in row.items()
                if value is not None
            )
            for row in conn.execute(newest).mappings()
        )
        found.append(Rows(table.name, count, rows))
    return sorted(
        found,
        key=lambda one: (one.name not in FIRST, FIRST.index(one.name) if one.name in FIRST else 0),
    )


def who_can_open(conn: Connection, vault: Vault, people: People) -> Matrix:
    """Return who holds a grant on the epoch that runs, for each conversation and complaint."""
    pair = recovery(conn, vault)
    holders = {person.name: person.id for person in people.staff.values()}
    if pair is not None:
        holders["Two officers"] = pair.id

    def held(object_id: bytes, epoch: int) -> tuple[bool, ...]:
        grants = threads.grants_of(conn, object_id)
        having = {row.holder_id for row in grants if row.epoch == epoch}
        return tuple(one in having for one in holders.values())

    rows = []
    for case in people.cases.values():
        thread = threads.of_survivor(conn, case.survivor_id)
        if thread is None:
            continue
        rows.append((case.case_name, held(thread.id, thread.epoch)))
    every = set(conn.execute(sa.select(complaint_tables.complaints.c.id)).scalars())
    for row in sorted(complaints.some(conn, every), key=lambda one: -one.made_at):
        reference = field(vault, row, "reference", key_of(vault, row))
        rows.append((f"Worry {shown_reference(reference)}", held(row.id, row.epoch)))
    return Matrix(tuple(holders), tuple(rows))


def phones_of(conn: Connection, people: People) -> dict[str, int]:
    """Return how many phones each case has."""
    return {
        case.case_name: len(contacts.of_survivor(conn, case.survivor_id))
        for case in people.cases.values()
    }


def haul(conn: Connection, vault: Vault | None) -> Haul:
    """Return what a thief gets of a copy, with or without the server's keys."""
    opened: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    samples: dict[str, tuple[str, str, str]] = {}
    for one in thief.loot(conn, vault):
        # What opens of the sealed class is one envelope inside another: still closed to a thief.
        readable = one.opened is not None and one.kind == "server"
        (opened if readable else closed)[one.place] += 1
        state = "opens" if readable else "stays closed"
        samples[one.place] = (one.place, state, one.shown)
    newest = sorted(samples.values(), key=lambda row: (row[1] != "opens", row[0]))
    return Haul(opened, closed, tuple(newest[:SAMPLES]))


def _look(value: object) -> str:
    if isinstance(value, bytes):
        if len(value) == ID:
            return value.hex()[:8]
        return f"{value[:SHOWN].hex(' ')} … {len(value)} bytes"
    if isinstance(value, int) and value > A_TIME:
        return moment(value)
    return str(value)
