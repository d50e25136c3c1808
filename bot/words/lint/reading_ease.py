"""How hard a text is to read: its sentences, and for English the Flesch-Kincaid grade.

Syllables are counted by rule of thumb (groups of vowels, silent endings), as every tool does that
has no dictionary; a name or a fixed term of the glossary counts as one word of two syllables.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NAME = "Amina"  # stands for a name: one word, two syllables by decree
_ENDS = re.compile(r"(?<=[.?!:\u061f\u06d4\u3002\uff1f\u1362\u1367])\s+|\n+|(?<=[\u3002\uff1f])")
_HOLES = re.compile(r"\{[a-z0-9_]+\}")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|\d[\d:,.]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^dt]ed|[^l]e)$")


@dataclass(frozen=True, slots=True)
class Ease:
    """Of a text: its words, its sentences, its syllables."""

    words: int
    sentences: int
    syllables: int

    @property
    def mean(self) -> float:
        """Words a sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float:
        """Flesch-Kincaid grade."""
        if not self.words:
            return 0.0
        return 0.39 * self.mean + 11.8 * self.syllables / self.words - 15.59


def sentences(text: str) -> list[str]:
    """The sentences of a text in any script."""
    return [part for part in _ENDS.split(text) if part and _WORD.search(part)]


def words(sentence: str) -> list[str]:
    """The words of a sentence; a hole is one, and Chinese counts by the character."""
    plain = _HOLES.sub(NAME, sentence)
    found: list[str] = []
    for word in _WORD.findall(plain):
        found += list(word) if "\u4e00" <= word[0] <= "\u9fff" else [word]
    return found


def syllables(word: str) -> int:
    """The syllables of an English word, about."""
    plain = word.casefold()
    if not plain[0].isalpha() or plain == NAME.casefold():
        return 2 if plain == NAME.casefold() else 1
    count = len(_VOWELS.findall(plain))
    if count > 1 and _SILENT.search(plain):
        count -= 1
    return max(1, count)


def ease(texts: Iterable[str], terms: Iterable[str]) -> Ease:
    """How hard English texts are together; ``terms`` count as names."""
    pattern = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
    fixed = re.compile(rf"\b(?:{pattern})(?:s|'s)?\b", re.IGNORECASE) if pattern else None
    count = sentence_count = syllable_count = 0
    for text in texts:
        plain = fixed.sub(NAME, text) if fixed else text
        for sentence in sentences(plain):
            found = words(sentence)
            count += len(found)
            sentence_count += 1
            syllable_count += sum(map(syllables, found))
    return Ease(count, sentence_count, syllable_count)
