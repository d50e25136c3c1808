"""The steps that read one page about rights, from its first card to where it comes from.

The rule kept here: a page reads the same wherever a conversation leads to it. Where a card can be
turned, one is shown at a time; by text they come at once, for each answer of hers would cost her a
text.
"""

from collections.abc import Callable

from bot.flows.vocabulary import Decide, Here, Show, Step

MOST = 6
"""Cards of the longest page: five, and the line that the rest differs by nation."""


def state(here: Here) -> str:
    """Say whether the page is shown, shown under a warning, or withheld."""
    return here.facts.rights_state(here.answers)


def turning(here: Here) -> str:
    """Say how the cards are shown on this phone."""
    return "cards" if here.facts.turns_cards() else "texts"


def has(number: int) -> Callable[[Here], str]:
    """Return what says whether the page has so many cards."""
    return lambda here: "yes" if len(here.facts.rights_cards(here.answers)) >= number else "no"


def page(then: str, *, withheld: str) -> tuple[Step, ...]:
    """Return the steps of a page.

    Args:
        then: the step after it, which must also stand next in the flow.
        withheld: the step for a page that is not to be shown any more.
    """
    cards: list[Step] = []
    for number in range(1, MOST + 1):
        cards.append(Decide(f"has{number}", has(number), yes=f"card{number}", no="credits"))
        cards.append(
            Show(f"card{number}", "{rights_title}", "{rights_card}", hold=True, reveals="topic")
        )
    return (
        Decide("how", turning, cards="aged", texts="texts"),
        Show("texts", source="rights_texts", apart=True, each=1, reveals="topic"),
        Show("credits_text", "{rights_credits}", apart=True, then=then),
        Decide("aged", state, fresh="has1", old="warned", withheld=withheld),
        Show("warned", "{rights_old}"),
        *cards,
        Show("credits", "{rights_credits}"),
    )
