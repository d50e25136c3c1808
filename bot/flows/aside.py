"""Words that come where nothing may be asked: while stopped or locked, or after a fault of ours.

The rule kept here: what is written in an open conversation about a complaint never goes to her
advocate, and is not offered to be sent there, for it may be about them. It joins the complaint.
"""

from bot.flows.book import BOOK
from bot.flows.concern import CONCERN
from bot.flows.concern_later import CONCERN_LATER
from bot.flows.engine import HELD
from bot.flows.state import NOTHING, Draft, State
from bot.flows.vocabulary import Finish

OPENED = ("mine", "opened")
"""Answered once a complaint is open."""


def complaint_open(state: State) -> str:
    """Return the name of the open flow about a complaint, the innermost; empty: there is none."""
    if not state.frames:
        return ""
    last = state.frames[-1]
    flow = BOOK.flows.get(last.flow)
    if flow is not None and isinstance(flow.at.get(last.step), Finish):
        return ""  # it is over: what comes now is a new beginning
    for frame in reversed(state.frames):
        flow = BOOK.flows.get(frame.flow)
        if flow is not None and flow.team is not None:
            return flow.name
    return ""


def in_a_worry(state: State) -> bool:
    """Say whether she is in the middle of a worry, or has opened one again.

    Whoever has opened one, by number and six digits or from where it was made, guesses nothing.
    """
    return any(
        frame.flow == CONCERN.name
        or (frame.flow == CONCERN_LATER.name and not frame.answers.keys().isdisjoint(OPENED))
        for frame in state.frames
    )


def join(state: State, flow: str, words: Draft) -> State:
    """Return the state with these words in a flow's draft; she finds them where she left off."""
    drafts = dict(state.drafts)
    kept = drafts.get(flow, NOTHING)
    drafts[flow] = kept.plus(words) if len(kept.texts) < HELD else kept
    return state._replace(drafts=tuple(drafts.items()))


def unsent(state: State) -> bool:
    """Say whether something is open that was written and not sent yet."""
    return any(draft for _, draft in state.drafts) or bool(state.held) or bool(state.stray)


def words_of(state: State) -> State:
    """Return a state with nothing open in it but the words that nobody has been sent."""
    return State(drafts=state.drafts, held=state.held.plus(state.stray), revision=state.revision)


def without_words(state: State) -> State:
    """Return the state without anything that was written and not sent."""
    return state._replace(drafts=(), held=NOTHING, stray=NOTHING)
