"""What is inside a sealed entry: a small header and the words, padded.

The header says who wrote, which way, when, what kind and in which language, because nothing of that
may stand beside the ciphertext. 0x80 and zeros fill up to the next 256 bytes, so that a length says
little about the words.
"""

import itertools
import struct
from dataclasses import dataclass, field
from typing import Literal

from bot.errors import SealBroken

Direction = Literal["in", "out", "internal"]

BLOCK = 256
_VERSION = 1
_DIRECTIONS: tuple[Direction, ...] = ("in", "out", "internal")
_HEAD = struct.Struct(">BBQBBB")  # version, direction, time, lengths of author, media, language


@dataclass(frozen=True, slots=True)
class Words:
    """One entry as its readers see it.

    Attributes:
        author: staff id of who wrote it; None where the survivor did.
        direction: from her, to her, or for staff only.
        at: milliseconds since 1970 UTC.
        media: media type of the body, ``text/plain`` for words.
        language: the code of the language it was written in.
        body: the words in UTF-8, or a file's bytes.
    """

    author: bytes | None
    direction: Direction
    at: int
    media: str
    language: str
    body: bytes = field(repr=False)


def pack(words: Words) -> bytes:
    """Write header and body, and pad."""
    author, media, language = words.author or b"", words.media.encode(), words.language.encode()
    packed = b"".join(
        (
            _HEAD.pack(
                _VERSION,
                _DIRECTIONS.index(words.direction),
                words.at,
                len(author),
                len(media),
                len(language),
            ),
            author,
            media,
            language,
            words.body,
            b"\x80",
        )
    )
    return packed + bytes(-len(packed) % BLOCK)


def unpack(packed: bytes) -> Words:
    """Read what ``pack`` wrote; raises ``SealBroken`` for anything else."""
    stripped = packed.rstrip(b"\x00")
    if len(packed) % BLOCK or not stripped.endswith(b"\x80") or len(stripped) <= _HEAD.size:
        raise SealBroken("not an entry")
    version, direction, at, *lengths = _HEAD.unpack_from(stripped)
    if version != _VERSION or direction >= len(_DIRECTIONS):
        raise SealBroken("an entry of another format")
    starts = [_HEAD.size]
    for length in lengths:
        starts.append(starts[-1] + length)
    if starts[-1] >= len(stripped):
        raise SealBroken("not an entry")
    author, media, language = (stripped[begin:end] for begin, end in itertools.pairwise(starts))
    try:
        kind, tongue = media.decode(), language.decode()
    except UnicodeDecodeError:
        raise SealBroken("not an entry") from None
    return Words(
        author or None, _DIRECTIONS[direction], at, kind, tongue, stripped[starts[-1] : -1]
    )
