"""A photo or voice note that a page shows: behind a question, and never as anything else.

The rule kept here: nothing but pictures and sound is ever served, whatever was kept.
"""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.console.call import Call
from bot.vault.entries import Words

TYPES: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
}


@dataclass(frozen=True, slots=True)
class Back:
    """The page that a file belongs to."""

    path: str
    name: str


def shown(call: Call, back: Back) -> web.StreamResponse:
    """Answer with a photo behind a blur, or a voice note; the file itself is asked for apart."""
    kind = "photo" if call.request.query.get("kind") == "photo" else "voice"
    return call.page("file.html", back=back, kind=kind, source=f"{call.request.path}/content")


def served(words: Words) -> web.StreamResponse:
    """Answer with the file itself, as it was opened."""
    if words.media not in TYPES:
        raise web.HTTPNotFound
    headers = {"Content-Disposition": f'inline; filename="attachment.{TYPES[words.media]}"'}
    return web.Response(body=words.body, content_type=words.media, headers=headers)
