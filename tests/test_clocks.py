"""Working days: a promise is never a day too short, nor longer than it must be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clocks

MONDAY = date(2026, 12, 21)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
SCOTLAND = CHRISTMAS | {date(2027, 1, 4)}
WEEK = clocks.MONDAY_TO_FRIDAY

weeks = st.frozensets(st.integers(0, 6), min_size=1)
days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001 - made UTC
    lambda naive: int(naive.replace(tzinfo=UTC).timestamp() * 1000)
)
counts = st.integers(1, 25)


def at(day: date, hour: int = 10) -> int:
    return clocks.moment(day, hour)


def test_two_working_days_from_a_monday_is_wednesday() -> None:
    assert clocks.answer_day(at(MONDAY), WEEK, frozenset(), 2) == date(2026, 12, 23)


def test_days_run_from_the_first_working_day_after_the_words_came() -> None:
    friday, saturday, sunday = (date(2026, 11, day) for day in (20, 21, 22))
    answers = {clocks.answer_day(at(day), WEEK, frozenset(), 2) for day in (friday, saturday)}
    assert answers == {date(2026, 11, 24)}
    assert clocks.answer_day(at(sunday), WEEK, frozenset(), 1) == date(2026, 11, 23)


def test_a_bank_holiday_of_her_employers_nation_is_no_working_day() -> None:
    christmas_eve = date(2026, 12, 24)
    assert clocks.answer_day(at(christmas_eve), WEEK, CHRISTMAS, 1) == date(2026, 12, 29)
    new_years_eve = date(2026, 12, 31)
    assert clocks.answer_day(at(new_years_eve), WEEK, CHRISTMAS, 1) == date(2027, 1, 4)
    assert clocks.answer_day(at(new_years_eve), WEEK, SCOTLAND, 1) == date(2027, 1, 5)


def test_part_time_days_are_her_own() -> None:
    assert clocks.answer_day(at(MONDAY), clocks.parse_days("Mon"), CHRISTMAS, 2) == date(
        2027, 1, 11
    )  # the 28th is a bank holiday


def test_the_day_is_londons_not_utcs() -> None:
    late_in_june = int(datetime(2026, 6, 1, 23, 30, tzinfo=UTC).timestamp() * 1000)
    assert clocks.local_date(late_in_june) == date(2026, 6, 2)
    assert clocks.answer_day(late_in_june, WEEK, frozenset(), 1) == date(2026, 6, 3)


def test_the_clock_change_moves_no_day() -> None:
    for sunday in (date(2027, 3, 28), date(2027, 10, 31)):
        assert clocks.local_date(clocks.moment(sunday, 1, 30)) == sunday
        hours = (clocks.moment(sunday + timedelta(days=1)) - clocks.moment(sunday)) / 3_600_000
        assert hours == (23 if sunday.month == 3 else 25)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Thu", {0, 1, 2, 3}),
        ("mon, wed ,FRI", {0, 2, 4}),
        ("Monday–Friday", {0, 1, 2, 3, 4}),
        ("Sat-Mon", {5, 6, 0}),
        ("Tue", {1}),
        ("Mon-Tue;Thu", {0, 1, 3}),
    ],
)
def test_working_days_are_read_as_people_write_them(text: str, days: set[int]) -> None:
    assert clocks.parse_days(text) == days


@pytest.mark.parametrize("text", ["", " , ", "Mon-", "-Thu", "1-5"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="written like"):
        clocks.parse_days(text)


def test_a_rota_without_a_working_day_is_an_error_and_not_an_endless_search() -> None:
    with pytest.raises(clocks.NoWorkingDay):
        clocks.answer_day(at(MONDAY), frozenset(), frozenset(), 1)


@given(weeks)
def test_days_written_are_read_back(week: frozenset[int]) -> None:
    written = ", ".join(clocks.DAY_NAMES[day].capitalize() for day in sorted(week))
    assert clocks.parse_days(written) == week


@given(moments, weeks, days_off, counts)
def test_exactly_so_many_working_days_lie_between(
    now: int, week: frozenset[int], holidays: frozenset[date], days: int
) -> None:
    today = clocks.local_date(now)
    answer = clocks.answer_day(now, week, holidays, days)
    between = [today + timedelta(days=step) for step in range(1, (answer - today).days + 1)]
    worked = [day for day in between if clocks.is_working_day(day, week, holidays)]
    assert len(worked) == days
    assert worked[-1] == answer


@given(moments, st.integers(0, 86_400_000 * 10), weeks, days_off, counts)
def test_later_words_are_never_answered_earlier(
    now: int, later: int, week: frozenset[int], holidays: frozenset[date], days: int
) -> None:
    first = clocks.answer_day(now, week, holidays, days)
    assert first <= clocks.answer_day(now + later, week, holidays, days)
    assert first < clocks.answer_day(now, week, holidays, days + 1)


@given(moments, weeks, days_off, days_off, counts)
def test_another_holiday_never_brings_the_answer_forward(
    now: int, week: frozenset[int], holidays: frozenset[date], more: frozenset[date], days: int
) -> None:
    answer = clocks.answer_day(now, week, holidays, days)
    assert answer <= clocks.answer_day(now, week, holidays | more, days)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 23))
def test_a_moment_shows_its_own_day_and_hour(day: date, hour: int) -> None:
    shown = clocks.local_time(clocks.moment(day, hour))
    assert shown.date() == day
    assert shown.hour in {hour, hour + 1}  # an hour of March exists only on paper
