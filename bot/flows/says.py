"""What a conversation says, as a value with no channel and no language in it.

A ``Say`` names every sentence by its context (``flow.step.part``) and its English source; the
channel renders it, in the reader's language, inside the unit that decided it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

SayClass = Literal["reply", "push", "crisis", "receipt", "error"]
SaySet = Literal["crisis", "consent", "complaint", "other"]
Reveals = Literal["none", "service", "topic"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time to be shown (UTC milliseconds).

    ``style``: ``time`` 2:05 pm, ``day`` Tue 1 Dec, ``both``, ``weekday`` Tue, ``date`` 1 Dec 2026.
    """

    at: int
    style: Literal["time", "day", "both", "weekday", "date"] = "time"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or paragraph by its context and English source; placeholders are plain names."""

    context: str
    english: str
    fills: Mapping[str, "Fill"] = field(default_factory=dict)

    def filled(self, **fills: "Fill") -> "Text":
        """Return the same sentence with these in its placeholders."""
        return Text(self.context, self.english, fills)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text that is nobody's to translate: an entry's own words, an endonym.

    ``language``: its own.
    """

    text: str
    language: str = ""


Fill = str | int | Moment | Text | Verbatim


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the key that routes it, and its label."""

    key: str
    label: Text | Verbatim


class Say(NamedTuple):
    """One message to the person.

    Attributes:
        id: ``flow.step`` that says it.
        parts: paragraphs, in order.
        options: the whole list of choices; the channel pages them (six and "more").
        page: which page of options is shown, from 0.
        cls: the class of security.md 5.
        nav: which of ``back person leave`` are accepted (always all three at a question).
        first: the first message of a job: SMS prints the navigation there.
        free: a free-text prompt: SMS prints the navigation there too.
        multi: several options at once may be picked (``13``); ``chosen`` are those ticked so far.
        keep: must not be replaced by a newer card (receipts, crisis words).
        reveals: what somebody looking over a shoulder learns from it.
    """

    id: str
    parts: tuple[Text | Verbatim, ...]
    options: tuple[Option, ...] = ()
    page: int = 0
    cls: SayClass = "reply"
    nav: tuple[str, ...] = ()
    first: bool = False
    free: bool = False
    multi: bool = False
    chosen: tuple[str, ...] = ()
    keep: bool = False
    reveals: Reveals = "service"
