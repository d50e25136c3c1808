"""Words that sound like a crisis: found in every language at once, and in any company."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.crisis import read_crisis
from bot.content.reading import Faults
from bot.crisis import BEGIN, CATEGORIES, END, GAP, Category, Crisis, Pattern, elements_of, words_of
from bot.words.catalogues import CONFIG

FAULTS = Faults()
CRISIS = read_crisis(CONFIG, FAULTS)
SMALL = Crisis(
    {"en": {"self_harm": ["{end|ending} my {|own }life"], "held": ["took * my passport"]}}
)
FILLERS = st.lists(st.sampled_from(["hello", "xin", "chào", "مرحبا", "well"]), max_size=4)


def found(text: str) -> Category | None:
    what = CRISIS.find(text)
    return what.category if what else None


def test_the_lists_can_be_read() -> None:
    assert FAULTS.found == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I don't want to live anymore", "self_harm"),
        ("i DONT want to live", "self_harm"),
        ("I don\u2019t want to live.", "self_harm"),  # as phones write it
        ("they took my passport", "held"),
        ("he won't let me leave", "held"),
        ("he is going to kill me", "danger"),
        ("He hits my son", "child"),
        ("أريد أن أموت", "self_harm"),
        ("واريد ان اموت", "self_harm"),  # "and" joined, alefs without their marks
        ("أُرِيدُ أَنْ أَمُوتَ", "self_harm"),  # with every mark
        ("أخذوا جواز سفري", "held"),
        ("حياتي في خطر", "danger"),
        ("tôi muốn chết", "self_harm"),
        ("Tôi bị nhốt trong nhà", "held"),
        ("cứu tôi", "danger"),
    ],
)
def test_what_people_write_is_found(text: str, category: Category) -> None:
    assert found(text) == category
    assert found(f"Hello. {text}, please") == category


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Can you call me about my room tomorrow?",
        "The Home Office has my passport",
        "my documents are ready",
        "từ từ thôi",
        "tu tu thoi",  # slowly; without accents it could be read as the other word
        "skill myself",
        "شكرا لك",
        "cảm ơn chị",
    ],
)
def test_what_is_nothing_is_left_alone(text: str) -> None:
    assert CRISIS.find(text) is None


def test_accents_are_the_word() -> None:
    bare = unicodedata.normalize("NFD", "tự tử")
    assert found(bare) == "self_harm"  # the same letters, taken apart
    stripped = "".join(letter for letter in bare if not unicodedata.combining(letter))
    assert found(stripped) is None


def test_of_several_kinds_the_one_answered_first() -> None:
    assert found("I want to die, he hits my son") == CATEGORIES[0]


def test_only_the_kind_and_the_language_are_given() -> None:
    what = CRISIS.find("tôi muốn chết")
    assert what is not None
    assert (what.category, what.language) == ("self_harm", "vi")


def _phrases() -> list[tuple[str, bool, list[tuple[Pattern, ...]]]]:
    import tomllib  # noqa: PLC0415 - the lists as they are written

    return [
        (category, phrase.startswith(BEGIN), elements_of(phrase.removeprefix(BEGIN)))
        for path in sorted((Path(CONFIG) / "crisis").glob("*.toml"))
        for category, listed in tomllib.loads(path.read_text())["phrases"].items()
        for phrase in listed
    ]


PHRASES = _phrases()


@st.composite
def _said(draw: st.DrawFn) -> tuple[str, bool, list[str]]:
    """Draw a phrase, whether the text begins with it, and one of the ways of saying it."""
    category, begins, elements = draw(st.sampled_from(PHRASES))
    return category, begins, [word for ways in elements for word in draw(st.sampled_from(ways))]


@given(_said(), FILLERS, FILLERS, st.sampled_from([str.upper, str.lower, str.title]))
def test_every_phrase_of_every_list_is_found_in_any_company(
    said: tuple[str, bool, list[str]], before: list[str], after: list[str], case: object
) -> None:
    category, begins, words = said
    before = [] if begins else before
    assert callable(case)
    if words[-1] == END:
        words, after = words[:-1], []
    phrase = ["so" if word == GAP else word for word in words]
    what = CRISIS.find(case(" ".join([*before, *phrase, *after])))
    assert what is not None
    assert CATEGORIES.index(what.category) <= CATEGORIES.index(category)


@given(st.text())
def test_nothing_that_is_written_breaks_it(text: str) -> None:
    CRISIS.find(text)


@given(st.text(alphabet="abcdefgh ", max_size=40), st.text(alphabet="xyz", min_size=1, max_size=3))
def test_a_phrase_is_whole_words_only(before: str, stuck: str) -> None:
    assert SMALL.find(f"{before} end my life{stuck}") is None
    assert SMALL.find(f"{before} {stuck}end my life") is None
    assert SMALL.find(f"{before} end my life {stuck}") is not None


def test_up_to_two_other_words_where_the_list_says_so() -> None:
    assert SMALL.find("he took my passport")
    assert SMALL.find("he took away both my passport")
    assert SMALL.find("he took all of us and my passport") is None


def test_what_is_said_every_day_is_left_out_and_nothing_is_heard_across_it() -> None:
    crisis = Crisis({"en": {"held": ["sold me", "took my passport"]}})
    crisis.leave_out("sold me {a |the }{old |}phone")
    assert crisis.find("he sold me a phone") is None
    assert crisis.find("he sold me the phones") is not None
    assert crisis.find("took sold me a phone my passport") is None
    with pytest.raises(ValueError, match="every"):
        crisis.leave_out("{|every}{|day}")


def test_a_phrase_that_begins_with_nothing_is_a_fault_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "crisis"
    folder.mkdir()
    lists = "\n".join(f'{name} = ["* me"]' for name in CATEGORIES)
    (folder / "en.toml").write_text(f'[reviewed]\nwho=""\non=""\n[phrases]\n{lists}\n')
    faults = Faults()
    read_crisis(tmp_path, faults)
    assert "crisis/en.toml: phrases.child: * me must begin and end with a word" in faults.found


def test_where_the_list_says_so_the_text_ends() -> None:
    ends = Crisis({"en": {"self_harm": ["i cant go on ."]}})
    assert ends.find("Sorry, I can't go on.")
    assert ends.find("I can't go on Tuesday") is None


def test_where_the_list_says_so_it_is_all_that_was_written() -> None:
    whole = Crisis({"en": {"danger": ["^ {|help }{he|she} is here .", "^ now"]}})
    assert whole.find("He is here!")
    assert whole.find("help, she is here")
    assert whole.find("my son is fine, he is here") is None
    assert whole.find("he is here with me") is None
    assert whole.find("Now I know")
    assert whole.find("I know now") is None


REFUSED = ["^", "^ .", ".", "^ * he", "he ^ is", "^ {|he} ."]


@pytest.mark.parametrize(
    "phrase", [*REFUSED, "", "* me", "me *", "{a|b} *", "{|a} * b", "a {.|b} c", "{|a}"]
)
def test_a_phrase_that_would_be_found_in_anything_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Crisis({"en": {"danger": [phrase]}})


def test_a_madda_may_be_left_out_and_is_never_put_in() -> None:
    assert words_of("أخذ") == words_of("اخذ") != words_of("آخذ")
    safe = Crisis({"ar": {"danger": ["غير آمن"]}})
    assert safe.find("البيت غير امن")
    assert safe.find("البيت غير آمن")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("killll  myself", "kil myself"),
        ("أخذوا", "اخذو"),
        ("خائفة", "خايفه"),
        ("أمـــوت", "اموت"),
        ("\ufefb", "لا"),  # the joined letter that some telephones send
        ("علیک", "عليك"),  # letters of a Persian keyboard
    ],
)
def test_what_people_write_in_more_than_one_way_is_one(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


def test_words_are_compared_without_what_people_write_differently() -> None:
    assert words_of("Don't, PLEASE!") == ["dont", "please"]
    assert words_of("أنا") == words_of("انا")
