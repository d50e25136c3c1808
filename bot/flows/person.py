"""A person: 8, at any time, over whatever is open.

The rules kept here: in a complaint it is the complaints team, and never the advocate; elsewhere the
team is offered beside the advocate whether or not there is a complaint, so that nobody who looks at
the phone learns of one.
"""

from collections.abc import Iterator
from typing import Literal

from bot.flows.arriving import UNDER_18
from bot.flows.effects import CallMe, Effect
from bot.flows.effects_concern import AskTeam
from bot.flows.flow import Flow
from bot.flows.help_numbers import HELP_NUMBERS
from bot.flows.vocabulary import Choose, Decide, Do, Enter, Finish, Here, Pick, Show

CONCERNS = frozenset(("concern", "concern_later"))
DIGITS = range(9, 16)
WHEN = "When is good for a call?"


def known(here: Here) -> str:
    """Say whether there is an advocate to ask, and whether the advocate is at work."""
    if here.answer("over") in CONCERNS:
        return "team"  # never the advocate, when it may be about the advocate
    if not here.facts.linked():
        return "stranger"
    if here.facts.adult() in {"no", "unsure"}:
        return "young"
    if here.facts.away():
        return "covered" if here.facts.covered() else "gone"
    return "at_work" if here.facts.open_now() else "away"


def anybody(here: Here) -> str:
    """Say whether there is somebody of a complaints team who is not shut out."""
    return "yes" if here.facts.call_team(here.answers) else "no"


def numbered(here: Here) -> str:
    """Say whether this phone has a number that can be rung."""
    return "yes" if here.facts.can_be_forged() else "no"


def read_number(text: str, _here: Here) -> str | None:
    """Read a telephone number in the digits of any script."""
    digits = [letter for letter in text if letter.isdecimal()]
    rest = [letter for letter in text if not letter.isdecimal() and letter not in " -().+"]
    if len(digits) not in DIGITS or rest:
        return None
    plus = "+" if text.strip().startswith("+") else ""
    return plus + "".join(str(int(letter)) for letter in digits)


def call_me(here: Here) -> Iterator[Effect]:
    """Ask for a call at that time of day."""
    yield CallMe(_when(here, "when"), whose_call(here))


def whose_call(here: Here) -> Literal["advocate", "cover", "somebody"]:
    """Say who was asked to call."""
    if here.answer("covered") == "call_cover":
        return "cover"
    return "somebody" if here.answer("gone") == "call_somebody" else "advocate"


def ask_team(here: Here) -> Iterator[Effect]:
    """Ask the complaints team for a call."""
    number = here.answer("number")
    yield AskTeam(
        concern=here.facts.called_about(here.answers),
        reference=str(here.facts.fresh_reference()),
        about=here.answer("about") or here.answer("about_whom") or "advocate",
        behalf=here.answer("behalf") or "me",
        when=_when(here, "team_when"),
        number="" if number == "skip" else number,
        by_pin=bool(here.answer("opened")) and not here.answer("mine"),
    )


def _when(here: Here, step: str) -> str:
    when = here.answer(step)
    return "any" if when in {"", "skip"} else when


PERSON = Flow(
    "person",
    Decide(
        "known",
        known,
        team="open",
        stranger=HELP_NUMBERS,
        young=UNDER_18,
        at_work="person",
        away="away",
        gone="gone",
        covered="covered",
    ),
    Choose(
        "covered",
        "{advocate} is away until {away}. {cover} is covering.",
        Pick("call_cover", "Ask {cover} to call me", then="when"),
        Pick("wait", "Wait for {advocate}", then="when"),
        Pick("numbers", "Numbers to ring now", then=HELP_NUMBERS),
        Pick("team", "The complaints team", then="open"),
        Pick("go_back", "Go back", then="end"),
        must=True,
    ),
    Choose(
        "gone",
        "{advocate} is away until {away}.",
        Pick("call_somebody", "Ask somebody to call me", then="when"),
        Pick("wait", "Wait for {advocate}", then="when"),
        Pick("numbers", "Numbers to ring now", then=HELP_NUMBERS),
        Pick("team", "The complaints team", then="open"),
        Pick("go_back", "Go back", then="end"),
        must=True,
    ),
    Show("away", "{advocate} is not at work at this hour. Help numbers may be open."),
    Choose(
        "person",
        "You can speak with a person.",
        Pick("call", "Ask {advocate} to call me", then="when"),
        Pick("numbers", "Numbers to ring now", then=HELP_NUMBERS),
        Pick("team", "The complaints team", then="open"),
        Pick("go_back", "Go back", then="end"),
        must=True,
        note="The same whether or not there is a complaint.",
    ),
    Choose(
        "when",
        WHEN,
        Pick("morning", "Morning"),
        Pick("afternoon", "Afternoon"),
        Pick("evening", "Evening"),
        Pick("any", "Any time", skip=True),
    ),
    Do("call_me", call_me),
    Decide(
        "whose_call", whose_call, advocate="asked", cover="asked_cover", somebody="asked_somebody"
    ),
    Finish("asked", "I have asked {advocate} to call you, on a working day.", receipt=True),
    Finish("asked_cover", "I have asked {cover} to call you, on a working day.", receipt=True),
    Finish(
        "asked_somebody",
        "I have asked the Hub team to find somebody to call you, on a working day.",
        receipt=True,
    ),
    Decide("open", anybody, yes="team", no=HELP_NUMBERS),
    Choose(
        "team",
        "The complaints team can call you. They will see your number. "
        "It will not affect your support.",
        Pick("call_team", "Ask the team to call me", then="team_when"),
        Pick("team_numbers", "Numbers to ring now", then=HELP_NUMBERS),
        Pick("team_back", "Go back", then="end"),
        must=True,
        of="complaint",
    ),
    Choose(
        "team_when",
        WHEN,
        Pick("morning", "Morning"),
        Pick("afternoon", "Afternoon"),
        Pick("evening", "Evening"),
        Pick("any", "Any time", skip=True),
        of="complaint",
    ),
    Decide("numbered", numbered, yes="ask_team", no="number"),
    Enter(
        "number",
        "Which number can they ring? Without one they write to you here.",
        read=read_number,
        again="Please send the number in digits.",
        out="ask_team",
        secret=True,
        of="complaint",
    ),
    Do("ask_team", ask_team),
    Finish(
        "team_asked",
        "I have asked the complaints team to call you, on a working day. Number {call_reference}.",
        receipt=True,
        of="complaint",
    ),
    Finish("end"),
)
