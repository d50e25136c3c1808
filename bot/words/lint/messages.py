"""The rules of whole messages, as both channels really render them (A3: 1, 3-6, 9, 34, 36)."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from bot.channels import menus, sms, telegram
from bot.channels.segments import is_gsm
from bot.flows.events import Chose, Event, Started
from bot.flows.saying import NAVIGATION, UNCLEAR
from bot.flows.says import Option, Say, Text, Verbatim
from bot.words import templates
from bot.words.lint.rules import Finding, Rules
from bot.words.lint.said import Said
from bot.words.lint.translations import QUESTIONS
from bot.words.sources import Source
from bot.words.tongue import Tongue

FIRST_LIST = "first_contact.language"  # one message, one segment: nobody has chosen to pay for it


def check_messages(
    said: Iterable[Said], tongue: Tongue, sources: Mapping[str, Source], rules: Rules
) -> Iterator[Finding]:
    """Every breach of every message in one language; a sentence is told of once."""
    told: set[tuple[int, str, str]] = set()
    for one in said:
        check = _sms if one.channel == "sms" else _telegram
        breaches = (*_any(one, tongue), *check(one.say, tongue, sources, rules))
        for rule, what in breaches:
            if (rule, one.say.id, what) not in told:
                told.add((rule, one.say.id, what))
                yield Finding(rule, one.say.id, tongue.language, what)


def _any(one: Said, tongue: Tongue) -> Iterator[tuple[int, str]]:
    say = one.say
    if say.reveals == "topic" and not any(map(_hers, one.path)):
        yield 19, "comes without a choice of hers before it"
    asks = bool(say.options) or say.free
    if asks and say.nav != NAVIGATION:
        yield 1, "back, a person and leave are not all accepted"
    labels = [tongue.say(option.label).casefold() for option in say.options]
    if len(set(labels)) < len(labels):
        yield 3, "two choices have the same name"
    if any(map(_is_unclear, say.parts)) and not (say.options and say.first and say.nav):
        yield 34, "does not say the choices again, with a person to ask"
    text = " ".join(map(tongue.say, say.parts))
    if sum(map(text.count, QUESTIONS)) > 1 and "words" not in say.id:
        yield 9, "asks more than one question"


def _hers(event: Event) -> bool:
    """Whether she chose to see what follows: a choice, or a tap on a note."""
    return isinstance(event, Chose) or (isinstance(event, Started) and event.entry == "note")


def _long(say: Say, sources: Mapping[str, Source]) -> bool:
    found = (sources.get(part.context) for part in say.parts if isinstance(part, Text))
    return say.cls == "crisis" or any(one and one.of in {"crisis", "consent"} for one in found)


def _sms(
    say: Say, tongue: Tongue, sources: Mapping[str, Source], rules: Rules
) -> Iterator[tuple[int, str]]:
    rendered = sms.render(say, tongue)
    body = sms.body(rendered.payload)
    gsm = is_gsm(body)
    most = rules.limits.segments(gsm=gsm, long=_long(say, sources))
    most += any(map(_is_engines, say.parts))  # "I am not sure I understood." is said once
    if say.id == FIRST_LIST and say.page == 0:
        most = 1
    if rendered.segments > most:
        yield 5, f"{rendered.segments} segments ({len(body)} characters); at most {most}: {body!r}"
    if tongue.language == "en" and not gsm and not _endonyms(say):
        yield 7, "is not in the cheap alphabet of text messages"
    for option in say.options:
        if (label := tongue.say(option.label))[:1].isdigit() and not _named_by_time(option):
            yield 3, f"“1 {label}” reads like another number: begin the choice with a word"
    if tongue.dir == "rtl" and not any(map(tongue.foreign, say.parts)):
        for line in filter(_turned, body.split("\n")):
            yield 3, f"begins in Latin, so that a phone lays it out left to right: {line!r}"
    if (say.free or say.first) and say.nav and sms.navigation(say, tongue) not in body:
        yield 1, "does not print back, a person and leave"


def _turned(line: str) -> bool:
    """Whether a line of a right-to-left script begins in another: its first letter turns it."""
    found = [unicodedata.bidirectional(letter) for letter in line]
    strong = [one for one in found if one in {"L", "R", "AL"}]
    return strong[:1] == ["L"] and len(set(strong)) > 1


def _is_unclear(part: Text | Verbatim) -> bool:
    return isinstance(part, Text) and part.context == UNCLEAR.context


def _is_engines(part: Text | Verbatim) -> bool:
    return isinstance(part, Text) and part.context.startswith("engine.")


def _named_by_time(option: Option) -> bool:
    return isinstance(option.label, Text) and templates.wordless(option.label.english)


def _endonyms(say: Say) -> bool:
    return any(not isinstance(option.label, Text) for option in say.options)


def _telegram(
    say: Say, tongue: Tongue, sources: Mapping[str, Source], rules: Rules
) -> Iterator[tuple[int, str]]:
    del sources
    limits = rules.limits
    # "I am not sure I understood." leads a card that was measured without it; it is said once.
    parts = tuple(part for part in say.parts if not _is_engines(part))
    say = say._replace(parts=parts or say.parts)
    text = json.loads(telegram.render(say, tongue).payload)["text"]
    if len(text) > limits.telegram_characters:
        yield 4, f"{len(text)} characters on a card; at most {limits.telegram_characters}"
    if len(say.parts) > limits.telegram_paragraphs:
        yield 4, f"{len(say.parts)} paragraphs on a card; at most {limits.telegram_paragraphs}"
    menu = menus.offer(say, tongue)
    choices = [entry for entry in menu if entry.key not in menus.NUMBERS]
    if len(choices) > menus.PAGE:
        yield 3, f"{len(choices)} choices on a page; at most {menus.PAGE}"
    for entry in choices:
        if len(entry.label) > limits.label_listed:
            yield 4, f"a choice of {len(entry.label)} characters; at most {limits.label_listed}"
