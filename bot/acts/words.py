"""Keeping words: sealed to the thread's public half, which the server cannot open again.

An entry is a field envelope under the survivor's data key around an envelope to the thread: one row
of ``keys`` erases it, and whoever can only write to the database can't forge it. On the way of
every message, so: one query, one sealing, one insert, and a look whether a notice waits already.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.tasks import notify
from bot.errors import Refused
from bot.storage import entries, threads
from bot.storage.tables import Sealed
from bot.storage.threads import ThreadRow
from bot.vault import DataKey, Vault
from bot.vault.entries import Words, pack, unpack
from bot.vault.people import Opener, PublicKey, seal_to

_EPOCH = 4


def thread_public(vault: Vault, row: ThreadRow, key: DataKey) -> PublicKey:
    """Open a thread's public half; it is bound to its epoch."""
    opened = vault.open("threads.public", row.id, row.public, key)
    if int.from_bytes(opened[:_EPOCH]) != row.epoch:
        raise Refused("thread_altered")
    return PublicKey(opened[_EPOCH:])


def seal_thread_public(
    vault: Vault, thread_id: bytes, epoch: int, public: PublicKey, key: DataKey
) -> Sealed:
    """Seal a thread's public half together with its epoch."""
    return vault.seal("threads.public", thread_id, epoch.to_bytes(_EPOCH) + public.raw, key)


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
    for kind, ref in files:
        attachment_id = act.new_id()
        entries.add_attachment(
            conn,
            attachment_id=attachment_id,
            entry_id=entry_id,
            kind=kind,
            file=vault.seal("attachments.file", attachment_id, ref.encode(), key),
            now=now,
        )
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
    entry_id = act.new_id()
    inner = seal_to(
        thread_public(act.vault, thread, key),
        pack(words),
        purpose="entry",
        object_id=thread.id,
        entry_id=entry_id,
        epoch=thread.epoch,
    )
    entries.add(
        act.conn,
        entries.EntryRow(
            id=entry_id,
            object_id=thread.id,
            kind=kind,
            epoch=thread.epoch,
            body=act.vault.seal("entries.body", entry_id, inner, key),
            mark=mark,
            author_id=words.author,
            contact_id=contact_id,
            sequence=act.now if sequence is None else sequence,
            created_at=act.now,
            delivery=delivery,
            read_at=None,
        ),
    )
    return entry_id, thread.advocate_id


def seal_attachment(act: Act, survivor_id: bytes, attachment_id: bytes, words: Words) -> Sealed:
    """Seal a fetched file for ``attachments.body``; its epoch goes inside, for the row has none."""
    thread = threads.of_survivor(act.conn, survivor_id)
    if thread is None:
        raise Refused("no_thread")
    key = act.vault.unwrap(survivor_id, thread.wrapped)
    inner = seal_to(
        thread_public(act.vault, thread, key),
        pack(words),
        purpose="attachment",
        object_id=thread.id,
        entry_id=attachment_id,
        epoch=thread.epoch,
    )
    return act.vault.seal(
        "attachments.body", attachment_id, thread.epoch.to_bytes(_EPOCH) + inner, key
    )


def open_entry(vault: Vault, row: entries.EntryRow, key: DataKey, opener: Opener) -> Words:
    """Open one entry with the epoch's private half."""
    inner = vault.open("entries.body", row.id, row.body, key)
    return unpack(
        opener.open(
            inner, purpose="entry", object_id=row.object_id, entry_id=row.id, epoch=row.epoch
        )
    )


def attachment_epoch(vault: Vault, attachment_id: bytes, body: bytes, key: DataKey) -> int:
    """Return which epoch a sealed file needs."""
    return int.from_bytes(vault.open("attachments.body", attachment_id, body, key)[:_EPOCH])


def open_attachment(
    vault: Vault, thread_id: bytes, row: entries.AttachmentRow, key: DataKey, opener: Opener
) -> Words:
    """Open one fetched file with the private half of its epoch."""
    if row.body is None:
        raise Refused("not_fetched")
    opened = vault.open("attachments.body", row.id, row.body, key)
    return unpack(
        opener.open(
            opened[_EPOCH:],
            purpose="attachment",
            object_id=thread_id,
            entry_id=row.id,
            epoch=int.from_bytes(opened[:_EPOCH]),
        )
    )
