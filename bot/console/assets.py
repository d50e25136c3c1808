"""Styles and scripts: a browser keeps each for as long as it stays what it is.

The rule kept here: an address with a version is of one content for ever, so that a page on a slow
telephone asks for nothing but itself; without its version a file is asked for anew each time.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
FOLDER: Final = "/static/"
FOR_EVER: Final = "private, max-age=31536000, immutable"  # RFC 8246
ANEW: Final = "no-cache"


@cache
def versions() -> Mapping[str, str]:
    """Return what follows the address of each file, by its name."""
    files = (path for path in STATIC.iterdir() if path.is_file())
    return {path.name: f"v={sha256(path.read_bytes()).hexdigest()[:12]}" for path in files}


def address(name: str) -> str:
    """Return where a page gets a file, with its version; for the templates."""
    return f"{FOLDER}{name}?{versions()[name]}"


def kept(path: str, query: str) -> str:
    """Return for how long a browser may keep what lies at this address (``Cache-Control``)."""
    return FOR_EVER if versions().get(path.removeprefix(FOLDER)) == query else ANEW
