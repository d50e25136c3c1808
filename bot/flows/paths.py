"""What the edges of the flows must keep: an end everywhere, a person in every circle.

The rule kept here: words never reach anything that is done without a check-back, and are never
asked for before it is said who reads them.
"""

from collections.abc import Iterator

from bot.flows.flow import Flow
from bot.flows.graph import Graph, Node
from bot.flows.state import FRAMES
from bot.flows.vocabulary import Call, Choose, Do, Finish, Show, Step, Write


def faults_of(graph: Graph) -> Iterator[str]:
    """Give every fault of the edges."""
    book = graph.book
    reached = graph.reach(graph.starts(), lambda _: True)
    for flow in book.flows.values():
        for step in flow.steps:
            if Node(flow.name, step.id) not in reached:
                yield f"{flow.name}: {step.id}: cannot be reached"
    for node in reached:
        if node.step and not _ends(graph, node):
            yield f"{node.flow}: {node.step}: is a dead end"
    yield from _circles(graph, reached)
    yield from _unconfirmed(graph)
    yield from _unread(graph)
    yield from _ungated(graph)
    for flow in book.flows.values():
        if _depth(flow) > FRAMES - 1:
            yield f"{flow.name}: calls go deeper than the {FRAMES} open flows a state holds"


def _ends(graph: Graph, node: Node) -> bool:
    """Say whether a conversation can come to an end from here."""

    def going(step: Step | None) -> bool:
        return not (step is None or isinstance(step, Finish))

    return any(not going(graph.step(found)) for found in graph.reach([node], going))


def _circles(graph: Graph, nodes: dict[Node, None]) -> Iterator[str]:
    """Find circles in which nobody is asked anything."""
    state: dict[Node, int] = {}

    def visit(node: Node) -> Node | None:
        state[node] = 1
        step = graph.step(node)
        if not (step and step.asks) and not (
            isinstance(step, Finish) and (step.words or step.quiet)
        ):
            for _, target in graph.ways(node):
                if state.get(target) == 1:
                    return target
                if target not in state and (found := visit(target)):
                    return found
        state[node] = 2
        return None

    for node in nodes:
        if node not in state and (found := visit(node)):
            yield f"{found.flow}: {found.step or 'its end'}: goes in a circle that asks nothing"


def _unconfirmed(graph: Graph) -> Iterator[str]:
    """Find a way from words to something done that passes no check-back."""
    for flow in graph.book.flows.values():
        for write in (step for step in flow.steps if isinstance(step, Write)):
            after = [
                node for label, node in graph.ways(Node(flow.name, write.id)) if label == "words"
            ]
            reached = graph.reach(after, lambda step: not (isinstance(step, Choose) and step.must))
            for node in reached:
                if isinstance(graph.step(node), Do):
                    yield f"{flow.name}: {write.id}: reaches {node.step} without a check-back"


def _unread(graph: Graph) -> Iterator[str]:
    """Find a way to words that does not say before who reads them."""
    for flow in graph.book.flows.values():

        def telling(step: Step | None) -> bool:
            said = isinstance(step, Show) and step.of == "consent"
            return said or (isinstance(step, Call) and bool(step.flow.once))

        reached = graph.reach(
            [graph.first(flow)],
            lambda step: step is not None and not telling(step) and not isinstance(step, Finish),
        )
        for node in reached:
            step = graph.step(node)
            if node.flow == flow.name and isinstance(step, Write):
                yield f"{flow.name}: {step.id}: is asked before it is said who reads"


def _ungated(graph: Graph) -> Iterator[str]:
    """Find hard content that can be met without having chosen to."""
    book = graph.book
    starts = [graph.first(book.flows[name]) for name in sorted(graph.homes)]
    starts += [graph.first(flow) for flow in book.due.values()]
    for node in graph.reach(starts, lambda step: not (step and step.asks)):
        step = graph.step(node)
        if step and step.reveals == "topic":
            yield f"{node.flow}: {node.step}: shows hard content without a gate"


def _depth(flow: Flow) -> int:
    """Return how many flows may be open at once from this one on."""
    called = [step.flow for step in flow.steps if isinstance(step, Call)]
    leaps = [then for step in flow.steps for _, then in step.ways_out() if isinstance(then, Flow)]
    return max((1, *(1 + _depth(one) for one in called), *(_depth(one) for one in leaps)))
