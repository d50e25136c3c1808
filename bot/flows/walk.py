"""Walking a flow: through everything that asks nothing, to the next question.

The rule kept here: a walk stops at the first question, and at nothing else. What was done is not
done again: Back never returns across a Do, and walking a changed table again does nothing.
"""

from bot.flows.effects import EndSession
from bot.flows.effects_concern import AskTeam
from bot.flows.effects_words import Deliver
from bot.flows.flow import Flow
from bot.flows.saying import ask_facts, filled, offered, options, say
from bot.flows.says import Say, Text, Verbatim
from bot.flows.stack import Stack
from bot.flows.state import Frame
from bot.flows.vocabulary import Call, Decide, Do, Enter, Finish, Offer, Show, Step

LONGEST = 200
"""Steps in one turn; the static checks allow no loop without a person in it."""


class Endless(RuntimeError):
    """A table leads in a circle without asking anything; the static checks find it first."""


class Walk(Stack):
    """A turn in the making that can walk on."""

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
                self.write_down({step.id: found[0].key})  # not asked: Back passes over it
                self.go(flow.next(step, step.then))
                return False
        write = flow.checks.get(step.id, "")
        skipped = write and frame.answers.get(write, "") in flow.skips(write)
        if write and not skipped and not self.drafts.get(frame.flow):
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
            if isinstance(effect, AskTeam) and not effect.concern:
                self.begun(effect.reference)
        told = self.frames[-1].answers
        self.write_down({**{one: "" for one in flow.secrets if one in told}, step.id: "done"})
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
        each = step.each
        cards = [tuple(lines[at : at + each]) for at in range(0, len(lines), each)]
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
            if step.receipt or step.apart:
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
