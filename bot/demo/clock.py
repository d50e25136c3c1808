"""The demonstration's clock: it runs like any other, and can be put forward."""

import time
from datetime import date, timedelta

from bot.clock import ManualClock
from bot.clocks import local_date, local_time, moment, next_working_day

MONDAY = 1_772_445_600_000
"""Monday 2 March 2026, 10:00 in London and UTC: when the guided stories begin."""


CLOCK_CHANGES = (date(2027, 3, 28), date(2027, 10, 31))
"""The nights on which London's clocks skip the hour after one, and show it twice."""

WORKING = range(5)
OPEN, CLOSES = 9, 17


def at_work(now: int) -> int:
    """Return the moment, or ten o'clock on the next working day where nobody is at work.

    In quiet hours nothing would come, and somebody who tries it out would wait for it.
    """
    local = local_time(now)
    if local.weekday() in WORKING and OPEN <= local.hour < CLOSES:
        return now
    day = local.date() - timedelta(days=1) if local.hour < OPEN else local.date()
    return moment(next_working_day(day, WORKING, ()), 10)


def clock_change(now: int) -> int | None:
    """Return half past midnight before the next change of the clocks; None after the last."""
    nights = (moment(day, 0, 30) for day in CLOCK_CHANGES)
    return next((one for one in nights if one > now), None)


class DemoClock:
    """A clock that goes on by itself from a moment, and further when told.

    Args:
        begins: the moment; the machine's own time where there is none.
    """

    def __init__(self, begins: int | None = None) -> None:
        self._ahead = ManualClock(0)
        self._begins = time.time_ns() // 1_000_000 if begins is None else begins
        self._since = time.monotonic_ns()

    def now(self) -> int:
        """Return milliseconds since 1970 UTC."""
        gone = (time.monotonic_ns() - self._since) // 1_000_000
        return self._begins + gone + self._ahead.now()

    def forward(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Go on by this much."""
        self._ahead.forward(hours=hours, minutes=minutes, seconds=seconds)

    def at(self, hour: int, minute: int = 0) -> None:
        """Go on to the next time that it is so late in London."""
        day = local_date(self.now())
        days = (day, day + timedelta(days=1))
        wanted = (moment(one, hour, minute) for one in days)
        self.until(next(one for one in wanted if one > self.now()))

    def until(self, moment: int) -> None:
        """Go on to a moment; one that has passed changes nothing."""
        self._ahead.set(max(self._ahead.now(), self._ahead.now() + moment - self.now()))
