"""What the Hub decides: areas as they are asked, a body for every nation, words to notice."""

from collections.abc import Iterator
from pathlib import Path

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


@pytest.mark.parametrize("nation", NATIONS)
def test_every_nation_has_a_regulator_and_a_body_for_adults_at_risk(
    rules: Rules, nation: str
) -> None:
    said = " ".join(rules.complaints.safety_of(nation))
    for part in ("999", "police", "where they live", "Trustees", "referral"):
        assert part in said
    assert set(rules.complaints.safety_of(nation)) < set(rules.complaints.safety_of(""))


def written() -> Iterator[tuple[str, str]]:
    """Yield what is to be heard, and the text, of every line of every language."""
    for path in sorted((Path(__file__).parent / "heard").glob("*.txt")):
        for line in path.read_text().splitlines():
            if not line.startswith("#"):
                heard, _, text = line.partition(": ")
                yield heard, text


@pytest.mark.parametrize(("heard", "text"), list(written()))
def test_danger_is_heard_and_a_decision_and_nothing_in_a_late_answer(
    rules: Rules, heard: str, text: str
) -> None:
    danger = rules.complaints.safeguarding(("respect",), text)
    decision = rules.complaints.sounds_like_a_decision(text)
    assert danger is (heard == "danger")
    if heard != "danger":
        assert decision is (heard == "decision")


def test_being_afraid_of_someone_is_enough_without_a_word(rules: Rules) -> None:
    assert rules.complaints.safeguarding(("afraid",), "")
