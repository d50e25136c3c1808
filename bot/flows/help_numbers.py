"""Help numbers by nation. They come from the operator's list, with cost, hours and every mark."""

from bot.flows.flow import Flow
from bot.flows.vocabulary import Choose, Decide, Finish, Here, Pick, Show


def nation_known(here: Here) -> str:
    """Say whether her nation is known already."""
    return "yes" if here.facts.nation() else "no"


HELP_NUMBERS = Flow(
    "help_numbers",
    Decide("known", nation_known, yes="numbers", no="nation"),
    Choose(
        "nation",
        "Where are you? Some numbers differ.",
        Pick("england", "England"),
        Pick("wales", "Wales"),
        Pick("scotland", "Scotland"),
        Pick("ni", "Northern Ireland"),
        Pick("uk", "Not sure", skip=True),
        of="crisis",
    ),
    Show("numbers", source="helplines", of="crisis", cls="crisis"),
    Finish(
        "silent",
        "If you cannot speak, call 999 from a mobile. Then press 55.",
        of="crisis",
        cls="crisis",
        note="The 999 operator connects a silent mobile call to the police when 55 is pressed.",
    ),
)
