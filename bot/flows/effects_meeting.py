"""What a turn asks for with a meeting: booked, moved, taken out, and how she likes to meet."""

from dataclasses import dataclass

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
class KeepWishes:
    """Keep how she likes to meet; what is not named stays."""

    wishes: Wishes
