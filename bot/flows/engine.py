"""The engine: ``advance(state, event, facts) -> Turn``, with no I/O, clock, randomness or channel.

Theory of operation. A state is a stack of open flows, each at a step; the step in force is a question
(or a Finish at rest, or nothing). An event answers it, or leaves it. The walk then goes on through
steps that ask nothing, collecting effects, to the next question, which is said as the last effect of
the turn. Every event is answered by at least one effect. Words that were no answer are never dropped
silently: asked again kindly once, then offered to be sent; words written behind the curtain wait
there; words not sent stay in the draft until they are sent or thrown away.
"""

from dataclasses import dataclass

from bot.flows.book import BOOK
from bot.flows.effects import DeleteTheirs, Effect, Leave, NotNow
from bot.flows.events import Attached, Chose, Due, Event, Picked, Started, Unkept, Wrote
from bot.flows.facts import Facts
from bot.flows.flow import Book
from bot.flows.saying import UNCLEAR, WORDS_AND_FILES, WORDS_ONLY, offered, pages, say
from bot.flows.state import NOTHING, Draft, Frame, State
from bot.flows.vocabulary import Enter, Offer, Tick, Write
from bot.flows.walk import Walk

TRIES = 3
"""Tries at a code or a word before the conversation goes another way."""

HELD = 20
"""Messages kept behind the curtain; somebody who writes more has been asked twenty times."""


@dataclass(frozen=True, slots=True)
class Turn:
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
    elif isinstance(event, Chose) and event.key == "leave":
        _leave(walk)
    elif walk.covered:
        _behind(walk, event)
    elif moved and isinstance(event, Chose | Picked) and event != _PERSON:
        _ask(walk)  # the choice was of a question that is no more
    else:
        if moved:
            _ask(walk)
        _answered(walk, event)
    return Turn(walk.close(), tuple(walk.effects))


_PERSON = Chose("person")


def _answered(walk: Walk, event: Chose | Picked | Unkept | Wrote | Attached) -> None:
    if isinstance(event, Chose):
        _chose(walk, event.key)
    elif isinstance(event, Picked):
        _picked(walk, event.keys)
    elif isinstance(event, Unkept):
        _unkept(walk)
    else:
        _brought(walk, event)


def _ask(walk: Walk) -> None:
    """Ask what is in force; what has come to its end is not said twice."""
    if walk.resting:
        walk.home()
    walk.run()


# --- beginnings -----------------------------------------------------------------------------------


def _started(walk: Walk, event: Started) -> None:
    if event.entry:
        walk.covered = False
        over = event.entry in walk.book.over
        walk.begin(walk.book.entries[event.entry], {"payload": event.payload}, over=over)
    elif event.payload:
        walk.covered = False
        walk.begin(walk.book.link, {"payload": event.payload}, over=False)
    elif walk.covered:
        _curtain(walk)
        return
    else:
        walk.home()
    walk.run()


def _due(walk: Walk, event: Due) -> None:
    if event.name == "curtain":
        walk.covered = True
        if event.missed:
            _hold(walk, event.missed)
        _curtain(walk)
    else:
        walk.covered = False
        walk.begin(walk.book.due[event.name], {"payload": event.payload}, over=False)
        walk.run()


# --- leaving and the curtain ----------------------------------------------------------------------


def _leave(walk: Walk) -> None:
    walk.frames.clear()
    walk.menu, walk.told = (), ()
    walk.page, walk.faults, walk.stray, walk.ticked = 0, 0, NOTHING, ()
    walk.covered = True
    walk.effects.append(Leave())


def _curtain(walk: Walk) -> None:
    flow = walk.book.curtain
    step = flow.steps[0]
    walk.effects.append(say(step, flow, Frame(flow.name, step.id, {}, (), 0), walk.facts))


def _hold(walk: Walk, event: Wrote | Attached) -> None:
    """Keep what came while the curtain was down; a bare number answered another question."""
    if isinstance(event, Attached):
        walk.held = walk.held.plus(_as_draft(event))
    elif not event.text.strip().isdigit() and len(walk.held.texts) < HELD:
        walk.held = walk.held.plus(Draft((event.text,)))


def _behind(walk: Walk, event: Event) -> None:
    if isinstance(event, Chose) and event.key in {"on", "person"}:
        walk.covered = False
        held, walk.held = walk.held, NOTHING
        if event.key == "person":
            walk.held = held
            _chose(walk, "person")
        elif held:
            _brought_draft(walk, held)
        else:
            walk.first = True
            _ask(walk)
    elif isinstance(event, Chose) and event.key == "not_now":
        walk.effects.append(NotNow())
    else:
        if isinstance(event, Wrote | Attached):
            _hold(walk, event)
        _curtain(walk)


# --- choices --------------------------------------------------------------------------------------


def _chose(walk: Walk, key: str) -> None:
    if key == "person":
        if not walk.frames or walk.frames[-1].flow != walk.book.person.name:
            walk.begin(walk.book.person, over=True)
        walk.run()
    elif walk.resting or key == "menu":
        walk.home()
        walk.run()
    elif key == "back":
        _back(walk)
        walk.run()
    elif key == "more":
        walk.page = (walk.page + 1) % pages(len(walk.options()))
        walk.run()
    else:
        _answer(walk, key)
        walk.run()


def _answer(walk: Walk, key: str) -> None:
    """Take a key at the question in force; one that is not offered changes nothing."""
    frame, _, step = walk.place()
    if key == "skip":
        key = next((pick.key for pick in step.picks if pick.skip), "skip")
    if isinstance(step, Tick) and key == "done":
        walk.answered(walk.ticked or "skip") if walk.ticked or not step.must else None
        return
    if key not in walk.options():
        return
    if isinstance(step, Tick) and key != "skip":
        ticked = tuple(one for one in walk.ticked if one != key)
        walk.ticked = ticked if key in walk.ticked else (*ticked, key)
        return
    if isinstance(step, Offer) and any(one.key == key for one in offered(step, frame, walk.facts)):
        walk.answered(key, step.then)
        return
    chosen = next((pick for pick in step.picks if pick.key == key), None)
    walk.answered(key, (chosen.then if chosen else None) or step.then)


def _picked(walk: Walk, keys: tuple[str, ...]) -> None:
    if not walk.resting:
        step = walk.place()[2]
        known = walk.options()
        keys = tuple(dict.fromkeys(key for key in keys if key in known))
        ticks = tuple(key for key in keys if key != "skip")
        if isinstance(step, Tick) and ticks:
            walk.answered(ticks)
        elif len(keys) == 1:
            _answer(walk, keys[0])
    _ask(walk)


def _back(walk: Walk) -> None:
    """Return to the question before; never across something that was done."""
    walk.faults, walk.ticked = 0, ()
    if walk.page:
        walk.page -= 1
        return
    while walk.frames:
        frame, flow, step = walk.place()
        if frame.trail:
            at = frame.trail[-1]
            answers = {
                name: found for name, found in frame.answers.items() if name not in {at, step.id}
            }
            walk.frames[-1] = Frame(flow.name, at, answers, frame.trail[:-1], frame.shape)
            return
        walk.frames.pop()
        walk.settle()
        if walk.frames and walk.place()[2].asks:
            return
    walk.home()


# --- words and files ------------------------------------------------------------------------------


def _as_draft(event: Wrote | Attached) -> Draft:
    if isinstance(event, Wrote):
        return Draft((event.text,))
    return Draft((event.caption,) if event.caption else (), ((event.kind, event.ref),))


def _brought(walk: Walk, event: Wrote | Attached) -> None:
    """Take words or a file at whatever is in force."""
    if isinstance(event, Wrote):
        if not walk.facts.linked() and (code := walk.book.read_code(event.text)):
            walk.begin(walk.book.link, {"payload": code}, over=False)
            walk.run()
            return
        if walk.frames and isinstance(step := walk.place()[2], Enter):
            _entered(walk, step, event.text)
            return
    _brought_draft(walk, _as_draft(event))


def _brought_draft(walk: Walk, brought: Draft) -> None:
    if walk.resting:
        _idle(walk, brought)
        return
    _, flow, step = walk.place()
    if isinstance(step, Write):
        walk.draft(brought)
        walk.answered("written")
        walk.run()
    elif step.id in flow.checks:
        walk.draft(brought)
        walk.run()
    else:
        _not_understood(walk, brought)


def _idle(walk: Walk, brought: Draft) -> None:
    """Nothing was asked: show where she is; a second message, or a file, is offered to be sent."""
    walk.home()
    if brought.files and _may_send(walk):
        _not_understood(walk, brought)
        return
    walk.run()
    if _may_send(walk):
        walk.stray, walk.faults = brought, 1


def _may_send(walk: Walk) -> bool:
    return walk.facts.linked() and walk.facts.adult() == "yes"


def _not_understood(walk: Walk, brought: Draft) -> None:
    if not _may_send(walk):
        walk.ask(UNCLEAR)
    elif walk.faults or brought.files:
        stray = walk.stray.plus(brought)
        walk.begin(walk.book.stray, over=True)
        walk.draft(stray)
        walk.run()
    else:
        walk.faults, walk.stray = 1, walk.stray.plus(brought)
        walk.ask(UNCLEAR)


def _unkept(walk: Walk) -> None:
    """Say kindly what can be kept here, and ask again."""
    why = WORDS_AND_FILES if walk.facts.keeps_files() else WORDS_ONLY
    if walk.resting:
        walk.lead.append(why)
        _ask(walk)
    else:
        walk.ask(why)


def _entered(walk: Walk, step: Enter, text: str) -> None:
    """Read a code or a word; after three tries go another way."""
    if step.secret:
        walk.effects.append(DeleteTheirs())
    value = step.read(text, walk.here())
    if value is not None:
        walk.answered(value)
        walk.run()
    elif walk.faults + 1 < TRIES:
        walk.faults += 1
        walk.ask(step.again_text)
    else:
        walk.faults = 0
        walk.go(walk.place()[1].next(step, step.out))
        walk.run()
