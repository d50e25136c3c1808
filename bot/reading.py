"""What she did, read against the menu as it was offered: one event for the engine.

The rule kept here: a number, a tap and a label are the same answer; what is none of them are words,
and words are never lost.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.channels import menus, sms, telegram
from bot.channels.wire import Inbound
from bot.contact import Contact
from bot.flows.book import BOOK
from bot.flows.events import (
    Attached,
    Chose,
    Edited,
    Event,
    FileKind,
    Picked,
    Started,
    Unkept,
    Wrote,
)
from bot.flows.saying import GREETING, HELPING, NO, OKAY, STOPS, THANKING
from bot.flows.state import Offered, State
from bot.flows.vocabulary import Tick
from bot.gates import QUESTIONS, Arrival
from bot.words import Catalogues
from bot.words.languages import Meaning, fold

MAX_FILE = 10 * 1024 * 1024  # bytes of a voice note or photo that we keep
MAX_WORDS = 10_000  # characters of one message; what is longer is kept up to here
WISHES: Mapping[Meaning, str] = {
    "stopping": STOPS.key,
    "helping": HELPING,
    "thanking": THANKING,
    "greeting": GREETING,
}
"""What she wishes with a whole message that is still words: asked about, or answered first."""

LONGEST_NUMBER = 24  # characters of *number three please*
ANY_TIME = tuple(Offered(menus.NUMBERS[key], key, key) for key in ("person", "leave"))
"""What holds though nothing was offered."""

LEAVE = Chose("leave")
AGAIN = Chose("again")
"""No key of any menu: the present question is shown again."""


def done(arrival: Arrival, gate: Event | None, state: State, words: Catalogues) -> Event:
    """Return what she did: what a gate made of it, unless a choice on the menu is called so.

    Args:
        arrival: her message.
        gate: what a gate made of it; None: it goes on to the flow.
        state: with the menu as it was offered.
        words: of every language.
    """
    if (language := named(arrival.offers, state)) is not None:
        return language
    if gate is not None and arrival.meaning not in QUESTIONS:
        return gate
    found = read(arrival.inbound, state, arrival.contact, arrival.meaning)
    found = in_words(found, state, words)
    if gate is None or isinstance(found, Chose):
        return found
    if isinstance(gate, Started) and isinstance(found, Wrote | Edited):
        return replace(gate, words=found)
    return gate


def named(language: str, state: State) -> Chose | None:
    """Return the choice of a language that was called by its name, where it is one of the menu."""
    offered = bool(language) and any(one.key == language for one in state.menu)
    return Chose(language) if offered else None


def read(inbound: Inbound, state: State, contact: Contact, meaning: Meaning | None = None) -> Event:
    """Read what she did against the menu as it was offered.

    ``meaning``: of the whole message as a reserved word; a wish to stop is words to ask about.
    """
    if inbound.kind not in {"text", "tap"}:
        event = _other(inbound, contact)
        if not (isinstance(event, Unkept) and inbound.text):
            return event
        under = read(inbound._replace(kind="text"), state, contact, meaning)
        return replace(event, words=under) if isinstance(under, Wrote) else under
    if inbound.channel == "telegram" and inbound.text.startswith("/start"):
        return Started(payload=inbound.text.removeprefix("/start").strip())
    menu, multi = state.menu or _unasked(contact), several(state)
    if inbound.channel == "telegram":
        reading = telegram.read(inbound, menu, revision=state.revision, multi=multi)
    else:
        reading = sms.read(inbound, menu, multi=multi)
    match reading:
        case menus.Picked(key):
            return Chose(key)
        case menus.Picks(keys):
            return Picked(keys)
        case menus.Opened(note):
            return Started(payload=note, entry="note")
        case menus.Words(text, near):
            message = inbound.message if inbound.channel == "telegram" else ""
            return Wrote(text[:MAX_WORDS], WISHES.get(meaning or "start", near), message)
        case menus.Stale():
            return AGAIN
        case _:
            return Unkept("empty")


def _unasked(contact: Contact) -> tuple[Offered, ...]:
    """Return what holds where nothing is open: she was silent for a day, or her link was cut off.

    Before there is a language the languages come, whatever the number.
    """
    return ANY_TIME if contact.language else ()


def in_words(event: Event, state: State, words: Catalogues) -> Event:
    """Read a number said as a word (*two*, *hai*), and *ok*; anything else is given back.

    Args:
        event: what was read from the numbers, labels and keys.
        state: with the menu as it was offered.
        words: of every language.
    """
    if not isinstance(event, Wrote) or event.near == STOPS.key or len(event.text) > LONGEST_NUMBER:
        return event
    said = fold(event.text)
    number = words.numbers.get(said, "")
    for one in state.menu:
        if number and one.number == number:
            return Picked((one.key,)) if several(state) else Chose(one.key)
    return replace(event, near=OKAY) if said in words.okay else event


def _other(inbound: Inbound, contact: Contact) -> Event:
    """Read what is neither words of now nor a choice."""
    if inbound.kind in {"voice", "photo"} and contact.channel == "telegram":
        return _file(inbound)
    if inbound.kind == "edit":
        return Edited(inbound.text[:MAX_WORDS], inbound.message)
    return Unkept(inbound.kind)


def _file(inbound: Inbound) -> Event:
    if inbound.size > MAX_FILE:
        return Unkept("large")
    kind: FileKind = "voice" if inbound.kind == "voice" else "photo"
    return Attached(kind, inbound.file, inbound.text[:MAX_WORDS], inbound.message)


def several(state: State) -> bool:
    """Say whether several choices may be picked of what was shown: nothing lies over such a step.

    That would be the curtain, or a question about her words.
    """
    if not state.frames or state.covered or any(one.key == NO.key for one in state.menu):
        return False
    flow = BOOK.flows.get(state.frames[-1].flow)
    return flow is not None and isinstance(flow.at.get(state.frames[-1].step), Tick)
