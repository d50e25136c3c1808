"""A ten-digit code is read from any script, and a slip of the hand is no code at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.codes import check_digit, code_among, grouped, read_code, read_link, read_six

NINE = st.text("0123456789", min_size=9, max_size=9)


def code_of(nine: str) -> str:
    return nine + check_digit(nine)


@given(NINE)
def test_a_code_is_read_as_it_is_printed(nine: str) -> None:
    assert read_code(grouped(code_of(nine))) == code_of(nine)


@given(NINE, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_no_code(nine: str, place: int, by: int) -> None:
    code = code_of(nine)
    wrong = str((int(code[place]) + by) % 10)
    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


@given(NINE, st.integers(0, 8))
def test_two_neighbours_exchanged_are_no_code(nine: str, place: int) -> None:
    code = code_of(nine)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (read_code(swapped) is None) == (swapped != code)


@given(NINE, st.sampled_from(["٠", "০", "߀", "0"]))
def test_any_script_s_digits_are_read(nine: str, zero: str) -> None:
    code = code_of(nine)
    assert read_code("".join(chr(ord(zero) + int(digit)) for digit in code)) == code


@pytest.mark.parametrize(
    "text", ["", "hello", "12345", "call 407 193 5860", "4071935860 4071935860", "½½½½½½½½½½"]
)
def test_other_texts_are_no_code(text: str) -> None:
    assert read_code(text) is None


def test_marks_between_the_groups_are_passed_over() -> None:
    code = code_of("407193586")
    assert read_code(f" ({code[:3]}) {code[3:6]}-{code[6:]}. ") == code


@pytest.mark.parametrize(
    "text",
    ["my code is {}", "{}, thank you", "الرمز \u200f{}\u200f شكرا", "I am in room 5. Code: {}"],
)
def test_a_code_is_found_among_words(text: str) -> None:
    code = code_of("407193586")
    assert code_among(text.format(grouped(code))) == code


@pytest.mark.parametrize(
    "text",
    [
        "my code is 407 193 5861",
        "ring 07700 900123",
        "ring +44 7700 900 123",
        "{} or {}",
        "{} or 0912 345 678",
        "my code is {} 5",
        "x{}5",
    ],
)
def test_any_other_number_among_words_is_no_code(text: str) -> None:
    assert code_among(text.replace("{}", grouped(code_of("407193586")))) is None


def test_what_a_link_carries_is_long_and_plain() -> None:
    assert read_link("aB3_-" * 5) == "aB3_-" * 5
    assert read_link("hello there you") is None
    assert read_link("x" * 65) is None


@given(st.text("0123456789", min_size=6, max_size=6), st.sampled_from(["٠", "০", "߀", "0"]))
def test_six_digits_of_any_script_are_read_with_spaces_and_dashes(six: str, zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) for digit in six)
    assert read_six(f" {typed[:3]}-{typed[3:]} ") == six


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "12345½"])
def test_anything_else_is_no_six_digits(text: str) -> None:
    assert read_six(text) is None
