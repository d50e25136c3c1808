"""The curtain: a question that reveals nothing and has two answers."""

from bot.flows.flow import Flow
from bot.flows.vocabulary import Choose, Pick

CURTAIN = Flow(
    "curtain",
    Choose(
        "hello",
        "Hello.",
        Pick("on", "Go on"),
        Pick("not_now", "Not now"),
        must=True,
        reveals="none",
        note="Somebody else may hold the phone. Say nothing about a service.",
    ),
)
