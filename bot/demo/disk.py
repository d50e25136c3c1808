"""What lies on the disk, and what of it opens with which keys: a thief's look at the database."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from bot.acts import sealing
from bot.acts.act import data_key
from bot.errors import SealBroken
from bot.storage import entries, threads
from bot.vault import DataKey, Vault
from bot.vault.people import Opener, PrivateKey, open_with

WIDE = ("utf-8", "utf-16-le", "utf-16-be")
LATEST, MOST = 2**62, 1000


@dataclass(frozen=True, slots=True)
class Opened:
    """What a key made of a thread: its entries in order, None where they stayed closed."""

    words: tuple[str | None, ...] = field(repr=False)

    @property
    def any(self) -> bool:
        """Whether anything opened."""
        return any(one is not None for one in self.words)


def files(folder: Path) -> bytes:
    """Return everything that the database keeps on the disk: its file, WAL and index.

    Another process reads them: a file that this one opened and closed would take SQLite's locks on
    the database away from it (POSIX), and the next short command would delete its log.
    """
    paths = sorted(folder.glob("bot.db*"))
    return subprocess.run(["/bin/cat", "--", *paths], stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 - names of our own


def found(folder: Path, *marks: str) -> list[str]:
    """Return which of these words can be read on the disk, however they are encoded."""
    raw = files(folder)
    return [mark for mark in marks if any(mark.encode(how) in raw for how in WIDE)]


def opened_by(conn: Connection, vault: Vault, survivor_id: bytes, private: PrivateKey) -> Opened:
    """Try a private key on every grant of a thread, whoever it is for, then on every entry.

    The server's own keys are given too: this is what somebody sees who has stolen all of them and
    one person's key.
    """
    thread = threads.of_survivor(conn, survivor_id)
    if thread is None:
        return Opened(())
    return _opened(conn, vault, thread.id, data_key(conn, vault, survivor_id), private)


def complaint_opened_by(
    conn: Connection, vault: Vault, complaint_id: bytes, private: PrivateKey
) -> Opened:
    """Try a private key in the same way on every grant and entry of a complaint."""
    return _opened(conn, vault, complaint_id, data_key(conn, vault, complaint_id), private)


def _opened(
    conn: Connection, vault: Vault, object_id: bytes, key: DataKey, private: PrivateKey
) -> Opened:
    openers: dict[int, Opener] = {}
    for grant in threads.grants_of(conn, object_id):
        try:
            raw = open_with(
                private,
                grant.sealed,
                purpose="grant",
                object_id=grant.object_id,
                entry_id=b"",
                epoch=grant.epoch,
            )
        except SealBroken:
            continue
        openers[grant.epoch] = Opener(PrivateKey(raw))
    rows = entries.newest(conn, object_id, LATEST, MOST)
    words: list[str | None] = []
    for row in rows:
        opener = openers.get(row.epoch)
        if opener is None:
            words.append(None)
            continue
        words.append(sealing.open_entry(vault, row, key, opener).body.decode())
    return Opened(tuple(words))
