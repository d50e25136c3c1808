"""An answer on its way: the phrase or the words, and what the phone and a bystander will see of it.

The rule kept here: what is checked is what is sent; a draft or an English phrase says so before it
goes, and no machine translates anything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final, Literal, Protocol

from bot.channels import sms
from bot.channels.segments import is_gsm, segments
from bot.clocks import LONDON, local_date
from bot.console.desk import Desk
from bot.content import Phrase
from bot.flows.book import BOOK
from bot.flows.says import Fill, Moment, Say, Verbatim
from bot.flows.vocabulary import Choose
from bot.words import Tongue

LONGEST: Final = 1500
LONGEST_NAME: Final = 30
_HOLE: Final = "\ufffc"
"""Stands in a phrase where something is filled in."""

Status = Literal["reviewed", "draft", "english"]

SLOT_TYPES: Final = {"day": "date", "time": "time", "name": "text"}
SLOT_HINTS: Final = {"time": "UK time", "name": "A short name, as people call them"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase in the picker."""

    key: str
    english: str
    status: Status


@dataclass(frozen=True, slots=True)
class Slot:
    """One hole of a phrase, as a field."""

    name: str
    label: str
    type: str
    hint: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is about to be sent.

    Attributes:
        words: exactly what the phone opens; empty while a slot is missing.
        language: the language of the words.
        phrase: the phrase, or None for own words.
        english: the phrase in English, slots filled.
        slots: its fields.
        errors: what is missing or odd, by field.
    """

    words: str = field(repr=False)
    language: str
    phrase: Offer | None = None
    english: str = ""
    slots: tuple[Slot, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> bool:
        """Whether a slot is still to be filled."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Preview:
    """What others see."""

    note: str
    note_language: str
    channel_name: str
    size: str
    carrier: str


def status(tongue: Tongue, phrase: Phrase) -> Status:
    """Who has reviewed a phrase in this language."""
    if tongue.foreign(phrase.text):
        return "english"
    return "draft" if tongue.draft(phrase.text.context) else "reviewed"


def offers(desk: Desk, language: str) -> dict[str, list[Offer]]:
    """Every phrase by its group, in the order of the file."""
    tongue = desk.catalogues.tongue(language)
    found: dict[str, list[Offer]] = {}
    for phrase in desk.content.phrases.all:
        offer = Offer(phrase.id, _readable(phrase), status(tongue, phrase))
        found.setdefault(desk.content.phrases.groups[phrase.group], []).append(offer)
    return found


def _readable(phrase: Phrase) -> str:
    text = phrase.text.english
    for name in phrase.slots:
        text = text.replace("{" + name + "}", f"[{_label(name).lower()}]")
    return text


def writes_in(desk: Desk, written: Iterable[tuple[str, str]], theirs: str) -> str:
    """The language that somebody last wrote to a person in, by hand; English where they never did.

    Args:
        desk: phrases and languages.
        written: what they wrote and in which language, the newest first; a phrase says nothing
            of the language that its sender writes.
        theirs: the language of the person; what was written in another is not offered.
    """
    for words, language in written:
        if language in {"en", theirs} and not _is_phrase(desk, words, language):
            return language
    return "en"


def _is_phrase(desk: Desk, words: str, language: str) -> bool:
    tongue = desk.catalogues.tongue(language)
    for phrase in desk.content.phrases.all:
        said = tongue.say(phrase.filled(dict.fromkeys(phrase.slots, _HOLE)))
        if re.fullmatch(re.escape(said).replace(_HOLE, ".+"), words):
            return True
    return False


def own_words(text: str, language: str) -> Answer:
    """An answer in the caller's own words."""
    if not text:
        return Answer("", language, errors={"words": "Write an answer, or pick a phrase"})
    if len(text) > LONGEST:
        says = f"This is too long for a phone: {len(text)} characters, at most {LONGEST}"
        return Answer("", language, errors={"words": says})
    return Answer(text, language)


def filled(desk: Desk, phrase: Phrase, language: str, given: Mapping[str, str]) -> Answer:
    """A phrase with its slots filled; ``given`` has a value for each slot that was typed.

    Every day of a phrase is one that is to come (``config/phrases.toml``): one that has passed is
    asked for again.
    """
    tongue, english = desk.catalogues.tongue(language), desk.catalogues.tongue("en")
    fills: dict[str, Fill] = {}
    errors: dict[str, str] = {}
    for name, kind in phrase.slots.items():
        fill = _fill(kind, given.get(name, ""))
        if isinstance(fill, Moment) and kind == "day" and _passed(fill, desk):
            errors[f"slot-{name}"] = "This day has passed: choose today or a day after it"
        elif fill is not None:
            fills[name] = fill
        elif name in given:
            errors[f"slot-{name}"] = _COMPLAINTS[kind]
    slots = tuple(
        Slot(name, _label(name), SLOT_TYPES[kind], SLOT_HINTS.get(kind, ""), given.get(name, ""))
        for name, kind in phrase.slots.items()
    )
    offer = Offer(phrase.id, _readable(phrase), status(tongue, phrase))
    if len(fills) < len(phrase.slots):
        return Answer("", language, offer, _readable(phrase), slots, errors)
    text = phrase.filled(fills)
    spoken = "en" if tongue.foreign(phrase.text) else tongue.language
    return Answer(tongue.say(text), spoken, offer, english.say(text), slots)


_COMPLAINTS: Final = {
    "day": "Enter a day, like 2026-12-01",
    "time": "Enter a time, like 14:30",
    "name": "Enter a short name",
}


def _passed(one: Moment, desk: Desk) -> bool:
    return local_date(one.at) < local_date(desk.clock.now())


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _fill(kind: str, value: str) -> Fill | None:
    try:
        if kind == "day":
            at = datetime.combine(date.fromisoformat(value), time(12), LONDON)
            return Moment(round(at.timestamp() * 1000), "day")
        if kind == "time":
            at = datetime.combine(date(2026, 1, 1), time.fromisoformat(value), LONDON)
            return Moment(round(at.timestamp() * 1000), "time")
    except ValueError:
        return None
    return Verbatim(value[:LONGEST_NAME]) if value else None


class Reader(Protocol):
    """Whoever reads what is written: their language, and the channel of their phone."""

    @property
    def language(self) -> str:
        """The language that their phone speaks."""

    @property
    def channel(self) -> str:
        """``sms`` or ``telegram``; empty where there is no phone."""


def preview(desk: Desk, talk: Reader, answer: Answer, flow: str = "note") -> Preview:
    """The line on the lock screen, what it costs, and what the carrier can read."""
    tongue = desk.catalogues.tongue(talk.language)
    note = _say(flow if flow in BOOK.flows else "note", "note")
    if talk.channel == "telegram":
        return Preview(
            note="\n".join(tongue.say(part) for part in note.parts),
            note_language=_language(tongue, note),
            channel_name=desk.content.service.bot,
            size=f"{_counted(answer.words)}.",
            carrier="Telegram can read the words once they are opened; the note says nothing.",
        )
    body = sms.body(sms.render(note, tongue).payload)
    whole = _say("read", "text", Verbatim(answer.words, answer.language))
    cost = sms.render(whole, tongue).segments
    letters = "" if is_gsm(answer.words) else ", of which a text message holds 70 at most"
    plural = "text message" if cost == 1 else "text messages"
    return Preview(
        note=body,
        note_language=_language(tongue, note),
        channel_name=desk.service.sms_number or "Text message",
        size=f"{_counted(answer.words)}{letters}. With the choices below the words: "
        f"{cost} {plural} to send, and {segments(body)} for the note.",
        carrier="The telephone company can read the words once they are opened, and keeps text "
        "messages for a time; the note says nothing.",
    )


def _counted(words: str) -> str:
    return "1 character" if len(words) == 1 else f"{len(words)} characters"


def _say(flow: str, step: str, words: Verbatim | None = None) -> Say:
    found = BOOK.flows[flow].at[step]
    if not isinstance(found, Choose):
        raise TypeError(f"{flow}.{step} is not a question")
    parts = (words,) if words is not None else found.texts
    return Say(found.context, parts, tuple(pick.option for pick in found.picks), cls=found.cls)


def _language(tongue: Tongue, say: Say) -> str:
    return "en" if any(tongue.foreign(part) for part in say.parts) else tongue.language
