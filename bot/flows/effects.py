"""What a turn asks for: ``perform`` has one function for each of these, and no other.

The order in a turn is the order in which they are to be performed: a ``SetLanguage`` or ``UseCode``
stands before the ``Say`` that is already in the new language.
"""

from dataclasses import dataclass
from typing import Literal

from bot.flows.says import Say
from bot.flows.state import Draft

ConsentKind = Literal["notes", "reminders"]


@dataclass(frozen=True, slots=True)
class Deliver:
    """Seal this confirmed draft to its reader and tell them; the one way words leave a draft."""

    draft: Draft
    reader: str


@dataclass(frozen=True, slots=True)
class UseCode:
    """Link this contact by the code that ``facts.code_opens`` has just said yes to."""

    code: str


@dataclass(frozen=True, slots=True)
class TriedCode:
    """A code was tried that opens nothing: count it."""


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak this language from here on."""

    language: str


@dataclass(frozen=True, slots=True)
class SetConsent:
    """Record a consent: ``context`` names the text shown, ``version`` is the hash of its source."""

    kind: ConsentKind
    given: bool
    context: str
    version: str


@dataclass(frozen=True, slots=True)
class SetSetting:
    """Keep a setting of this phone: see ``facts.setting`` for the names."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SetWord:
    """Keep the MAC of her word (and nothing else of it)."""

    word: str


@dataclass(frozen=True, slots=True)
class DropWord:
    """Forget her word; the lock goes with it."""


@dataclass(frozen=True, slots=True)
class SayAdult:
    """She answered whether she is 18 or over: yes, no or unsure."""

    answer: str


@dataclass(frozen=True, slots=True)
class CallMe:
    """A task for a person: call her at this time of day (morning, afternoon, evening, any)."""

    when: str


@dataclass(frozen=True, slots=True)
class RaiseTask:
    """A task for a person of another kind; ``urgent``: the same day."""

    kind: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class OpenWaiting:
    """What waits under ``ref`` is being shown: mark it, start its hide time."""

    ref: str


@dataclass(frozen=True, slots=True)
class HideNow:
    """Hide what was shown, now."""


@dataclass(frozen=True, slots=True)
class KeepShown:
    """Do not hide what was shown by itself."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """She cannot talk: delete what waits for her and is not neutral; nothing follows."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Delete what can be deleted from the phone and draw the curtain."""


@dataclass(frozen=True, slots=True)
class DeleteTheirs:
    """Delete the message she has just sent from the chat, where the channel can."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """The conversation has ended: what waits for the end of it may begin."""


# --- meetings -------------------------------------------------------------------------------------

Wishes = tuple[tuple[str, str], ...]
"""How she likes to meet, by name: see ``flows.wishes``."""


@dataclass(frozen=True, slots=True)
class BookMeeting:
    """Take the time ``at``: booked at once, or asked for and held; ``moves``: instead of hers."""

    at: int
    how: str
    wishes: Wishes
    moves: bool = False


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    """Take the meeting that is to come out."""


@dataclass(frozen=True, slots=True)
class ChooseForMe:
    """Ask the advocate to choose a time."""

    how: str
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class TellCover:
    """Her words are for who covers, too: call them to the console."""


@dataclass(frozen=True, slots=True)
class KeepWishes:
    """Keep how she likes to meet; what is not named stays."""

    wishes: Wishes


# --- crisis ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AlertOnCall:
    """Ask the person on call to look, by the kind alone (``bot.crisis.Category``).

    ``near_too``: also somebody near her advocate, if nobody else is on call: she was told, and
    chose it.
    """

    category: str
    near_too: bool = False


@dataclass(frozen=True, slots=True)
class AlertAdvocate:
    """Tell the advocate whom she has just picked by name, by the kind alone."""

    category: str


# --- a worry or a complaint -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileConcern(Deliver):
    """Keep a worry or a complaint as it was shown back, for those who are not shut out of it."""

    reference: str
    step: str
    about: str
    areas: tuple[str, ...]
    level: str
    behalf: str


@dataclass(frozen=True, slots=True)
class AskTeam:
    """Ask the complaints team for a call; where ``concern`` is empty, a worry begins with it.

    ``number``: which one they are to ring; empty: the phone's own. ``by_pin``: reference and digits
    opened it, on any phone.
    """

    concern: str
    reference: str
    about: str
    behalf: str
    when: str
    number: str
    by_pin: bool


@dataclass(frozen=True, slots=True)
class SayWhatHelps:
    """Keep what would help, with the one just sent from this phone."""

    help: str


@dataclass(frozen=True, slots=True)
class SetPin:
    """Keep the hash of six digits, with the one just sent from this phone."""

    pin: str


@dataclass(frozen=True, slots=True)
class TriedPin:
    """A number and six digits were tried that open nothing: count it."""

    reference: str


@dataclass(frozen=True, slots=True)
class OpenConcern:
    """What waits in it under ``ref`` is being shown: mark it."""

    concern: str
    ref: str


@dataclass(frozen=True, slots=True)
class AddToConcern(Deliver):
    """Add this confirmed draft to it; ``answers``: to its question."""

    concern: str
    answers: bool
    by_pin: bool


@dataclass(frozen=True, slots=True)
class DeclineQuestion:
    """Decline its question."""

    concern: str


@dataclass(frozen=True, slots=True)
class WithdrawConcern:
    """Take it back."""

    concern: str


@dataclass(frozen=True, slots=True)
class AskReview:
    """Ask for a review of its answer; ``by_pin``: number and digits opened it."""

    concern: str
    by_pin: bool = False


@dataclass(frozen=True, slots=True)
class LookInto:
    """Let somebody independent look into a worry; ``by_pin``: number and digits opened it."""

    concern: str
    by_pin: bool = False


# --- my data --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClearHere:
    """Delete from the chat what can be deleted, and hide what was shown; she stays."""


@dataclass(frozen=True, slots=True)
class AskErasure:
    """Erase everything of hers in 72 hours; ``proved``: her word was right."""

    proved: bool


@dataclass(frozen=True, slots=True)
class UndoErasure:
    """Keep everything after all; ``proved``: her word was right."""

    proved: bool


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Forget this phone, which stands for nobody."""


Effect = (
    Say
    | Deliver
    | UseCode
    | TriedCode
    | SetLanguage
    | SetConsent
    | SetSetting
    | SetWord
    | DropWord
    | SayAdult
    | CallMe
    | RaiseTask
    | OpenWaiting
    | HideNow
    | KeepShown
    | NotNow
    | Leave
    | DeleteTheirs
    | EndSession
    | FileConcern
    | AskTeam
    | SayWhatHelps
    | SetPin
    | TriedPin
    | OpenConcern
    | AddToConcern
    | DeclineQuestion
    | WithdrawConcern
    | AskReview
    | LookInto
    | AlertOnCall
    | AlertAdvocate
    | ClearHere
    | AskErasure
    | UndoErasure
    | ForgetMe
    | BookMeeting
    | CancelMeeting
    | ChooseForMe
    | KeepWishes
    | TellCover
)
