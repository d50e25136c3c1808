"""A thread as its holders see it: opened, answered, noted in.

The rule kept here: opening is an act, with its audit row in the same unit, and it takes the
reader's own unlocked key; nothing of the server's opens a word.
"""

from dataclasses import dataclass

from bot.acts import sealing
from bot.acts.act import Act
from bot.acts.grants import complete_recovery, openers
from bot.acts.sealing import Openers, Shown
from bot.acts.survivors import needs_holder
from bot.acts.words import keep_entry
from bot.errors import Refused
from bot.routing import where_we_write
from bot.storage import entries, intake, threads, waiting
from bot.storage.contacts import ContactRow
from bot.storage.tables.audit import SETTLED
from bot.storage.threads import ThreadRow
from bot.storage.waiting import LIFE_MS, WaitingRow
from bot.vault import DataKey
from bot.vault.entries import Words, pack
from bot.vault.people import PrivateKey

PAGE = 50  # entries opened in one unit: about 90 µs each


@dataclass(frozen=True, slots=True)
class Conversation:
    """A page of a thread, oldest first; ``earlier`` says that there is more before it.

    ``newest`` is what the reader wrote last in the thread, whichever page this is; ``first_new``
    is the first of hers on it that her advocate had not opened before.
    """

    entries: tuple[Shown, ...]
    earlier: bool
    newest: tuple[Shown, ...]
    first_new: bytes | None


def open_thread(
    act: Act,
    survivor_id: bytes,
    private: PrivateKey,
    *,
    before: int | None = None,
) -> Conversation:
    """Open a page of a survivor's thread with the reader's own key.

    Args:
        act: the unit; the actor is the reader.
        survivor_id: whose thread.
        private: the reader's unlocked key.
        before: only what came before this moment; without it the newest.
    """
    thread, key, held = _opened(act, survivor_id, private)
    after_all = act.now + 1
    rows = entries.newest(act.conn, thread.id, after_all if before is None else before, PAGE + 1)
    earlier, rows = len(rows) > PAGE, rows[-PAGE:]
    shown = sealing.show(act, rows, key, held)
    newest = shown
    if before is not None:
        last = entries.newest(act.conn, thread.id, after_all, PAGE)
        newest = sealing.show(act, [one for one in last if one.kind == "reply"], key, held)
    if thread.advocate_id == act.person:  # what others open stays new to her
        entries.mark_read(act.conn, [one.id for one in shown if one.words is not None], act.now)
    complete_recovery(act, private, limit=20)
    act.record("open", thread.id)
    mine = (one for one in newest if one.kind == "reply" and one.author_id == act.person)
    new = (row.id for row in rows if row.kind == "words" and row.read_at is None)
    return Conversation(tuple(shown), earlier, tuple(mine), next(new, None))


def open_file(
    act: Act, survivor_id: bytes, entry_id: bytes, attachment_id: bytes, private: PrivateKey
) -> Words:
    """Open one voice note or photo of a thread."""
    thread, key, held = _opened(act, survivor_id, private)
    words = sealing.open_file(act, thread.id, entry_id, attachment_id, key, held)
    act.record("open_file", thread.id, attachment_id)
    return words


def reply(
    act: Act,
    survivor_id: bytes,
    text: str,
    language: str,
    *,
    lane: str = "thread",
    mark: str | None = None,
) -> bytes:
    """Answer her: sealed in the thread, waiting under her data key, and a neutral note begins.

    The words themselves go to her phone only when she asks to see them. In the lane ``meeting``
    they ask her whether to meet another time; with the mark ``replies.MEETING`` they tell her of
    one, and what she wrote before is still to be answered. Returns the entry's id.
    """
    needs_holder(act, survivor_id)
    phone = where_we_write(act.conn, survivor_id)
    if phone is None:
        raise Refused("no_phone")
    if phone.stopped or phone.standing not in {"open", "locked"}:
        raise Refused("stopped" if phone.stopped else phone.standing)
    words = Words(act.person, "out", act.now, "text/plain", language, text.encode())
    return _let_wait(act, survivor_id, phone, words, lane, mark)


def tell(act: Act, survivor_id: bytes, text: str, language: str) -> bytes:
    """Tell her what the service says itself: kept and announced like an answer of a person."""
    phone = where_we_write(act.conn, survivor_id)
    if phone is None:
        raise Refused("no_phone")
    words = Words(None, "out", act.now, "text/plain", language, text.encode())
    return _let_wait(act, survivor_id, phone, words, "thread")


def settle(act: Act, survivor_id: bytes) -> None:
    """Say that what she wrote needs no answer any more: they spoke, or she only said thank you."""
    needs_holder(act, survivor_id)
    thread = threads.of_survivor(act.conn, survivor_id)
    if thread is None:
        raise Refused("no_thread")
    act.record(SETTLED, thread.id)


def _let_wait(
    act: Act,
    survivor_id: bytes,
    phone: ContactRow,
    words: Words,
    lane: str,
    mark: str | None = None,
) -> bytes:
    key = act.key_of(survivor_id)
    entry_id, _ = keep_entry(
        act,
        survivor_id,
        words,
        key,
        kind="reply",
        mark=mark,
        contact_id=phone.id,
        delivery="kept",
    )
    waiting_id = act.new_id()
    waiting.add(
        act.conn,
        WaitingRow(
            id=waiting_id,
            survivor_id=survivor_id,
            contact_id=phone.id,
            lane=lane,
            entry_id=entry_id,
            body=act.vault.seal("waiting.body", waiting_id, pack(words), key),
            created_at=act.now,
            expires_at=act.now + LIFE_MS,
            opened_at=None,
            noted_at=None,
        ),
    )
    intake.set_timer(act.conn, act.new_id(), "note", phone.id, act.now)
    act.record("reply", survivor_id, entry_id)
    return entry_id


def internal_note(act: Act, survivor_id: bytes, text: str) -> bytes:
    """Keep a note for the thread's holders; it is never sent. Returns the entry's id."""
    needs_holder(act, survivor_id)
    words = Words(act.person, "internal", act.now, "text/plain", "en", text.encode())
    key = act.key_of(survivor_id)
    entry_id, _ = keep_entry(act, survivor_id, words, key, kind="internal")
    act.record("internal_note", survivor_id, entry_id)
    return entry_id


def _opened(
    act: Act, survivor_id: bytes, private: PrivateKey
) -> tuple[ThreadRow, DataKey, Openers]:
    """Return her thread, her data key, and the reader's own copies; who holds none is refused."""
    thread = threads.of_survivor(act.conn, survivor_id)
    if thread is None:
        raise Refused("no_thread")
    key = act.vault.unwrap(survivor_id, thread.wrapped)
    return thread, key, openers(act, thread.id, key, private)
