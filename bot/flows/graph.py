"""Every edge of every flow, as the engine may walk it; what the checks and the diagrams read."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import NamedTuple

from bot.flows.flow import Book, Flow
from bot.flows.invented import Invented
from bot.flows.vocabulary import Call, Finish, Step

END = ""
"""The id of a flow's end: back to its caller, or home."""


class Node(NamedTuple):
    """A step of a flow, or its end."""

    flow: str
    step: str


class Graph:
    """The edges of a book.

    A Call leads into the called flow, and to the step after it: the called flow may pass without
    asking anything. A silent end leads home.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.homes = frozenset(flow.name for flow in _homes(book))

    def starts(self) -> tuple[Node, ...]:
        """Return every way in."""
        book = self.book
        names = {flow.name for flow in (*book.entries.values(), *book.due.values())}
        names |= {book.person.name, book.curtain.name, book.stray.name, book.link.name} | self.homes
        return tuple(self.first(book.flows[name]) for name in sorted(names))

    @staticmethod
    def first(flow: Flow) -> Node:
        """Return where a flow begins."""
        return Node(flow.name, flow.steps[0].id)

    def step(self, node: Node) -> Step | None:
        """Return the step of a node; None at an end."""
        return self.book.flows[node.flow].at.get(node.step)

    def ways(self, node: Node) -> Iterator[tuple[str, Node]]:
        """Give every edge out of a node, with the choice that takes it."""
        step = self.step(node)
        if step is None or (isinstance(step, Finish) and not step.words and not step.quiet):
            for name in sorted(self.homes):
                yield "", self.first(self.book.flows[name])
            return
        flow = self.book.flows[node.flow]
        if isinstance(step, Call):
            yield "calls", self.first(step.flow)
        for label, then in step.ways_out():
            target = flow.way(flow.next(step, then), self.book.flows)
            if isinstance(target, Flow):
                yield label, self.first(target)
            else:
                yield label, Node(flow.name, target.id if target else END)

    def reach(
        self, starts: Iterable[Node], through: Callable[[Step | None], bool]
    ) -> dict[Node, None]:
        """Return what can be reached; a node that ``through`` refuses is reached, not passed."""
        found: dict[Node, None] = {}
        todo = list(starts)
        while todo:
            node = todo.pop()
            if node in found:
                continue
            found[node] = None
            if through(self.step(node)):
                todo.extend(target for _, target in self.ways(node))
        return found


def _homes(book: Book) -> Iterator[Flow]:
    for linked, adult, speaks in product((True, False), ("", "yes", "no", "unsure"), ("", "en")):
        yield book.home(Invented(is_linked=linked, said_adult=adult, speaks=speaks))  # type: ignore[arg-type]
