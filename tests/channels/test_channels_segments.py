import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.segments import is_gsm, pages, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ệ" * 70, 1),
        ("ệ" * 71, 2),
        ("a" * 69 + "’", 1),
        ("a" * 160 + "’", 3),
        ("ệ" * 134, 2),
        ("🙂" * 35, 1),
    ],
)
def test_segments_are_counted_as_they_are_billed(text: str, count: int) -> None:
    assert segments(text) == count


def test_one_curly_quote_leaves_the_cheap_alphabet() -> None:
    assert is_gsm("It's 14:05.")
    assert not is_gsm("It’s 14:05.")


@given(st.text(alphabet="ab cệ🙂€\n", max_size=900), st.integers(1, 4))
def test_a_long_text_is_cut_into_pages_and_nothing_is_left_out(text: str, limit: int) -> None:
    cut = pages(text, limit)
    assert all(segments(page) <= limit for page in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
