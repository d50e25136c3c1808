"""The name by which a text calls somebody: what the texts were measured with, and no more."""

import pytest

from bot.acts import staff
from bot.acts.short_names import MOST, short_name
from bot.acts.staff import NewStaff
from bot.channels.segments import segments
from bot.errors import Refused
from bot.words.lint.worlds import LONGEST_NAME
from tests.acts.office import Office


def test_texts_are_measured_with_the_longest_name_that_there_may_be() -> None:
    assert len(LONGEST_NAME) == MOST
    assert short_name(LONGEST_NAME) == LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "chosen", "short"),
    [("Amina Ali", "", "Amina"), ("Amina Ali", "Ms  Ali", "Ms Ali"), ("José Núñez", "", "José")],
)
def test_it_is_the_one_chosen_or_the_first_name(name: str, chosen: str, short: str) -> None:
    assert short_name(name, chosen) == short
    assert segments(short + "a" * (160 - MOST)) == 1


@pytest.mark.parametrize(
    ("name", "chosen", "code"),
    [
        ("Maximiliana Ali", "", "short_name_long"),
        ("Amina", "Eleven lett", "short_name_long"),
        ("", "", "short_name_long"),
        ("Łukasz", "", "short_name_letters"),
        ("Zoë", "", "short_name_letters"),
        ("Nguyễn", "", "short_name_letters"),
        ("أمينة", "", "short_name_letters"),
        ("Ann", "[[[[[[[[[[", "short_name_letters"),
    ],
)
async def test_what_would_make_a_text_longer_or_dearer_is_refused(
    office: Office, name: str, chosen: str, code: str
) -> None:
    new = NewStaff(name, "a@example.org", office.hub, ("advocate",), chosen)
    with pytest.raises(Refused) as refused:
        await office.do(staff.invite, new)
    assert refused.value.code == code
