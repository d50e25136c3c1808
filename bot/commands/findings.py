"""One line of ``check`` and of ``carriers status``."""

from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError


class NotConnected(BotError):
    """A carrier refused, in our words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and how it is: right, wrong, or switched off."""

    name: str
    state: Literal["right", "wrong", "off"]
    words: str


def right(name: str, words: str) -> Finding:
    """Return a finding that is as it should be."""
    return Finding(name, "right", words)


def wrong(name: str, words: str) -> Finding:
    """Return a finding that has to be put right before people are served."""
    return Finding(name, "wrong", words)


def off(name: str, words: str) -> Finding:
    """Return a finding about something that isn't in use."""
    return Finding(name, "off", words)


def judged(name: str, faults: list[str], fine: str) -> list[Finding]:
    """Return a finding for each fault, or one that all is well."""
    return [wrong(name, fault) for fault in faults] or [right(name, fine)]
