"""Epochs and grants: who holds a copy of a private half.

Every thread has its own pair for each epoch. The private half exists only sealed to those entitled
(one row each) and to the recovery pair. The server can begin a new epoch by itself, for that takes
public halves only; **the past is opened only by a grant from somebody who holds it.** A complaint's
copies are given and opened in the same way (``complaints_keys``). The rule kept here: every grant
and revocation is an audit row of the same unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.words import seal_thread_public
from bot.errors import Conflict, Refused
from bot.routing import NOBODY, Holder, entitled, recovery, survivor, wrote_grant
from bot.storage import threads
from bot.storage.audit import GRANT
from bot.storage.threads import GrantRow
from bot.vault import DataKey, Vault
from bot.vault.people import Opener, PrivateKey, generate_pair, open_with, seal_to


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch of a thread or a complaint: its private half, and the data key around it all."""

    object_id: bytes
    number: int
    private: PrivateKey
    key: DataKey


def begin_thread(act: Act, survivor_id: bytes) -> bytes | None:
    """Begin a survivor's thread, epoch 1; None while nobody may hold its key."""
    row = survivor(act.conn, act.vault, survivor_id)
    if row is None:
        raise Refused("unknown")
    holders = entitled(act.conn, act.vault, row.advocate_id, act.now)
    if row.advocate_id not in {holder.id for holder in holders}:
        return None
    key = act.vault.unwrap(survivor_id, row.wrapped)
    private, public = generate_pair()
    thread_id = act.new_id()
    sealed = seal_thread_public(act.vault, thread_id, 1, public, key)
    threads.add(act.conn, thread_id, survivor_id, sealed, act.now)
    for holder in holders:
        give(act, Epoch(thread_id, 1, private, key), holder)
    return thread_id


def new_epoch(act: Act, survivor_id: bytes) -> bool:
    """Begin a new epoch for those entitled now; False where that would be nobody.

    Nobody is worse than somebody who is leaving: words then go on being sealed to the epoch that
    runs, which the next holder is let into by whoever has it.
    """
    thread = threads.of_survivor(act.conn, survivor_id)
    row = survivor(act.conn, act.vault, survivor_id)
    if thread is None or row is None or row.advocate_id == NOBODY:
        return False
    holders = entitled(act.conn, act.vault, row.advocate_id, act.now)
    if not holders:
        return False
    key = act.vault.unwrap(survivor_id, row.wrapped)
    private, public = generate_pair()
    epoch = thread.epoch + 1
    sealed = seal_thread_public(act.vault, thread.id, epoch, public, key)
    if not threads.advance(act.conn, thread.id, epoch, sealed):
        raise Conflict("another unit began this epoch")
    for holder in holders:
        give(act, Epoch(thread.id, epoch, private, key), holder)
    act.record("epoch", thread.id)
    return True


def give(act: Act, epoch: Epoch, holder: Holder, *, says: str = GRANT) -> None:
    """Seal one epoch's private half to one holder; ``says``: what the audit calls it."""
    grant_id = act.new_id()
    sealed = seal_to(
        holder.public,
        epoch.private.raw,
        purpose="grant",
        object_id=epoch.object_id,
        entry_id=b"",
        epoch=epoch.number,
    )
    given = threads.add_grant(
        act.conn,
        GrantRow(
            grant_id,
            epoch.object_id,
            epoch.number,
            holder.id,
            act.vault.seal("grants.holder", grant_id, holder.id, epoch.key),
            sealed,
            act.now,
        ),
    )
    if given:
        act.record(says, epoch.object_id, holder.id)


def take(act: Act, row: GrantRow, private: PrivateKey, key: DataKey) -> PrivateKey:
    """Open a holder's copy, once it is clear that we wrote whose it is."""
    if not wrote_grant(act.vault, row.id, row.holder, row.holder_id, key):
        raise Refused("grant_altered")
    return PrivateKey(
        open_with(
            private,
            row.sealed,
            purpose="grant",
            object_id=row.object_id,
            entry_id=b"",
            epoch=row.epoch,
        )
    )


def openers(act: Act, object_id: bytes, key: DataKey, private: PrivateKey) -> dict[int, Opener]:
    """Open the reader's own copies of a thread or a complaint; who holds none is refused."""
    held = threads.grants_held(act.conn, object_id, act.person)
    if not held:
        raise Refused("not_a_holder")
    return {row.epoch: Opener(take(act, row, private, key)) for row in held}


def revoke(act: Act, survivor_id: bytes, staff_id: bytes) -> None:
    """Take a thread away from one person, earlier epochs included, and go on without them.

    Who is entitled to it (the advocate, the cover that is named) is not cut off by this: the
    relation ends first. What they opened they may remember; the page says so. The last holder is
    not cut off either, because then nobody could ever read the thread again.
    """
    thread = threads.of_survivor(act.conn, survivor_id)
    if thread is None:
        raise Refused("no_thread")
    row = survivor(act.conn, act.vault, survivor_id)
    due = () if row is None else entitled(act.conn, act.vault, row.advocate_id, act.now)
    if staff_id in {holder.id for holder in due}:
        raise Refused("still_entitled")
    if only_holder(threads.grants_to_drop(act.conn, thread.id), staff_id):
        raise Refused("last_holder")
    if threads.drop_grants(act.conn, thread.id, staff_id):
        act.record("revoke", thread.id, staff_id)
        new_epoch(act, survivor_id)


def only_holder(rows: Sequence[GrantRow], staff_id: bytes) -> bool:
    """Say whether some epoch would be left without anybody who can open it."""
    mine = {row.epoch for row in rows if row.holder_id == staff_id}
    others = {row.epoch for row in rows if row.holder_id != staff_id}
    return bool(mine - others)


def complete_recovery(act: Act, private: PrivateKey, limit: int = 50) -> int:
    """Add to the recovery pair what it lacks of the threads that the actor holds.

    The server can't do this by itself: threads that were there before the ceremony are in nobody's
    hands but their holders', so each holder's own session adds them. Returns how many epochs are
    still missing, of everybody's.
    """
    pair = recovery(act.conn, act.vault)
    if pair is None:
        return 0
    for row in threads.missing(act.conn, act.person, pair.id, limit):
        survivor_id = threads.survivor_of(act.conn, row.object_id)
        thread = threads.of_survivor(act.conn, survivor_id) if survivor_id else None
        if survivor_id is None or thread is None:
            continue
        key = act.vault.unwrap(survivor_id, thread.wrapped)
        opened = take(act, row, private, key)
        give(act, Epoch(thread.id, row.epoch, opened, key), pair)
    return threads.count_missing(act.conn, pair.id)


def out_of_step(conn: Connection, vault: Vault, now: int) -> list[bytes]:
    """Return the survivors whose running epoch is held by others than those entitled to it.

    Cover that began or ended, a person who was verified, a recovery pair that is new: all of them
    come to this. It looks at every thread, so a worker asks it outside of the units. Whose survivor
    somebody is, is opened only where the clear column says that something is due.
    """

    @cache
    def due_to(advocate_id: bytes) -> frozenset[bytes]:
        return frozenset(one.id for one in entitled(conn, vault, advocate_id, now))

    found = []
    for survivor_id, advocate_id, holders in threads.running(conn):
        if due_to(advocate_id) in {frozenset(), holders}:
            continue
        row = survivor(conn, vault, survivor_id)
        if row is None or row.advocate_id == NOBODY:
            continue
        if due_to(row.advocate_id) not in {frozenset(), holders}:
            found.append(survivor_id)
    return found


def settle(act: Act, limit: int = 25) -> int:
    """Begin new epochs where they are due; copies of earlier ones stay. Returns how many."""
    due = out_of_step(act.conn, act.vault, act.now)[:limit]
    return sum(new_epoch(act.by_itself(), survivor_id) for survivor_id in due)
