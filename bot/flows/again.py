"""A table changed under a conversation: its stored answers are walked again.

The rule kept here: no Do is done by this; what was confirmed and not done is asked again.
"""

from typing import TYPE_CHECKING

from bot.flows.flow import Flow
from bot.flows.state import Frame
from bot.flows.vocabulary import ELSEWHERE, Call, Decide, Do, Finish, Step, Then

if TYPE_CHECKING:
    from bot.flows.stack import Stack


def walk_again(walk: "Stack", frame: Frame) -> None:
    """Walk the stored answers again, without any Do, up to the first unanswered step."""
    flow = walk.book.flows[frame.flow]
    trail: list[str] = []
    seen: set[str] = set()
    undone, at = "", flow.steps[0].id
    if isinstance(flow.at.get(frame.step), Finish):
        at, seen = frame.step, {frame.step}
    while at and at not in seen:
        seen.add(at)
        walk.frames[-1] = Frame(frame.flow, at, frame.answers, tuple(trail), flow.shape)
        step = flow.at[at]
        then = _answered_way(walk, step, flow)
        if then is None or isinstance(then, Flow) or then.startswith(ELSEWHERE):
            break
        if step.asks:
            trail.append(at)
        if isinstance(step, Do) and step.id not in frame.answers and not undone:
            undone = trail[-1] if trail else at
        at = then
    at = at or undone  # nothing left to ask: over, unless something confirmed was never done
    if at:
        kept = trail[: trail.index(at)] if at in trail else trail
        walk.frames[-1] = Frame(frame.flow, at, frame.answers, tuple(kept), flow.shape)
    else:
        walk.frames.pop()


def _answered_way(walk: "Stack", step: Step, flow: Flow) -> Then:
    """Return where a stored answer leads from a step; None: it has none."""
    answers = walk.frames[-1].answers
    if isinstance(step, Finish):
        return ""
    if isinstance(step, Decide):
        return flow.next(step, step.ways[step.how(walk.here())])
    if isinstance(step, Call):
        return flow.next(step, step.then) if step.id in answers else None
    if not step.asks:
        return flow.next(step, step.then)
    if step.id not in answers:
        return None
    for pick in step.picks:
        if pick.key == answers[step.id]:
            return flow.next(step, pick.then or step.then)
    return flow.next(step, step.then)
