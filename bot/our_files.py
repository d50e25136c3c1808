"""The files that we write: how each begins, and that it appears whole, for its owner's eyes alone.

By how a file begins, a command that is given another one says which it is.
"""

import os
from pathlib import Path

OWNER_ONLY = 0o600

BODY, KEYS, KEY_FILE = b"imsa body 1\n", b"imsa keys 1\n", b"imsa key file 1\n"

_KINDS = {
    BODY: "the body of a backup (body-….imsa)",
    KEYS: "the data keys of a backup (keys-….imsa)",
    KEY_FILE: "the sealed key file (keys.sealed)",
    b"{": "a key file that is not sealed",
    b"SQLite format 3": "a database",
}
LONGEST = max(map(len, _KINDS))


def kind(head: bytes) -> str:
    """Say what a file is by its first bytes."""
    return next(
        (words for begins, words in _KINDS.items() if head.startswith(begins)), "none of ours"
    )


def mistaken(name: str, head: bytes, wanted: bytes) -> str:
    """Return why a file that should begin with ``wanted`` is refused; empty where it does."""
    if head.startswith(wanted):
        return ""
    return f"{name} is {kind(head)}, not {_KINDS[wanted]}"


def write_new(path: Path, content: bytes) -> None:
    """Write a file where there is none, down to the disk; raises ``FileExistsError``."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another in one step, whoever wrote that one."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    write_new(beside, content)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
