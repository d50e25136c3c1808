"""How a typed word finds a page: the word itself, or what only looks like it.

The rule kept here: a page opens on a word that is surely its own; what is near a word (a slip, a
plural, Vietnamese without its accents, which are the word) is asked about and never acted on.
"""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

LONGEST_SEARCH = 40
SEARCHED_WORDS = 3
SHORTEST = 4
"""Letters of a word that is looked for with a slip, or without accents among others: *toi* is in
nearly every Vietnamese sentence, and *tội* is a crime."""

ALIKE = 0.83
"""One letter in six may be another: polise, docter, mony. More make another word."""

_ALIKE_IN_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": "",
        **dict.fromkeys(map(chr, (*range(0x064B, 0x0653), 0x0670)), ""),
    }
)
_THE = "ال"


def fold(text: str) -> str:
    """A word as it is compared: composed and case-folded, its accents kept.

    Arabic letters that are written in more than one way are one, and *the* is left out.
    """
    plain = (
        unicodedata.normalize("NFC", text).casefold().strip(" \t\r\n.,;:!?\"'\u061f\u060c\u3002")
    )
    return " ".join(map(_bare, plain.translate(_ALIKE_IN_ARABIC).split()))


def meant(typed: str, keywords: Iterable[str]) -> frozenset[str]:
    """Return the keywords that a folded text surely means: it is one, or holds one.

    *Home office* is not *home*: of two where one is a part of the other, the longer counts.
    """
    known = frozenset(keywords)
    if typed in known:
        return frozenset((typed,))
    if not _short(typed):
        return frozenset()
    inside = {word for word in known if _holds(typed, word)}
    return frozenset(
        word for word in inside if not any(_holds(other, word) for other in inside - {word})
    )


def nearly(typed: str, keywords: Iterable[str]) -> frozenset[str]:
    """Return the keywords that a folded text may mean."""
    if not _short(typed):
        return frozenset()
    said = plain(typed)
    bare = {word: plain(word) for word in keywords}
    tried = {said, *said.split()}
    slips = {word for word in bare.values() if len(word) >= SHORTEST}
    slips &= {one for each in tried for one in get_close_matches(each, slips, 9, ALIKE)}
    return frozenset(word for word, each in bare.items() if each in slips or _same(said, each))


def plain(text: str) -> str:
    """A folded text without its accents."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _short(typed: str) -> bool:
    return 0 < len(typed) <= LONGEST_SEARCH and len(typed.split()) <= SEARCHED_WORDS


def _same(said: str, word: str) -> bool:
    return said == word or (len(word) >= SHORTEST and _holds(said, word))


def _holds(text: str, word: str) -> bool:
    return f" {word} " in f" {text} "


def _bare(word: str) -> str:
    long_enough = len(word) > len(_THE) + 2
    return word.removeprefix(_THE) if long_enough else word
