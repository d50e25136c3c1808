"""When an advocate can be met. Pure; everything is a quarter of an hour on London's clocks.

The rules kept here: a meeting lies inside the advocate's hours from first minute to last, never
over another one or the pause after it, and never at a time that the clocks show twice or not at
all. Hours are what the wall shows, so nine o'clock is nine o'clock on both sides of a change.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import groupby, zip_longest
from typing import Literal

from propcache.api import cached_property

from bot.clock import HOUR_MS, MINUTE_MS
from bot.clocks import CLOSES, OPENS, is_working_day, local_date, local_time, moment

QUARTER = 15
QUARTER_MS = QUARTER * MINUTE_MS
GRID = 2  # meetings begin on the half hour
ZONE = "Europe/London"

AT_A_TIME = 3
DAYS_OFFERED = 5
NOON, EVENING = 12, 17
REMIND_FROM, REMIND_UNTIL = 10, 20  # waking hours, whatever the quiet hours

Part = Literal["", "morning", "afternoon", "evening"]


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of a weekday (Monday is 0) in which somebody can be met."""

    weekday: int
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that is unlike the week: ``away``, or ``extra`` hours."""

    kind: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Rules:
    """How one advocate is booked."""

    at_once: bool = False
    length_minutes: int = 45
    buffer_minutes: int = 15
    notice_hours: int = 48
    horizon_days: int = 28

    @property
    def length_ms(self) -> int:
        """How long a meeting lasts."""
        return self.length_minutes * MINUTE_MS


@dataclass(frozen=True)
class Calendar:
    """One advocate's week, what is unlike it, and the bank holidays of the employer's nation."""

    rules: Rules
    hours: tuple[Hours, ...]
    spans: tuple[Span, ...]
    holidays: frozenset[date]

    @cached_property
    def away(self) -> tuple[Span, ...]:
        """The absences."""
        return tuple(span for span in self.spans if span.kind == "away")

    def is_open(self, quarter: int) -> bool:
        """Say whether the advocate can be met in this quarter of an hour."""
        at = quarter * QUARTER_MS
        if any(span.starts_at < at + QUARTER_MS and span.ends_at > at for span in self.away):
            return False
        local = on_the_wall(quarter)
        if local is None:
            return False
        if any(
            span.kind == "extra" and span.starts_at <= at and at + QUARTER_MS <= span.ends_at
            for span in self.spans
        ):
            return True
        minute = local.hour * 60 + local.minute
        return local.date() not in self.holidays and any(
            one.weekday == local.weekday()
            and one.from_minute <= minute
            and minute + QUARTER <= one.to_minute
            for one in self.hours
        )

    def _candidates(self, day: date) -> list[int]:
        """Return the quarters of a day at which a meeting may begin; ``_has_room`` looks closer."""
        spans = [
            (one.from_minute, one.to_minute) for one in self.hours if one.weekday == day.weekday()
        ]
        step = GRID * QUARTER
        found = {
            moment(day, minute // 60, minute % 60) // QUARTER_MS
            for begin, end in spans
            for minute in range(-(-begin // step) * step, end, step)
        }
        midnight, following = moment(day), moment(day + timedelta(days=1))
        for span in self.spans:
            if span.kind == "extra":
                begin, end = max(span.starts_at, midnight), min(span.ends_at, following)
                extra = range(-(-begin // QUARTER_MS), end // QUARTER_MS)
                found.update(one for one in extra if not one % GRID)
        return sorted(found)

    def fits(self, starts_at: int, taken: Collection[int], now: int) -> bool:
        """Say whether a meeting may begin at this moment."""
        first = starts_at // QUARTER_MS
        if starts_at % QUARTER_MS or first % GRID or local_date(starts_at) > self._last_day(now):
            return False
        return starts_at >= self._earliest(now) and self._has_room(first, taken, self.is_open)

    def free(self, taken: Collection[int], now: int) -> Iterator[int]:
        """Give every moment at which a meeting may begin, in order."""
        is_open = cache(self.is_open)  # three beginnings ask about the same quarter
        day, last, earliest = local_date(now), self._last_day(now), self._earliest(now)
        while day <= last:
            for first in self._candidates(day):
                if first * QUARTER_MS >= earliest and self._has_room(first, taken, is_open):
                    yield first * QUARTER_MS
            day += timedelta(days=1)

    def _earliest(self, now: int) -> int:
        return now + self.rules.notice_hours * HOUR_MS

    def _last_day(self, now: int) -> date:
        return local_date(now) + timedelta(days=self.rules.horizon_days)

    def _has_room(self, first: int, taken: Collection[int], is_open: Callable[[int], bool]) -> bool:
        lasts = range(first, -(-(first * QUARTER_MS + self.rules.length_ms) // QUARTER_MS))
        return not any(one in taken for one in quarters(first * QUARTER_MS, self.rules)) and all(
            map(is_open, lasts)
        )


def quarters(starts_at: int, rules: Rules) -> range:
    """Return the quarters that a meeting takes: its own, and the pause after it.

    The pause after the meeting before it is that one's; so two always lie apart.
    """
    ends = starts_at + rules.length_ms + rules.buffer_minutes * MINUTE_MS
    return range(starts_at // QUARTER_MS, -(-ends // QUARTER_MS))


@lru_cache(maxsize=8192)  # everybody asks about the same few weeks; four of them are 2,688
def on_the_wall(quarter: int) -> datetime | None:
    """Return what London's clocks show; None where they show it twice and it names no moment."""
    wall = local_time(quarter * QUARTER_MS).replace(fold=0)
    return wall if wall.utcoffset() == wall.replace(fold=1).utcoffset() else None


def part_of_day(at: int) -> Part:
    """Return the part of the day in which a moment lies."""
    hour = local_time(at).hour
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"


def in_turn(starts: Iterable[int]) -> list[int]:
    """Put free times into the order in which they are offered.

    One of each of the next days first, now earlier and now later in the day, then more of them.
    """
    days = [(day, list(found)) for day, found in groupby(starts, key=local_date)]
    spread = [_spread(found, day.toordinal()) for day, found in days[:DAYS_OFFERED]]
    return [one for row in zip_longest(*spread) for one in row if one is not None]


def _spread(found: Sequence[int], turn: int) -> list[int]:
    firsts = [found[len(found) // 2], found[0], found[-1]]
    firsts = firsts[turn % 3 :] + firsts[: turn % 3]
    return list(dict.fromkeys((*firsts, *found)))


def offer(starts: Iterable[int], times: int, part: str = "") -> tuple[int, ...]:
    """Return three free times; ``times``: how often others were asked for already.

    Those of the part of the day that was wished for; where there is none, any.
    """
    known = list(starts)
    wished = [at for at in known if part_of_day(at) == part]
    turn = in_turn(wished or known)
    return tuple(sorted(turn[times * AT_A_TIME : (times + 1) * AT_A_TIME]))


def days_away(spans: Iterable[Span], today: date) -> frozenset[date]:
    """Return the days on which somebody is away for the whole of the working day."""
    found: set[date] = set()
    for span in spans:
        if span.kind != "away":
            continue
        day, last = max(local_date(span.starts_at), today), local_date(span.ends_at)
        while day <= last:
            begin, end = (moment(day, hour) for hour in (OPENS, CLOSES))
            if span.starts_at <= begin and end <= span.ends_at:
                found.add(day)
            day += timedelta(days=1)
    return frozenset(found)


def back_on(
    away: Collection[date], today: date, working_days: Collection[int], holidays: Collection[date]
) -> date | None:
    """Return the first day somebody who is away today works again; None: not away today."""
    if today not in away:
        return None
    day = today
    for _ in range(400):
        day += timedelta(days=1)
        if day not in away and is_working_day(day, working_days, holidays):
            return day
    return None


def reminding(starts_at: int, quiet_from: int = REMIND_UNTIL) -> tuple[int, int]:
    """Return from when until when a meeting may be reminded of: the day before, in waking hours."""
    day = local_date(starts_at) - timedelta(days=1)
    return moment(day, REMIND_FROM), moment(day, min(quiet_from, REMIND_UNTIL))
