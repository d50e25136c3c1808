"""The dates that are promised: working days of one nation, from the first one after receipt.

Pure. The rule kept here: a promise is a whole day; it is missed only when that day's office hours
are over.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from bot import clocks
from bot.content import Content, Holidays
from bot.content.complaints import Clocks, Complaints

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
        return clocks.moment(day, clocks.CLOSES)

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
        days = {"complaint": self.clocks.update, "review": self.clocks.review}
        return self.by(since, nation, days.get(step, self.clocks.concern))

    def day_before(self, promised_at: int, nation: str) -> int:
        """Return when the office opens on the working day before a promised one."""
        day = clocks.local_date(promised_at)
        for _ in range(clocks.FURTHEST):
            day -= timedelta(days=1)
            if clocks.is_working_day(day, clocks.MONDAY_TO_FRIDAY, self.holidays.of(nation)):
                break
        return clocks.moment(day, clocks.OPENS)

    @staticmethod
    def that_day(promised_at: int) -> int:
        """Return when the office opens on a promised day."""
        return clocks.moment(clocks.local_date(promised_at), clocks.OPENS)
