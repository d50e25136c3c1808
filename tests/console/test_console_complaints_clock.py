"""The clock of a complaint in words, over weekends and bank holidays."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.clocks import moment
from bot.complaint_clocks import between
from bot.console.complaint_clock import in_words

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
MONDAY = date(2026, 3, 30)


def test_weekends_and_bank_holidays_do_not_count() -> None:
    due = moment(date(2026, 4, 8), 17)
    assert in_words(moment(MONDAY, 10), due, moment(date(2026, 4, 7), 9), EASTER) == (
        "4 of 5 working days, due Wed\xa08\xa0Apr"
    )


def test_the_day_itself_and_the_days_after() -> None:
    due = moment(date(2026, 4, 1), 17)
    since = moment(MONDAY, 10)
    assert in_words(since, due, moment(date(2026, 4, 1), 9), EASTER).endswith("due today")
    assert "the day is over" in in_words(since, due, moment(date(2026, 4, 1), 18), EASTER)
    assert in_words(since, due, moment(date(2026, 4, 2), 9), EASTER).startswith("1 working day l")
    assert in_words(since, due, moment(date(2026, 4, 7), 9), EASTER).startswith("2 working days l")


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(first=DAYS, span=st.integers(0, 200), more=st.integers(0, 200))
def test_what_passed_and_what_is_left_make_the_whole(first: date, span: int, more: int) -> None:
    middle = first + timedelta(days=span)
    last = middle + timedelta(days=more)
    whole = between(first, last, EASTER)
    assert between(first, middle, EASTER) + between(middle, last, EASTER) == whole
    assert 0 <= whole <= span + more
