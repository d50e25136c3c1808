"""What an answer does at whatever is in force: words, a file, a code; a choice by ``choices``."""

from bot.flows.choices import ask_again, asked_over, take_choice, take_picked
from bot.flows.effects import Tried
from bot.flows.effects_words import DeleteTheirs
from bot.flows.events import Attached, Chose, Edited, Picked, Unkept, Wrote
from bot.flows.linking import linked_already, links
from bot.flows.saying import (
    CHANGED,
    ELSE,
    FIRST_WORDS,
    FULL,
    HELPING,
    MEANT,
    NAVIGATION,
    OKAY,
    STOPS,
    THANKING,
    WELCOME,
    WORDS_AND_FILES,
    WORDS_ONLY,
    options,
)
from bot.flows.says import Say, Text
from bot.flows.state import Draft
from bot.flows.stopping import ask_to_stop, asked_to_stop, asks_to_stop
from bot.flows.strays import may_send, take_draft
from bot.flows.vocabulary import Enter, Offer, Show
from bot.flows.walk import Walk

MOST_FAULTS = 2
"""Answers not understood after which words are words: they are offered to be sent."""

TRIES = 3
"""Tries at a code or a word before the conversation goes another way."""


def take_answer(walk: Walk, event: Chose | Picked | Unkept | Wrote | Attached | Edited) -> None:
    """Take one event at the question in force."""
    if isinstance(event, Chose):
        take_choice(walk, event.key)
    elif isinstance(event, Picked):
        take_picked(walk, event.keys)
    elif isinstance(event, Unkept):
        _unkept(walk, event)
    elif isinstance(event, Edited):
        take_edit(walk, event)
    else:
        _brought(walk, event)


def as_draft(event: Wrote | Attached) -> Draft:
    """Return what she sent as a draft."""
    ids = (event.message,) if event.message else ()
    if isinstance(event, Wrote):
        return Draft((event.text,), (), ids)
    file = ((event.kind, event.ref),)
    return Draft((event.caption,), file, ids) if event.caption else Draft((), file)


def _brought(walk: Walk, event: Wrote | Attached) -> None:
    """Take words or a file at whatever is in force."""
    if isinstance(event, Wrote):
        if _understood(walk, event):
            return
        if links(walk, event.text):
            return
        if walk.frames and isinstance(step := walk.place()[2], Enter):
            _entered(walk, step, event.text)
            return
        if not (walk.frames and walk.gathers) and walk.book.read_code(event.text):
            _say_why(walk, linked_already(walk))  # nobody's to read, nor to be sent
            return
        if walk.frames and _found(walk, event.text):
            return
        if event.near and _meant(walk, event):
            return
    if walk.full:
        _say_why(walk, FULL)
    else:
        take_draft(walk, as_draft(event))


def _understood(walk: Walk, event: Wrote) -> bool:
    """Do what such words mean wherever they are said; say whether it could be done here."""
    if event.near == STOPS.key:
        return asks_to_stop(walk, as_draft(event))
    if event.near == OKAY:
        return _went_on(walk)
    if event.near == HELPING:
        return _helped(walk, as_draft(event))
    return event.near == THANKING and _thanked(walk)


def _went_on(walk: Walk) -> bool:
    """Take *ok* where it can only mean to go on; say whether it could be taken."""
    if asked_to_stop(walk):
        ask_to_stop(walk)  # stopping is said by its number
        return True
    if walk.resting or asked_over(walk):
        return False
    step = walk.place()[2]
    plain = "go_on" if isinstance(step, Show) else ""
    key = next((pick.key for pick in step.picks if pick.okay), plain)
    if key:
        take_choice(walk, key)
    return bool(key)


def _helped(walk: Walk, brought: Draft) -> bool:
    """Say a number to ring, and ask again; False, and nothing said, where words are gathered."""
    if walk.keeps_words:
        return False
    number = walk.book.entries["help"].steps[0].texts[0]
    walk.lead.append(number.filled(person_number=walk.facts.person_number()))
    walk.first = True
    ask_again(walk)
    walk.faults = 1
    if may_send(walk) or walk.complaint is not None:
        walk.stray = walk.stray.plus(brought)
    return True


def _thanked(walk: Walk) -> bool:
    """Answer a courtesy, and ask again; False, and nothing said, where words are gathered."""
    if walk.keeps_words or not walk.facts.language():
        return False
    _say_why(walk, WELCOME)
    return True


def _found(walk: Walk, text: str) -> bool:
    """Take words that name one of what is offered, where the question reads them."""
    step = walk.place()[2]
    found = step.read(text, walk.here()) if isinstance(step, Offer) and step.read else None
    if not found:
        return False
    walk.answered(found)
    walk.run()
    return True


def _meant(walk: Walk, event: Wrote) -> bool:
    """Ask whether words that look like one choice mean it; say whether that could be asked."""
    if walk.resting or walk.gathers or event.near not in walk.options():
        return False
    if walk.faults >= MOST_FAULTS:
        return False
    frame, flow, step = walk.place()
    walk.faults, walk.stray = walk.faults + 1, walk.stray.plus(as_draft(event))
    near = next(one for one in options(step, flow, frame, walk.facts) if one.key == event.near)
    walk.effects.append(
        Say(step.context, (MEANT,), (near, ELSE), nav=NAVIGATION, first=True, reveals=step.reveals)
    )
    return True


def take_edit(walk: Walk, edit: Edited) -> None:
    """Change words that were not sent yet; of what was, say kindly that the first words stand."""
    _say_why(walk, CHANGED if walk.reword(edit.message, edit.text) else FIRST_WORDS)


def _unkept(walk: Walk, event: Unkept) -> None:
    """Say kindly what can be kept here, and ask again; words under it are taken as words."""
    why = WORDS_AND_FILES if walk.facts.keeps_files() else WORDS_ONLY
    if event.words is None:
        _say_why(walk, why)
        return
    if walk.resting or walk.place()[2].reveals != "none":
        walk.lead.append(why)
    _brought(walk, event.words)


def _say_why(walk: Walk, why: Text) -> None:
    if walk.resting:
        walk.lead.append(why)
        ask_again(walk)
    else:
        walk.ask(why)


def _entered(walk: Walk, step: Enter, text: str) -> None:
    """Read a code or a word; after three tries go another way."""
    if step.secret:
        walk.effects.append(DeleteTheirs())
    value = step.read(text, walk.here())
    if value is None and step.counts:
        walk.effects.append(Tried())
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
