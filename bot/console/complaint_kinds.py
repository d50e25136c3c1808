"""The ways in which a handler writes to who complained, and what would go by each.

The rules kept here: a question goes without names, numbers and addresses; what goes is one text on
a phone, with what the service says beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from aiohttp import web

from bot.acts import complaints_steps, complaints_work
from bot.acts.act import Act
from bot.acts.complaints_case import strip_identifiers
from bot.complaint_clocks import Rules
from bot.console import composing
from bot.console.call import Call
from bot.console.complaint_sayings import REMEDIES
from bot.console.complaint_view import View
from bot.console.composing import Answer, Offer, Preview
from bot.console.sending import typed_slots
from bot.content import Phrase
from bot.flows import concern_words
from bot.flows.says import Moment, Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to write to them."""

    key: str
    title: str
    hint: str
    needs: str
    did: str
    groups: tuple[str, ...] = ()


KINDS: Final = {
    kind.key: kind
    for kind in (
        Kind(
            "ask",
            "Ask a question",
            "One question at a time. The names of staff and of this person, telephone numbers, "
            "e-mail addresses, handles, links, postcodes, file and National Insurance numbers are "
            "taken out; leave out other names and places yourself. They can choose not to answer, "
            "and nothing is lost by it.",
            "runs",
            "asked",
            ("ask", "call"),
        ),
        Kind(
            "update",
            "Tell them how it stands",
            "Short and plain. They are also told by when they hear next.",
            "work",
            "told",
            ("received", "later", "kind"),
        ),
        Kind(
            "outcome",
            "Send the answer",
            "They read each decision first, then what is done, then your own words. Say why, and "
            "say sorry where it went wrong. A new advocate is found by people: the Hub gets a "
            "task, and nobody is handed over by the service. Say so in your words.",
            "runs",
            "answered",
        ),
        Kind(
            "pause",
            "Pause it",
            "They read the reason. No clock runs until it goes on.",
            "pause",
            "paused",
        ),
        Kind(
            "refer",
            "Pass it to somebody else",
            "Say who looks at it now, and how they can be reached.",
            "work",
            "told",
        ),
    )
}


def phrases_of(call: Call, view: View, kind: Kind) -> dict[str, list[Offer]]:
    """Return the phrases that fit this way of writing, in their language, by group."""
    fitting = {one.id for one in call.desk.content.phrases.all if _fits(kind, one)}
    offered = composing.offers(call.desk, view.language)
    found = {
        group: [one for one in offers if one.key in fitting] for group, offers in offered.items()
    }
    return {group: offers for group, offers in found.items() if offers}


def _fits(kind: Kind, phrase: Phrase) -> bool:
    """Whether a phrase may be sent in this way; with how it stands, the service says the day."""
    dated = "day" in phrase.slots.values()
    return phrase.group in kind.groups and not (kind.key == "update" and dated)


def answer_of(call: Call, view: View, kind: Kind) -> Answer:
    """What would go: a phrase, or their own words, without identifiers in a question."""
    key = call.text("phrase", 40)
    if key:
        phrase = call.desk.content.phrases.phrase(key)
        if phrase is None or not _fits(kind, phrase):
            raise web.HTTPNotFound
        return composing.filled(call.desk, phrase, view.language, typed_slots(call, phrase))
    language = call.text("language", 10)
    text = call.text("words", 9000)
    if kind.key == "ask":
        text = strip_identifiers(text, view.names)
    said = composing.own_words(text, language if language in {"en", view.language} else "en")
    return _in_one_text(call, view, kind, said)


def _in_one_text(call: Call, view: View, kind: Kind, answer: Answer) -> Answer:
    """The words of an answer; too long, where they and what is said with them are no one text."""
    room = composing.LONGEST - sum(len(line) + 1 for line in sentences_of(call, view, kind))
    if len(answer.words) <= room:
        return answer
    says = f"With what is said with it, too long for a phone: at most {room} characters of your own"
    return replace(answer, words="", errors={"words": says})


def preview_of(call: Call, view: View, kind: Kind, answer: Answer) -> Preview:
    """The lock-screen line, and what the whole of it costs."""
    said = sentences_of(call, view, kind)
    whole = Answer("\n".join((*said, answer.words)), answer.language) if said else answer
    return composing.preview(call.desk, view, whole, "concern_note")


def sentences_of(call: Call, view: View, kind: Kind, language: str = "") -> list[str]:
    """What the service says with it, as the phone shows it: in their language, or in this one."""
    tongue = call.desk.catalogues.tongue(language or view.language)
    return [tongue.say(one) for one in _said_with(call, view, kind)]


def _said_with(call: Call, view: View, kind: Kind) -> list[Text]:
    if kind.key == "update" and view.writes_by:
        return [concern_words.WRITES.filled(day=Moment(view.writes_by, "day"))]
    if kind.key != "outcome":
        return []
    said = call.desk.content.complaints
    lines = [
        concern_words.ONE_POINT.filled(
            area=concern_words.AREAS[point.key], decision=said.outcomes[point.decision]
        )
        for point in view.points
        if point.decision in said.outcomes
    ]
    chosen = call.texts("remedies")
    return lines + [said.remedies[one] for one in REMEDIES if one in chosen]


def deed_of(
    kind: Kind, view: View, answer: Answer, rules: Rules, remedies: list[str]
) -> Callable[[Act], object]:
    """The act of a kind; what was checked is whole."""
    if answer.missing:
        raise web.HTTPNotFound
    words, language = answer.words, answer.language
    deeds: dict[str, Callable[[Act], object]] = {
        "ask": lambda act: complaints_work.ask(act, view.id, words, language),
        "update": lambda act: complaints_work.update(act, rules, view.id, words, language),
        "outcome": lambda act: complaints_work.notify(act, view.id, words, language, remedies),
        "pause": lambda act: complaints_steps.pause(act, view.id, words, language),
        "refer": lambda act: complaints_work.refer(act, view.id, words, language),
    }
    return deeds[kind.key]
