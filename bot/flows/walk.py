"""One turn in the making: the open flows as they are walked, and what the walk asks for.

The rule kept here: a walk stops at the first question, and at nothing else. What was done is not
done again: Back never returns across a Do, and walking a changed table again does nothing.
"""

from collections.abc import Mapping

from bot.flows.again import walk_again
from bot.flows.effects import Deliver, Effect, EndSession
from bot.flows.facts import Facts
from bot.flows.flow import Book, Flow
from bot.flows.saying import ask_facts, filled, offered, options, say
from bot.flows.says import Say, Text, Verbatim
from bot.flows.state import FRAMES, NOTHING, Answer, Draft, Frame, State
from bot.flows.vocabulary import (
    ELSEWHERE,
    Call,
    Decide,
    Do,
    Enter,
    Finish,
    Here,
    Offer,
    Show,
    Step,
    Then,
    Write,
)

LONGEST = 200
"""Steps in one turn; the static checks allow no loop without a person in it."""

LINES = 3
"""Lines of a source on one card."""


class Endless(RuntimeError):
    """A table leads in a circle without asking anything; the static checks find it first."""


class Walk:
    """A turn in the making; ``close`` makes the next state of it."""

    def __init__(self, state: State, facts: Facts, book: Book) -> None:
        self.facts, self.book = facts, book
        self.frames = list(state.frames)
        self.drafts = dict(state.drafts)
        self.told, self.menu = state.told, state.menu
        self.page, self.faults, self.ticked = state.page, state.faults, state.ticked
        self.stray, self.held, self.covered = state.stray, state.held, state.covered
        self.revision = state.revision
        self.effects: list[Effect] = []
        self.lead: list[Text | Verbatim] = []
        self.first = False

    def close(self) -> State:
        """Return the state after this turn."""
        return State(
            tuple(self.frames),
            self.menu,
            tuple(self.drafts.items()),
            self.told,
            self.page,
            self.faults,
            self.stray,
            self.ticked,
            self.covered,
            self.held,
            self.revision + 1,
        )

    # --- where she is -----------------------------------------------------------------------------

    def place(self) -> tuple[Frame, Flow, Step]:
        """Return the frame in force, its flow and its step."""
        frame = self.frames[-1]
        flow = self.book.flows[frame.flow]
        return frame, flow, flow.at[frame.step]

    @property
    def resting(self) -> bool:
        """Whether nothing is asked: nothing is open, or a flow has come to its end."""
        return not self.frames or isinstance(self.place()[2], Finish)

    @property
    def gathers(self) -> bool:
        """Whether words join a draft at the step in force."""
        _, flow, step = self.place()
        return isinstance(step, Write) or step.id in flow.checks

    def here(self) -> Here:
        """Return what a function of the flow in force can see."""
        frame = self.frames[-1]
        return Here(self.facts, frame.answers, self.drafts.get(frame.flow, NOTHING))

    def write_down(self, answers: Mapping[str, Answer]) -> None:
        """Add answers to the frame in force."""
        frame = self.frames[-1]
        self.frames[-1] = Frame(
            frame.flow, frame.step, {**frame.answers, **answers}, frame.trail, frame.shape
        )

    def draft(self, more: Draft, *, at: int = -1) -> None:
        """Add words or files to the draft of the flow in force, or of its caller."""
        name = self.frames[at].flow
        self.drafts[name] = self.drafts.get(name, NOTHING).plus(more)

    def answered(self, answer: Answer, then: Then = None) -> None:
        """Take the answer to the question in force and go on."""
        frame, flow, step = self.place()
        trail, answers = frame.trail, frame.answers
        if step.id in trail:  # asked again: what was answered since is open again
            since = trail[trail.index(step.id) :]
            trail = trail[: -len(since)]
            answers = {name: found for name, found in answers.items() if name not in since}
        answers = {**answers, step.id: answer}
        self.frames[-1] = Frame(frame.flow, step.id, answers, (*trail, step.id), frame.shape)
        left, self.stray = self.stray, NOTHING
        self.page, self.faults, self.ticked = 0, 0, ()
        self.go(flow.next(step, then or step.then))
        if left.meant:
            self._carry(left)

    def _carry(self, left: Draft) -> None:
        """Words that were no answer, and never sent: into what she writes next, or held."""
        steps = self.book.flows[self.frames[-1].flow].steps if self.frames else ()
        if any(isinstance(step, Write) for step in steps):
            self.draft(left)
        else:
            self.held = self.held.plus(left)

    # --- moving -----------------------------------------------------------------------------------

    def begin(self, flow: Flow, answers: Mapping[str, Answer] | None = None, *, over: bool) -> None:
        """Begin a flow, over what is open or instead of it."""
        if not over or self.resting:
            self.frames.clear()
        self.first = True
        self._enter(flow, answers or {})

    def _enter(self, flow: Flow, answers: Mapping[str, Answer]) -> None:
        self.page, self.faults, self.stray, self.ticked = 0, 0, NOTHING, ()
        self.frames.append(Frame(flow.name, flow.steps[0].id, answers, (), flow.shape))
        del self.frames[:-FRAMES]

    def go(self, then: Then) -> None:
        """Follow a target in the frame in force."""
        if isinstance(then, Flow):
            self._leap(then)
        elif then and then.startswith(ELSEWHERE):
            self._leap(self.book.flows[then[1:]])
        elif then:
            frame = self.frames[-1]
            self.frames[-1] = Frame(frame.flow, then, frame.answers, frame.trail, frame.shape)
        else:
            self._return()

    def _leap(self, flow: Flow) -> None:
        """End the flow in force for another one, which takes its draft along."""
        ended = self.frames.pop()
        if draft := self.drafts.pop(ended.flow, NOTHING):
            self.drafts[flow.name] = self.drafts.get(flow.name, NOTHING).plus(draft)
        self.first = True
        self._enter(flow, {})

    def _return(self) -> None:
        """End the flow in force: back to its caller, or home."""
        ended = self.frames.pop()
        flow = self.book.flows[ended.flow]
        if flow.once:
            self.told = (*self.told, self._telling(flow, ended))
        if not self.frames:
            self.home()
            return
        self.settle()
        if self.frames:
            _, caller, step = self.place()
            if isinstance(step, Call) and step.flow is flow:
                self.write_down({step.id: "done"})
                self.go(caller.next(step, step.then))
        else:
            self.home()

    def _telling(self, flow: Flow, frame: Frame) -> str:
        return f"{flow.name}:{ask_facts(self.facts, flow.once, frame)}"

    def home(self) -> None:
        """Begin where she belongs; words held or left over are offered to be sent first."""
        if self.held.meant and self.facts.linked():
            held, self.held = self.held, NOTHING
            self.begin(self.book.stray, over=False)
            self.draft(held)
        else:
            self.begin(self.book.home(self.facts), over=False)

    def settle(self) -> bool:
        """Make the frame in force fit its table as it is now; say whether she stands elsewhere."""
        moved = False
        while self.frames and self.frames[-1].flow not in self.book.flows:
            self.frames.pop()
            moved = True
        if self.frames:
            frame = self.frames[-1]
            if frame.shape != self.book.flows[frame.flow].shape:
                walk_again(self, frame)
                moved = not self.frames or self.frames[-1].step != frame.step
        return moved

    # --- walking ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Walk to the next question and ask it."""
        for _ in range(LONGEST):
            if not self.frames:
                return
            frame, flow, step = self.place()
            if step.asks:
                if self._ready(frame, flow, step):
                    self.ask()
                    return
            elif isinstance(step, Decide):
                self.go(flow.next(step, step.ways[step.how(self.here())]))
            elif isinstance(step, Do):
                self._do(flow, step)
            elif isinstance(step, Call):
                self._call(frame, flow, step)
            elif isinstance(step, Show):
                self._show(frame, flow, step)
            elif isinstance(step, Finish) and self._finish(frame, flow, step):
                return
        raise Endless

    def _ready(self, frame: Frame, flow: Flow, step: Step) -> bool:
        """Say whether a question can be asked; if not, move on."""
        if isinstance(step, Offer):
            found = offered(step, frame, self.facts)
            if not found:
                self.go(flow.next(step, step.none))
                return False
            if step.alone and len(found) == 1:
                self.answered(found[0].key)
                return False
        write = flow.checks.get(step.id)
        if write and frame.answers.get(write) != "skip" and not self.drafts.get(frame.flow):
            self.go(write)  # a check-back with nothing to check
            return False
        if isinstance(step, Enter) and step.draw and f"{step.id}_drawn" not in frame.answers:
            drawn = ask_facts(self.facts, step.draw, frame)
            self.write_down({f"{step.id}_drawn": str(drawn)})
        return True

    def ask(self, lead: Text | None = None) -> None:
        """Say the question in force."""
        frame, flow, step = self.place()
        if lead and step.reveals != "none":  # those say nothing but their own words
            self.lead.insert(0, filled(lead, flow, frame, self.facts))
        self.effects.append(
            say(
                step,
                flow,
                frame,
                self.facts,
                lead=tuple(self.lead),
                page=self.page,
                first=self.first or lead is not None,
                ticked=self.ticked,
            )
        )
        self.lead.clear()

    def options(self) -> tuple[str, ...]:
        """Return the keys that the question in force accepts."""
        frame, flow, step = self.place()
        return tuple(option.key for option in options(step, flow, frame, self.facts))

    def _do(self, flow: Flow, step: Do) -> None:
        for effect in step.what(self.here()):
            self.effects.append(effect)
            if isinstance(effect, Deliver):
                self.drafts.pop(self.frames[-1].flow, None)
        self.write_down({step.id: "done"})
        self.frames = [Frame(f.flow, f.step, f.answers, (), f.shape) for f in self.frames]
        self.go(flow.next(step, step.then))

    def _call(self, frame: Frame, flow: Flow, step: Call) -> None:
        if step.flow.once and self._telling(step.flow, frame) in self.told:
            self.write_down({step.id: "done"})
            self.go(flow.next(step, step.then))
        else:
            self._enter(step.flow, {})

    def _show(self, frame: Frame, flow: Flow, step: Show) -> None:
        lines = [filled(text, flow, frame, self.facts) for text in step.texts]
        if step.source:
            found: tuple[Text | Verbatim, ...] = ask_facts(self.facts, step.source, frame)  # type: ignore[assignment]
            lines.extend(found)
        cards = [tuple(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]
        for card in cards if step.apart else cards[:-1]:
            self._apart(step, card)
        if cards and not step.apart:
            self.lead.extend(cards[-1])
        self.go(flow.next(step, step.then))

    def _apart(self, step: Step, card: tuple[Text | Verbatim, ...]) -> None:
        """Say a message of its own, which stays."""
        parts = (*self.lead, *card)
        self.lead.clear()
        self.effects.append(Say(step.context, parts, cls=step.cls, keep=True, reveals=step.reveals))

    def _finish(self, frame: Frame, flow: Flow, step: Finish) -> bool:
        """End a flow; say whether the turn is over."""
        self.drafts.pop(frame.flow, None)
        said = tuple(filled(text, flow, frame, self.facts) for text in step.texts)
        if step.quiet and len(self.frames) > 1:
            self.frames.pop()  # what lies under it was asked already
            return True
        if len(self.frames) > 1 or not (said or step.quiet):
            if step.receipt:
                self._apart(step, said)
            else:
                self.lead.extend(said)
            self._return()
            return False
        if step.quiet:
            if said or self.lead:
                self._apart(step, said)
            self.frames.clear()
        else:
            self.ask()
        self.effects.append(EndSession())
        return True
