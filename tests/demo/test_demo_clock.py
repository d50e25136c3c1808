from datetime import date

from bot.clocks import local_time, moment
from bot.demo.clock import MONDAY, DemoClock, at_work


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
