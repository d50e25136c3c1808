"""Free times: inside the hours, never over another, right when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import booking
from bot.booking import QUARTER_MS, Calendar, Hours, Rules, Span
from bot.clock import HOUR_MS, MINUTE_MS
from bot.clocks import local_date, local_time, moment

MONDAY = date(2027, 3, 22)  # the week before the clocks go forward
CHANGES = (date(2027, 3, 28), date(2027, 10, 31))
WEEK = tuple(Hours(day, 9 * 60, 17 * 60) for day in range(5))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    begin = draw(st.integers(0, 95)) * 15
    end = draw(st.integers(begin // 15 + 1, 96)) * 15
    return Hours(draw(st.integers(0, 6)), begin, end)


NOWS = st.one_of(
    *(
        st.integers(moment(day - timedelta(days=6)), moment(day + timedelta(days=1)))
        for day in CHANGES
    ),
    st.integers(moment(date(2026, 11, 1)), moment(date(2027, 12, 31))),
)
RULES = st.builds(
    Rules,
    length_minutes=st.sampled_from((15, 30, 45, 60, 90)),
    buffer_minutes=st.sampled_from((0, 10, 15, 30)),
    notice_hours=st.integers(0, 72),
    horizon_days=st.integers(1, 21),
)


@st.composite
def calendars(draw: st.DrawFn, now: int) -> Calendar:
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        begin = now + draw(st.integers(-2 * 96, 14 * 96)) * QUARTER_MS
        long = draw(st.integers(1, 3 * 96)) * QUARTER_MS
        spans.append(Span(draw(st.sampled_from(("away", "extra"))), begin, begin + long))
    holidays = frozenset(
        local_date(now) + timedelta(days=days)
        for days in draw(st.lists(st.integers(0, 14), max_size=3))
    )
    week = tuple(draw(st.lists(hours(), max_size=6)))
    return Calendar(draw(RULES), week, tuple(spans), holidays)


@given(st.data())
def test_a_meeting_never_lies_outside_the_hours_nor_over_another(data: st.DataObject) -> None:
    now = data.draw(NOWS)
    calendar = data.draw(calendars(now))
    busy = {
        now // QUARTER_MS + one for one in data.draw(st.lists(st.integers(0, 1400), max_size=40))
    }
    rules = calendar.rules
    found = list(calendar.free(busy, now))
    assert found == sorted(set(found))
    for at in found[:60]:
        assert at >= now + rules.notice_hours * HOUR_MS
        assert local_date(at) <= local_date(now) + timedelta(days=rules.horizon_days)
        assert not busy & set(booking.quarters(at, rules))
        for minute in range(0, rules.length_minutes, 5):
            assert _in_hours(calendar, at + minute * MINUTE_MS)
        local = local_time(at)
        shown = datetime(local.year, local.month, local.day, local.hour, local.minute)  # noqa: DTZ001
        assert _moments_of(shown) == [at], "what is said names this moment and no other"


def _in_hours(calendar: Calendar, at: int) -> bool:
    """The rule said once more, minute by minute."""
    if any(one.kind == "away" and one.starts_at <= at < one.ends_at for one in calendar.spans):
        return False
    if any(one.kind == "extra" and one.starts_at <= at < one.ends_at for one in calendar.spans):
        return True
    local = local_time(at)
    minute = local.hour * 60 + local.minute
    return local.date() not in calendar.holidays and any(
        one.weekday == local.weekday() and one.from_minute <= minute < one.to_minute
        for one in calendar.hours
    )


def _moments_of(shown: datetime) -> list[int]:
    """Every moment at which London's clocks show this."""
    around = round(shown.replace(tzinfo=UTC).timestamp() * 1000)
    return [at for at in (around - HOUR_MS, around) if local_time(at).replace(tzinfo=None) == shown]


@given(st.data())
def test_what_was_booked_is_never_offered_again_and_two_keep_their_pause(
    data: st.DataObject,
) -> None:
    now = data.draw(NOWS)
    calendar = data.draw(calendars(now))
    taken: set[int] = set()
    booked: list[int] = []
    for _ in range(5):
        free = list(calendar.free(taken, now))
        if not free:
            break
        at = data.draw(st.sampled_from(free[:200]))
        booked.append(at)
        taken.update(booking.quarters(at, calendar.rules))
        assert not calendar.fits(at, taken, now)
    apart = calendar.rules.length_ms + calendar.rules.buffer_minutes * MINUTE_MS
    booked.sort()
    assert all(b - a >= apart for a, b in pairwise(booked))


@pytest.mark.parametrize("change", CHANGES)
def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_a_change(change: date) -> None:
    now = moment(change - timedelta(days=4), 8)
    free = list(Calendar(Rules(notice_hours=0), WEEK, (), frozenset()).free((), now))
    for days in (-2, 1):  # the Friday before, the Monday after
        day = change + timedelta(days=days)
        of_day = [local_time(at) for at in free if local_date(at) == day]
        assert (of_day[0].hour, of_day[0].minute) == (9, 0)
        assert (of_day[-1].hour, of_day[-1].minute) == (16, 0)
    assert (
        local_time(moment(change - timedelta(days=2), 9)).utcoffset()
        != local_time(moment(change + timedelta(days=1), 9)).utcoffset()
    )


def test_an_hour_that_is_not_there_in_march_is_not_offered() -> None:
    night = Calendar(
        Rules(length_minutes=30, notice_hours=0), (Hours(6, 0, 4 * 60),), (), frozenset()
    )
    now = moment(date(2027, 3, 27), 12)
    shown = [f"{local_time(at):%H:%M}" for at in night.free((), now) if at < now + 24 * HOUR_MS]
    assert shown == ["00:00", "00:30", "02:00", "02:30", "03:00", "03:30"]


def test_an_hour_that_comes_twice_in_october_is_not_offered() -> None:
    night = Calendar(
        Rules(length_minutes=30, notice_hours=0), (Hours(6, 0, 4 * 60),), (), frozenset()
    )
    now = moment(date(2027, 10, 30), 12)
    shown = [f"{local_time(at):%H:%M}" for at in night.free((), now) if at < now + 24 * HOUR_MS]
    assert shown == ["00:00", "00:30", "02:00", "02:30", "03:00", "03:30"]


def test_holidays_close_the_week_and_extra_hours_open_it_again() -> None:
    good_friday = date(2027, 3, 26)
    now = moment(MONDAY, 8)
    extra = Span("extra", moment(good_friday, 10), moment(good_friday, 11))
    rules = Rules(length_minutes=30, notice_hours=0, horizon_days=5)
    closed = Calendar(rules, WEEK, (), frozenset((good_friday,)))
    assert not [at for at in closed.free((), now) if local_date(at) == good_friday]
    opened = Calendar(rules, WEEK, (extra,), frozenset((good_friday,)))
    times = [local_time(at).hour for at in opened.free((), now) if local_date(at) == good_friday]
    assert times == [10, 10]


@given(st.data())
def test_three_at_a_time_and_none_is_offered_twice(data: st.DataObject) -> None:
    now = data.draw(NOWS)
    calendar = data.draw(calendars(now))
    free = list(calendar.free((), now))
    part = data.draw(st.sampled_from(("", "morning", "afternoon", "evening")))
    rounds = [booking.offer(free, times, part) for times in range(3)]
    seen = [at for one in rounds for at in one]
    assert len(seen) == len(set(seen))
    assert set(seen) <= set(free)
    assert all(len(one) <= 3 for one in rounds)
    assert bool(rounds[0]) is bool(free)


def test_the_first_three_are_on_three_days() -> None:
    free = Calendar(Rules(), WEEK, (), frozenset()).free((), moment(MONDAY, 8))
    first = booking.offer(free, 0)
    assert len({local_date(at) for at in first}) == 3


def test_her_part_of_the_day_counts_while_there_is_one() -> None:
    free = list(Calendar(Rules(), WEEK, (), frozenset()).free((), moment(MONDAY, 8)))
    assert all(local_time(at).hour < 12 for at in booking.offer(free, 0, "morning"))
    assert booking.offer(free, 0, "evening")


def test_days_away_are_whole_working_days_and_the_day_back_is_one_she_works() -> None:
    day = timedelta(days=1)
    afternoon = Span("away", moment(MONDAY, 13), moment(MONDAY, 17))
    assert booking.days_away((afternoon,), MONDAY) == frozenset()
    week = Span("away", moment(MONDAY), moment(MONDAY + 5 * day))
    away = booking.days_away((week,), MONDAY)
    assert away == frozenset(MONDAY + n * day for n in range(5))
    assert booking.back_on(away, MONDAY, range(5), ()) == MONDAY + 7 * day
    assert booking.back_on(away, MONDAY + 7 * day, range(5), ()) is None


@given(st.integers(moment(date(2027, 1, 1)), moment(date(2027, 12, 31))), st.sampled_from((17, 20)))
def test_a_reminder_is_the_day_before_in_waking_hours(at: int, quiet: int) -> None:
    begin, end = booking.reminding(at, quiet)
    assert local_date(begin) == local_date(end) == local_date(at) - timedelta(days=1)
    assert (local_time(begin).hour, local_time(end).hour) == (10, quiet)
