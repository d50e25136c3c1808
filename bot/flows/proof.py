"""Showing that this phone is in her hand: a number just sent to it comes back.

The rule kept here: where a sender can be forged (a text proves only its carrier), nothing is taken
away, revealed or agreed to anew before that. Three digits can be guessed, so that only a few wrong
ones are taken in a day.
"""

from collections.abc import Callable

from bot.flows.flow import Flow
from bot.flows.says import SaySet
from bot.flows.step import Here, Then
from bot.flows.vocabulary import Decide, Enter, Finish

WRONG_A_DAY = 6
"""Wrong numbers from a phone: two rounds of three, which find it blind once in 167 days."""

TOMORROW = Flow(
    "tomorrow",
    Finish(
        "tomorrow",
        "The numbers I got today were not the one I sent. Nothing was changed. "
        "You can try again this time tomorrow.",
    ),
)


def provable(here: Here) -> str:
    """Say whether it must be shown first that this phone is in her hand, and still can be today."""
    if not here.facts.can_be_forged():
        return "clear"
    return "ask" if here.facts.wrong_numbers() < WRONG_A_DAY else "tomorrow"


def proof(id: str, then: Then, how: Callable[[Here], str] = provable) -> Decide:  # noqa: A002
    """Fork before ``prove``; ``then``: where it goes on where nothing need be shown."""
    return Decide(id, how, ask="number", clear=then, tomorrow=TOMORROW)


def read_number(text: str, here: Here) -> str | None:
    """Read the number that was just sent to this phone, in digits of any script."""
    digits = "".join(str(int(one)) for one in text if one.isdecimal())
    plain = all(one.isdecimal() or one in " .()-" for one in text)
    return digits if plain and digits == here.answer("number_drawn") else None


def prove(
    words: str = "To go on, send me this number: {number_drawn}",
    *,
    out: Then,
    of: SaySet = "other",
) -> Enter:
    """Ask for the number; ``out``: where it goes on without it."""
    return Enter(
        "number",
        words,
        read=read_number,
        again="That is another number.",
        out=out,
        draw="fresh_number",
        must=True,
        of=of,
    )
