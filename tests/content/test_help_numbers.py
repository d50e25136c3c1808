"""The packaged help numbers are those that were found, each for its nation, with what is not sure.

The numbers are written down here a second time on purpose: a slip of a finger in the file is a
person who rings nobody.
"""

import pytest

from bot.content import Content
from bot.content.helplines import Helpline
from bot.words import Catalogues
from bot.words.catalogues import CONFIG

HELPLINES = Content.load(CONFIG).helplines
ENGLISH = Catalogues().tongue("en")
FOUND = {
    "uk": {
        *(
            "999 / 112",
            "999",
            "08000 121 700",
            "116 123",
            "85258",
            "0808 801 0503",
            "101",
            "0800 555 111",
        ),
        *("0808 801 0327", "0800 1111"),
    },
    "england": {
        *("0800 808 3733", "0808 2000 247", "111", "0808 500 2222", "0808 168 9111"),
        "0300 003 3601",
    },
    "wales": {
        *("0800 808 3733", "0808 80 10 800", "07860 077333", "111", "0808 500 2222"),
        *("0808 168 9111", "0800 132 737", "81066", "0800 731 8147", "0300 003 3601"),
    },
    "scotland": {
        *("0141 276 7724", "0141 884 7900", "0141 212 8553", "0800 027 1234", "07401 288595"),
        *("08088 01 03 02", "0800 83 85 87", "111", "0300 003 3601"),
    },
    "ni": {"0808 808 8000", "0808 802 1414", "0300 200 7887"},
}
HOURS_NOT_SURE = {
    *("modern_slavery", "crimestoppers", "mens_advice", "victim_support", "bawso", "tara"),
    *("migrant_help_scotland", "migrant_help_scotland_night", "call_wales_text"),
    "rape_crisis_scotland",
}
"""Whose hours stand in no source, or in an old one."""


@pytest.mark.parametrize("nation", sorted(FOUND))
def test_each_nation_has_the_numbers_that_were_found_for_it(nation: str) -> None:
    lines = [line for line in HELPLINES.lines if nation in line.nations]
    assert {line.number for line in lines} == FOUND[nation]


@pytest.mark.parametrize("line", HELPLINES.lines, ids=lambda line: line.id)
def test_what_is_not_sure_is_said_in_the_line_itself(line: Helpline) -> None:
    said = ENGLISH.say(line.line)
    assert line.number in said.replace("\u00a0", " ")
    assert (line.id in HOURS_NOT_SURE) <= ("unconfirmed" in line.marks)
    if line.id in HOURS_NOT_SURE:
        assert "day and night" not in said.casefold()
    if "unconfirmed" in line.marks:
        assert "not checked" in said.casefold() or "we think" in said
