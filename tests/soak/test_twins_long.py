"""Many more scripts for the twin-world test, drawn afresh in every run."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.twinworld.play import OF_THE_HUB, Step, compare, steps

pytestmark = pytest.mark.soak

UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=120, suppress_health_check=UNHURRIED)
@given(steps("complain"))
def test_the_worlds_look_the_same(told: list[Step]) -> None:
    assert compare([("write", 0), ("complain", len(told)), *told])


@settings(max_examples=40, suppress_health_check=UNHURRIED)
@given(steps(OF_THE_HUB))
def test_the_worlds_look_the_same_to_the_hub(told: list[Step]) -> None:
    assert compare([(OF_THE_HUB, len(told)), *told])
