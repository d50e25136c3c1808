import pytest

from bot.channels.segments import is_gsm, segments


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
