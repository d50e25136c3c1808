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

LANGUAGE_NAMED = Flow(
    "language_named",
    Offer("language", source="language_pair", must=True, reveals="none"),
    Decide("another", another, yes="speak", no="end"),
    Do("speak", in_language),
    Finish("end"),
)
