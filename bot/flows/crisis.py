"""Crisis words: what she needs is asked at once; what she was doing waits under it.

The rules kept here (conversations.md B12): the bot never says that it watches or knows; nobody is
told unless she chooses it; before it offers to tell anybody it says when nobody is reading, until
when her advocate is away, and when only somebody is on call who knows the advocate: the same
whether she complained or not.
"""

from collections.abc import Iterator

from bot.flows.effects import AlertAdvocate, AlertOnCall, Effect
from bot.flows.flow import Flow
from bot.flows.help_numbers import HELP_NUMBERS, SILENT
from bot.flows.vocabulary import Choose, Decide, Do, Finish, Here, Pick, Show
from bot.flows.who_reads import carrier

AT_ONCE = frozenset({"danger", "held", "child"})
"""Kinds in which 999 stands before everything."""

DANGER = f"Danger now: call 999. {SILENT}"
AWAY = "{advocate} is away until {away}."
HARD = "It sounds like things may be very hard. I am a computer. You choose:"


def sounds(here: Here) -> str:
    """Say whether somebody may be in danger at this moment."""
    return "danger" if here.answer("payload") in AT_ONCE else "other"


def who_hears(here: Here) -> str:
    """Say who could be told: no one for a stranger, whom nobody could ring.

    *gone*: the advocate, who may be told as well, is away.
    """
    if not here.facts.linked():
        return "stranger"
    return f"{here.facts.on_call()}{'_gone' if here.facts.away() else ''}"


def tell(here: Here) -> Iterator[Effect]:
    """Tell the person on call, and no more than the kind."""
    yield AlertOnCall(here.answer("payload"))


def tell_both(here: Here) -> Iterator[Effect]:
    """Tell the person on call, and the advocate whom she named."""
    yield AlertOnCall(here.answer("payload"))
    yield AlertAdvocate(here.answer("payload"))


def tell_near(here: Here) -> Iterator[Effect]:
    """Tell the person on call, of whom she was told that they know her advocate."""
    yield AlertOnCall(here.answer("payload"), near_too=True)


def tell_both_near(here: Here) -> Iterator[Effect]:
    """Tell the person on call, who knows her advocate, and the advocate whom she named."""
    yield AlertOnCall(here.answer("payload"), near_too=True)
    yield AlertAdvocate(here.answer("payload"))


def tell_advocate(here: Here) -> Iterator[Effect]:
    """Tell the advocate whom she named."""
    yield AlertAdvocate(here.answer("payload"))


CRISIS = Flow(
    "crisis",
    Decide("sounds", sounds, danger="carrier", other="who"),
    Decide("carrier", carrier, phone="danger", chat="danger_chat"),
    Show(
        "danger",
        DANGER,
        apart=True,
        of="crisis",
        cls="crisis",
        then="who",
        note="A text of its own, so that it is there first and no part of it comes late.",
    ),
    Show("danger_chat", DANGER, of="crisis", cls="crisis"),
    Decide(
        "who",
        who_hears,
        far="hard",
        far_gone="gone",
        near="near",
        near_gone="near_gone",
        nobody="nobody",
        nobody_gone="nobody_gone",
        stranger="alone",
    ),
    Show("gone", AWAY, of="crisis", cls="crisis"),
    Choose(
        "hard",
        HARD,
        Pick("numbers", "Help numbers", then=HELP_NUMBERS),
        Pick("tell", "Tell the on-call worker", then="tell"),
        Pick("both", "Tell {advocate} too", then="both"),
        Pick("on", "Carry on", then="end"),
        must=True,
        of="crisis",
        cls="crisis",
        note="Calm. Nobody has been told anything yet, and nobody will be unless she chooses it.",
    ),
    Show(
        "near",
        "The worker on call knows {advocate}.",
        of="crisis",
        cls="crisis",
        note="So that a person who fears her advocate, or those around her, can choose.",
        then="hard_near",
    ),
    Show(
        "near_gone",
        f"The worker on call knows {{advocate}}. {AWAY}",
        of="crisis",
        cls="crisis",
    ),
    Choose(
        "hard_near",
        HARD,
        Pick("numbers", "Help numbers", then=HELP_NUMBERS),
        Pick("tell", "Tell the on-call worker", then="tell_near"),
        Pick("both", "Tell {advocate} too", then="both_near"),
        Pick("on", "Carry on", then="end"),
        must=True,
        of="crisis",
        cls="crisis",
    ),
    Do("tell_near", tell_near, then="told"),
    Do("both_near", tell_both_near, then="both_told"),
    Show("nobody", "Nobody here is reading now.", of="crisis", cls="crisis", then="later"),
    Show("nobody_gone", f"Nobody here is reading now. {AWAY}", of="crisis", cls="crisis"),
    Choose(
        "later",
        HARD,
        Pick("numbers", "Help numbers", then=HELP_NUMBERS),
        Pick("advocate", "Tell {advocate}", then="advocate_told"),
        Pick("on", "Carry on", then="end"),
        must=True,
        of="crisis",
        cls="crisis",
    ),
    Choose(
        "alone",
        HARD,
        Pick("numbers", "Help numbers", then=HELP_NUMBERS),
        Pick("on", "Carry on", then="end"),
        must=True,
        of="crisis",
        cls="crisis",
    ),
    Do("tell", tell),
    Finish(
        "told",
        "The worker on call is told. They see how to reach you, not your words.",
        receipt=True,
        of="crisis",
    ),
    Do("both", tell_both),
    Finish(
        "both_told",
        "The worker on call is told, and {advocate} too. They do not see your words.",
        receipt=True,
        of="crisis",
    ),
    Do("advocate_told", tell_advocate),
    Finish(
        "advocate_asked",
        "I have told {advocate} that you need help. {advocate} may read it later.",
        receipt=True,
        of="crisis",
    ),
    Finish("end"),
)
