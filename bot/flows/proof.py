"""Showing that this phone is in her hand: a number just sent to it comes back.

The rule kept here: where a sender can be forged (a text proves only its carrier), nothing is taken
away, revealed or agreed to anew before that. Three digits can be guessed, so that the number grows
with the wrong ones of a week (docs/adr/0019 and 0030): whoever guesses has less of a chance each
time, and she, who reads it off her phone, is never kept out.
"""

from collections.abc import Callable

from bot.flows.says import SaySet
from bot.flows.step import Here, Then
from bot.flows.vocabulary import Decide, Enter

FEWEST, MOST = 3, 9
"""Digits of the number."""

WRONG = 6
"""Wrong ones of a week, two rounds of three, after which it has a digit more."""

IN_A_ROUND = 2
"""Wrong ones before the last try at one number."""


def length(wrong: int) -> int:
    """Return how many digits the number has after so many wrong ones in a week."""
    return min(FEWEST + wrong // WRONG, MOST)


def provable(here: Here) -> str:
    """Say whether it must be shown first that this phone is in her hand."""
    return "ask" if here.facts.can_be_forged() else "clear"


def proof(id: str, then: Then, how: Callable[[Here], str] = provable) -> Decide:  # noqa: A002
    """Fork before ``prove``; ``then``: where it goes on where nothing need be shown."""
    return Decide(id, how, ask="number", clear=then)


def read_number(text: str, here: Here) -> str | None:
    """Read the number that was just sent to this phone, in digits of any script."""
    digits = "".join(str(int(one)) for one in text if one.isdecimal())
    plain = all(one.isdecimal() or one in " .()-" for one in text)
    drawn = here.answer("number_drawn")
    if len(drawn) < length(max(0, here.facts.wrong_numbers() - IN_A_ROUND)):
        return None  # a short one, kept open through more than a round
    return digits if plain and digits == drawn else None


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
        counts=True,
        must=True,
        of=of,
    )
