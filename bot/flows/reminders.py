"""Reminders: asked for once, in words that she chooses; and the reminder itself.

The rule kept here: it says nothing but that there is a tomorrow; anybody may read it.
"""

from bot.flows.effects import Effect, SetSetting
from bot.flows.flow import Flow
from bot.flows.proof import proof, provable, prove
from bot.flows.vocabulary import Choose, Decide, Do, Finish, Here, Pick
from bot.flows.write import consent

ASK = "May I send you one short reminder the day before? Choose its words."
WORDINGS = ("time", "plain", "hello")


def changes(here: Here) -> str:
    """Say whether it must be shown first that this phone is in her hand: a consent changes."""
    return provable(here) if here.facts.reminders_consent() else "clear"


def agreed(here: Here) -> str:
    """Say whether she wants reminders."""
    return "agree" if here.answer("words") in WORDINGS else "decline"


def keep_words(here: Here) -> tuple[Effect, ...]:
    """Keep the words she chose, and that she wants them."""
    return (SetSetting("reminder", here.answer("words")), *_agree(here))


_agree = consent("reminders", True, "reminders.words.text", ASK)  # noqa: FBT003

REMINDERS = Flow(
    "reminders",
    Choose(
        "words",
        ASK,
        Pick("time", "Reminder for tomorrow, and the time"),
        Pick("plain", "Reminder for tomorrow"),
        Pick("hello", "Hello. This is for tomorrow"),
        Pick("no", "No reminder"),
        must=True,
        of="consent",
        note="The choices are the words of the reminder itself.",
    ),
    proof("proof", "which", changes),
    prove("To change this, send me this number: {number_drawn}", out="unchanged"),
    Decide("which", agreed, agree="agree", decline="decline"),
    Do("agree", keep_words, then="saved"),
    Do("decline", consent("reminders", False, "reminders.words.text", ASK)),  # noqa: FBT003
    Finish("saved", "Saved. You can change this under Settings."),
    Finish("unchanged", "Nothing was changed."),
)


def wording(here: Here) -> str:
    """Say which words she chose; a reminder of a meeting that is no more says nothing."""
    if here.facts.meeting() is None:
        return "gone"
    chosen = here.facts.setting("reminder")
    return chosen if chosen in WORDINGS else "plain"


REMINDER = Flow(
    "reminder",
    Decide("wording", wording, time="time", plain="plain", hello="hello", gone="gone"),
    Choose(
        "time",
        "Reminder for tomorrow, {meeting_time}.",
        Pick("ok", "OK", then="ok"),
        Pick("change", "Change", then="@meet"),
        Pick("no", "No", then="@meeting_off"),
        must=True,
        cls="push",
        reveals="none",
        note="Seen on a lock screen: it says nothing of who or what.",
    ),
    Choose(
        "plain",
        "Reminder for tomorrow.",
        Pick("ok", "OK", then="ok"),
        Pick("change", "Change", then="@meet"),
        Pick("no", "No", then="@meeting_off"),
        must=True,
        cls="push",
        reveals="none",
    ),
    Choose(
        "hello",
        "Hello. This is for tomorrow.",
        Pick("ok", "OK", then="ok"),
        Pick("change", "Change", then="@meet"),
        Pick("no", "No", then="@meeting_off"),
        must=True,
        cls="push",
        reveals="none",
    ),
    Finish("ok", "OK.", reveals="none"),
    Finish("gone", quiet=True),
)
