"""The writer's vocabulary: ten kinds of step.

A flow reads top to bottom like a script. A step falls through to the next one unless ``then=``
names another step of the flow, or another flow, which ends this one and takes its draft along. The
id of a step is the name of its answer. Nothing here mentions a channel; Back, a person, Leave and
Skip are added by the engine.

Words may hold ``{name}``: an answer of this flow, or a method of ``Facts``. Nothing else.
"""

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Unpack

from bot.flows.says import Text
from bot.flows.step import ELSEWHERE, Doing, Here, Marks, Pick, Step, Then

if TYPE_CHECKING:
    from bot.flows.flow import Flow

__all__ = (
    "ELSEWHERE",
    "Call",
    "Choose",
    "Decide",
    "Do",
    "Doing",
    "Enter",
    "Finish",
    "Here",
    "Marks",
    "Offer",
    "Pick",
    "Show",
    "Step",
    "Then",
    "Tick",
    "Write",
)


LINES = 3
"""Lines of a source on one card."""


def _sorted(body: tuple[str | Pick, ...]) -> tuple[tuple[str, ...], tuple[Pick, ...]]:
    """Return the words and the choices; of a Pick that stands in two steps, each has its own.

    A label is in the catalogue by its step: one that both shared would be there for the last alone.
    """
    words = tuple(part for part in body if isinstance(part, str))
    return words, tuple(copy(part) for part in body if isinstance(part, Pick))


def _labelled(step: Step) -> tuple[tuple[str, Then], ...]:
    return tuple((pick.label, pick.then or step.then) for pick in step.picks)


class Show(Step):
    """Cards, no question: they lead what is asked next.

    ``hold``: a card of its own, with *Go on*. ``apart``: a message of its own that stays.
    ``source``: a method of Facts that gives lines, shown ``each`` to a card.
    """

    def __init__(
        self,
        id: str,  # noqa: A002
        *words: str,
        hold: bool = False,
        apart: bool = False,
        source: str = "",
        each: int = LINES,
        **marks: Unpack[Marks],
    ) -> None:
        super().__init__(id, words, marks)
        self.hold, self.apart, self.source, self.each = hold, apart, source, each
        self.asks = hold


class Choose(Step):
    """One of a few. Skip is added as the last choice unless ``must`` or a pick is the skip.

    ``checks``: the Write whose draft this is the check-back of; the step after a Write is anyway.
    """

    asks = True

    def __init__(
        self,
        id: str,  # noqa: A002
        *body: str | Pick,
        must: bool = False,
        checks: str = "",
        **marks: Unpack[Marks],
    ) -> None:
        words, self.picks = _sorted(body)
        super().__init__(id, words, marks)
        self.must, self.checks = must, checks


class Offer(Step):
    """One of those that a method of Facts (``source``) offers, then the fixed picks.

    ``last``: a line on the last of several pages. ``none``: where to go when nothing is offered.
    ``alone``: a single one is taken without asking. ``read``: reads typed words as an answer.
    """

    asks = True

    def __init__(
        self,
        id: str,  # noqa: A002
        *body: str | Pick,
        source: str,
        must: bool = False,
        last: str = "",
        none: Then = None,
        alone: bool = False,
        read: Callable[[str, Here], str | None] | None = None,
        **marks: Unpack[Marks],
    ) -> None:
        words, self.picks = _sorted(body)
        super().__init__(id, words, marks)
        self.source, self.must, self.last = source, must, last
        self.none, self.alone, self.read = none, alone, read
        self.last_text = Text("", last)

    def settle(self, flow: str) -> None:
        """Learn the flow's name, and with it the context of every sentence."""
        super().settle(flow)
        self.last_text = Text(f"{self.context}.last", self.last)

    def ways_out(self) -> tuple[tuple[str, Then], ...]:
        """Return every place that this step may lead to, by choice; None is the next step."""
        return (("one of them", self.then), ("none", self.none), *_labelled(self))

    def sources(self) -> tuple[Text, ...]:
        """Return every text of this step, for the catalogue and the linter."""
        return super().sources() + ((self.last_text,) if self.last else ())


class Tick(Step):
    """Any of them: ``13`` picks two."""

    asks = True

    def __init__(
        self,
        id: str,  # noqa: A002
        *body: str | Pick,
        must: bool = False,
        **marks: Unpack[Marks],
    ) -> None:
        words, self.picks = _sorted(body)
        super().__init__(id, words, marks)
        self.must = must

    def ways_out(self) -> tuple[tuple[str, Then], ...]:
        """Return every place that this step may lead to, by choice; None is the next step."""
        return (("any of them", self.then),)


class Write(Step):
    """Gathers words and files into the draft; a check-back must follow it.

    ``reader``: who will read it. ``must``: the words are the whole job.
    """

    asks = True

    def __init__(
        self,
        id: str,  # noqa: A002
        *body: str | Pick,
        reader: str,
        must: bool = False,
        **marks: Unpack[Marks],
    ) -> None:
        words, self.picks = _sorted(body)
        super().__init__(id, words, marks)
        self.reader, self.must = reader, must

    def ways_out(self) -> tuple[tuple[str, Then], ...]:
        """Return every place that this step may lead to, by choice; None is the next step."""
        return (("words", self.then), *_labelled(self))


class Enter(Step):
    """A code or a word, read by ``read(text, here)``, which returns None for what it cannot read.

    ``again``: said then; after three tries ``out``. ``secret``: her message is deleted from the
    chat. ``draw``: a method of Facts drawn when this is asked, kept as the answer ``<id>_drawn``.
    ``counts``: a wrong one could be a guess, and is a try.
    """

    asks = True

    def __init__(
        self,
        id: str,  # noqa: A002
        *words: str,
        read: Callable[[str, Here], str | None],
        again: str,
        out: Then = None,
        secret: bool = False,
        draw: str = "",
        counts: bool = False,
        must: bool = False,
        **marks: Unpack[Marks],
    ) -> None:
        super().__init__(id, words, marks)
        self.read, self.again, self.out = read, again, out
        self.secret, self.draw, self.counts, self.must = secret, draw, counts, must
        self.again_text = Text("", again)

    def settle(self, flow: str) -> None:
        """Learn the flow's name, and with it the context of every sentence."""
        super().settle(flow)
        self.again_text = Text(f"{self.context}.again", self.again)

    def ways_out(self) -> tuple[tuple[str, Then], ...]:
        """Return every place that this step may lead to, by choice; None is the next step."""
        return (("read", self.then), ("not read", self.out))

    def sources(self) -> tuple[Text, ...]:
        """Return every text of this step, for the catalogue and the linter."""
        return (*super().sources(), self.again_text)


class Decide(Step):
    """A fork that is not hers: ``how(here)`` names one of the declared targets."""

    def __init__(self, id: str, how: Callable[[Here], str], **ways: Then) -> None:  # noqa: A002
        super().__init__(id, (), {})
        self.how, self.ways = how, ways

    def ways_out(self) -> tuple[tuple[str, Then], ...]:
        """Return every place that this step may lead to, by choice; None is the next step."""
        return tuple(self.ways.items())


class Do(Step):
    """Something is done: ``what(here)`` returns the effects. It has no outcome."""

    def __init__(
        self,
        id: str,  # noqa: A002
        what: Doing,
        *,
        then: Then = None,
    ) -> None:
        super().__init__(id, (), {"then": then})
        self.what = what


class Call(Step):
    """Another flow, then back here."""

    def __init__(self, flow: "Flow", *, id: str = "", then: Then = None) -> None:  # noqa: A002
        super().__init__(id or flow.name, (), {"then": then})
        self.flow = flow


class Finish(Step):
    """The end of a flow.

    Args:
        id: of the step.
        words: what is said.
        receipt: a receipt, which stays.
        quiet: nothing is open afterwards, not even the way to the menu.
        apart: where the flow returns to a question, the words are a message of their own before it.
        marks: see ``Marks``.
    """

    def __init__(
        self,
        id: str,  # noqa: A002
        *words: str,
        receipt: bool = False,
        quiet: bool = False,
        apart: bool = False,
        **marks: Unpack[Marks],
    ) -> None:
        if receipt:
            marks["cls"] = "receipt"
        super().__init__(id, words, marks)
        self.receipt, self.quiet, self.apart = receipt, quiet, apart

    def ways_out(self) -> tuple[tuple[str, Then], ...]:
        """Return every place that this step may lead to, by choice; None is the next step."""
        return ()
