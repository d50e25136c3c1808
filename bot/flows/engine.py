"""The engine: ``advance(state, event, facts) -> Turn``, with no I/O, clock, randomness or channel.

Theory of operation. A state is a stack of open flows, each at a step; the step in force is a
question (or a Finish at rest, or nothing). An event answers it, or leaves it. The walk then goes on
through steps that ask nothing, collecting effects, to the next question, which is said last. Every
event is answered by at least one effect. Words that were no answer are never dropped silently: she
is asked again kindly once, then they are offered to be sent; words written behind the curtain wait
there; words not sent stay in the draft until they are sent or thrown away.
"""

from typing import NamedTuple

from bot.flows.answers import as_draft, set_aside, take_answer, take_held
from bot.flows.book import BOOK
from bot.flows.choices import ask_again, take_choice
from bot.flows.effects import Effect, SetLanguage
from bot.flows.effects_words import Leave, NotNow
from bot.flows.events import Alarmed, Attached, Chose, Due, Edited, Event, Picked, Started, Wrote
from bot.flows.facts import Facts
from bot.flows.flow import Book
from bot.flows.saying import COMPUTER, STOPS, say
from bot.flows.says import Say, Text
from bot.flows.state import NOTHING, Frame, State
from bot.flows.stopping import ask_to_stop, stop_texts
from bot.flows.walk import Walk

HELD = 20
"""Messages kept behind the curtain; somebody who writes more has been asked twenty times."""


class Turn(NamedTuple):
    """What an event came to: the next state, and the effects in order."""

    state: State
    effects: tuple[Effect, ...]


def advance(state: State, event: Event, facts: Facts, book: Book = BOOK) -> Turn:
    """Take one event."""
    walk = Walk(state, facts, book)
    moved = walk.settle()
    if isinstance(event, Started):
        _started(walk, event)
    elif isinstance(event, Due):
        _due(walk, event)
    elif isinstance(event, Alarmed):
        _alarmed(walk, event)
    elif isinstance(event, Chose) and event.key == "leave":
        _leave(walk)
    elif walk.covered:
        _behind(walk, event)
    elif moved and isinstance(event, Chose | Picked) and event != _PERSON:
        ask_again(walk)  # the choice was of a question that is no more
    else:
        if moved:
            ask_again(walk)
        take_answer(walk, event)
    return Turn(walk.close(), tuple(walk.effects))


_PERSON = Chose("person")


# --- beginnings -----------------------------------------------------------------------------------


def _started(walk: Walk, event: Started) -> None:
    covered = walk.covered
    if covered and event.entry == "computer":
        _curtain(walk, COMPUTER)  # whoever asks may be looking around: no more is said
        return
    if event.entry:
        walk.covered = False
        over = event.entry in walk.book.over
        walk.begin(walk.book.entries[event.entry], {"payload": event.payload}, over=over)
    elif code := walk.book.read_code(event.payload) or walk.book.read_link(event.payload):
        walk.covered = False
        walk.begin(walk.book.link, {"payload": code}, over=False)
    elif walk.covered:
        _curtain(walk)
        return
    else:
        walk.home()
    walk.run()
    if not any(isinstance(effect, Say) for effect in walk.effects):
        walk.covered = covered  # nothing was said, so nothing was uncovered


def _due(walk: Walk, event: Due) -> None:
    if event.name == "curtain":
        walk.covered = True
        _behind_words(walk, event.missed)
    else:
        walk.covered = False
        walk.begin(walk.book.due[event.name], {"payload": event.payload}, over=False)
        walk.run()


def _alarmed(walk: Walk, event: Alarmed) -> None:
    """Ask at once what she needs, over whatever is open; her words wait where they belong."""
    walk.covered = False
    crisis = walk.book.entries["crisis"]
    if event.language and not walk.facts.language():
        walk.effects.append(SetLanguage(event.language))
    while walk.frames and walk.frames[-1].flow == crisis.name:
        walk.frames.pop()  # she has said more; it is asked once
    brought = _as_new(walk, event.brought)
    if brought is not None:
        set_aside(walk, as_draft(brought))
    walk.begin(crisis, {"payload": event.category}, over=True)
    walk.run()


# --- leaving and the curtain ----------------------------------------------------------------------


def _leave(walk: Walk) -> None:
    walk.frames.clear()
    walk.menu, walk.told = (), ()
    walk.page, walk.faults, walk.stray, walk.ticked = 0, 0, NOTHING, ()
    walk.covered = True
    walk.effects.append(Leave())


def _curtain(walk: Walk, *lead: Text) -> None:
    flow = walk.book.curtain
    step = flow.steps[0]
    frame = Frame(flow.name, step.id, {}, (), 0)
    walk.effects.append(say(step, flow, frame, walk.facts, lead=lead))


def _hold(walk: Walk, event: Wrote | Attached | Edited) -> None:
    """Keep what came while the curtain was down; a bare number answered another question."""
    brought = _as_new(walk, event)
    if brought is None:
        return
    if isinstance(brought, Attached) or (
        not brought.text.strip().isdigit() and len(walk.held.texts) < HELD
    ):
        walk.held = walk.held.plus(as_draft(brought))


def _as_new(walk: Walk, event: Wrote | Attached | Edited) -> Wrote | Attached | None:
    """Return what she brought; an edit of what was not sent is made here, and brings nothing.

    Another edit is taken as new words, so that none is lost where nothing can be said about it.
    """
    if not isinstance(event, Edited):
        return event
    if walk.reword(event.message, event.text):
        return None
    return Wrote(event.text, message=event.message)


def _behind(walk: Walk, event: Event) -> None:
    if isinstance(event, Chose) and event.key in {"on", "person"}:
        walk.covered = False
        held, walk.held = walk.held, NOTHING
        if event.key == "person":
            walk.held = held
            take_choice(walk, "person")
        elif held.meant and walk.resting:
            walk.held = held
            walk.home()
            walk.run()
        elif held:
            walk.faults = 1 if held.meant else 0  # she has waited for one question already
            take_held(walk, held)
        else:
            walk.first = True
            ask_again(walk)
    elif isinstance(event, Chose) and event.key == "not_now":
        walk.effects.append(NotNow())
    elif event == Chose(STOPS.key):
        stop_texts(walk)
    else:
        _behind_words(walk, event)


def _behind_words(walk: Walk, event: Event | None) -> None:
    """Keep what came while the curtain was down, and show it; a wish to stop is asked about."""
    if isinstance(event, Wrote | Attached | Edited):
        _hold(walk, event)
    if isinstance(event, Wrote) and event.near == STOPS.key:
        ask_to_stop(walk)
    else:
        _curtain(walk)
