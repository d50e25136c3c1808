"""The open flows of one turn: where she is, what she has answered, and moving from step to step.

The rule kept here: at most four flows are open, and a draft is never dropped by moving.
"""

from collections.abc import Mapping

from bot.flows.again import walk_again
from bot.flows.effects import Effect
from bot.flows.facts import Facts
from bot.flows.flow import Book, Flow
from bot.flows.saying import ask_facts
from bot.flows.says import Text, Verbatim
from bot.flows.state import BEGUN, FRAMES, NOTHING, Answer, Draft, Frame, State
from bot.flows.vocabulary import ELSEWHERE, Call, Enter, Finish, Here, Step, Then, Write


class Stack:
    """The state of a turn in the making; ``close`` makes the next one of it."""

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

    @property
    def keeps_words(self) -> bool:
        """Whether words stay words, whatever they mean: for a reader, or a secret of her own."""
        if self.resting:
            return False
        step = self.place()[2]
        return self.gathers or (isinstance(step, Enter) and step.secret)

    @property
    def full(self) -> bool:
        """Whether as much waits to be sent as may wait."""
        return any(draft.full for draft in (self.held, self.stray, *self.drafts.values()))

    @property
    def complaint(self) -> int | None:
        """Return where the innermost flow about a complaint is open; None: nowhere."""
        for at in range(len(self.frames) - 1, -1, -1):
            if self.book.flows[self.frames[at].flow].team is not None:
                return at
        return None

    def begun(self, reference: str) -> None:
        """Remember in the complaint being made that it has begun: what she sends later joins it."""
        at = self.complaint
        if at is not None:
            frame = self.frames[at]
            self.frames[at] = frame._replace(answers={**frame.answers, BEGUN: reference})

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

    def reword(self, message: str, text: str) -> bool:
        """Say anew what came in a message and was not sent; False: none of that came in it."""
        lying = (self.held, self.stray, *self.drafts.values())
        if not message or not any(message in draft.ids for draft in lying):
            return False
        self.held = self.held.reworded(message, text)
        self.stray = self.stray.reworded(message, text)
        self.drafts = {name: one.reworded(message, text) for name, one in self.drafts.items()}
        return True

    def answered(self, answer: Answer, then: Then = None) -> None:
        """Take the answer to the question in force and go on.

        What leads straight back to it (a change, at a check-back) was just shown, and stays.
        """
        frame, flow, step = self.place()
        trail, answers = frame.trail, frame.answers
        if step.id in trail:  # asked again: what was answered since is open again
            since = trail[trail.index(step.id) :]
            trail = trail[: -len(since)]
            open_again = {name for name in since if flow.at[name].then != step.id}
            answers = {name: found for name, found in answers.items() if name not in open_again}
        answers = {**answers, step.id: answer}
        self.frames[-1] = Frame(frame.flow, step.id, answers, (*trail, step.id), frame.shape)
        left, self.stray = self.stray, NOTHING
        self.page, self.faults, self.ticked = 0, 0, ()
        self.go(flow.next(step, then or step.then))
        if left.meant:
            self._carry(left)

    def _carry(self, left: Draft) -> None:
        """Words that were no answer, and never sent: into what she writes next, or held."""
        if self.frames and self.book.flows[self.frames[-1].flow].gathers:
            self.draft(left)
        else:
            self.held = self.held.plus(left)

    def offer(self, words: Draft) -> None:
        """Offer words to be sent, over what is open; an offer that lies there is taken up."""
        stray = self.book.stray
        if not self.resting:
            self.frames = [frame for frame in self.frames if frame.flow != stray.name]
        self.begin(stray, over=True)
        self.draft(words)

    # --- moving -----------------------------------------------------------------------------------

    def begin(self, flow: Flow, answers: Mapping[str, Answer] | None = None, *, over: bool) -> None:
        """Begin a flow, over what is open or instead of it."""
        if self.resting:
            self.frames.clear()
        elif not over:
            if self.held and (at := self.complaint) is not None:
                self.draft(self.held, at=at)  # written behind the curtain of it: hers to send there
                self.held = NOTHING
            self.frames.clear()
        self.first = True
        self._enter(flow, answers or {})

    def _enter(self, flow: Flow, answers: Mapping[str, Answer]) -> None:
        self.page, self.faults, self.stray, self.ticked = 0, 0, NOTHING, ()
        self.frames.append(Frame(flow.name, flow.steps[0].id, answers, (), flow.shape))
        del self.frames[:-FRAMES]
        stray = self.book.stray.name
        own = flow.team is not None or flow.name == stray  # into a complaint only if she says so
        if flow.gathers and not own and stray in self.drafts:
            self.draft(self.drafts.pop(stray))  # offered before, and not sent: it leads

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
        taken = {name: ended.answers[name] for name in flow.takes if name in ended.answers}
        self._enter(flow, taken)

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
