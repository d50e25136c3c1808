"""A person: 8, at any time, over whatever is open."""

from collections.abc import Iterator

from bot.flows.effects import CallMe, Effect
from bot.flows.flow import Flow
from bot.flows.help_numbers import HELP_NUMBERS
from bot.flows.vocabulary import Choose, Decide, Do, Finish, Here, Pick, Show

CONCERNS = frozenset(("concern", "concern_later"))


def known(here: Here) -> str:
    """Say whether there is an advocate to ask, and whether the advocate is at work."""
    if here.answer("over") in CONCERNS:
        return "stranger"  # never the advocate, when it may be about the advocate
    if not here.facts.linked() or here.facts.adult() in {"no", "unsure"}:
        return "stranger"
    return "at_work" if here.facts.open_now() else "away"


def call_me(here: Here) -> Iterator[Effect]:
    """Ask for a call at that time of day."""
    when = here.answer("when")
    yield CallMe("any" if when in {"", "skip"} else when)


PERSON = Flow(
    "person",
    Decide("known", known, stranger=HELP_NUMBERS, at_work="person", away="away"),
    Show("away", "{advocate} is not at work at this hour. Help numbers may be open."),
    Choose(
        "person",
        "You can speak with a person.",
        Pick("call", "Ask {advocate} to call me", then="when"),
        Pick("numbers", "Numbers to ring now", then=HELP_NUMBERS),
        Pick("go_back", "Go back", then="end"),
        must=True,
    ),
    Choose(
        "when",
        "When is good for a call?",
        Pick("morning", "Morning"),
        Pick("afternoon", "Afternoon"),
        Pick("evening", "Evening"),
        Pick("any", "Any time", skip=True),
    ),
    Do("call_me", call_me),
    Finish("asked", "I have asked {advocate} to call you.", receipt=True),
    Finish("end"),
)
