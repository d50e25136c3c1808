"""What every step of a flow has, and what the functions of a flow can see.

The rule kept here: a step knows its words by their context and where it may lead, so that the
checks and the catalogue can walk every table without running it.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TypedDict, Union

from bot.flows.effects import Effect
from bot.flows.facts import Facts
from bot.flows.says import Option, Reveals, SayClass, SaySet, Text
from bot.flows.state import Answers, Draft

if TYPE_CHECKING:
    from bot.flows.flow import Flow

ELSEWHERE = "@"
"""``then="@menu"`` names a flow that is written later than this one."""

Then = Union[str, "Flow", None]
Doing = Callable[["Here"], Iterable[Effect]]


class Here(NamedTuple):
    """What a function of a flow can see: the world, what was answered, what was written."""

    facts: Facts
    answers: Answers
    draft: Draft

    def answer(self, step: str) -> str:
        """Return the answer of a step as one string; empty where there is none."""
        found = self.answers.get(step, "")
        return found if isinstance(found, str) else ",".join(found)


class Pick:
    """One choice: the key that routes it and its label.

    ``skip``: it is the question's skip. ``okay``: *ok* means it; nothing is done by it.
    """

    __slots__ = ("key", "label", "okay", "option", "skip", "then")

    def __init__(
        self, key: str, label: str, *, then: Then = None, skip: bool = False, okay: bool = False
    ) -> None:
        self.key, self.label, self.then, self.skip, self.okay = key, label, then, skip, okay
        self.option = Option(key, Text("", label))

    def settle(self, context: str) -> None:
        """Learn the context of the label."""
        self.option = Option(self.key, Text(f"{context}.{self.key}", self.label))


class Marks(TypedDict, total=False):
    """What any step may carry.

    ``then``: a step id or a flow instead of the next step. ``cls``: the class of security.md 5.
    ``of``: the set of the catalogue. ``reveals``: what somebody looking over a shoulder learns.
    ``note``: for translators.
    """

    then: Then
    cls: SayClass
    of: SaySet
    reveals: Reveals
    note: str


class Step:
    """What every step has: its id, its words, where it leads, and what the checks need to know."""

    asks = False
    must = True
    picks: tuple[Pick, ...] = ()

    def __init__(self, id: str, words: tuple[str, ...], marks: Marks) -> None:  # noqa: A002
        self.id, self.words = id, words
        self.then = marks.get("then")
        self.cls = marks.get("cls", "reply")
        self.of = marks.get("of", "other")
        self.reveals = marks.get("reveals", "service")
        self.note = marks.get("note", "")
        self.context = ""
        self.texts: tuple[Text, ...] = ()

    def settle(self, flow: str) -> None:
        """Learn the flow's name, and with it the context of every sentence."""
        self.context = f"{flow}.{self.id}"
        self.texts = tuple(
            Text(f"{self.context}.text{number or ''}", words)
            for number, words in enumerate(self.words)
        )
        for pick in self.picks:
            pick.settle(self.context)

    def ways_out(self) -> tuple[tuple[str, Then], ...]:
        """Return every place that this step may lead to, by choice; None is the next step."""
        ways = [(pick.label, pick.then or self.then) for pick in self.picks]
        if not ways or not (self.must or any(pick.skip for pick in self.picks)):
            ways.append(("", self.then))
        return tuple(ways)

    def sources(self) -> tuple[Text, ...]:
        """Return every text of this step, for the catalogue and the linter."""
        labels = (pick.option.label for pick in self.picks)
        return self.texts + tuple(label for label in labels if isinstance(label, Text))
