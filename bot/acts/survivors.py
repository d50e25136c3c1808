"""Survivors: made by their advocate, each with one data key that is the root of all that is hers.

The rule kept here: a name is sealed before it touches a row, and there is no looking anybody up.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot import vouched
from bot.acts.act import Act
from bot.acts.grants import begin_thread
from bot.errors import Refused
from bot.routing import seal_advocate, survivor, survivors_of, verified, wrote_grant
from bot.storage import contacts, entries, keys, people, survivors, threads
from bot.storage.survivors import SurvivorRow
from bot.storage.tables.columns import Sealed
from bot.vault import Vault
from bot.vault.wordlist import draw_two_words


@dataclass(frozen=True, slots=True)
class NewSurvivor:
    """What an advocate says about a survivor; the case name is an alias that the advocate chose."""

    advocate_id: bytes
    case_name: str = field(repr=False)
    language: str = field(repr=False)
    nation: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of hers, without its number.

    ``wrote_at``: when she last wrote to her advocate from it. When the phone was last heard is
    nobody's business: it may have been about something else, a complaint for one.
    """

    id: bytes
    channel: str
    standing: str
    stopped: bool
    linked_at: int
    wrote_at: int | None


@dataclass(frozen=True, slots=True)
class Survivor:
    """A survivor as her advocate sees her."""

    id: bytes
    advocate_id: bytes
    case_name: str = field(repr=False)
    name: str = field(repr=False)
    language: str = field(repr=False)
    nation: str = field(repr=False)
    staff_words: str = field(repr=False)
    created_at: int
    thread_id: bytes | None
    phones: tuple[Phone, ...]


def create(act: Act, new: NewSurvivor) -> bytes:
    """Make a survivor with her thread; needs her advocate's verified key. Returns her id."""
    if verified(act.vault, people.get(act.conn, new.advocate_id)) is None:
        raise Refused("advocate_unverified")
    survivor_id = record(act, new)
    begin_thread(act, survivor_id)
    return survivor_id


def record(act: Act, new: NewSurvivor) -> bytes:
    """Make a survivor whose thread begins when her advocate's key is verified."""
    if "advocate" not in vouched.roles_of(act.conn, act.vault, new.advocate_id, act.now):
        raise Refused("not_an_advocate")
    survivor_id = act.new_id()
    key, wrapped = act.vault.new_data_key(survivor_id)
    keys.add(act.conn, survivor_id, wrapped, act.now)

    def seal(column: str, value: str) -> Sealed:
        return act.vault.seal(f"survivors.{column}", survivor_id, value.encode(), key)

    survivors.add(
        act.conn,
        SurvivorRow(
            id=survivor_id,
            advocate_id=new.advocate_id,
            advocate=seal_advocate(act.vault, survivor_id, new.advocate_id, key),
            case_name=seal("case_name", new.case_name),
            name=seal("name", new.name) if new.name else None,
            language=seal("language", new.language),
            nation=seal("nation", new.nation),
            staff_words=seal("staff_words", draw_two_words()),
            created_at=act.now,
            ended_at=None,
            wrapped=wrapped,
        ),
    )
    act.record("survivor", survivor_id, new.advocate_id)
    return survivor_id


def describe(conn: Connection, vault: Vault, survivor_id: bytes) -> Survivor:
    """Open what the server may read about one survivor."""
    row = survivor(conn, vault, survivor_id)
    if row is None:
        raise Refused("unknown")
    return _open(conn, vault, row)


def of_advocate(conn: Connection, vault: Vault, advocate_id: bytes) -> list[Survivor]:
    """Return an advocate's survivors."""
    return [_open(conn, vault, row) for row in survivors_of(conn, vault, advocate_id)]


def needs_holder(act: Act, survivor_id: bytes) -> bytes:
    """Refuse unless the actor holds the epoch that runs of her thread; return the thread's id."""
    thread = threads.of_survivor(act.conn, survivor_id)
    if thread is None:
        raise Refused("no_thread")
    held = threads.grants_held(act.conn, thread.id, act.person)
    key = act.vault.unwrap(survivor_id, thread.wrapped)
    if not any(
        row.epoch == thread.epoch and wrote_grant(act.vault, row.id, row.holder, act.person, key)
        for row in held
    ):
        raise Refused("not_a_holder")
    return thread.id


def _open(conn: Connection, vault: Vault, row: SurvivorRow) -> Survivor:
    key = vault.unwrap(row.id, row.wrapped)

    def text(column: str, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        return vault.open(f"survivors.{column}", row.id, sealed, key).decode()

    thread = threads.of_survivor(conn, row.id)
    wrote = {} if thread is None else entries.last_written(conn, thread.id)
    return Survivor(
        row.id,
        row.advocate_id,
        text("case_name", row.case_name),
        text("name", row.name),
        text("language", row.language),
        text("nation", row.nation),
        text("staff_words", row.staff_words),
        row.created_at,
        None if thread is None else thread.id,
        tuple(
            Phone(one.id, one.channel, one.standing, one.stopped, one.created_at, wrote.get(one.id))
            for one in contacts.of_survivor(conn, row.id)
        ),
    )
