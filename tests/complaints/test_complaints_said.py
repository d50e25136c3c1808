"""What the service writes into a complaint is read again as it was written, by later releases."""

import json

import pytest

from bot.acts.complaints_said import (
    Acknowledged,
    Did,
    GoesOn,
    Late,
    Outcome,
    Sentence,
    Update,
    in_words,
    read,
)

EVERY: tuple[Sentence, ...] = (
    Acknowledged("Noor", 1),
    Late(2),
    GoesOn(3),
    Update("We still look.", "en", 4),
    Outcome((("respect", "upheld"), ("other", "resolved")), ("apology",), "Sorry.", "vi"),
    Outcome((("respect", "not_upheld"),)),
    Did("declined"),
    Did("call", "morning", "+447700900123"),
)


@pytest.mark.parametrize("sentence", EVERY, ids=lambda one: type(one).__name__)
def test_a_sentence_is_read_as_it_was_written(sentence: Sentence) -> None:
    assert read(in_words(sentence, None, "out", 5).body) == sentence


def test_rows_of_earlier_releases_are_read() -> None:
    written = {
        "say": "outcome",
        "points": [["respect", "upheld"]],
        "remedies": [],
        "text": "",
        "language": "en",
    }
    assert read(json.dumps(written).encode()) == Outcome((("respect", "upheld"),), (), "", "en")
    assert read(b'{"did":"disclosed"}') == Did("disclosed")
    assert read(b'{"did": "call", "when": "any", "number": ""}') == Did("call", "any", "")


def test_of_a_sentence_of_a_newer_release_nothing_is_said() -> None:
    assert read(b'{"say": "sung", "day": 1}') == Outcome()
    assert read(b'{"say": "late", "day": 1, "hour": 2}') == Late(1)
