import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import menus
from bot.channels.menus import Picked, Picks, Unclear, Words, page_of, read_text
from bot.channels.wire import Entry
from bot.flows.says import Option, Say, Text, Verbatim
from tests.channels.speech import ENGLISH, options

NAV = ("back", "person", "leave")
MENU = menus.offer(
    Say(
        "t",
        (Text("t", "How?"),),
        options("Phone", "In person", "Video", "Amina and I decide"),
        nav=NAV,
    ),
    ENGLISH,
)


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "2.",
        "(2)",
        " 2 ",
        "2)",
        "٢",
        "২",
        "፪",
        "२",
        "2️⃣",
        "②",
        "２",
        "\u200f2\u200e",
        "*2*",
        "2\n",
    ],
)
def test_a_number_in_any_script_picks_the_choice_shown_at_it(text: str) -> None:
    assert read_text(text, MENU) == Picked("k2")


@pytest.mark.parametrize("text", ["In person", "in  PERSON.", "2 In person", "2. in person", "k2"])
def test_a_label_a_copied_line_or_a_key_picks_too(text: str) -> None:
    assert read_text(text, MENU) == Picked("k2")


def test_navigation_is_read_whether_it_was_printed_or_not() -> None:
    assert [read_text(text, MENU) for text in ("0", "8", "9", "٩", "Leave")] == [
        Picked("back"),
        Picked("person"),
        Picked("leave"),
        Picked("leave"),
        Picked("leave"),
    ]


@pytest.mark.parametrize(
    "text", ["5", "12", "22", "2 3", "½", "2nd of May", "07700900123", "👍", "十", "༪"]
)
def test_what_is_no_number_on_the_menu_is_her_own_words(text: str) -> None:
    assert read_text(text, MENU) == Words(text)


def test_words_that_begin_like_one_label_name_it_to_be_confirmed() -> None:
    assert read_text("In person please", MENU) == Words("In person please", near="k2")
    assert read_text("Amina", MENU) == Words("Amina", near="k4")


@pytest.mark.parametrize("text", ["number 2", "2 please", "Option 2!", "no. 2", "رقم ٢", "số 2"])
def test_one_number_in_very_few_words_is_to_be_confirmed(text: str) -> None:
    assert read_text(text, MENU) == Words(text, near="k2")


@pytest.mark.parametrize(
    "text", ["room 5", "2 or 3", "I have 2 children", "8 please", "2nd one", "½ please"]
)
def test_a_number_that_may_be_no_answer_names_none(text: str) -> None:
    assert read_text(text, MENU) == Words(text)


def test_two_labels_that_could_be_meant_name_neither() -> None:
    menu = (Entry("1", "a", "Phone me"), Entry("2", "b", "Phone Joe"))
    assert read_text("phone", menu) == Words("phone")


def test_a_dung_without_its_accents_is_never_taken_for_another() -> None:
    menu = (Entry("1", "stop", "dừng"), Entry("2", "right", "đúng"))
    assert read_text("dung", menu) == Words("dung")
    assert read_text("Đúng", menu) == Picked("right")


def test_an_empty_text_is_unclear_and_a_long_one_is_words() -> None:
    assert read_text(" \n", MENU) == Unclear()
    assert read_text("2" * 10_000, MENU) == Words("2" * 10_000)


@pytest.mark.parametrize(
    "text", ["13", "1 3", "1,3", "1, 3.", "١٣", "1 & 3", "1️⃣3️⃣", "1 and 3", "1 và 3", "١ و٣"]
)
def test_several_numbers_are_picked_where_several_may_be(text: str) -> None:
    assert read_text(text, MENU, multi=True) == Picks(("k1", "k3"))


def test_where_several_may_be_picked_one_is_still_a_whole_answer() -> None:
    assert read_text("2", MENU, multi=True) == Picks(("k2",))
    assert read_text("0", MENU, multi=True) == Picked("back")
    assert read_text("10", MENU, multi=True) == Words("10")
    assert read_text("15", MENU, multi=True) == Words("15")
    assert read_text("2 please", MENU, multi=True) == Words("2 please", near="k2")
    assert read_text("1 not 3", MENU, multi=True) == Words("1 not 3")


def test_eight_choices_are_six_and_more() -> None:
    say = Say("t", (), options(*"ABCDEFGH"), nav=NAV)
    assert [entry.number for entry in menus.offer(say, ENGLISH)] == [*"1234567", "0", "8", "9"]
    assert read_text("7", menus.offer(say, ENGLISH)) == Picked("more")


def test_a_list_of_endonyms_says_more_without_a_word() -> None:
    names = tuple(Option(str(n), Verbatim(f"L{n}")) for n in range(9))
    assert menus.offer(Say("t", (), names), ENGLISH)[6] == Entry("7", "more", "+")


@given(st.integers(0, 60), st.integers(0, 30))
def test_every_choice_is_on_some_page_and_no_page_has_more_than_seven(
    count: int, page: int
) -> None:
    choices = options(*(str(number) for number in range(count)))
    shown, more = page_of(choices, page)
    assert len(shown) + more <= 7
    seen = [option for number in range(page, page + 15) for option in page_of(choices, number)[0]]
    assert {option.key for option in seen} == {option.key for option in choices}


@given(st.integers(1, 7), st.sampled_from([c for c in map(chr, range(0x110000)) if c.isdecimal()]))
def test_a_decimal_digit_of_every_script_is_read(count: int, digit: str) -> None:
    menu = menus.offer(Say("t", (), options(*"ABCDEFG"[:count])), ENGLISH)
    value = unicodedata.decimal(digit)
    expected = Picked(f"k{value}") if 1 <= value <= count else Words(digit)
    assert read_text(digit, menu) == expected


@given(st.text(max_size=200), st.booleans())
def test_anything_at_all_can_be_read(text: str, multi: bool) -> None:
    assert isinstance(read_text(text, MENU, multi=multi), (Picked, Picks, Words, Unclear))
