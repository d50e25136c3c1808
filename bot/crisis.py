"""Words that sound like a crisis, found in a text: deterministic, in memory, a few microseconds.

The rules kept here (conversations.md B12): whole phrases of a list, no model, no score and no
diagnosis; only which kind was found leaves this module, never the words. What people write in more
than one way counts as one way: letter case, apostrophes, Arabic's alefs and marks. Vietnamese
accents are never stripped: they are the word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

Category = Literal["child", "danger", "held", "self_harm"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
"""In the order of what is said first where several are found."""

GAP = "*"
WIDEST = 2  # other words where a phrase has a ``*``
JOINED = "وف"  # "and", written onto the word in Arabic

_WORD = re.compile(r"\w+")
_DROPPED = "'`\u2018\u2019\u02bc\u0640\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"
_SAME = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_DROPPED, ""),
        **dict.fromkeys(map(chr, (*range(0x064B, 0x0653), 0x0670)), ""),
        **_SAME,
    }
)
_CHOICE = re.compile(r"\{([^{}]*)\}")

Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and in the words of which language."""

    category: Category
    language: str


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    # Composed first: marks that belong to a letter (an alef's madda) are then part of it.
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return _WORD.findall(composed.casefold().translate(_PLAIN))


def patterns_of(phrase: str) -> Iterator[Pattern]:
    """Yield every way of saying a phrase of a list: ``{a|b}`` is any of these.

    Raises:
        ValueError: when a way of saying it has no word to begin with.
    """
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    for said in product(*choices):
        pattern = tuple(
            word
            for part in "".join(said).split()
            for word in ((GAP,) if part == GAP else words_of(part))
        )
        if not pattern or GAP in {pattern[0], pattern[-1]}:
            raise ValueError(phrase)
        yield pattern


class Crisis:
    """The lists of every language, ready to look with.

    Args:
        lists: language → category → phrases.
    """

    def __init__(self, lists: Mapping[str, Mapping[Category, Iterable[str]]]) -> None:
        self._first = _Place()
        for language, categories in lists.items():
            for category, phrases in categories.items():
                end = (CATEGORIES.index(category), language)
                for phrase in phrases:
                    for pattern in patterns_of(phrase):
                        place = self._first
                        for word in pattern:
                            place = place.next.setdefault(word, _Place())
                        place.end = min(end, place.end or end)

    def find(self, text: str) -> Found | None:
        """Return what a text sounds like; of several kinds the one answered first."""
        words = words_of(text)
        first, count = self._first.next, len(words)
        best: End | None = None
        for at, word in enumerate(words):
            place = first.get(word)
            if place is None and word[0] in JOINED:
                place = first.get(word[1:])
            if place is None:
                continue
            found = _follow(place, words, at + 1, count)
            if found is not None and (best is None or found < best):
                best = found
        return None if best is None else Found(CATEGORIES[best[0]], best[1])


End = tuple[int, str]
"""The rank of a category, and the language of the phrase that ends here."""


class _Place:
    """A place inside the phrases: what may follow, and what has been said so far."""

    __slots__ = ("end", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Place] = {}
        self.end: End | None = None


def _follow(place: _Place, words: list[str], at: int, count: int) -> End | None:
    """Return the best phrase that goes on from here."""
    best = place.end
    while place.next:
        if GAP in place.next:
            gap = place.next[GAP]
            ways = (_follow(gap, words, at + skipped, count) for skipped in range(WIDEST + 1))
            best = min((way for way in (*ways, best) if way is not None), default=None)
        if at >= count or (following := place.next.get(words[at])) is None:
            return best
        place, at = following, at + 1
        if place.end is not None and (best is None or place.end < best):
            best = place.end
    return best
