"""Words that sound like a crisis, found in a text: deterministic, in memory, tens of microseconds.

The rules kept here (conversations.md B12): whole phrases of a list, no model, no score and no
diagnosis; only which kind was found leaves this module, never the words. What people write in more
than one way counts as one way: letter case, apostrophes, letters twice or drawn out (kil, killll),
Arabic's alefs, hamzas, marks and joined forms. Vietnamese accents are never stripped from what
somebody wrote: they are the word. What is plain without them stands in the list without them, too.
A list also names what sounds alike and is said every day ("he sold me a phone"): that is left out,
and what else was written is listened to.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase
from typing import Literal, get_args

Category = Literal["child", "danger", "held", "self_harm"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
"""In the order of what is said first where several are found."""

GAP = "*"
END = "."
"""Here the text ends: "I can't go on" is one thing, "I can't go on Tuesday" another."""

LEFT_OUT = "|"
"""Stands for what is said every day: no word of any phrase, so that none is heard across it."""

BEGIN = "^"
"""Here the text begins: "he is here" is one thing, "my son is fine, he is here" another."""

WIDEST = 2  # other words where a phrase has a ``*``
JOINED = "وف"  # "and", written onto the word in Arabic

_WORD = re.compile(r"\w+")
_DROPPED = "'`\u2018\u2019\u02bc\u0640\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"
_SAME = {
    "أ": "ا",
    "إ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "ء": "",
}
MADDA, ALEF = "آ", "ا"
"""Many leave the madda out; nobody puts one in. So that of a list is found either way, and "I take
my child" (with it) isn't "he took my child" (without)."""

_DRAWN_OUT = re.compile(r"([^\W\d_])\1+")
_TWICE = tuple(letter * 2 for letter in ascii_lowercase)
_SILENT = re.compile(r"(?<=\wو)ا\b")  # of "they took", written and left out alike
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
    if text.isascii():  # the same as below, at a third of the cost
        plain = text.lower().replace("'", "").replace("`", "")
        for twice in _TWICE:
            while twice in plain:
                plain = plain.replace(twice, twice[0])
        return _WORD.findall(plain)
    # Composed first: marks that belong to a letter (an alef's madda) are then part of it, and the
    # joined forms that some telephones send are the letters.
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    return _WORD.findall(_SILENT.sub("", _DRAWN_OUT.sub(r"\1", plain)))


def elements_of(phrase: str) -> list[tuple[Pattern, ...]]:
    """Return a phrase of a list as what may stand at each place: ``{a|b}`` is any of these."""
    parts = _CHOICE.split(phrase)
    found = []
    for at, part in enumerate(parts):
        ways = [_words_of_list(one) for one in (part.split("|") if at % 2 else [part])]
        if any(ways):
            bare = [tuple(word.replace(MADDA, ALEF) for word in way) for way in ways]
            found.append(tuple(dict.fromkeys((*ways, *bare))))
    return found


def _words_of_list(part: str) -> Pattern:
    return tuple(
        word for one in part.split() for word in ((one,) if one in {GAP, END} else words_of(one))
    )


class Listener:
    """Phrases to look for in a text, each with what it means."""

    def __init__(self) -> None:
        self._first = _Place(shared=True)

    def listen(self, phrase: str, end: "End" = (0, "")) -> None:
        """Look for one more phrase from now on.

        Raises:
            ValueError: when it doesn't begin and end with a word, or a text begins inside of it.
        """
        _grow(self._first, phrase, end)

    def hears(self, text: str) -> "End | None":
        """Return what a text says; of several meanings the lowest."""
        return self.heard([BEGIN, *words_of(text), END])

    def heard(self, words: list[str]) -> "End | None":
        """Return what words say, with where they begin and end; of several meanings the lowest."""
        first, count = self._first.next, len(words)
        best: End | None = None
        for at, word in enumerate(words):
            places = first.get(word)
            if places is None and word[0] in JOINED:
                places = first.get(word[1:])
            if places is None:
                continue
            following = words[at + 1] if at + 1 < count else ""
            for place in places:
                if place.end is None and following not in place.next and GAP not in place.next:
                    continue  # most end here: what follows is looked up before it is followed
                found = _follow(place, words, at + 1, count)
                if found is not None and (best is None or found < best):
                    best = found
        return best


class Crisis:
    """The lists of every language, ready to look with.

    Args:
        lists: language → category → phrases.

    Raises:
        ValueError: when a phrase doesn't begin and end with a word, or a text begins inside of it.
    """

    def __init__(self, lists: Mapping[str, Mapping[Category, Iterable[str]]]) -> None:
        self._listener = Listener()
        self._everyday: list[str] = []
        for language, categories in lists.items():
            for category, phrases in categories.items():
                for phrase in phrases:
                    self.add(language, category, phrase)

    def add(self, language: str, category: Category, phrase: str) -> None:
        """Look for one more phrase from now on; raises ``ValueError`` as above."""
        self._listener.listen(phrase, (CATEGORIES.index(category), language))

    def leave_out(self, phrase: str) -> None:
        """Hear nothing in this phrase from now on: it is said every day.

        Raises:
            ValueError: when it may be no word at all.
        """
        elements = elements_of(phrase)
        if all(() in ways for ways in elements):
            raise ValueError(phrase)
        said = ("|".join(_spoken(way) for way in ways) for ways in elements)
        self._everyday.append("".join(f"(?:{one})" for one in said))
        self.__dict__.pop("_said_daily", None)

    @cached_property
    def _said_daily(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(self._everyday)})(?= )" if self._everyday else "(?!)")

    def find(self, text: str) -> Found | None:
        """Return what a text sounds like; of several kinds the one answered first."""
        words = [BEGIN, *words_of(text), END]
        best = self._listener.heard(words)
        if best is not None:  # seldom: most texts end here, and cost no more than that
            best = self._listener.heard(self._without_everyday(words))
        return None if best is None else Found(CATEGORIES[best[0]], best[1])

    def _without_everyday(self, words: list[str]) -> list[str]:
        """Return the words with one that is in no phrase for each thing that is said every day."""
        line = "".join(f" {word}" for word in words) + " "
        return self._said_daily.sub(f" {LEFT_OUT}", line).split()


def _spoken(way: Pattern) -> str:
    return "".join(f" {re.escape(word)}" for word in way)


End = tuple[int, str]
"""What a phrase that ends here means: the rank of its category, and its language."""


class _Place:
    """A place inside the phrases: what may follow, and what has been said so far.

    ``shared``: only one way leads here, so that every phrase that begins so goes through it.
    """

    __slots__ = ("end", "next", "shared")

    def __init__(self, *, shared: bool = False) -> None:
        self.shared = shared
        self.next: dict[str, list[_Place]] = {}
        self.end: End | None = None


def _grow(root: _Place, phrase: str, end: End) -> None:
    """Add one phrase: a place for each word, however many ways lead through it."""
    if phrase.startswith(BEGIN):
        root = root.next.setdefault(BEGIN, [_Place(shared=True)])[0]
    if BEGIN in phrase[1:]:
        raise ValueError(phrase)
    reached, never_last, last_only = [root], set[_Place](), set[_Place]()
    for ways in elements_of(phrase.removeprefix(BEGIN)):
        after = _Place()
        for way in ways:
            _link(reached, way, after)
            never_last |= {after} if way[-1:] == (GAP,) else set()
            last_only |= {after} if END in way else set()
        if any(way[:1] in {(GAP,), (END,)} for way in ways) and root in reached:
            raise ValueError(phrase)
        reached = [*reached, after] if () in ways else [after]
    if root in reached or never_last & set(reached) or any(place.next for place in last_only):
        raise ValueError(phrase)
    for place in reached:
        place.end = min(end, place.end or end)


def _link(reached: list[_Place], way: Pattern, after: _Place) -> None:
    for at, word in enumerate(way):
        if at == len(way) - 1:
            place = after
        else:
            place = _shared(reached, word) or _Place(shared=len(reached) == 1 and reached[0].shared)
        for before in reached:
            following = before.next.setdefault(word, [])
            if place not in following:
                following.append(place)
        reached = [place]


def _shared(reached: list[_Place], word: str) -> "_Place | None":
    """Return the place that other phrases with the same beginning go through already."""
    if len(reached) > 1 or not reached[0].shared:
        return None
    return next((one for one in reached[0].next.get(word, ()) if one.shared), None)


def _follow(place: _Place, words: list[str], at: int, count: int) -> End | None:
    """Return the best phrase that goes on from here."""
    best = place.end
    if not place.next:
        return best
    for gap in place.next.get(GAP, ()):
        for skipped in range(WIDEST + 1):
            best = _better(best, _follow(gap, words, at + skipped, count))
    if at < count:
        for following in place.next.get(words[at], ()):
            best = _better(best, _follow(following, words, at + 1, count))
    return best


def _better(one: End | None, other: End | None) -> End | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
