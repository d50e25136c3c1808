"""What waits to be read: the neutral note, then the words, only when she asks for them."""

from collections.abc import Iterator

from bot.flows.effects import Effect, RaiseTask
from bot.flows.effects_words import HideNow, KeepShown, OpenWaiting
from bot.flows.flow import Flow
from bot.flows.vocabulary import Choose, Decide, Do, Finish, Here, Offer, Pick
from bot.flows.write import WRITE_TO_ADVOCATE, tidied


def how_many(here: Here) -> str:
    """Say how much waits."""
    count = len(here.facts.waiting())
    return "none" if not count else "one" if count == 1 else "several"


def open_it(here: Here) -> Iterator[Effect]:
    """Mark it as being shown."""
    yield OpenWaiting(here.answer("which"))


def hide_it(_here: Here) -> Iterator[Effect]:
    """Hide what was shown."""
    yield HideNow()


def keep_it(_here: Here) -> Iterator[Effect]:
    """Let it stay until it is hidden by hand."""
    yield KeepShown()


def about(here: Here) -> str:
    """Say whether the words ask her to meet another time."""
    return "meeting" if here.facts.asks_to_meet(here.answers) else "words"


def another_way(_here: Here) -> Iterator[Effect]:
    """Let the advocate look for another way to meet."""
    yield RaiseTask("meeting_way")


def lane(here: Here) -> str:
    """Say which lane a note that was tapped is of."""
    return "aside" if here.facts.is_concern(here.answers) else "thread"


def whose(here: Here) -> str:
    """Say whether there is an advocate to ask; an old note may be tapped on a frozen phone."""
    return "linked" if here.facts.linked() else "stranger"


READ = Flow(
    "read",
    Decide("lane", lane, aside="@concern_later", thread="which"),
    Offer("which", "Which one?", source="waiting_list", none="whose", alone=True, must=True),
    Do("open", open_it),
    Decide("about", about, meeting="not_met", words="tidy"),
    Choose(
        "not_met",
        "{waiting_words}",
        Pick("yes", "Yes", then="@meet"),
        Pick("later", "Not now", then="no_hurry"),
        Pick("other", "A different way", then="different"),
        must=True,
        reveals="topic",
        note="We did not meet. That is OK. Another time?",
    ),
    Finish("no_hurry", "OK."),
    Do("different", another_way),
    Finish("told", "I have told {advocate}.", receipt=True),
    Decide("tidy", tidied, yes="words", no="text"),
    Choose(
        "words",
        "{waiting_words}",
        Pick("reply", "Reply", then=WRITE_TO_ADVOCATE),
        Pick("hide", "Hide it now", then="hide"),
        Pick("keep", "Keep it here", then="keep"),
        must=True,
        reveals="topic",
    ),
    Do("hide", hide_it),
    Finish("hidden"),
    Do("keep", keep_it),
    Finish("kept"),
    Choose(
        "text",
        "{waiting_words}",
        Pick("reply", "Reply", then=WRITE_TO_ADVOCATE),
        Pick("on", "Menu"),
        must=True,
        reveals="topic",
    ),
    Finish("end"),
    Decide("whose", whose, linked="gone", stranger="end"),
    Finish("gone", "Nothing waits here. You can ask {advocate} to send it again."),
)

NOTE = Flow(
    "note",
    Decide("count", how_many, none="nothing", one="note", several="notes"),
    Choose(
        "note",
        "You have something to read.",
        Pick("show", "Show", then=READ),
        must=True,
        cls="push",
        reveals="none",
        note="Seen on a lock screen: it says nothing of who or what.",
    ),
    Choose(
        "notes",
        "You have {waiting_count} things to read.",
        Pick("show", "Show", then=READ),
        must=True,
        cls="push",
        reveals="none",
    ),
    Finish("nothing", quiet=True),
)
