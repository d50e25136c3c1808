"""Showing that this phone is in her hand: a number just sent to it comes back.

The rule kept here: where a sender can be forged (a text proves only its carrier), nothing is taken
away, revealed or agreed to anew before that.
"""

from bot.flows.says import SaySet
from bot.flows.step import Here, Then
from bot.flows.vocabulary import Enter


def provable(here: Here) -> str:
    """Say whether it must be shown first that this phone is in her hand."""
    return "ask" if here.facts.can_be_forged() else "clear"


def read_number(text: str, here: Here) -> str | None:
    """Read the number that was just sent to this phone."""
    return text.strip() if text.strip() == here.answer("number_drawn") else None


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
