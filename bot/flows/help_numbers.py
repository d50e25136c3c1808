"""Help numbers by nation, from the operator's list, each with its cost, its hours and its marks.

The first few come at once, before anything is asked; any other number is one choice further.
"""

from bot.flows.flow import Flow
from bot.flows.vocabulary import Choose, Decide, Finish, Here, Pick, Show

SILENT = (
    "If you cannot speak, call 999 from a mobile. When asked, press 55. "
    "It does not show where you are."
)


def nation_known(here: Here) -> str:
    """Say whether her nation is known already."""
    return "yes" if here.facts.nation() else "no"


HELP_NUMBERS = Flow(
    "help_numbers",
    Show("numbers", source="helplines", apart=True, of="crisis", cls="crisis"),
    Decide("known", nation_known, yes="more", no="nation"),
    Choose(
        "nation",
        SILENT,
        "More numbers in:",
        Pick("england", "England"),
        Pick("wales", "Wales"),
        Pick("scotland", "Scotland"),
        Pick("ni", "Northern Ireland"),
        Pick("uk", "Not sure", skip=True),
        then="others",
        of="crisis",
        cls="crisis",
    ),
    Choose(
        "more",
        SILENT,
        Pick("others", "More numbers", then="others"),
        Pick("end", "Menu", then="end"),
        must=True,
        of="crisis",
        cls="crisis",
    ),
    Show("others", source="more_helplines", apart=True, of="crisis", cls="crisis"),
    Finish("end"),
)
