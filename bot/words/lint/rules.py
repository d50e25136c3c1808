"""The rules of words that a list can hold, read from ``rules.toml`` beside this file."""

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from bot.flows.says import SaySet

FILE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the rule's number, the entry, the language, and what to do about it."""

    rule: int
    context: str
    language: str
    what: str

    def __str__(self) -> str:
        return f"rule {self.rule:<2} {self.language:<3} {self.context}: {self.what}"


@dataclass(frozen=True, slots=True)
class Banned:
    """Words that no entry may hold, and why; in a translation those of other languages."""

    rule: int
    why: str
    pattern: re.Pattern[str]
    translated: re.Pattern[str] | None
    except_set: SaySet | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may be."""

    telegram_characters: int
    telegram_paragraphs: int
    label_listed: int
    segments_gsm: int
    segments_ucs: int
    segments_gsm_long: int
    segments_ucs_long: int
    mean_words: int
    grade: float

    def segments(self, *, gsm: bool, long: bool) -> int:
        """The most segments of a text in this alphabet."""
        if long:
            return self.segments_gsm_long if gsm else self.segments_ucs_long
        return self.segments_gsm if gsm else self.segments_ucs


@dataclass(frozen=True, slots=True)
class Excepted:
    """A word that was looked at and may stay where it is."""

    rule: int
    context: str
    words: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything in ``rules.toml``."""

    limits: Limits
    longest_sentence: dict[str, int]
    banned: tuple[Banned, ...]
    push: re.Pattern[str]
    free_text: tuple[str, ...]
    capitals: frozenset[str]
    glossary: tuple[str, ...]
    exceptions: tuple[Excepted, ...]

    def excepted(self, rule: int, context: str, word: str) -> bool:
        """Whether somebody decided that this word may stay in this entry."""
        return any(
            one.rule == rule and fnmatchcase(context, one.context) and word in one.words
            for one in self.exceptions
        )

    def longest(self, language: str) -> int:
        """The most words of a sentence in a language."""
        return self.longest_sentence.get(language, self.longest_sentence["default"])


def words_pattern(words: list[str]) -> re.Pattern[str]:
    """Whole words in any case; a star at an end takes whatever is joined on there."""
    each = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def read_rules() -> Rules:
    """Read the rules."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Rules(
        limits=Limits(**table["limits"]),
        longest_sentence=table["longest_sentence"],
        banned=tuple(
            Banned(
                one["rule"],
                one["why"],
                words_pattern(one["words"]),
                words_pattern(one["translated"]) if "translated" in one else None,
                one.get("except_set"),
            )
            for one in table["banned"]
        ),
        push=words_pattern(table["push"]["words"] + table["push"]["translated"]),
        free_text=tuple(table["free_text"]["sentences"]),
        capitals=frozenset(table["capitals"]["known"]),
        glossary=tuple(table["glossary"]["terms"]),
        exceptions=tuple(
            Excepted(one["rule"], one["context"], tuple(one["words"]), one["reason"])
            for one in table.get("exception", ())
        ),
    )
