"""The dates that are promised: working days of one nation, from the first one after receipt.

Pure. The rule kept here: a promise is a whole day; it is missed only when that day's office hours
are over.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from bot import clocks
from bot.clock import DAY_MS
from bot.content import Content, Holidays
from bot.content.complaints import Clocks, Complaints

EVENING = 17  # a promised day ends with the office
MORNING = 9  # notices about a date come when work begins
FURTHEST = 1500  # days between two dates that are counted one by one


def between(first: date, last: date, holidays: Collection[date]) -> int:
    """Count the working days after ``first`` up to and with ``last``."""
    days = min((last - first).days, FURTHEST)
    return sum(
        clocks.is_working_day(first + timedelta(days=step), clocks.MONDAY_TO_FRIDAY, holidays)
        for step in range(1, days + 1)
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """What an act needs to know of the configuration."""

    complaints: Complaints
    holidays: Holidays

    @classmethod
    def of(cls, content: Content) -> "Rules":
        """Take them out of the whole configuration."""
        return cls(content.complaints, content.holidays)

    @property
    def clocks(self) -> Clocks:
        """How many working days each step takes."""
        return self.complaints.clocks

    def by(self, since: int, nation: str, days: int) -> int:
        """Return the end of the working day by which something is promised."""
        day = clocks.answer_day(since, clocks.MONDAY_TO_FRIDAY, self.holidays.of(nation), days)
        return clocks.moment(day, EVENING)

    def answer_by(self, since: int, nation: str, step: str) -> int:
        """Return when a concern, a complaint or a review is to be answered."""
        days = {
            "concern": self.clocks.concern,
            "complaint": self.clocks.complaint,
            "review": self.clocks.review,
        }
        return self.by(since, nation, days[step])

    def writes_by(self, since: int, nation: str, step: str) -> int:
        """Return when she hears next once a handler has begun: a long look is told of midway."""
        days = self.clocks.update if step == "complaint" else self.clocks.concern
        if step == "review":
            days = self.clocks.review
        return self.by(since, nation, days)

    def day_before(self, promised_at: int, nation: str) -> int:
        """Return the morning of the working day before a promised one."""
        promised = clocks.local_date(promised_at)
        day = promised
        for _ in range(clocks.FURTHEST):
            day = clocks.local_date(clocks.moment(day, 12) - DAY_MS)
            if clocks.is_working_day(day, clocks.MONDAY_TO_FRIDAY, self.holidays.of(nation)):
                break
        return clocks.moment(day, MORNING)

    @staticmethod
    def that_day(promised_at: int) -> int:
        """Return the morning of a promised day."""
        return clocks.moment(clocks.local_date(promised_at), MORNING)
