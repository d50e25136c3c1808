"""What the try-it page shows of the inside: the carriers' view, the rows, the keys, a thief's loot.

Everything here looks; nothing changes anything.
"""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.console.pages import moment
from bot.demo import thief
from bot.demo.people import People
from bot.demo.world import World
from bot.routing import recovery
from bot.storage import contacts, threads
from bot.storage.tables import column_classes
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
    """Who holds the key of which conversation now."""

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
            bubble.at,
            "Telegram",
            "from her" if bubble.hers else "to her",
            bubble.text or f"({bubble.kind})",
            "edited" if bubble.edited else "in the chat",
        )
        for phone in world.telegram.phones.values()
        for bubble in phone.bubbles.values()
    ]
    return sorted(seen, key=lambda one: -one.at)


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
    """Return who holds a grant on the epoch that runs, for each conversation."""
    pair = recovery(conn, vault)
    holders = {person.name: person.id for person in people.staff.values()}
    if pair is not None:
        holders["Two officers"] = pair.id
    rows = []
    for case in people.cases.values():
        thread = threads.of_survivor(conn, case.survivor_id)
        if thread is None:
            continue
        held = {
            row.holder_id for row in threads.grants_of(conn, thread.id) if row.epoch == thread.epoch
        }
        rows.append((case.case_name, tuple(one in held for one in holders.values())))
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
