"""What a message must pass before it reaches the flow, in one table, in this order.

    seen before (intake's first statement) · stopped (START only) · STOP · frozen or asleep (treated
    as a stranger; her word wakes a link) · locked · leave · crisis · HELP · a person · the menu · a
    question, or a job, in her own words · a language's own name · the flow

(Between *a person* and *the menu*: a linked number that has had a day's answers, ``_full``.)

Only a whole message equal to a word passes a gate; crisis alone looks inside, and keeps the kind.
A gate decides; it never writes a row. What may be sent to a contact is one table by standing
(``MAY_SEND``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.channels import menus, telegram
from bot.channels.wire import Inbound, OutClass
from bot.contact import IDLE_MS, Contact
from bot.crisis import Found
from bot.flows.aside import unsent
from bot.flows.book import BOOK
from bot.flows.engine import TELLS
from bot.flows.events import Chose, Event, Started
from bot.limits import WORRY
from bot.words import Catalogues
from bot.words.languages import Meaning, fold

Action = Literal[
    "quiet",
    "stop",
    "start",
    "unlock",
    "wake",
    "kept_locked",
    "help_locked",
    "call_locked",
    "danger_locked",
    "kept_full",
]

SILENT: frozenset[OutClass] = frozenset[OutClass](("delete", "redact", "curtain"))
"""Classes that say nothing: allowed whatever the standing."""

_ANSWERS: frozenset[OutClass] = SILENT | frozenset[OutClass](("reply", "error", "crisis"))
_RECEIPT: frozenset[OutClass] = frozenset[OutClass](("receipt", "apart"))
_PUSH: frozenset[OutClass] = frozenset[OutClass](("push",))
_ASIDE: frozenset[OutClass] = frozenset[OutClass](("aside",))
"""The neutral note of another lane than the thread's."""

MAY_SEND: Mapping[str, frozenset[OutClass]] = {
    "open": _ANSWERS | _RECEIPT | _PUSH | _ASIDE,
    "locked": _ANSWERS | _PUSH | _ASIDE,
    "asleep": _ANSWERS | _RECEIPT,
    "frozen": _ANSWERS | _RECEIPT | _ASIDE,
    "stopped": SILENT,
}


CALLS = (BOOK.entries["crisis"].name, BOOK.person.name)
"""The flows of a call for help: they go on to their end whatever else was sent."""

QUESTIONS = TELLS | BOOK.waits
"""Meanings that are asked at any time: each is the name of a way into the conversation."""


class Arrival(NamedTuple):
    """One message at the gates.

    Attributes:
        inbound: what came.
        contact: who it came from, as kept.
        meaning: what the whole message means as a reserved word of a language, or None.
        now: when.
        offers: the language whose own name the whole message is, or an empty string.
        idle: milliseconds since she was last heard.
        theirs: whether the whole message is her word.
        guesses: whether it may be one that is not, on a phone whose link sleeps.
        crisis: what her words sound like, or None.
        spent: whether a stranger gets nothing more today but help numbers.
        full: how many times a linked number has had a day's answers: then calls for help alone are
            answered, and until twice what she has begun to write.
    """

    inbound: Inbound
    contact: Contact
    meaning: Meaning | None
    now: int
    offers: str
    idle: int
    theirs: bool
    guesses: bool = False
    crisis: Found | None = None
    spent: bool = False
    full: int = 0


@dataclass(frozen=True, slots=True)
class Stopped:
    """The message ends here: what intake does instead of asking the flow."""

    action: Action


@dataclass(frozen=True, slots=True)
class Alarm:
    """Her words sound like a crisis, if words they are: the flow is asked to ask what she needs."""

    found: Found


Verdict = Stopped | Alarm | Event | None


COMMANDS: Mapping[str, Meaning] = {
    "/leave": "leave",
    "/help": "help",
    "/menu": "menu",
    "/stop": "stop",
}
"""The commands in Telegram's own list; ``/start`` is a beginning, not a word."""


def meaning_of(
    text: str, catalogues: Catalogues, carrier: Mapping[str, Meaning] = MappingProxyType({})
) -> Meaning | None:
    """Return what a whole message means as a reserved word or a command, or None.

    Args:
        text: what she wrote.
        catalogues: the reserved words of every language.
        carrier: the words that the carrier itself has acted on already, whatever we think of them.
    """
    if len(text) > 64:  # noqa: PLR2004 - longer than any word or question of any language
        return None
    word = fold(text)
    return COMMANDS.get(text) or carrier.get(word) or catalogues.reserved.get(word)


def pass_gates(arrival: Arrival) -> Verdict:
    """Return what the first gate that holds the message says; None: it goes on to the flow."""
    for gate in GATES:
        verdict = gate(arrival)
        if verdict is not None:
            return verdict
    return None


def _stopped(arrival: Arrival) -> Verdict:
    if not arrival.contact.stopped:
        return None
    # A person who opens the bot again, or presses what is on the card, means to go on.
    back = arrival.meaning == "start" or arrival.inbound.text.startswith("/start")
    return Stopped("start" if back else "quiet")


def _stop(arrival: Arrival) -> Verdict:
    if arrival.meaning == "stop" or arrival.inbound.kind == "blocked":
        return Stopped("stop")
    return None


def _asleep(arrival: Arrival) -> Verdict:
    """A link that sleeps is a stranger's, until her word or a new code (conversations.md B6)."""
    wakes = arrival.contact.standing == "asleep" and arrival.theirs
    return Stopped("wake") if wakes else None


def _locked(arrival: Arrival) -> Verdict:
    if arrival.contact.standing != "locked":
        return None
    if arrival.theirs:
        return Stopped("unlock")
    number, tapped = menus.number(arrival.inbound.text), telegram.tapped(arrival.inbound)
    if arrival.meaning == "leave" or number == "9" or tapped == "leave":
        return Stopped("quiet")
    if arrival.meaning == "person" or number == "8" or tapped == "person":
        return Stopped("call_locked")
    if arrival.meaning == "help" or number == "999":
        return Stopped("help_locked")
    if arrival.crisis is not None and arrival.contact.settings.get("danger") == "numbers":
        return Stopped("danger_locked")
    return Stopped("kept_locked")


def _leave(arrival: Arrival) -> Verdict:
    return Chose("leave") if arrival.meaning == "leave" else None


def _crisis(arrival: Arrival) -> Verdict:
    return None if arrival.crisis is None else Alarm(arrival.crisis)


def _help(arrival: Arrival) -> Verdict:
    if arrival.meaning != "help":
        return None
    # The menu below the number costs a stranger's budget; the numbers alone never do.
    return Started(entry="numbers" if arrival.spent or arrival.full else "help")


def _menu(arrival: Arrival) -> Verdict:
    """The menu; also to whoever says START where nothing was stopped: it never joins a message."""
    asked = arrival.meaning in {"menu", "start"} and arrival.contact.language
    return Chose("menu") if asked else None


def _person(arrival: Arrival) -> Verdict:
    return Chose("person") if arrival.meaning == "person" else None


def _full(arrival: Arrival) -> Verdict:
    """After a day's answers to a linked number its words are kept, and not answered.

    But in a call for help, and where words wait to be sent: these are hers to send.
    """
    if not arrival.full:
        return None
    number = menus.number(arrival.inbound.text)
    if number == "8":
        return Chose("person")
    if number == "999":
        return Started(entry="numbers")
    state = arrival.contact.conversation()
    calls = any(frame.flow in CALLS for frame in state.frames)
    writes = arrival.full < WORRY and unsent(state)
    return None if calls or writes else Stopped("kept_full")


def _asked(arrival: Arrival) -> Verdict:
    meaning = arrival.meaning
    asked = meaning in QUESTIONS and arrival.contact.language
    return Started(arrival.inbound.text, entry=meaning) if meaning and asked else None


def _own_name(arrival: Arrival) -> Verdict:
    if arrival.offers and arrival.contact.language:
        return Started(payload=arrival.offers, entry="language")
    return None


GATES: tuple[Callable[[Arrival], Verdict], ...] = (
    _stopped,
    _stop,
    _asleep,
    _locked,
    _leave,
    _crisis,
    _help,
    _person,
    _full,
    _menu,
    _asked,
    _own_name,
)


def curtain_falls(contact: Contact, idle: int) -> bool:
    """Whether the next message reveals nothing: 15 silent minutes, unless only she uses it."""
    return idle > IDLE_MS and contact.settings.get("phone") != "mine"
