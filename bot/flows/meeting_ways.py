"""What is decided and done while a meeting is arranged (``meeting``).

The rule kept here: what she is about to book is read from her answers and the diary of this turn.
"""

from collections.abc import Iterator

from bot.flows.effects import Effect
from bot.flows.effects_meeting import BookMeeting, ChooseForMe, KeepWishes
from bot.flows.vocabulary import Here
from bot.flows.wishes import SOURCE, given, how


def wanted(here: Here) -> str:
    """Say what she wants of the meeting that is to come."""
    return {"move": "move", "where": "where"}.get(here.answer("mine"), "keep")


def unchanged(here: Here) -> str:
    """Say whether it stays as it is."""
    return "yes" if wanted(here) == "keep" else "no"


def known_wishes(here: Here) -> str:
    """Say whether she has been asked how she likes to meet."""
    kept = {**here.facts.wished(), **given(here.answers)}
    if not kept:
        return "first"
    return "plain" if kept.get("interpreter", "none") == "none" else "known"


def asked_singly(here: Here) -> str:
    """Say whether one wish was changed, or all are being asked for the first time."""
    return "one" if here.answer("change") not in {"", "skip"} else "first"


def after_interpreter(here: Here) -> str:
    """Say what follows the question about an interpreter.

    Who reads English may do so for want of their own language: they are asked which one.
    """
    if asked_singly(here) == "one":
        return "one"
    wanted = here.answer("interpreter") in {"woman", "man", "any"}
    return "which" if wanted and here.facts.language() == SOURCE else "first"


def third(here: Here) -> str:
    """Say which the third question of a first booking is; a language asked for was one of them."""
    if here.answer("language"):
        return "enough"
    return "voice" if here.answer("how") == "phone" else "access"


def keep_wishes(here: Here) -> Iterator[Effect]:
    """Keep what was just changed."""
    name = here.answer("change")
    if here.answer(name) not in {"", "skip"}:
        yield KeepWishes(((name, here.answer(name)),))


def any_shown(here: Here) -> str:
    """Say whether she was shown a free time before: only then is there an *other* one, or none."""
    return "yes" if here.answer("slot") else "no"


def still_free(here: Here) -> str:
    """Say whether the time that she chose is free at this moment."""
    return "free" if here.facts.slot_free(here.answers) else "gone"


def book(here: Here) -> Iterator[Effect]:
    """Book the time that she chose."""
    yield BookMeeting(
        here.facts.slot_chosen(here.answers),
        how(here.answers, here.facts.meeting()),
        tuple(given(here.answers).items()),
        moves=here.answer("mine") == "move",
    )


def choose_for_me(here: Here) -> Iterator[Effect]:
    """Ask the advocate to choose a time."""
    yield ChooseForMe(how(here.answers, here.facts.meeting()), tuple(given(here.answers).items()))


def at_once(here: Here) -> str:
    """Say whether it is booked, or the advocate says yes or no first; then a move is said so."""
    if here.facts.books_at_once():
        return "booked"
    return "moved" if here.answer("mine") == "move" else "asked"


def to_remind(here: Here) -> str:
    """Say whether the question of reminders is still open."""
    return "no" if here.facts.reminders_consent() else "yes"


def has_place(here: Here) -> str:
    """Say whether there is a place that may be said."""
    return "yes" if here.facts.meeting_place() else "no"
