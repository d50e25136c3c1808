"""The engine: ``advance(state, event, facts) -> Turn``, with no I/O, clock, randomness or channel.

Theory of operation. A state is a stack of open flows, each at a step; the step in force is a
question (or a Finish at rest, or nothing). An event answers it, or leaves it. The walk then goes on
through steps that ask nothing, collecting effects, to the next question, which is said last. Every
event is answered by at least one effect. Words that were no answer are never dropped silently: she
is asked again kindly once, then they are offered to be sent; words written behind the curtain wait
there; words not sent stay in the draft until they are sent or thrown away.
"""

from typing import NamedTuple

from bot.flows.answers import as_draft, take_answer
from bot.flows.book import BOOK
from bot.flows.choices import ask_again, lies_over, take_choice
from bot.flows.effects import Effect, SetLanguage
from bot.flows.effects_words import Leave, NotNow
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
from bot.flows.facts import Facts
from bot.flows.flow import Book
from bot.flows.linking import code_of, links, without_codes
from bot.flows.saying import COMPUTER, GREETING, OKAY, STOPS, THANKING, say
from bot.flows.says import Say, Text
from bot.flows.state import NOTHING, Draft, Frame, State
from bot.flows.stopping import ask_to_stop, asked_to_stop, stop_texts
from bot.flows.strays import set_aside, take_held
from bot.flows.walk import Walk

HELD = 20
"""Messages kept behind the curtain; somebody who writes more has been asked twenty times."""


TELLS = frozenset({"computer", "readers"})
"""Questions of who is there: whoever asks them hears even through the curtain that it is a
computer, and no more, for they may be looking around."""


class Turn(NamedTuple):
    """What an event came to: the next state, and the effects in order."""

    state: State
    effects: tuple[Effect, ...]


def advance(state: State, event: Event, facts: Facts, book: Book = BOOK) -> Turn:
    """Take one event."""
    walk = Walk(state, facts, book)
    moved = walk.settle()
    if walk.covered and isinstance(event, Unkept) and event.words:
        event = event.words  # of the file nothing is said through the curtain
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
NUMBERS = frozenset({"help", "numbers"})
"""Entries that say whom to ring."""


# --- beginnings -----------------------------------------------------------------------------------


def _started(walk: Walk, event: Started) -> None:
    covered = walk.covered
    if covered and _is_question(walk, event):
        _asked_behind(walk, event)
        return
    if _is_there(walk, event):
        return
    if event.entry:
        walk.covered = False
        _enter(walk, event)
    elif code := code_of(walk, event.payload) or walk.book.read_link(event.payload):
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


def _is_there(walk: Walk, event: Started) -> bool:
    """Take words that ask for a job where they are words, or where she is at that job already."""
    job = walk.book.jobs.get(event.entry)
    if job is None or walk.resting:
        return False
    if walk.keeps_words:
        take_answer(walk, event.words or Wrote(event.payload))  # on their way to a reader
    elif any(frame.flow == job for frame in walk.frames):
        ask_again(walk)
    else:
        return False
    return True


def _enter(walk: Walk, event: Started) -> None:
    name, book = event.entry, walk.book
    flow = book.entries[name]
    while name in book.over and walk.frames and walk.frames[-1].flow == flow.name:
        walk.frames.pop()  # asked for again: it is answered once
    under = lies_over(walk) if name in book.waits else {}
    walk.begin(flow, {"payload": event.payload, **under}, over=name in book.over)


def _due(walk: Walk, event: Due) -> None:
    if event.name == "curtain":
        walk.covered = True
        if isinstance(event.missed, Started) and event.missed.entry in NUMBERS:
            _enter(walk, event.missed)  # whom to ring is answered as soon as it may be said
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


def _is_question(walk: Walk, event: Started) -> bool:
    return event.entry in TELLS or event.entry in walk.book.waits


def _asked_behind(walk: Walk, event: Started) -> None:
    """Answer what was asked through the curtain once it is lifted; of it nothing is said here.

    What was typed where words are gathered is more of these, as it is without a curtain.
    """
    typed = event.words or (Wrote(event.payload) if event.payload else None)
    if typed and event.entry in walk.book.jobs and walk.keeps_words:
        _hold(walk, typed)
    elif event.entry in walk.book.waits:
        flow = walk.book.entries[event.entry]
        open_too = {flow.name, walk.book.jobs.get(event.entry)}
        if walk.resting or not any(frame.flow in open_too for frame in walk.frames):
            _enter(walk, event)
    _curtain(walk, *((COMPUTER,) if event.entry in TELLS else ()))


def _hold(walk: Walk, event: Wrote | Attached | Edited) -> None:
    """Keep what came while the curtain was down; a bare number answered another question.

    *Thank you* and *good morning* are kept only where they may be for somebody to read; a code, so
    that she is told behind the curtain where it can be used.
    """
    brought = _as_new(walk, event)
    if brought is None:
        return
    polite = isinstance(brought, Wrote) and brought.near in {THANKING, GREETING}
    if polite and not walk.keeps_words:
        return
    if isinstance(brought, Attached) or (
        (not brought.text.strip().isdigit() or walk.book.read_code(brought.text))
        and (len(walk.held.texts) < HELD or brought.near == STOPS.key)  # *Yes* takes it out again
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
        held, walk.held = without_codes(walk, walk.held), NOTHING
        if event.key == "person":
            walk.held = held
            take_choice(walk, "person")
        elif not (walk.resting or walk.place()[2].asks):
            walk.held, walk.first = held, True
            walk.run()  # what she asked through it is answered first
        else:
            _uncovered(walk, held)
    elif isinstance(event, Chose) and event.key == "not_now":
        if not (walk.resting or walk.place()[2].asks):
            walk.frames.pop()  # what she asked through it: whoever goes on later may not be her
        walk.effects.append(NotNow())
    elif event == Chose(STOPS.key):
        stop_texts(walk)
    else:
        _behind_words(walk, event)


def _uncovered(walk: Walk, held: Draft) -> None:
    """Go on where she was, with what was written behind the curtain."""
    if held.meant and walk.resting:
        walk.held = held
        walk.home()
        walk.run()
    elif held:
        walk.faults = 1 if held.meant else 0  # she has waited for one question already
        take_held(walk, held)
    else:
        walk.first = True
        ask_again(walk)


def _behind_words(walk: Walk, event: Event | None) -> None:
    """Keep what came while the curtain was down, and show it; a wish to stop is asked about.

    A code goes on to its link: of what lies behind the curtain that shows nothing.
    """
    if isinstance(event, Wrote) and links(walk, event.text):
        return
    if isinstance(event, Started) and _is_question(walk, event):
        _asked_behind(walk, event)
        return
    again = isinstance(event, Wrote) and event.near == OKAY and asked_to_stop(walk)
    if isinstance(event, Wrote | Attached | Edited) and not again:
        _hold(walk, event)
    if again or (isinstance(event, Wrote) and event.near == STOPS.key):
        ask_to_stop(walk)
    else:
        _curtain(walk)
