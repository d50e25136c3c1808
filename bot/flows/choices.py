"""What a choice does at whatever is in force: one key or several, a way back, a person."""

from bot.flows.saying import GONE, NO, STOPS, offered, pages
from bot.flows.state import Answer, Frame
from bot.flows.stopping import stop_texts
from bot.flows.vocabulary import Offer, Tick, Write
from bot.flows.walk import Walk

WRITTEN = "written"
"""The answer of a question for words that has some."""


def ask_again(walk: Walk) -> None:
    """Ask what is in force; what has come to its end is not said twice."""
    if walk.resting:
        walk.home()
    walk.run()


def take_choice(walk: Walk, key: str) -> None:
    """Take one key, reserved or offered."""
    if key == STOPS.key:
        stop_texts(walk)
        return
    if key == "person":
        if not walk.frames or walk.frames[-1].flow != walk.book.person.name:
            walk.begin(walk.book.person, lies_over(walk), over=True)
        walk.run()
    elif walk.resting or key == "menu":
        walk.home()
        walk.run()
    elif key == "back":
        if not asked_over(walk):  # the question that lies under it is one back
            _back(walk)
        walk.run()
    elif key == "more":
        walk.page = (walk.page + 1) % pages(len(walk.options()))
        walk.run()
    else:
        _confirmed(walk, key)
        _answer(walk, key)
        walk.run()


def _confirmed(walk: Walk, key: str) -> None:
    """Words that she says were this choice were an answer: they are nobody's to read."""
    if key in walk.options() and asked_over(walk):
        walk.stray = walk.stray.but_last()


def asked_over(walk: Walk) -> bool:
    """Say whether she was asked last what her words meant, over the question in force."""
    return any(one.key == NO.key for one in walk.menu)


def lies_over(walk: Walk) -> dict[str, Answer]:
    """Return what a person or an answer lies over: a complaint goes before what is nearer."""
    at = walk.complaint
    if at is None:
        return {"over": walk.frames[-1].flow} if walk.frames else {}
    frame = walk.frames[at]
    told = walk.book.flows[frame.flow].team or ()
    return {"over": frame.flow, **{one: frame.answers[one] for one in told if one in frame.answers}}


def _answer(walk: Walk, key: str) -> None:
    """Take a key at the question in force; one that is not offered changes nothing."""
    frame, _, step = walk.place()
    if key == "skip":
        key = next((pick.key for pick in step.picks if pick.skip), "skip")
    if isinstance(step, Tick) and key == "done":
        walk.answered(walk.ticked or "skip") if walk.ticked or not step.must else None
        return
    if key not in walk.options():
        if isinstance(step, Offer) and any(one.key == key for one in walk.menu):
            walk.lead.append(GONE)  # it was there when she was asked, and somebody was faster
        return
    if isinstance(step, Tick) and key != "skip":
        ticked = tuple(one for one in walk.ticked if one != key)
        walk.ticked = ticked if key in walk.ticked else (*ticked, key)
        return
    if isinstance(step, Offer) and any(one.key == key for one in offered(step, frame, walk.facts)):
        walk.answered(key)
        return
    chosen = next((pick for pick in step.picks if pick.key == key), None)
    if isinstance(step, Write) and chosen and chosen.skip and walk.drafts.get(frame.flow):
        key = WRITTEN  # no more words: those that are there stay, and the check-back says so
    walk.answered(key, chosen.then if chosen else None)


def take_picked(walk: Walk, keys: tuple[str, ...]) -> None:
    """Take several keys at once; only a question that may be ticked takes more than one."""
    if walk.resting:
        walk.home()
        walk.run()
        return
    step = walk.place()[2]
    _confirmed(walk, keys[0] if keys else "")
    known = walk.options()
    keys = tuple(dict.fromkeys(key for key in keys if key in known))
    ticks = tuple(key for key in keys if key != "skip")
    if isinstance(step, Tick) and ticks:
        walk.answered(ticks)
    elif len(keys) == 1:
        _answer(walk, keys[0])
    walk.run()


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
