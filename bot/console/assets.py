"""Styles and scripts: a browser keeps each for as long as it stays what it is.

The rule kept here: an address with a version is of one content for ever, so that a page on a slow
telephone asks for nothing but itself; without its version a file is asked for anew each time. They
are few and small, and served from memory: a browser that goes away leaves no file open.
"""

import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from aiohttp import web

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


def serve(app: web.Application, folder: str, files: Path) -> None:
    """Serve what lies in a folder of ours now, at addresses that begin with ``folder``."""
    for path in files.iterdir():
        if path.is_file():
            app.router.add_get(f"{folder}{path.name}", _answer(path))


def _answer(path: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "utf-8" if kind.startswith("text/") else None

    async def handle(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset=charset)

    return handle


def kept(path: str, query: str) -> str:
    """Return for how long a browser may keep what lies at this address (``Cache-Control``)."""
    return FOR_EVER if versions().get(path.removeprefix(FOLDER)) == query else ANEW
