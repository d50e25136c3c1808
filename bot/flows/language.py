"""Another language, from the menu or because its own name was typed."""

from collections.abc import Iterator

from bot.flows.effects import Effect, SetLanguage
from bot.flows.flow import Flow
from bot.flows.vocabulary import Decide, Do, Finish, Here, Offer


def in_language(here: Here) -> Iterator[Effect]:
    """Speak the language chosen."""
    yield SetLanguage(here.answer("language"))


def another(here: Here) -> str:
    """Say whether what was chosen is another language than the present one."""
    return "no" if here.answer("language") in {here.facts.language(), "skip"} else "yes"


LANGUAGE = Flow(
    "language",
    Offer("language", source="languages", must=True, reveals="none"),
    Decide("another", another, yes="speak", no="end"),
    Do("speak", in_language),
    Finish("end"),
)


def offered(here: Here) -> str:
    """Say whether the language that was named is offered, or spoken already."""
    named = here.answer("payload")
    if named == here.facts.language():
        return "spoken"
    known = any(option.key == named for option in here.facts.language_pair(here.answers))
    return "yes" if known else "no"


LANGUAGE_NAMED = Flow(
    "language_named",
    Decide("offered", offered, yes="language", no="bridge", spoken="end"),
    Offer("language", source="language_pair", must=True, reveals="none"),
    Decide("another", another, yes="speak", no="end"),
    Do("speak", in_language),
    Finish("end"),
    Finish(
        "bridge",
        "We cannot write in {asked_language} yet. Ring {person_number} to find somebody who "
        "speaks it. A code from an advocate works here.",
        note="No language ends in silence. Said in the reader's own language where it can be.",
    ),
)
