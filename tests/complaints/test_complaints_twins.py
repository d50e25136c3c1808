"""The twin-world test: the same life played twice, once with a complaint and once without.

Both worlds begin as copies of one database, under the same keys and the same clock. Hypothesis
draws what happens (``tests/twinworld``); whatever those who may not know of the complaint are led
to, guess, or are sent is compared to the letter. ``make soak`` draws many more scripts, and plays
again what told of a complaint once.
"""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.twinworld.play import OF_THE_HUB, Step, compare, script, steps

UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]

LIFE = """
write complain:4 look:0 reply opens:1 acknowledge read works_on:0 read_the_letter:1 time_passes:2
crisis:2 take_alerts decide read_the_letter look_at_it:3 freeze link_again:0 look:5 write meet
calendar steps_back change_people:1 ceremony:0 knock:5 operator:1 complain:3 do_tasks:2 say:1 say:2
settings:0 erase:0 on_the_telephone:0 time_passes:1 leaves:1 operator:0
"""

LINKS = {
    "a link that sleeps, though the phone is heard of the complaint": (
        "write complain:0 carrier:1 reply time_passes:2 reply carrier:0 look_at_it:1 time_passes:4"
    ),
    "a link that does not sleep, though answers about the complaint fail": (
        "write complain:0 carrier:1 look_at_it time_passes:1 look_at_it carrier:0 time_passes:4"
    ),
}
"""What told of a complaint once by a link that sleeps, or that does not."""

KNOWN = {
    "a phone that is only heard of the complaint": "write complain:0 look_at_it:1",
    "a crisis that nobody takes": "complain:3 crisis:2 time_passes:0 time_passes:0",
    "a date that is missed, and tasks done": "complain:1 time_passes:2 do_tasks:2 do_tasks:1",
    "an alert about it that nobody took, marked done by a lead": (
        "write complain:14 meet read_the_letter acknowledge acknowledge keeps_it knock read "
        "link_again shut_out do_tasks:1"
    ),
    "a plan opened for her safety": "complain:3 take_alerts do_tasks:2",
    "words that came while she had stopped it": "write complain:1 is_interrupted write",
    "a phone of the advocate's own, who is called, the Hub's tasks, what is produced": (
        "write complain:1 front_door:1 acknowledge shut_out:1 crisis:2 time_passes:2 knock:0 "
        "operator:2 keeps_it:1 erase:0"
    ),
}
"""What else told of a complaint once, each told by a script of its own: in ``make soak``."""


@pytest.mark.long
@settings(max_examples=4, derandomize=True, database=None, suppress_health_check=UNHURRIED)
@given(steps("complain"))
def test_the_worlds_look_the_same_to_everybody_it_is_about(told: list[Step]) -> None:
    assert compare([("write", 0), ("complain", len(told)), *told])


@settings(max_examples=1, derandomize=True, database=None, suppress_health_check=UNHURRIED)
@given(steps(OF_THE_HUB))
def test_the_worlds_look_the_same_to_the_hub_it_is_about(told: list[Step]) -> None:
    assert compare([(OF_THE_HUB, len(told)), *told])


@pytest.mark.long
def test_a_life_with_everything_in_it_looks_the_same() -> None:
    assert compare(script(LIFE)) == 2


@pytest.mark.parametrize("told", LINKS.values(), ids=LINKS.keys())
def test_a_link_sleeps_or_does_not_whatever_is_done_about_a_complaint(told: str) -> None:
    assert compare(script(told)) == 1


@pytest.mark.soak
@pytest.mark.parametrize("told", KNOWN.values(), ids=KNOWN.keys())
def test_what_told_of_a_complaint_once_tells_nothing(told: str) -> None:
    assert compare(script(told)) == 1
