"""Extraction keeps what translators wrote; journeys stay within what she can pay."""

from datetime import date
from pathlib import Path

import pytest

from bot.commands.words import shown, standing
from bot.flows.book import BOOK
from bot.words import Catalogues
from bot.words.catalogue import parse, po_path, read
from bot.words.catalogues import CONFIG
from bot.words.extract import begin, extract
from bot.words.journeys import measure
from bot.words.languages import Language
from bot.words.lint.translations import check_files
from bot.words.sources import Source, gather
from tests.today import content_of_today

LANGUAGE = Language("vi", "vi", "Tiếng Việt", "Vietnamese", "Latin")
FIRST = (
    Source("a.one.text", "One.", of="crisis", note="A note."),
    Source("a.two.text", "Two."),
    Source("a.many.text", "1 thing.|{count} things."),
)


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    path = begin(LANGUAGE, FIRST, tmp_path)
    text = path.read_text("utf-8")
    text = text.replace('msgid "One."\nmsgstr ""', 'msgid "One."\nmsgstr "Một."')
    text = text.replace('msgid "Two."\nmsgstr ""', 'msgid "Two."\nmsgstr "Hai."')
    path.write_text(text, "utf-8")
    return tmp_path


def again(locales: Path, *sources: Source) -> None:
    extract(sources, (LANGUAGE,), locales, locales)


def test_a_new_catalogue_says_that_nobody_reviewed_it(locales: Path) -> None:
    text = po_path("vi", locales).read_text("utf-8")
    assert "NO PERSON HAS REVIEWED" in text
    assert "#. A note." in text


def test_extraction_repeated_changes_nothing(locales: Path) -> None:
    again(locales, *FIRST)
    before = po_path("vi", locales).read_text("utf-8")
    again(locales, *FIRST)
    assert po_path("vi", locales).read_text("utf-8") == before


def test_a_reworded_sentence_keeps_its_translation_as_a_draft(locales: Path) -> None:
    again(locales, Source("a.one.text", "Number one.", of="crisis"), *FIRST[1:])
    rows = read("vi", locales, locales).rows
    assert rows["a.one.text"].english == "Number one."
    assert rows["a.one.text"].forms == ("Một.",)
    assert rows["a.one.text"].draft
    assert not rows["a.two.text"].draft


def test_the_english_a_draft_was_made_from_stays_until_somebody_has_looked(locales: Path) -> None:
    path = po_path("vi", locales)
    longer = "It is the first of all the numbers that there are, and a good one to begin with."
    again(locales, Source("a.one.text", longer, of="crisis"), *FIRST[1:])
    once = path.read_text("utf-8")
    assert f'#| msgid "{FIRST[0].english}"' in once
    again(locales, Source("a.one.text", longer, of="crisis"), *FIRST[1:])
    assert path.read_text("utf-8") == once
    path.write_text(once.replace("#, fuzzy\n", ""), "utf-8")
    again(locales, Source("a.one.text", longer, of="crisis"), *FIRST[1:])
    assert "#|" not in path.read_text("utf-8")


def test_what_went_away_comes_back_with_its_translation(locales: Path) -> None:
    again(locales, FIRST[0])
    assert '#~ msgstr "Hai."' in po_path("vi", locales).read_text("utf-8")
    assert "a.two.text" not in read("vi", locales, locales).rows
    again(locales, *FIRST)
    assert read("vi", locales, locales).rows["a.two.text"].forms == ("Hai.",)


def test_what_went_away_is_a_breach_until_somebody_took_it_out(locales: Path) -> None:
    assert not list(check_files((LANGUAGE,), locales))
    again(locales, FIRST[0])
    assert [one.context for one in check_files((LANGUAGE,), locales)] == ["a.two.text"]
    path = po_path("vi", locales)
    path.write_text(path.read_text("utf-8").partition("\n#~")[0] + "\n", "utf-8")
    assert not list(check_files((LANGUAGE,), locales))


def test_the_needed_entries_are_marked_in_the_file(locales: Path) -> None:
    catalogue = read("vi", locales, locales)
    assert catalogue.needed == {"a.one.text"}
    assert not catalogue.unreviewed


def test_the_packaged_template_and_catalogues_are_up_to_date(tmp_path: Path) -> None:
    content = content_of_today()
    catalogues = Catalogues()
    for language in content.languages:
        path = po_path(language.code, catalogues.locales)
        if path.is_file():
            copy = po_path(language.code, tmp_path)
            copy.parent.mkdir(parents=True)
            copy.write_text(path.read_text("utf-8"), "utf-8")
    extract(gather(BOOK, content), content.languages, tmp_path)
    for made in tmp_path.rglob("*.po*"):
        kept = catalogues.locales / made.relative_to(tmp_path)
        assert kept.read_text("utf-8") == made.read_text("utf-8"), "run `words extract`"


def test_every_packaged_catalogue_parses() -> None:
    for path in Catalogues().locales.rglob("*.po"):
        assert len(parse(path)) > 0


def test_every_job_is_within_its_budget() -> None:
    costs = list(measure(BOOK, content_of_today(), Catalogues()))
    assert {cost.language for cost in costs} >= {"en"}
    assert [cost for cost in costs if cost.over] == []


def test_status_names_what_must_be_looked_at_again() -> None:
    today = list(standing(CONFIG, content_of_today(), date(2026, 11, 23)))
    assert not [line for line in today if line.startswith("due:")]
    later = list(standing(CONFIG, content_of_today(), date(2027, 6, 1)))
    assert "due: bank holidays: checked 2026-11-23" in later


def test_show_renders_both_channels() -> None:
    entry = "\n".join(shown(CONFIG, content_of_today(), "curtain.hello.text", "en"))
    assert "--- SMS, 1 segments\nHello.\n1 Go on\n2 Not now" in entry
    assert "--- Telegram" in entry
