"""Sentences with holes, filled by plain name only.

``str.format`` would let a catalogue read attributes (``{x.token}``); here a hole is a lower-case
name in braces and nothing else, and whatever does not look like one stays as it is written.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
PLURAL = "|"  # in an English source: "one thing|{count} things", chosen by the fill ``count``

Value = TypeVar("Value")
Pieces = tuple[str, ...]  # text, name, text, name, …, text


def holes(sentence: str) -> frozenset[str]:
    """The names of the holes in a sentence."""
    return frozenset(HOLE.findall(sentence))


def pieces(sentence: str) -> Pieces:
    """A sentence cut at its holes: even places are text, odd places are names."""
    return tuple(HOLE.split(sentence))


def fill(cut: Pieces, fills: Mapping[str, Value], show: Callable[[Value], str]) -> str:
    """The sentence with every hole filled; a hole without a fill raises ``KeyError``."""
    out = list(cut)
    for place in range(1, len(out), 2):
        out[place] = show(fills[out[place]])
    return "".join(out)


def wordless(sentence: str) -> bool:
    """Whether nothing is left to translate beside the holes: ``{when}``, ``999``."""
    return not HOLE.sub("", sentence).strip(" 0123456789-.")


def english_forms(source: str) -> tuple[str, ...]:
    """The singular and plural of an English source, or the one sentence that it is."""
    return tuple(source.split(PLURAL)) if PLURAL in source else (source,)
