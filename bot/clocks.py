"""Working days: when a person can expect an answer. Pure; the zone is always Europe/London.

A day counts when it is one of her working days and not a bank holiday of the nation of her
employer. Days run from the first working day after the message came (what arrives on Saturday is
as good as arrived on Friday night), so that a promise is never a day too short.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY_TO_FRIDAY: frozenset[int] = frozenset(range(5))
OPENS, CLOSES = 9, 17
"""Office hours (proposal): staff are at work, what is promised by a day comes before its end."""
FURTHEST = 400  # days looked ahead; a rota without a working day in a year is no rota


class NoWorkingDay(ValueError):
    """There is no working day to wait for."""


def local_date(now: int) -> date:
    """Return the day it is in London at this moment."""
    return local_time(now).date()


def local_time(now: int) -> datetime:
    """Return the time on London's clocks at this moment."""
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(LONDON)


def moment(day: date, hour: int = 0, minute: int = 0) -> int:
    """Return the moment at which London's clocks show this; the first of two in October."""
    return (
        int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).timestamp()) * 1000
    )


def months_after(at: int, months: int) -> int:
    """Return when the same day of a later month is over, or the last day of a shorter one."""
    day = local_date(at)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return moment(date(year, month + 1, min(day.day, last)) + timedelta(days=1))


def parse_days(text: str) -> frozenset[int]:
    """Read working days as people write them, ``Mon-Thu`` or ``mon, wed, fri``; Monday is 0.

    Raises:
        ValueError: when a name of a day isn't one, or none is given.
    """
    days: set[int] = set()
    for part in text.lower().replace(";", ",").replace("–", "-").split(","):
        if not part.strip():
            continue
        first, dash, last = (name.strip()[:3] for name in part.partition("-"))
        if first not in DAY_NAMES or (dash and last not in DAY_NAMES):
            raise ValueError("working days are written like Mon-Thu or Mon, Wed, Fri")
        begin = DAY_NAMES.index(first)
        span = (DAY_NAMES.index(last) - begin) % 7 if dash else 0
        days.update((begin + step) % 7 for step in range(span + 1))
    if not days:
        raise ValueError("working days are written like Mon-Thu or Mon, Wed, Fri")
    return frozenset(days)


def is_working_day(day: date, working_days: Collection[int], holidays: Collection[date]) -> bool:
    """Tell whether she works on this day."""
    return day.weekday() in working_days and day not in holidays


def working_days_after(
    day: date, working_days: Collection[int], holidays: Collection[date]
) -> Iterator[date]:
    """Yield the working days that follow this day.

    Raises:
        NoWorkingDay: when more than a year passes without one.
    """
    idle = 0
    while idle < FURTHEST:
        day += timedelta(days=1)
        idle += 1
        if is_working_day(day, working_days, holidays):
            yield day
            idle = 0
    raise NoWorkingDay("no working day within a year")


def next_working_day(day: date, working_days: Collection[int], holidays: Collection[date]) -> date:
    """Return the first working day after this day."""
    return next(working_days_after(day, working_days, holidays))


def answer_day(
    now: int, working_days: Collection[int], nation_holidays: Collection[date], days: int
) -> date:
    """Return the day by which to expect an answer to words that came now.

    Args:
        now: when they came.
        working_days: hers, Monday is 0.
        nation_holidays: bank holidays of the nation of her employer.
        days: working days that she usually takes, at least 1.
    """
    following = working_days_after(local_date(now), working_days, nation_holidays)
    for _ in range(max(days, 1) - 1):
        next(following)
    return next(following)


def read_holidays(table: Mapping[str, object]) -> dict[str, frozenset[date]]:
    """Read the parsed ``config/bank-holidays.toml``: nation → its bank holidays.

    Raises:
        ValueError: when an entry isn't a list of dates.
    """
    found: dict[str, frozenset[date]] = {}
    for nation, entry in table.items():
        days = entry.get("days") if isinstance(entry, Mapping) else entry
        if isinstance(days, list):
            found[nation] = frozenset(_as_date(day) for day in days)
    return found


def _as_date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("a bank holiday is a date such as 2026-12-25")
