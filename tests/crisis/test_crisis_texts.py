"""What people might write, in files that somebody who speaks the language can read and add to."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import bot
from bot.content.crisis import read_crisis
from bot.content.reading import Faults
from bot.words.catalogues import CONFIG

CRISIS = read_crisis(CONFIG, Faults())
NOTHING = "-"
LOCALES = Path(bot.__file__).parent / "locales"


def written() -> Iterator[tuple[str, str, str]]:
    """Yield language, kind and text of every line."""
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for line in path.read_text().splitlines():
            if not line.startswith("#"):
                kind, _, text = line.partition(": ")
                yield path.stem, kind, text


LINES = list(written())


def test_every_language_with_a_list_has_texts_that_are_found_and_texts_that_are_not() -> None:
    lists = {path.stem for path in (CONFIG / "crisis").glob("*.toml")}
    assert {language for language, kind, _ in LINES if kind == NOTHING} == lists
    assert {language for language, kind, _ in LINES if kind != NOTHING} == lists


@pytest.mark.parametrize(("language", "kind", "text"), LINES)
def test_what_is_written_is_found_as_what_it_is(language: str, kind: str, text: str) -> None:
    found = CRISIS.find(text)
    if kind == NOTHING:
        assert found is None
    else:
        assert found is not None
        assert (found.language, found.category) == (language, kind)


def test_of_all_that_the_service_itself_says_hardly_anything_sounds_like_a_crisis() -> None:
    """Some thousand sentences about help, rights and meetings: only those about danger itself."""
    said = [
        text
        for path in sorted(LOCALES.glob("*/LC_MESSAGES/bot.po"))
        for entry in read_po(BytesIO(path.read_bytes()))
        for text in (str(entry.id), str(entry.string))
        if text
    ]
    found = [text for text in said if CRISIS.find(text)]
    assert len(said) > 1000
    assert len(found) * 50 < len(said), found
