from datetime import date

from bot.clocks import local_time, moment
from bot.demo.clock import CLOCK_CHANGES, MONDAY, DemoClock, at_work, clock_change


def test_the_demo_begins_when_somebody_is_at_work() -> None:
    assert at_work(MONDAY) == MONDAY
    early = moment(date(2026, 3, 2), 6)
    assert at_work(early) == moment(date(2026, 3, 2), 10)
    friday_night = moment(date(2026, 3, 6), 22)
    assert at_work(friday_night) == moment(date(2026, 3, 9), 10)


def test_the_clock_goes_on_and_can_be_put_forward() -> None:
    clock = DemoClock(MONDAY)
    assert clock.now() - MONDAY < 10_000
    clock.forward(hours=2)
    assert local_time(clock.now()).hour == 12
    clock.at(9, 5)
    found = local_time(clock.now())
    assert (found.date(), found.hour, found.minute) == (date(2026, 3, 3), 9, 5)
    clock.until(MONDAY)
    assert clock.now() > MONDAY


def test_the_clock_changes_are_those_of_london() -> None:
    for day in CLOCK_CHANGES:
        before, after = (local_time(moment(day, hour)).utcoffset() for hour in (0, 4))
        assert before != after
    first = clock_change(MONDAY)
    assert first == moment(CLOCK_CHANGES[0], 0, 30)
    second = clock_change(first)
    assert second == moment(CLOCK_CHANGES[1], 0, 30)
    assert clock_change(second) is None
