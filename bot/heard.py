"""What reaches the flow of what she did: one event, said by the first line of a table that holds.

    words like a crisis · the first thing of all · after a silence, the curtain · nobody has said
    yet who is speaking · a question that never came · what she did

The rule kept here: nothing answers a question that never reached her phone; leave, a person and
help hold wherever she is.
"""

from collections.abc import Callable
from typing import NamedTuple

from bot.contact import Contact
from bot.flows.events import (
    Alarmed,
    Attached,
    Chose,
    Due,
    Edited,
    Event,
    Picked,
    Started,
    Unkept,
    Wrote,
)
from bot.flows.state import State
from bot.gates import QUESTIONS, Alarm, Arrival, curtain_falls
from bot.limits import looks_like_code
from bot.reading import AGAIN, LEAVE, MAX_WORDS, done
from bot.words import Catalogues

PERSON, ON = Chose("person"), Chose("on")
PUSHED = frozenset({"note", "reminder", "concern_note"})
"""Flows that begin on our side, with a menu that says nothing."""


class Heard(NamedTuple):
    """What she did, before anything was made of it.

    Attributes:
        arrival: her message.
        verdict: of the gates.
        state: of the conversation.
        words: of every language.
        event: what she did, read against the menu.
    """

    arrival: Arrival
    verdict: Alarm | Event | None
    state: State
    words: Catalogues
    event: Event


class Reached(NamedTuple):
    """What the flow is asked; ``owes``: what could not be sent is still to be said after it."""

    event: Event
    owes: bool = False


def hear(
    arrival: Arrival, verdict: Alarm | Event | None, state: State, words: Catalogues
) -> Reached:
    """Return what reaches the flow of a message that the gates let through."""
    gate = None if isinstance(verdict, Alarm) else verdict
    event = done(arrival, gate, state, words)
    if arrival.spent and event == PERSON:
        event = Started(entry="numbers")  # who could be asked for costs more than is left
    heard = Heard(arrival, verdict, state, words, event)
    for line in LINES:
        reached = line(heard)
        if reached is not None:
            return reached
    return Reached(event)


def _crisis(heard: Heard) -> Reached | None:
    """Words like a crisis interrupt, whatever is open and however long she was silent."""
    verdict, event = heard.verdict, heard.event
    if not isinstance(verdict, Alarm):
        return None
    if isinstance(event, Unkept):
        event = event.words or Wrote(heard.arrival.inbound.text[:MAX_WORDS])
    if not isinstance(event, Wrote | Attached | Edited):
        return None
    found = verdict.found
    offered = {one.code for one in heard.words.offered()}
    language = found.language if found.language in offered else ""
    return Reached(Alarmed(found.category, event, language))


def _first(heard: Heard) -> Reached | None:
    """A first text gets the language list, whatever it says; a code goes on to the link at once."""
    if heard.state.frames or heard.arrival.contact.language:
        return None
    if isinstance(heard.event, Chose | Picked | Started):
        return Reached(heard.event)
    inbound = heard.arrival.inbound
    return Reached(Started(payload=inbound.text if looks_like_code(inbound) else ""))


def _silence(heard: Heard) -> Reached | None:
    """After a silence the curtain falls; what she sent or asked for is kept behind it."""
    contact, state, event = heard.arrival.contact, heard.state, heard.event
    if state.covered or not curtain_falls(contact, heard.arrival.idle):
        return None
    if _opens_directly(event, state):
        return None
    if event == PERSON:  # 8 asks for a person whatever was open
        event = Started(entry="calling")
    kept = event.words if isinstance(event, Unkept) else event
    missed = kept if isinstance(kept, Wrote | Attached | Edited | Started) else None
    return Reached(Due("curtain", missed), owes=_unmet(contact, state))


def _unwelcomed(heard: Heard) -> Reached | None:
    """The first words of all could not be sent: they are said before anything is answered."""
    state, event = heard.state, heard.event
    if heard.verdict is not None or not _unmet(heard.arrival.contact, state):
        return None
    if not (_answers(event) or isinstance(event, Wrote | Attached | Edited | Unkept)):
        return None
    if state.covered and event != ON:
        return Reached(event, owes=True)
    return Reached(Started(entry="welcome"))


def _unseen(heard: Heard) -> Reached | None:
    """A question could not be sent: it is asked again, and not answered; words are words."""
    if heard.verdict is None and heard.arrival.contact.row.unsaid and _answers(heard.event):
        return Reached(AGAIN)
    return None


LINES: tuple[Callable[[Heard], Reached | None], ...] = (
    _crisis,
    _first,
    _silence,
    _unwelcomed,
    _unseen,
)


def _unmet(contact: Contact, state: State) -> bool:
    """Whether the first words of all could not be sent: nobody has read yet who is speaking."""
    welcomed = not state.frames or state.frames[-1].flow != "good_time" or state.frames[-1].trail
    return contact.row.unsaid is not None and not welcomed


def _answers(event: Event) -> bool:
    """Whether this chooses something; leave and a person hold anywhere."""
    return isinstance(event, Picked) or (isinstance(event, Chose) and event not in {LEAVE, PERSON})


def _opens_directly(event: Event, state: State) -> bool:
    """A note or reminder is the open menu: its 1 needs no curtain; the link on a card goes on.

    Leaving shows nothing, so there is nothing to hide first.
    """
    if event == LEAVE:
        return True
    if isinstance(event, Started):
        return bool(event.payload) and event.entry not in QUESTIONS
    return bool(state.frames) and state.frames[-1].flow in PUSHED and isinstance(event, Chose)
