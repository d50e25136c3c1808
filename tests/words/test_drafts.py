"""Arabic and Vietnamese are complete, are drafts, and are shown as their scripts need."""

import json
import re
import unicodedata
from datetime import date

import pytest

from bot.channels import telegram
from bot.commands.words import standing
from bot.content import Content
from bot.flows.book import BOOK
from bot.flows.says import Say
from bot.words import Catalogues
from bot.words.catalogue import LOCALES
from bot.words.catalogues import CONFIG
from bot.words.sources import gather
from tests.today import catalogues_of_today, content_of_today

DRAFTS = ("ar", "vi")
ARABIC = re.compile("[\u0600-\u06ff]")
MARKED = re.compile("[\u0300-\u036f]")


@pytest.fixture(scope="module")
def content() -> Content:
    return content_of_today()


@pytest.mark.parametrize("code", DRAFTS)
def test_every_sentence_is_translated_and_none_counts_as_reviewed(
    content: Content, code: str
) -> None:
    rows = Catalogues().tongue(code).catalogue.rows
    contexts = {source.context for source in gather(BOOK, content)}
    assert set(rows) == contexts
    assert all(row.draft for row in rows.values())


@pytest.mark.parametrize("code", DRAFTS)
def test_rule_38_a_draft_is_offered_only_where_drafts_may_be_shown(code: str) -> None:
    assert code not in {one.code for one in Catalogues().offered()}
    assert code in {one.code for one in catalogues_of_today().offered()}


def test_a_language_without_a_catalogue_is_never_offered(content: Content) -> None:
    offered = [one.code for one in catalogues_of_today().offered()]
    begun = {path.name for path in LOCALES.iterdir() if path.is_dir()}
    assert set(offered) == begun | {"en"}
    assert begun < {one.code for one in content.languages}


def test_arabic_is_in_arabic_letters() -> None:
    rows = Catalogues().tongue("ar").catalogue.rows
    plain = [name for name, row in rows.items() if not ARABIC.search(row.forms[0])]
    holes = {"complaints", "concerns", "facts", "helplines"}  # nothing but holes to fill
    assert {name.partition(".")[0] for name in plain} <= holes


@pytest.mark.parametrize("code", DRAFTS)
def test_who_reads_and_the_limits_are_as_whole_by_text_as_in_a_chat(code: str) -> None:
    """A text costs by its letters: nothing of this may be left out to make one cheaper."""
    rows = Catalogues().tongue(code).catalogue.rows
    said: dict[str, set[str]] = {}
    for name, row in rows.items():
        if name.startswith(("who_reads.", "concern.limits")):
            said.setdefault(row.english, set()).update(row.forms)
    assert len(said) == 4
    assert all(len(forms) == 1 for forms in said.values()), said


def test_vietnamese_keeps_its_accents_composed() -> None:
    rows = Catalogues().tongue("vi").catalogue.rows
    said = [row.forms[0] for row in rows.values()]
    assert all(unicodedata.is_normalized("NFC", one) for one in said)
    accented = [one for one in said if MARKED.search(unicodedata.normalize("NFD", one))]
    assert len(accented) > len(said) * 0.9


def test_a_telephone_number_is_one_run_in_right_to_left_text(content: Content) -> None:
    """Cut at its spaces, its groups would be shown in the opposite order."""
    line = content.helplines.line("modern_slavery").line
    tongue = catalogues_of_today().tongue("ar")
    text = json.loads(telegram.render(Say("x", (line,)), tongue).payload)["text"]
    assert re.search("\u2068[^\u2068\u2069]*08000\u00a0121\u00a0700\u2069", text)


@pytest.mark.parametrize("code", DRAFTS)
def test_status_says_that_nobody_reviewed_it(code: str) -> None:
    lines = list(standing(CONFIG, content_of_today(), date(2026, 11, 23)))
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{code:<4} "))
    assert "0 reviewed" in lines[at]
    assert "nobody yet" in lines[at + 1]
