"""What can happen to a conversation: the only things the engine is ever told.

The channel has read the person's answer already; a number, a tap and a label all arrive as the key.
"""

from dataclasses import dataclass
from typing import Literal

FileKind = Literal["voice", "photo"]


@dataclass(frozen=True, slots=True)
class Started:
    """A conversation begins at an entry of the book.

    Attributes:
        payload: what came along: a code, a language, the id of a note.
        entry: a name in ``Book.entries``; empty: a code where there is one, else where she belongs.
        words: what asks for it in words; where those are gathered they are no more than that.
    """

    payload: str = ""
    entry: str = ""
    words: "Wrote | Edited | None" = None


@dataclass(frozen=True, slots=True)
class Chose:
    """One choice by its key, or a reserved one: back, person, leave, skip, more, done, menu."""

    key: str


@dataclass(frozen=True, slots=True)
class Picked:
    """Several choices at once (``13``): completes a Tick."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrote:
    """Words that were none of the choices offered.

    Attributes:
        text: the words.
        near: the key of a choice they look like.
        message: the id of the message on her phone, where it can be changed there.
    """

    text: str
    near: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """She changed the words of a message that she sent before."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A voice note or a photo; ``ref`` is the name under which intake keeps it."""

    kind: FileKind
    ref: str
    caption: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Unkept:
    """Something that cannot be kept here: a sticker, a document, a file that is too large.

    Attributes:
        kind: what it was.
        words: what was written under it, which is kept like any words.
    """

    kind: str
    words: Wrote | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Something begins on our side.

    Attributes:
        name: a name in ``Book.due``, or ``curtain``.
        missed: with the curtain, what she sent or asked when it came down; kept behind it.
        payload: as in ``Started``.
    """

    name: str
    missed: Wrote | Attached | Edited | Started | None = None
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Alarmed:
    """She wrote words that sound like a crisis.

    Attributes:
        category: the kind, and nothing else of what was found.
        brought: what she wrote; it goes where it would have gone.
        language: that of the words found, spoken where she has chosen none.
    """

    category: str
    brought: Wrote | Attached | Edited
    language: str = ""


Event = Started | Chose | Picked | Wrote | Attached | Edited | Unkept | Due | Alarmed
