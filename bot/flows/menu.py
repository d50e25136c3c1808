"""The main menus, and what HELP opens. Their order never depends on anything."""

from bot.flows.arriving import LINK, UNDER_18
from bot.flows.concern import CONCERN
from bot.flows.concern_later import CONCERN_LATER
from bot.flows.flow import Flow
from bot.flows.help_numbers import HELP_NUMBERS
from bot.flows.language import LANGUAGE
from bot.flows.meeting import MEET
from bot.flows.my_data import MY_DATA
from bot.flows.notes import READ
from bot.flows.rights import RIGHTS
from bot.flows.settings import SETTINGS
from bot.flows.vocabulary import Choose, Decide, Finish, Here, Pick, Show
from bot.flows.write import WRITE_TO_ADVOCATE


def waits(here: Here) -> str:
    """Say whether something waits to be read, from her advocate or of what she complained of."""
    if here.facts.waiting():
        return "yes"
    return "aside" if here.facts.concern_waits() else "no"


GET_ADVOCATE = Flow(
    "get_advocate",
    Finish(
        "how",
        "An advocate can give you a card with ten numbers. Then you can write here. "
        "To find an advocate, ring {person_number}.",
    ),
)

MENU = Flow(
    "menu",
    Decide("waits", waits, yes="waiting", aside="waiting_aside", no="menu"),
    Choose(
        "waiting",
        "You have something to read.",
        Pick("show", "Show", then=READ),
        Pick("later", "Menu", then="menu"),
        must=True,
    ),
    Choose(
        "waiting_aside",
        "You have something to read.",
        Pick("show", "Show", then=CONCERN_LATER),
        Pick("later", "Menu", then="menu"),
        must=True,
    ),
    Choose(
        "menu",
        Pick("rights", "My rights", then=RIGHTS),
        Pick("meet", "Meet my advocate", then=MEET),
        Pick("write", "Write to my advocate", then=WRITE_TO_ADVOCATE),
        Pick("concern", "Worry or complaint", then=CONCERN),
        Pick("help", "Help numbers", then=HELP_NUMBERS),
        Pick("settings", "Settings and my data", then=SETTINGS),
        Pick("language", "Language", then=LANGUAGE),
        must=True,
    ),
)

MENU_STRANGER = Flow(
    "menu_stranger",
    Choose(
        "menu",
        Pick("rights", "My rights", then=RIGHTS),
        Pick("code", "I have a code", then=LINK),
        Pick("get", "Get an advocate", then=GET_ADVOCATE),
        Pick("concern", "Worry or complaint", then=CONCERN),
        Pick("help", "Help numbers", then=HELP_NUMBERS),
        Pick("my_data", "My data", then=MY_DATA),
        Pick("language", "Language", then=LANGUAGE),
        must=True,
    ),
)


def whose(here: Here) -> str:
    """Say which menu is hers; somebody who may be under 18 has none."""
    if here.facts.linked() and here.facts.adult() in {"no", "unsure"}:
        return "young"
    return "linked" if here.facts.linked() and here.facts.adult() == "yes" else "stranger"


HELP = Flow(
    "help",
    Show("number", "Danger now: 999. To talk to a person: {person_number}.", of="crisis"),
    Decide("whose", whose, linked=MENU, stranger=MENU_STRANGER, young=UNDER_18),
)
