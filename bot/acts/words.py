"""Keeping words: sealed to the thread's public half, which the server cannot open again.

On the way of every message, so: one query, one sealing, one insert, and a look whether a notice
waits already.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.acts import sealing
from bot.acts.act import Act
from bot.acts.sealing import Place
from bot.acts.tasks import notify
from bot.errors import Refused
from bot.storage import threads
from bot.storage.tables.columns import Sealed
from bot.storage.threads import ThreadRow
from bot.vault import DataKey, Vault
from bot.vault.entries import Words
from bot.vault.people import PublicKey

_PUBLIC = "threads.public"


def seal_thread_public(
    vault: Vault, thread_id: bytes, epoch: int, public: PublicKey, key: DataKey
) -> Sealed:
    """Seal a thread's public half together with its epoch."""
    return sealing.seal_public(vault, _PUBLIC, thread_id, epoch, public, key)


def _place(vault: Vault, row: ThreadRow, key: DataKey) -> Place:
    public = sealing.open_public(vault, _PUBLIC, row.id, row.epoch, row.public, key)
    return Place(row.id, row.epoch, public, key)


def keep(  # noqa: PLR0913 - what came with the words
    conn: Connection,
    vault: Vault,
    survivor_id: bytes,
    text: str,
    *,
    language: str,
    contact_id: bytes,
    sequence: int,
    now: int,
    mark: str | None = None,
    files: Sequence[tuple[str, str]] = (),
    key: DataKey | None = None,
) -> bytes:
    """Keep what a survivor wrote, and call her advocate; return the entry's id.

    Args:
        conn: the transaction.
        vault: the server's keys.
        survivor_id: who wrote.
        text: her words.
        language: the language of them.
        contact_id: the phone they came from.
        sequence: the carrier's own number.
        now: the moment of intake.
        mark: ``locked`` or ``fault``, where they arrived in such a moment.
        files: kind and the carrier's file id of each voice note or photo; a worker fetches them.
        key: her data key, where the caller has it open already.
    """
    act = Act(conn, vault, now)
    key = key or act.key_of(survivor_id)
    words = Words(None, "in", now, "text/plain", language, text.encode())
    entry_id, advocate_id = keep_entry(
        act,
        survivor_id,
        words,
        key,
        kind="words",
        mark=mark,
        contact_id=contact_id,
        sequence=sequence,
    )
    sealing.expect_files(act, key, entry_id, files)
    notify(act, advocate_id, "new")
    return entry_id


def keep_entry(  # noqa: PLR0913 - a row is its columns
    act: Act,
    survivor_id: bytes,
    words: Words,
    key: DataKey,
    *,
    kind: str,
    mark: str | None = None,
    contact_id: bytes | None = None,
    sequence: int | None = None,
    delivery: str | None = None,
) -> tuple[bytes, bytes]:
    """Seal an entry to the thread of a survivor; return its id and her advocate's."""
    thread = threads.of_survivor(act.conn, survivor_id)
    if thread is None:
        raise Refused("no_thread")
    entry_id = sealing.keep_entry(
        act,
        _place(act.vault, thread, key),
        words,
        kind,
        mark=mark,
        contact_id=contact_id,
        sequence=sequence,
        delivery=delivery,
    )
    return entry_id, thread.advocate_id


def seal_attachment(act: Act, survivor_id: bytes, attachment_id: bytes, words: Words) -> Sealed:
    """Seal a fetched file to the thread of a survivor."""
    thread = threads.of_survivor(act.conn, survivor_id)
    if thread is None:
        raise Refused("no_thread")
    key = act.vault.unwrap(survivor_id, thread.wrapped)
    return sealing.seal_file(act.vault, _place(act.vault, thread, key), attachment_id, words)
