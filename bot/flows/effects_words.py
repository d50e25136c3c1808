"""What a turn asks for with words: what is sealed to a reader, shown, hidden and deleted."""

from dataclasses import dataclass

from bot.flows.state import Draft


@dataclass(frozen=True, slots=True)
class Deliver:
    """Seal this confirmed draft to its reader and tell them; the one way words leave a draft."""

    draft: Draft
    reader: str


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
class StopTexts:
    """She was asked and said yes: nothing more is sent until START, and nothing is deleted."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Delete what can be deleted from the phone and draw the curtain."""


@dataclass(frozen=True, slots=True)
class DeleteTheirs:
    """Delete the message she has just sent from the chat, where the channel can."""


@dataclass(frozen=True, slots=True)
class ClearHere:
    """Delete from the chat what can be deleted, and hide what was shown; she stays."""
