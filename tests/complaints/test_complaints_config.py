"""What the Hub decides: areas as they are asked, a body for every nation, words to notice."""

import pytest

from bot.complaint_clocks import Rules
from bot.content import NATIONS
from bot.content.complaints import AREAS
from bot.flows.concern import CONCERN
from bot.flows.concern_words import AREAS as SAID


def test_the_areas_asked_are_those_that_are_mapped_to_standards(rules: Rules) -> None:
    asked = tuple(pick.key for pick in CONCERN.at["areas"].picks)
    assert asked == AREAS == tuple(rules.complaints.areas) == tuple(SAID)
    standards = [one for area in rules.complaints.areas.values() for one in area.standards]
    assert len(standards) == len(set(standards)) == 12


def test_the_words_of_an_area_are_those_that_were_offered() -> None:
    offered = {pick.key: pick.option.label for pick in CONCERN.at["areas"].picks}
    assert offered == SAID


@pytest.mark.parametrize("nation", NATIONS)
def test_every_nation_has_somebody_outside(rules: Rules, nation: str) -> None:
    here = {body.id for body in rules.complaints.bodies_of(nation)}
    everywhere = {body.id for body in rules.complaints.bodies_of("")}
    assert everywhere < here


@pytest.mark.parametrize(
    "text", ["He TOOK MY MONEY again.", "il m'a dit: he raped her", "أخذ مالي"]
)
def test_words_of_danger_are_noticed_whole(rules: Rules, text: str) -> None:
    assert rules.complaints.safeguarding((), text)
    assert not rules.complaints.safeguarding(("respect",), "Essex is far. It was late.")


def test_being_afraid_of_someone_is_enough_without_a_word(rules: Rules) -> None:
    assert rules.complaints.safeguarding(("afraid",), "")
