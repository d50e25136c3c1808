"""Mermaid diagrams of the flows, drawn from the same edges that the checks walk."""

from collections.abc import Iterator

from bot.flows.book import BOOK
from bot.flows.flow import Flow
from bot.flows.graph import Graph, Node
from bot.flows.vocabulary import Call, Decide, Do, Finish, Step

SHAPES = {
    Decide: ("{{", "}}"),
    Do: ("[/", "/]"),
    Call: ("[[", "]]"),
    Finish: ("([", "])"),
}
LABEL = 48


def diagram() -> str:
    """Return one diagram for each flow, as a Markdown page."""
    graph = Graph(BOOK)
    parts = ["# Conversations", "", "Drawn by `python -m bot flows diagram`."]
    for flow in BOOK.flows.values():
        parts += [
            "",
            f"## {flow.name}",
            "",
            "```mermaid",
            "flowchart TD",
            *_lines(graph, flow),
            "```",
        ]
    return "\n".join(parts) + "\n"


def _lines(graph: Graph, flow: Flow) -> Iterator[str]:
    for step in flow.steps:
        opening, closing = SHAPES.get(type(step), ("[", "]"))
        yield f'  {step.id}{opening}"{_label(step)}"{closing}'
    elsewhere: dict[str, None] = {}
    for step in flow.steps:
        if isinstance(step, Finish):
            continue
        for label, target in graph.ways(Node(flow.name, step.id)):
            name = target.step or "the_end"
            if target.flow != flow.name:
                name = f"flow_{target.flow}"
                elsewhere[target.flow] = None
            arrow = f'-->|"{_plain(label)}"|' if label else "-->"
            yield f"  {step.id} {arrow} {name}"
    for name in elsewhere:
        yield f'  flow_{name}>"{name}"]'


def _label(step: Step) -> str:
    said = " ".join(step.words)
    short = said if len(said) <= LABEL else said[: LABEL - 3].rstrip() + "..."
    return f"{step.id}<br/>{_plain(short)}" if short else step.id


def _plain(text: str) -> str:
    return text.replace('"', "'").replace("{", "").replace("}", "")
