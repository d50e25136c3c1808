"""What a turn asks for with a worry or a complaint."""

from dataclasses import dataclass

from bot.flows.effects_words import Deliver


@dataclass(frozen=True, slots=True)
class FileConcern(Deliver):
    """Keep a worry or a complaint as it was shown back, for those who are not shut out of it.

    ``begun``: the one that began with a call while this was being made, and that this joins.
    """

    begun: str
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
