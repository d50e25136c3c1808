"""The grammar of choices, the same on every channel: what is offered at a number, how it is read.

A page offers 1 to 7 choices, never more: where there are eight, six and "7 more". 0 goes back, 8
asks for a person, 9 leaves, at every question, printed or not. A choice is read from its number in
any script (``2``, ``2.``, ``(2)``, ``٢``, ``২``, ``2️⃣``), its label or its key, always as the whole
message; several numbers only where several may be picked. Accents are never taken off.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.tongue import Tongue
from bot.channels.wire import Entry
from bot.flows.says import Option, Say, Text, Verbatim

PAGE = 7
MORE = "more"
DONE = "done"
ENDLESS = "+"  # "more" on a list of endonyms, where nothing can be translated yet
NUMBERS = {"back": "0", MORE: "7", "person": "8", "leave": "9"}
OURS = frozenset({*NUMBERS, DONE})
"""Keys that every step shares; the rest are the step's own choices."""

LABELS = {
    "back": Text("nav.label.back", "Back"),
    "person": Text("nav.label.person", "A person"),
    "leave": Text("nav.label.leave", "Leave"),
    MORE: Text("nav.label.more", "More"),
    DONE: Text("nav.label.done", "Done"),
}
LINES = {
    "back": Text("nav.line.back", "0 back"),
    "person": Text("nav.line.person", "8 person"),
    "leave": Text("nav.line.leave", "9 leave"),
    MORE: Text("nav.line.more", "7 more"),
}
TO_READ = Text("nav.line.show", "Reply 1 to read it.")
SEVERAL = {
    "numbers": Text("nav.line.several", "You can pick two or three, like 13."),
    "buttons": Text("nav.card.several", "You can tap more than one. Then tap Done."),
}

_LONGEST = 80  # characters: a label has at most 48, so a longer text is words at once
_HINT = 3  # letters from which a text may look like a label
_FEW = 3  # words around a number that may still be an answer; more are a sentence
_MARKS = " .,:;!?()[]{}'\"«»“”‘’،؛؟।。、*#-"
_AND = re.compile(r"\band\b|\bvà\b|و")  # in Arabic it is written onto the number
_BETWEEN = re.compile(r"[\s,;.+&/()]+")


@dataclass(frozen=True, slots=True)
class Picked:
    """One choice of the menu as it was offered; back, person, leave and more are keys like any."""

    key: str


@dataclass(frozen=True, slots=True)
class Picks:
    """A whole answer where several may be picked (``13``); a tap there only ticks one."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """*Show* on a sealed note, which opens whatever the revision."""

    note: str


@dataclass(frozen=True, slots=True)
class Words:
    """Her own words. ``near``: the one choice they look like, to be confirmed, never taken."""

    text: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """A tap on something older than the present question, which is shown again."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that can be read: an empty text, a sticker, a tap that makes no sense."""


Reading = Picked | Picks | Opened | Words | Stale | Unclear


def offer(say: Say, tongue: Tongue, *, done: bool = False) -> tuple[Entry, ...]:
    """Number the choices of the page shown, then the navigation that is accepted there.

    Args:
        say: the step.
        tongue: the reader's language.
        done: where several may be picked, taps tick one by one and *Done* ends it; it has no
            number, because ``13`` is a whole answer.
    """
    shown, more = page_of(say.options, say.page)
    entries = [
        Entry(str(number), option.key, tongue.say(option.label))
        for number, option in enumerate(shown, start=1)
    ]
    if more:
        entries.append(Entry(NUMBERS[MORE], MORE, _more(say, tongue)))
    if say.multi and done:
        entries.append(Entry("", DONE, tongue.say(LABELS[DONE])))
    entries += [Entry(NUMBERS[name], name, tongue.say(LABELS[name])) for name in say.nav]
    return tuple(entries)


def _more(say: Say, tongue: Tongue) -> str:
    """Return the label of *more*; a list of endonyms is read before there is a language."""
    if all(isinstance(option.label, Verbatim) for option in say.options):
        return ENDLESS
    return tongue.say(LABELS[MORE])


def page_of(options: Sequence[Option], page: int) -> tuple[Sequence[Option], bool]:
    """Return the choices on a page, and whether 7 leads on; after the last comes the first."""
    step = PAGE - 1
    pages = 1 + max(0, -(-(len(options) - PAGE) // step))
    start = (page % pages) * step
    rest = options[start:]
    return (rest[:step], True) if len(rest) > PAGE else (rest, False)


def read_text(text: str, menu: Sequence[Entry], *, multi: bool = False) -> Reading:
    """Read a whole message against the menu as it was offered.

    Args:
        text: what she wrote.
        menu: the entries of the last ``Rendered``.
        multi: whether several may be picked.
    """
    if not text.strip():
        return Unclear()
    plain = _plain(text) if len(text) <= _LONGEST else ""
    if not plain or not menu:
        return Words(text)
    if found := _numbers(plain, menu, multi=multi):
        return found
    near: list[str] = []
    for entry in menu:
        label = _plain(entry.label)
        if plain in (label, _plain(entry.key)) or _line(plain, entry.number) == label:
            return Picked(entry.key)
        if len(plain) >= _HINT and (label.startswith(plain) or plain.startswith(f"{label} ")):
            near.append(entry.key)
    if not near:
        near = _number_among(plain, menu)
    return Words(text, near[0] if len(near) == 1 else "")


def number(text: str) -> str:
    """Return a whole message that is one number, in ASCII digits; empty for anything else."""
    return _digits(_plain(text)) if len(text) <= _LONGEST else ""


def _number_among(plain: str, menu: Sequence[Entry]) -> list[str]:
    """Return the choice of the one number in very few words ("number 2", "2 please", "رقم ٢")."""
    groups = [group.strip(_MARKS) for group in plain.split()]
    numbers = [_digits(group) for group in groups if any(one.isnumeric() for one in group)]
    if len(groups) > _FEW or len(numbers) != 1:
        return []
    return [one.key for one in menu if one.number == numbers[0] != "" and one.key not in OURS]


def _line(plain: str, number: str) -> str:
    """Return what follows the number, where she copied the whole line ("2. In person")."""
    head, _, tail = plain.partition(" ")
    return _plain(tail) if _digits(head.strip(".):")) == number else ""


def _numbers(plain: str, menu: Sequence[Entry], *, multi: bool) -> Reading | None:
    """Read one number; or each digit, with or without marks between, where several may be."""
    by_number = {entry.number: entry.key for entry in menu}
    listed = _AND.sub(" ", plain) if multi else plain
    groups = [_digits(group) for group in _BETWEEN.split(listed) if group]
    if not groups or not all(groups):
        return None
    numbers = [digit for group in groups for digit in group] if multi else groups
    keys = [by_number.get(number) for number in dict.fromkeys(numbers)]
    known = [key for key in keys if key is not None]
    if len(known) < len(keys):
        return None
    if multi and not any(key in OURS for key in known):
        return Picks(tuple(known))
    return Picked(known[0]) if len(known) == len(groups) == 1 else None


def _digits(group: str) -> str:
    """Return digits of any script as ASCII digits; empty where anything else is among them."""
    out = []
    for character in group:
        value = unicodedata.numeric(character, -1.0)
        if value not in range(10):  # ½, ten and hundred of other scripts, letters
            return ""
        out.append(str(int(value)))
    return "".join(out)


def _plain(text: str) -> str:
    """Return the text as compared: width, case, marks around it and invisible characters aside.

    Vowel signs and accents stay: *dừng* (stop) and *đúng* (right) must never become one word.
    """
    if text.isascii() and text.isprintable():  # nothing there but case and marks
        return " ".join(text.lower().split()).strip(_MARKS)
    kept = "".join(
        character
        for character in unicodedata.normalize("NFKC", text).casefold()
        if not _invisible(character)
    )
    return " ".join(kept.split()).strip(_MARKS)


def _invisible(character: str) -> bool:
    """Format and control characters, and what turns a digit into a keycap."""
    return character in "\ufe0e\ufe0f\u20e3" or (
        unicodedata.category(character) in ("Cf", "Cc") and not character.isspace()
    )
