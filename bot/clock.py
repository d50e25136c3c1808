"""The time of day, as an argument: no module of ours asks the machine for it.

Times are milliseconds since 1970 UTC, everywhere and always; only a person's screen has a zone.
"""

import time
from typing import Final, Protocol

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
DAY_MS: Final = 24 * HOUR_MS
"""Twenty-four hours; a day of the calendar has 23 or 25 of them twice a year (clocks.py)."""


class Clock(Protocol):
    """Anything that knows what time it is."""

    def now(self) -> int:
        """Return milliseconds since 1970 UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> int:
        """Return milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000


class ManualClock:
    """A clock that moves only when told: for tests, and for the demo's clock control."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        """Return milliseconds since 1970 UTC."""
        return self._now

    def set(self, now: int) -> None:
        """Go to a moment, forwards or back."""
        self._now = now

    def forward(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        """Go on by this much."""
        self._now += round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
