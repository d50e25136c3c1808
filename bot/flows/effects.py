"""What a turn asks for: ``perform`` has one function for each of these, and no other.

The order in a turn is the order in which they are to be performed: a ``SetLanguage`` or ``UseCode``
stands before the ``Say`` that is already in the new language.
"""

from dataclasses import dataclass
from typing import Literal

from bot.flows.effects_concern import (
    AddToConcern,
    AskReview,
    AskTeam,
    DeclineQuestion,
    FileConcern,
    LookInto,
    OpenConcern,
    SayWhatHelps,
    SetPin,
    TriedPin,
    WithdrawConcern,
)
from bot.flows.effects_meeting import BookMeeting, CancelMeeting, ChooseForMe, KeepWishes
from bot.flows.effects_words import (
    ClearHere,
    DeleteTheirs,
    Deliver,
    HideNow,
    KeepShown,
    Leave,
    NotNow,
    OpenWaiting,
    StopTexts,
)
from bot.flows.says import Say

ConsentKind = Literal["notes", "reminders"]


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
class Tried:
    """A number came that is not the one just sent to this phone, or a word that is not hers."""


@dataclass(frozen=True, slots=True)
class SayAdult:
    """She answered whether she is 18 or over: yes, no or unsure."""

    answer: str


@dataclass(frozen=True, slots=True)
class CallMe:
    """A task for a person: call her at this time of day (morning, afternoon, evening, any).

    ``whose``: her advocate's, or while the advocate is away, of who covers; where nobody does, the
    Hub finds somebody.
    """

    when: str
    whose: Literal["advocate", "cover", "somebody"] = "advocate"


@dataclass(frozen=True, slots=True)
class RaiseTask:
    """A task for a person of another kind; ``urgent``: the same day."""

    kind: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class EndSession:
    """The conversation has ended: what waits for the end of it may begin."""


@dataclass(frozen=True, slots=True)
class TellCover:
    """Her words are for who covers, too: call them to the console."""


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


# --- my data --------------------------------------------------------------------------------------


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
    | Tried
    | SayAdult
    | CallMe
    | RaiseTask
    | OpenWaiting
    | HideNow
    | KeepShown
    | NotNow
    | StopTexts
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
