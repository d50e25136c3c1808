"""A flow, which is a table of steps, and the book, which is all of them and the ways in.

The rule kept here: a flow that was stored under one shape is never walked blindly under another.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.flows.facts import Facts
from bot.flows.state import Answer
from bot.flows.vocabulary import ELSEWHERE, Choose, Enter, Step, Then, Write


class Flow:
    """A table of steps.

    Attributes:
        name: the first part of every context in it.
        steps: in order.
        at: step id → step.
        after: step id → the id of the step it falls through to; empty: the end.
        checks: check-back id → the id of the Write it checks.
        once: a method of Facts (its reader's name): called again in the same session for the same
            reader, the flow is passed over.
        gathers: whether it asks for free words.
        secrets: the steps whose answers are forgotten once something was done with them.
        takes: the answers taken along from the flow that leads here.
        team: of a flow about a complaint: the answers by which it is known who may be asked for a
            person there, and whose draft stray words join; None: of every other flow.
        shape: a fingerprint; a stored conversation of another shape is walked again.
    """

    __slots__ = (
        "after",
        "at",
        "checks",
        "gathers",
        "name",
        "once",
        "secrets",
        "shape",
        "steps",
        "takes",
        "team",
    )

    def __init__(
        self,
        name: str,
        *steps: Step,
        once: str = "",
        takes: tuple[str, ...] = (),
        team: tuple[str, ...] | None = None,
    ) -> None:
        self.name, self.steps, self.once, self.takes = name, steps, once, takes
        self.team = team
        self.at = {step.id: step for step in steps}
        self.gathers = any(isinstance(step, Write) for step in steps)
        self.secrets = tuple(step.id for step in steps if isinstance(step, Enter) and step.secret)
        self.after: dict[str, str] = {}
        self.checks: dict[str, str] = {}
        for step, following in zip(steps, (*steps[1:], None), strict=True):
            step.settle(name)
            self.after[step.id] = following.id if following else ""
            if isinstance(step, Write) and isinstance(following, Choose):
                self.checks[following.id] = step.id
            if isinstance(step, Choose) and step.checks:
                self.checks[step.id] = step.checks
        self.shape = zlib.crc32(repr([_outline(step) for step in steps]).encode())

    def way(self, then: Then, flows: "Mapping[str, Flow]") -> "Step | Flow | None":
        """Return the step or flow that a ``then`` of this flow means; None is the end."""
        if isinstance(then, Flow):
            return then
        if then and then.startswith(ELSEWHERE):
            return flows[then[1:]]
        return self.at[then] if then else None

    def skips(self, step: str) -> frozenset[Answer]:
        """Return the answers that pass a question over."""
        return frozenset(("skip", *(pick.key for pick in self.at[step].picks if pick.skip)))

    def next(self, step: Step, then: Then) -> Then:
        """Return where ``then`` leads from a step; an empty string is the end."""
        return self.after[step.id] if then is None else then


def _outline(step: Step) -> tuple[object, ...]:
    ways = tuple(then.name if isinstance(then, Flow) else then for _, then in step.ways_out())
    return type(step).__name__, step.id, tuple(pick.key for pick in step.picks), ways


@dataclass(frozen=True, slots=True)
class Book:
    """All flows, and the ways into them.

    Attributes:
        flows: by name.
        home: where somebody belongs when nothing is open.
        person: what 8 opens, over whatever is open.
        curtain: the question that reveals nothing.
        stray: offers to send words that were no answer.
        link: what a code opens; the code is its ``payload``.
        read_code: reads the code that a whole text is.
        code_among: finds the one code that stands among words.
        read_link: reads what a link on a card carries.
        entries: the other ways in, by name (``Started.entry``).
        over: those entries that lie over what is open, and return to it.
        waits: those of them that wait behind the curtain, where nothing of them is said.
        jobs: those that are a job asked for in words (their ``payload``), and the flow of the job.
        due: what begins on our side, by name (``Due.name``).
    """

    flows: Mapping[str, Flow]
    home: Callable[[Facts], Flow]
    person: Flow
    curtain: Flow
    stray: Flow
    link: Flow
    read_code: Callable[[str], str | None]
    code_among: Callable[[str], str | None]
    read_link: Callable[[str], str | None]
    entries: Mapping[str, Flow] = field(default_factory=dict)
    over: frozenset[str] = frozenset()
    waits: frozenset[str] = frozenset()
    jobs: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, Flow] = field(default_factory=dict)
