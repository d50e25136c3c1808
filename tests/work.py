"""Counts work, never seconds: statements, and what is hashed, derived, sealed and opened.

The interpreter itself tells of every call into C, in each thread; nothing is replaced by anything.
"""

import re
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from types import FrameType

from bot.vault.argon_thread import run_one

COUNTED = re.compile(
    r"(Cursor|Connection)\.execute(many)?|Argon2id\.derive|HKDF\w*\.derive|hmac_digest|hmac_new"
    r"|(AESGCM|ChaCha20Poly1305)\.(en|de)crypt"
)
ARGON = "Argon2id.derive"


class Work:
    """What was done; made by ``counting``."""

    def __init__(self) -> None:
        self._found: Counter[str] | None = None

    def hear(self, frame: FrameType, event: str, arg: object) -> None:
        """Take what the interpreter tells."""
        del frame
        if event == "c_call" and self._found is not None:
            name = str(getattr(arg, "__qualname__", ""))
            if COUNTED.fullmatch(name):
                self._found[name] += 1

    async def of(self, deed: Awaitable[object]) -> dict[str, int]:
        """Return what a deed does, call by call."""
        self._found = Counter()
        await deed
        found, self._found = self._found, None
        return dict(found)

    async def in_the_argon_thread_too(self) -> None:
        """That thread may be older than this test."""
        await run_one(sys.setprofile, self.hear)


@contextmanager
def counting() -> Iterator[Work]:
    """Count in this thread, and in every thread that begins from now on."""
    work = Work()
    threading.setprofile(work.hear)
    sys.setprofile(work.hear)
    yield work
    sys.setprofile(None)
    threading.setprofile(None)
