"""Where the tests write: in memory where there is enough of it, and gone when they end.

A database that is made anew for each test is written and synced to be thrown away; on a disk the
tests waited for that a fifth of their time. ``TMPDIR`` names another place, which then stays.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
NEEDED = 4 << 30
PASSED_THROUGH = 0o711  # PostgreSQL's own user goes through it


def begin() -> Path | None:
    """Make the folder of this run and let everything temporary go there; None: as usual.

    Processes that are started from here go by it, too: pytest's, servers, browsers.
    """
    if "TMPDIR" in os.environ or not _roomy():
        return None
    folder = Path(tempfile.mkdtemp(prefix="imsa-tests-", dir=MEMORY))
    folder.chmod(PASSED_THROUGH)
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None  # found out anew
    return folder


def end(folder: Path | None) -> None:
    """Take the folder away."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _roomy() -> bool:
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return False
    return shutil.disk_usage(MEMORY).free >= NEEDED
