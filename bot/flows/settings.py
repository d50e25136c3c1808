"""Settings of this phone: quiet hours, how long words stay, whose phone, notes, her word."""

from collections.abc import Iterator

from bot.flows.effects import Effect, SetSetting
from bot.flows.flow import Flow
from bot.flows.my_data import MY_DATA
from bot.flows.proof import proof, provable, prove
from bot.flows.reminders import REMINDERS
from bot.flows.vocabulary import Choose, Decide, Do, Doing, Finish, Here, Pick
from bot.flows.word import YOUR_WORD
from bot.flows.write import ASK_NOTES, consent, tidied


def keep(name: str) -> Doing:
    """Return what keeps the answer of the step of that name as a setting."""

    def kept(here: Here) -> Iterator[Effect]:
        if here.answer(name) != "skip":
            yield SetSetting(name, here.answer(name))

    return kept


def changes(here: Here) -> str:
    """Say whether it must be shown that this phone is in her hand: a consent changes."""
    return provable(here) if here.facts.notes_consent() else "clear"


def chosen(here: Here) -> str:
    """Say what was chosen about notes."""
    return here.answer("notes")


SETTINGS = Flow(
    "settings",
    Decide("kind", tidied, yes="settings", no="settings_text"),
    Choose(
        "settings",
        "Settings:",
        Pick("quiet", "Quiet hours", then="quiet"),
        Pick("note_hide", "How long words stay", then="note_hide"),
        Pick("phone", "Who uses this phone", then="phone"),
        Pick("notes", "Tell me of an answer", then="notes"),
        Pick("reminders", "Reminders", then=REMINDERS),
        Pick("word", "My word", then=YOUR_WORD),
        Pick("my_data", "My data", then=MY_DATA),
        must=True,
    ),
    Choose(
        "settings_text",
        "Settings:",
        Pick("quiet", "Quiet hours", then="quiet"),
        Pick("leave_ok", "When I leave", then="leave_ok"),
        Pick("phone", "Who uses this phone", then="phone"),
        Pick("notes", "Tell me of an answer", then="notes"),
        Pick("reminders", "Reminders", then=REMINDERS),
        Pick("word", "My word", then=YOUR_WORD),
        Pick("my_data", "My data", then=MY_DATA),
        must=True,
    ),
    Choose(
        "quiet",
        "When shall I stay quiet? UK time.",
        Pick("night", "From 8 pm to 9 am"),
        Pick("evening", "From 5 pm to 9 am"),
        Pick("none", "No quiet hours"),
    ),
    Do("keep_quiet", keep("quiet"), then="saved"),
    Choose(
        "note_hide",
        "How long may words that I show you stay in this chat?",
        Pick("2", "2 minutes"),
        Pick("10", "10 minutes"),
        Pick("keep", "Keep them"),
    ),
    Do("keep_note_hide", keep("note_hide"), then="saved"),
    Choose(
        "leave_ok",
        "When you leave, I say nothing. Shall I say: OK?",
        Pick("yes", "Say OK"),
        Pick("no", "Say nothing"),
    ),
    Do("keep_leave_ok", keep("leave_ok"), then="saved"),
    Choose(
        "phone",
        "Who uses this phone? If only you do, I will not ask before I show things.",
        Pick("mine", "Only me"),
        Pick("shared", "Others may"),
    ),
    Do("keep_phone", keep("phone"), then="saved"),
    Choose(
        "notes",
        ASK_NOTES,
        Pick("yes", "Yes"),
        Pick("no", "No, I will look"),
        must=True,
        of="consent",
    ),
    proof("provable", "which", changes),
    prove("To change this, send me this number: {number_drawn}", out="unchanged"),
    Decide("which", chosen, yes="agree", no="decline"),
    Do("agree", consent("notes", True, "settings.notes.text", ASK_NOTES), then="saved"),  # noqa: FBT003
    Do("decline", consent("notes", False, "settings.notes.text", ASK_NOTES), then="saved"),  # noqa: FBT003
    Finish("saved", "Saved."),
    Finish("unchanged", "Nothing was changed."),
)
