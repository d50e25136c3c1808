"""Promised dates: working days of one nation, never a holiday, never a day too short."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import clocks
from bot.complaint_clocks import Rules
from bot.content import NATIONS
from bot.content.complaints import LATEST_ACKNOWLEDGED
from tests.today import content_of_today

RULES = Rules.of(content_of_today())
MOMENTS = st.integers(1_735_689_600_000, 1_830_297_600_000)  # 2025 to 2027
DAYS = st.integers(1, 25)


def working(day: date, nation: str) -> bool:
    return day.weekday() < 5 and day not in RULES.holidays.of(nation)


@given(MOMENTS, st.sampled_from(NATIONS), DAYS)
def test_exactly_so_many_working_days_lie_between(now: int, nation: str, days: int) -> None:
    promised = clocks.local_date(RULES.by(now, nation, days))
    day, count = clocks.local_date(now), 0
    while day < promised:
        day += timedelta(days=1)
        count += working(day, nation)
    assert working(promised, nation)
    assert count == days


@given(MOMENTS, st.sampled_from(NATIONS), DAYS)
def test_a_promised_day_ends_with_the_office_and_notices_come_in_the_morning(
    now: int, nation: str, days: int
) -> None:
    promised = RULES.by(now, nation, days)
    before, that_day = RULES.day_before(promised, nation), RULES.that_day(promised)
    assert clocks.local_time(promised).hour == clocks.CLOSES
    assert clocks.local_time(that_day).hour == clocks.local_time(before).hour == clocks.OPENS
    assert clocks.local_date(that_day) == clocks.local_date(promised)
    assert before < that_day < promised
    assert working(clocks.local_date(before), nation)


def test_saint_andrews_day_counts_in_scotland_alone() -> None:
    friday = clocks.moment(date(2026, 11, 27), 15)
    found = {nation: clocks.local_date(RULES.by(friday, nation, 1)) for nation in NATIONS}
    assert found.pop("scotland") == date(2026, 12, 1)
    assert set(found.values()) == {date(2026, 11, 30)}


@given(MOMENTS, st.sampled_from(NATIONS))
def test_a_long_look_is_told_of_midway(now: int, nation: str) -> None:
    assert RULES.writes_by(now, nation, "complaint") < RULES.answer_by(now, nation, "complaint")
    assert RULES.writes_by(now, nation, "review") == RULES.answer_by(now, nation, "review")


@given(MOMENTS, st.sampled_from(NATIONS))
def test_the_latest_day_that_may_be_set_is_within_the_30_days_of_the_law(
    now: int, nation: str
) -> None:
    promised = clocks.local_date(RULES.by(now, nation, LATEST_ACKNOWLEDGED))
    assert promised <= clocks.local_date(now) + timedelta(days=30)
