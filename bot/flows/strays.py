"""Words and files that answer nothing: where they are kept, and what is said to them.

The rule kept here: words of somebody linked wait until they are shown back or offered to be sent; a
stranger's are kept in a complaint alone. A number that is not offered is nobody's to read.
"""

from bot.flows.choices import WRITTEN, ask_again, asked_over
from bot.flows.saying import HELD_HERE, NOBODY_READS, UNCLEAR
from bot.flows.state import NOTHING, Draft
from bot.flows.vocabulary import Write
from bot.flows.walk import Walk

LONGEST_CHOICE = 3
"""Digits of a choice that was not there; a longer number may be meant for somebody to read."""


def take_draft(walk: Walk, brought: Draft) -> None:
    """Take words or files wherever they came."""
    if walk.resting:
        _idle(walk, brought)
        return
    _, flow, step = walk.place()
    if isinstance(step, Write):
        walk.draft(brought)
        walk.answered(WRITTEN)
        walk.run()
    elif step.id in flow.checks:
        _joins(walk, brought)
        walk.run()
    elif flow.once and len(walk.frames) > 1 and may_send(walk) and not _number(brought):
        walk.draft(brought, at=-2)  # she has read who reads, and begun to write
        walk.answered("go_on")
        walk.run()
    else:
        _not_understood(walk, brought)


def _joins(walk: Walk, brought: Draft) -> None:
    """Take words at a check-back; who had skipped writing has written now, and is shown so."""
    frame, flow, step = walk.place()
    walk.draft(brought)
    asked = flow.checks[step.id]
    if frame.answers.get(asked, "") in flow.skips(asked):
        walk.write_down({asked: WRITTEN})


def set_aside(walk: Walk, brought: Draft) -> None:
    """Keep words where they belong, and ask nothing: in the draft, else to be offered to be sent.

    What a stranger writes is kept in a complaint alone; nothing, once as much waits as may.
    """
    if walk.full:
        return
    if not may_send(walk):
        if walk.facts.linked():
            walk.held = walk.held.plus(brought)
            return
        if walk.complaint is None:
            return
    if not walk.resting:
        _, flow, step = walk.place()
        if isinstance(step, Write):
            walk.draft(brought)
            walk.answered(WRITTEN)
            return
        if step.id in flow.checks:
            _joins(walk, brought)
            return
        if flow.once and len(walk.frames) > 1:
            walk.draft(brought, at=-2)
            return
    left = walk.stray if walk.stray.meant else NOTHING
    if walk.complaint is not None:
        walk.draft(left.plus(brought), at=walk.complaint)
        return
    walk.offer(left.plus(brought))


def take_held(walk: Walk, held: Draft) -> None:
    """Take what was written behind the curtain; a mere knock is no answer to anything."""
    if held.meant or (not walk.resting and walk.gathers):
        take_draft(walk, held)
    else:
        walk.first = True
        ask_again(walk)
        walk.stray = held


def _idle(walk: Walk, brought: Draft) -> None:
    """Nothing was asked: show where she is; her words wait for the next, a file is offered."""
    walk.home()
    if brought.files and may_send(walk):
        _not_understood(walk, brought)
        return
    walk.run()
    if may_send(walk):
        walk.stray = brought


def _number(brought: Draft) -> bool:
    """Say whether this is a choice that is not there, and no words: one short number."""
    plain = "".join(brought.texts).strip(" .()")
    return not brought.files and len(plain) <= LONGEST_CHOICE and plain.isdecimal()


def may_send(walk: Walk) -> bool:
    """Say whether there is an advocate to whom words of hers may be offered to be sent."""
    return walk.facts.linked() and walk.facts.adult() == "yes"


def _not_understood(walk: Walk, brought: Draft) -> None:
    at = walk.complaint
    if _number(brought) and (asked_over(walk) or not walk.stray.meant):
        walk.ask(UNCLEAR)  # a number that is not offered is nobody's to read
    elif at is not None and (walk.faults or brought.files):
        walk.draft(walk.stray.plus(brought), at=at)  # never offered to be sent to the advocate
        walk.faults, walk.stray = 0, NOTHING
        walk.ask(HELD_HERE)
    elif at is None and not may_send(walk):
        again, walk.faults = walk.faults, 1
        walk.ask(NOBODY_READS if again else UNCLEAR)  # she may think that somebody does
    elif walk.faults or brought.files:
        walk.offer(walk.stray.plus(brought))
        walk.run()
    else:
        walk.faults, walk.stray = 1, walk.stray.plus(brought)
        walk.ask(UNCLEAR)
