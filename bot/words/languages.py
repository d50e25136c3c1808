"""The languages of ``config/languages.toml``: how each is named, written, and answered to.

Only a whole message equal to a reserved word acts (conversations.md B2), after Unicode composition
and case folding; accents are never stripped, because in Vietnamese they are the word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal, get_args

Meaning = Literal[
    "stop",
    "stopping",
    "helping",
    "thanking",
    "greeting",
    "start",
    "help",
    "leave",
    "person",
    "menu",
    "computer",
    "readers",
    "data",
    "complaining",
    "meeting",
    "writing",
    "calling",
    "other_language",
]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
SETS = ("crisis", "consent", "complaint", "keywords", "other")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_EDGES = (
    " \t\r\n.,;:!?\"'\u061f\u060c\u061b\u3002\uff01\uff1f\u1362"  # ends of sentences, by script
    "\u201c\u201d\u2018\u2019\u2068\u2069\u200e\u200f"  # quotes, isolates, direction marks
)


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed one set of a language, and when; both empty until somebody has."""

    who: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """One offered language.

    Attributes:
        code: the BCP 47 code that is stored and that names the catalogue.
        locale: the CLDR locale of its dates and plurals.
        endonym: its name for those who speak it.
        english: its name for staff.
        script: the script it is written in.
        dir: ``ltr`` or ``rtl``.
        address: the form of address that translators keep to.
        day: CLDR pattern of a day.
        clock: CLDR pattern of a time.
        both: a day and a time joined.
        date: CLDR pattern of a day with its year; empty: as the locale has it, months short.
        start_word: what posters ask people to text.
        names: other spellings by which its name is understood.
        telegram: the ``language_code`` values of Telegram that point to it.
        reserved: the words of each meaning.
        numbers: the words for one to seven, in order: each is the choice at that number.
        okay: ways of saying *ok*, which goes on where there is nothing else to choose.
        reviewed: the review of each set.
        note: what translators and reviewers must know.
    """

    code: str
    locale: str
    endonym: str
    english: str
    script: str
    dir: Literal["ltr", "rtl"] = "ltr"
    address: str = ""
    day: str = "EEE d MMM"
    clock: str = "HH:mm"
    both: str = "{day} {time}"
    date: str = ""
    start_word: str = ""
    names: tuple[str, ...] = ()
    telegram: tuple[str, ...] = ()
    reserved: Mapping[Meaning, tuple[str, ...]] = field(default_factory=dict)
    numbers: tuple[tuple[str, ...], ...] = ()
    okay: tuple[str, ...] = ()
    reviewed: Mapping[str, Review] = field(default_factory=dict)
    note: str = ""

    def signed(self, name: str) -> bool:
        """Whether somebody has signed this set; English keywords are the carriers' own."""
        return bool(self.reviewed.get(name, Review()).on) or (self.code, name) == ("en", "keywords")


def fold(text: str) -> str:
    """A whole message as keywords are compared: composed, case-folded, without edges."""
    folded = unicodedata.normalize("NFC", text).strip(_EDGES).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def reserved_words(languages: Iterable[Language]) -> dict[str, Meaning]:
    """Every reserved word of every language, folded, with its meaning."""
    return {
        fold(word): meaning
        for language in languages
        for meaning, words in language.reserved.items()
        for word in words
    }


def number_words(languages: Iterable[Language]) -> dict[str, str]:
    """Every word for a number of a choice, folded, with its digit."""
    return {
        fold(word): str(number)
        for language in languages
        for number, words in enumerate(language.numbers, start=1)
        for word in words
    }


def okay_words(languages: Iterable[Language]) -> frozenset[str]:
    """Every way of saying *ok*, folded."""
    return frozenset(fold(word) for language in languages for word in language.okay)


def language_names(languages: Iterable[Language]) -> dict[str, str]:
    """Every name of every language, folded, with the language's code."""
    return {
        fold(name): language.code
        for language in languages
        for name in (language.endonym, language.english, language.start_word, *language.names)
        if name
    }


def parse_languages(table: Mapping[str, Any]) -> tuple[tuple[Language, ...], list[str]]:
    """The languages of a parsed ``languages.toml``, and every fault found in it."""
    found: list[Language] = []
    faults: list[str] = []
    blocks = table.get("language", ())
    if not isinstance(blocks, list | tuple) or not all(isinstance(one, dict) for one in blocks):
        return (), ["languages.toml: language must be tables, each begun by [[language]]"]
    for number, block in enumerate(blocks, start=1):
        where = f"languages.toml: language {number} ({block.get('code', 'no code')})"
        if misshapen := _misshapen(block):
            faults += [f"{where}: {name} must be {what}" for name, what in misshapen]
            continue
        missing = [name for name in _REQUIRED if not block.get(name)]
        unknown = sorted(set(block) - set(Language.__dataclass_fields__))
        wrong = sorted(set(block.get("reserved", ())) - set(MEANINGS))
        wrong += sorted(set(block.get("reviewed", ())) - set(SETS))
        faults += [f"{where}: {name} is missing" for name in missing]
        faults += [f"{where}: {name} is not known here" for name in (*unknown, *wrong)]
        if block.get("dir", "ltr") not in {"ltr", "rtl"}:
            faults.append(f"{where}: dir must be ltr or rtl")
        if not (missing or unknown or wrong):
            found.append(_language(block))
    codes = [language.code for language in found]
    faults += [f"languages.toml: {code} twice" for code in {c for c in codes if codes.count(c) > 1}]
    if "en" not in codes:
        faults.append("languages.toml: en, the source of every other language, is missing")
    return tuple(found), faults


_REQUIRED = ("code", "locale", "endonym", "english", "script")


def _misshapen(block: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what is not of its kind, and what it must be; a text is never taken for a list."""

    def texts(value: object) -> bool:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)

    def table(value: object, holds: Callable[[object], bool]) -> bool:
        return isinstance(value, dict) and all(holds(one) for one in value.values())

    def review(value: object) -> bool:
        whole = isinstance(value, dict) and set(value) <= {"who", "on"}
        return whole and table(value, lambda one: isinstance(one, str))

    kinds: dict[str, tuple[bool, str]] = {}
    for name, value in block.items():
        match name:
            case "names" | "telegram" | "okay" | "numbers":
                kinds[name] = texts(value), "a list of texts"
            case "reserved":
                kinds[name] = table(value, texts), "lists of texts, by meaning"
            case "reviewed":
                kinds[name] = table(value, review), "{ who = text, on = text }, by set"
            case _:
                kinds[name] = isinstance(value, str), "a text"
    return [(name, what) for name, (good, what) in kinds.items() if not good]


def _ways(phrase: str) -> list[str]:
    """Return every way of writing a phrase: ``{a|b}`` is either, ``{a |}`` may be left out."""
    parts = [part.split("|") if at % 2 else [part] for at, part in enumerate(_CHOICE.split(phrase))]
    return ["".join(way) for way in product(*parts)]


def _language(block: Mapping[str, Any]) -> Language:
    lists = {name: tuple(block.get(name, ())) for name in ("names", "telegram")}
    okay = tuple(way for word in block.get("okay", ()) for way in _ways(word))
    numbers = tuple(tuple(_ways(word)) for word in block.get("numbers", ()))
    reserved = {
        meaning: tuple(dict.fromkeys(way for word in words for way in _ways(word)))
        for meaning, words in block.get("reserved", {}).items()
    }
    reviewed = {name: Review(**review) for name, review in block.get("reviewed", {}).items()}
    made = {"okay": okay, "numbers": numbers, "reserved": reserved, "reviewed": reviewed}
    return Language(**{**block, **lists, **made})
