"""How old a page may be, whose cards are read, and which word finds what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.rights_pages import GONE, Card, Rights, Source, Topic
from bot.flows.rights_search import fold
from bot.flows.says import Text
from tests.today import content_of_today

CONTENT = content_of_today()
RIGHTS = CONTENT.rights
DAY = date(2026, 11, 23)


def topic(name: str = "one", *, dated: str = "", nation: str = "uk") -> Topic:
    cards = (
        Card("a", ("uk",), Text("rights.a", "A."), (Source("K", ""),)),
        Card("b", (nation,), Text("rights.b", "B."), (Source("S1", "Law"),), tuple(dated.split())),
    )
    words = {"en": frozenset((name, "both"))}
    return Topic(name, Text("rights.title", name), DAY, cards, words)


@pytest.mark.parametrize(
    ("days", "due", "state"),
    [(0, 0, "fresh"), (149, 0, "fresh"), (150, 1, "fresh"), (180, 1, "fresh"), (181, 1, "old")],
)
def test_rule_37_from_day_150_the_hub_is_told_and_from_day_181_people_are(
    days: int, due: int, state: str
) -> None:
    today = DAY + timedelta(days=days)
    rights = Rights((topic(),))
    assert len(rights.due(today)) == due
    assert rights.topics[0].state("uk", today) == state
    assert bool(rights.offered(today)) is (state == "fresh")


def test_an_old_page_with_dated_law_is_withheld_where_that_law_is_read() -> None:
    old = DAY + timedelta(days=181)
    page = topic(dated="dated", nation="wales")
    assert page.state("wales", old) == "withheld"
    assert page.state("england", old) == "old"
    assert page.state("wales", old - timedelta(days=1)) == "fresh"


def test_a_page_that_went_away_is_withheld() -> None:
    assert GONE.state("england", DAY) == "withheld"


def test_rule_37_help_numbers_are_never_withheld_whatever_their_age() -> None:
    lines = CONTENT.helplines
    old = replace(lines, lines=tuple(replace(one, checked=date(2020, 1, 1)) for one in lines.lines))
    assert [one.id for one in old.of("wales")] == [one.id for one in lines.of("wales")]


def test_a_word_of_several_topics_finds_them_all() -> None:
    rights = Rights((topic("one"), topic("two")))
    assert [one.id for one in rights.find("both", "en")] == ["one", "two"]
    assert [one.id for one in rights.find(" TWO. ", "en")] == ["two"]


@pytest.mark.parametrize(
    ("word", "language", "found"),
    [
        ("Money", "en", "money"),
        ("my doctor", "en", "health"),
        ("tiền", "vi", "money"),
        ("cảnh sát", "vi", "police"),
        ("الشرطة", "ar", "police"),
        ("tiền", "en", "money"),
        ("police", "vi", "police"),
        ("IMSA?", "en", "advocate"),
        ("الطبيب", "ar", "health"),
        ("شرطه", "ar", "police"),
        ("اقامه", "ar", "stay"),
        ("محامى", "ar", "legal_aid"),
    ],
)
def test_a_typed_word_finds_its_topic_in_any_language(word: str, language: str, found: str) -> None:
    assert [one.id for one in RIGHTS.find(word, language)] == [found]


def test_a_sentence_is_words_for_somebody_and_no_search() -> None:
    assert RIGHTS.find("I want to go home", "en") == ()
    assert RIGHTS.find("to my home", "en")


@pytest.mark.parametrize(
    ("word", "language", "asked"),
    [
        ("polise", "en", "police"),
        ("my docter", "en", "health"),
        ("hospitals", "en", "health"),
        ("visas", "en", "stay"),
        ("mony", "en", "money"),
        ("tien", "vi", "money"),
        ("toi can tien", "vi", "money"),
        ("canh sat", "vi", "police"),
        ("cãnh sát", "vi", "police"),
        ("sức khoẻ", "vi", "health"),
        ("ti nan", "vi", "stay"),
    ],
)
def test_a_slip_or_a_word_without_its_accents_is_asked_about_and_opens_nothing(
    word: str, language: str, asked: str
) -> None:
    assert RIGHTS.find(word, language) == ()
    assert asked in [one.id for one in RIGHTS.near(word, language)]


@pytest.mark.parametrize(
    ("word", "language"),
    [
        *[(word, "en") for word in ("hello", "not good", "help me", "call back", "the night")],
        *[(word, "vi") for word in ("xin chao", "khong biet", "toi so", "khong co", "cam on")],
        *[(word, "ar") for word in ("مرحبا", "لا اعرف", "ساعدوني")],
    ],
)
def test_what_is_near_no_word_stays_her_own(word: str, language: str) -> None:
    assert RIGHTS.find(word, language) == RIGHTS.near(word, language) == ()


def test_home_office_is_no_home() -> None:
    found = [one.id for one in RIGHTS.find("the Home Office", "en")]
    assert "home" not in found
    assert "reconsideration" in found


def test_every_keyword_finds_its_own_topic() -> None:
    for one in RIGHTS.topics:
        for language, keywords in one.keywords.items():
            for word in keywords:
                assert one in RIGHTS.find(word, language), (one.id, word)


@given(st.text(max_size=80), st.sampled_from(["en", "ar", "vi", "ti"]))
def test_no_text_breaks_the_search_and_a_long_one_is_no_search(text: str, language: str) -> None:
    found = RIGHTS.find(text, language)
    if len(fold(text)) > 40:
        assert found == ()


@given(st.sampled_from(RIGHTS.topics), st.sampled_from(["england", "wales", "scotland", "ni"]))
def test_a_nation_reads_all_of_everywhere_and_nothing_of_another(page: Topic, nation: str) -> None:
    read = page.of(nation)
    assert all(card in read for card in page.of(""))
    assert all({"uk", nation} & set(card.nations) for card in read)
