"""Each rule of words finds its breach, and the product's own words keep them all."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.flows.book import BOOK
from bot.flows.saying import UNCLEAR
from bot.flows.says import Fill, Option, Say, Text, Verbatim
from bot.words import Catalogues
from bot.words.catalogue import Catalogue, Row
from bot.words.languages import Language
from bot.words.lint import check, read_rules
from bot.words.lint.english import check_english
from bot.words.lint.messages import check_messages
from bot.words.lint.reading_ease import ease, sentences, syllables, words
from bot.words.lint.said import Said
from bot.words.lint.translations import check_catalogue, check_files, check_keywords
from bot.words.sources import Source
from bot.words.tongue import Tongue
from tests.today import content_of_today

RULES = read_rules()
PLAIN = Source("flow.step.text", "You choose.")
ARABIC = Language("ar", "ar", "العربية", "Arabic", "Arabic", dir="rtl")
ENGLISH = Catalogues().tongue("en")


@pytest.mark.long
def test_the_words_of_the_product_keep_every_rule() -> None:
    content = content_of_today()
    assert [str(found) for found in check(BOOK, content, Catalogues(), RULES)] == []


@pytest.mark.parametrize(
    ("rule", "english"),
    [
        (7, "It\u2019s here."),
        (7, "Wait\u2026"),
        (8, "You can " + "really " * 20 + "choose."),
        (9, "Is it good? Is it now?"),
        (10, "Your NRM form."),
        (11, "Please describe it."),
        (13, "You forgot it."),
        (13, "That is wrong."),
        (14, "This is urgent."),
        (14, "You must go."),
        (15, "This is safe."),
        (15, "They will not see it."),
        (16, "Every victim."),
        (17, "Well done."),
        (17, "Good!"),
        (18, "Good \U0001f600"),
        (36, "See www.example.org."),
        (2, "Tell me your password."),
    ],
)
def test_a_breach_in_english_is_found(rule: int, english: str) -> None:
    found = check_english([replace(PLAIN, english=english)], (), RULES)
    assert rule in {one.rule for one in found}


def test_a_word_is_a_whole_word() -> None:
    assert not list(check_english([replace(PLAIN, english="The suitcase is here.")], (), RULES))


def test_crisis_words_may_press() -> None:
    now = replace(PLAIN, english="You must ring 999.", of="crisis")
    assert not list(check_english([now], (), RULES))


def test_a_push_may_not_name_a_service() -> None:
    push = replace(PLAIN, english="Your advocate wrote.", cls="push", reveals="none")
    assert {one.rule for one in check_english([push], (), RULES)} == {25}
    shown = replace(PLAIN, english="Something to read.", cls="push")
    assert {one.rule for one in check_english([shown], (), RULES)} == {25}


def test_a_prompt_for_free_words_frees_her_from_the_story() -> None:
    prompt = replace(PLAIN, english="Please write.", writes=True)
    assert {one.rule for one in check_english([prompt], (), RULES)} == {12}
    kind = replace(prompt, english=" ".join(RULES.free_text))
    assert not list(check_english([kind], (), RULES))


def test_a_hard_flow_is_found_though_each_sentence_is_short() -> None:
    hard = "Representatives immediately communicate organisational responsibilities. " * 8
    found = check_english([replace(PLAIN, english=hard)], (), RULES)
    assert any(one.rule == 8 and "grade" in one.what for one in found)


@pytest.mark.parametrize(
    ("word", "count"),
    [("send", 1), ("message", 2), ("people", 2), ("choose", 1), ("answer", 2), ("asked", 1)],
)
def test_syllables_are_about_right(word: str, count: int) -> None:
    assert syllables(word) == count


def test_names_and_fixed_terms_are_easy() -> None:
    assert ease(["Northern Ireland {advocate}."], ["Northern Ireland"]).syllables == 4


def test_sentences_end_in_every_script() -> None:
    assert len(sentences("نعم؟ لا. 好。好的")) == 4
    assert len(words("好的 {day}")) == 3


def row(arabic: str, english: str = PLAIN.english, *, draft: bool = True) -> Catalogue:
    return Catalogue({PLAIN.context: Row(english, (arabic,), draft)}, lambda _: 0)


@pytest.mark.parametrize(
    ("rule", "catalogue"),
    [
        (6, row("اختر {name}.")),
        (6, row("اختر 5.")),
        (9, row("من؟ متى؟")),
        (16, row("أنتم ضحايا.")),
        (17, row("اختر!")),
        (38, row("اختر.", "Another sentence.")),
        (8, row("كلمة " * 21)),
    ],
)
def test_a_breach_in_a_translation_is_found(rule: int, catalogue: Catalogue) -> None:
    found = check_catalogue(ARABIC, catalogue, [PLAIN], RULES)
    assert rule in {one.rule for one in found}


@pytest.mark.parametrize("said", ["رسالة من الشرطة", "من مساندتكم", "Tin từ cảnh sát"])
def test_a_translation_may_not_name_either_what_a_locked_phone_may_not_show(said: str) -> None:
    push = replace(PLAIN, cls="push", reveals="none")
    assert [one.rule for one in check_catalogue(ARABIC, row(said), [push], RULES)] == [25]
    assert not list(check_catalogue(ARABIC, row("رسالة جديدة."), [push], RULES))


def test_nothing_counts_as_reviewed_that_nobody_signed() -> None:
    crisis = replace(PLAIN, of="crisis")
    found = list(check_catalogue(ARABIC, row("اختر.", draft=False), [crisis], RULES))
    assert [one.rule for one in found] == [38]
    assert not list(check_catalogue(ARABIC, row("اختر."), [crisis], RULES))


def test_a_compiled_catalogue_is_a_breach(tmp_path: Path) -> None:
    (tmp_path / "bot.mo").write_bytes(b"")
    assert [one.rule for one in check_files((), tmp_path)] == [38]


def language(code: str, **has: Any) -> Language:  # noqa: ANN401 - fields of several kinds
    return Language(code, code, code.upper(), f"The {code}", "Latin", **has)


def test_a_keyword_means_the_same_in_every_language() -> None:
    one = language("x1", reserved={"stop": ("dung",)})
    two = language("x2", reserved={"start": ("Dung.",)})
    found = list(check_keywords((one, two), {}, {}))
    assert [(breach.rule, breach.language) for breach in found] == [(40, "x2")]


def test_a_number_in_words_and_ok_mean_the_same_in_every_language() -> None:
    one = language("x1", numbers=(("ba",),), okay=("ok", "k"))
    two = language("x2", numbers=(("mot",), ("Ba",)), okay=("OK",))
    three = language("x3", reserved={"stop": ("K",)})
    found = list(check_keywords((one, two, three), {}, {}))
    assert [(breach.rule, breach.language) for breach in found] == [(40, "x2"), (40, "x3")]


def test_a_name_leads_to_one_language() -> None:
    one = language("x1", names=("româna",), telegram=("ro",))
    two = language("x2", names=("Româna",), telegram=("ro",))
    found = list(check_keywords((one, two), {}, {}))
    assert [(one.rule, one.context) for one in found] == [(40, "ro"), (40, "româna")]


def test_no_choice_is_called_like_a_word_that_ends_the_service() -> None:
    labels = {"en": [("flow.step", "Cancel")]}
    assert list(check_keywords((), {"stop": ("CANCEL",)}, labels))


def message(rule: int, say: Say) -> bool:
    found = check_messages([Said(say, "sms", ()), Said(say, "telegram", ())], ENGLISH, {}, RULES)
    return rule in {one.rule for one in found}


NAV = ("back", "person", "leave")
ONE = Option("one", Verbatim("One"))


@pytest.mark.parametrize(
    ("rule", "say"),
    [
        (1, Say("a.b", (Text("a.b.text", "Hello."),), (ONE,), nav=("back",))),
        (3, Say("a.b", (), (ONE, Option("two", Verbatim("one"))), nav=NAV)),
        (3, Say("a.b", (), (Option("two", Verbatim("2 pm")),), nav=NAV)),
        (4, Say("a.b", (Verbatim("x" * 351),))),
        (4, Say("a.b", tuple(Verbatim(str(n)) for n in range(4)))),
        (4, Say("a.b", (), (Option("one", Verbatim("x" * 49)),), nav=NAV)),
        (5, Say("a.b", (Verbatim("x" * 307),))),
        (5, Say("a.b", (Verbatim("ش" * 202),))),
        (5, Say("first_contact.language", (Verbatim("ش" * 71),))),
        (9, Say("a.b", (Verbatim("One?"), Verbatim("Two?")))),
        (19, Say("a.b", (Verbatim("Her words."),), reveals="topic")),
        (34, Say("a.b", (UNCLEAR,), (ONE,), nav=NAV)),
        (34, Say("a.b", (UNCLEAR,), nav=NAV, free=True, first=True)),
    ],
)
def test_a_breach_in_a_message_is_found(rule: int, say: Say) -> None:
    assert message(rule, say)


def turned(arabic: str, **fills: Fill) -> bool:
    tongue = Tongue(ARABIC, row(arabic, "One {name}."), drafts=True, english=ENGLISH.about)
    say = Say("a.b", (Text(PLAIN.context, "One {name}.", fills),), (ONE,))
    found = check_messages([Said(say, "sms", ())], tongue, {}, RULES)
    return any(one.rule == 3 for one in found)


def test_a_text_from_right_to_left_begins_in_its_own_letters() -> None:
    """A phone lays a line out as its first letter goes; digits have no way of their own."""
    number = Verbatim("C-7KQ4-M2")
    assert turned("{name} واحد.", name=number)
    assert not turned("الرقم {name} واحد.", name=number)
    assert not turned("{name} واحد.", name=Verbatim("0800 0121 700"))
    assert not turned("{name}", name=number), "nothing of it goes the other way"


def test_crisis_words_may_be_longer() -> None:
    long = Say("a.b", (Verbatim("x" * 307),))
    assert message(5, long)
    assert not message(5, long._replace(cls="crisis"))


def test_every_exception_has_a_reason() -> None:
    assert all(one.reason for one in RULES.exceptions)


MACHINE = {1, *range(3, 20), 25, 34, 36, 37, 38, 40}
"""The rules marked L; 2 is kept by `flows check`."""

ALONE = {12, 25, 37, 40}
"""Those whose breaches have tests of their own: here, and 37 with the pages about rights."""


def test_every_rule_that_a_machine_can_check_is_seen_broken() -> None:
    tabled = (
        test_a_breach_in_english_is_found,
        test_a_breach_in_a_translation_is_found,
        test_a_breach_in_a_message_is_found,
    )
    seen = {case[0] for test in tabled for case in vars(test)["pytestmark"][0].args[1]}
    assert seen | ALONE >= MACHINE, MACHINE - seen - ALONE
