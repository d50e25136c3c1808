"""What a tongue says, and what it never does."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.flows.says import Fill, Moment, Option, Say, Text, Verbatim
from bot.words import Catalogues, Tongue
from bot.words.languages import fold
from bot.words.week import week

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
"n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"

"""
LANGUAGES = """
[[language]]
code = "en"
locale = "en_GB"
endonym = "English"
english = "English"
script = "Latin"
clock = "h:mm a"
both = "{day}, {time}"
[language.reserved]
stop = ["STOP"]
[[language]]
code = "ar"
locale = "ar"
endonym = "العربية"
english = "Arabic"
script = "Arabic"
dir = "rtl"
[language.reserved]
stop = ["إيقاف"]
"""
DEC_1 = 1_796_133_900_000  # Tuesday 1 December 2026, 14:05 in London
SENT = Text("write.sent", "Kept for {advocate}, {time}.", {"advocate": "Amina", "time": "now"})


def entry(context: str, english: str, arabic: str, flag: str = "") -> str:
    head = f"#, {flag}\n" if flag else ""
    return f'{head}msgctxt "{context}"\nmsgid "{english}"\nmsgstr "{arabic}"\n\n'


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "locales" / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "languages.toml").write_text(LANGUAGES, "utf-8")
    (folder / "bot.po").write_text(
        HEADER
        + entry("write.sent", "Kept for {advocate}, {time}.", "حُفظ لـ {advocate}، {time}.")
        + entry("draft.one", "A draft.", "مسودة.", "fuzzy")
        + entry("service.apology", "Sorry, part of this is in English.", "عذراً.")
        + entry("evil.one", "Hello {name}.", "{name.token} {other}")
        + entry("old.one", "The sentence before.", "جملة قديمة.")
        + 'msgctxt "many.one"\nmsgid "1 thing."\nmsgid_plural "{count} things."\n'
        + "".join(f'msgstr[{n}] "صيغة {n} {{count}}"\n' for n in range(6)),
        "utf-8",
    )
    return tmp_path


def tongue(made: Path, code: str = "ar", *, drafts: bool = False) -> Tongue:
    return Catalogues(made, drafts=drafts, locales=made / "locales").tongue(code)


def test_english_is_its_own_source(made: Path) -> None:
    assert tongue(made, "en").say(SENT) == "Kept for Amina, now."


def test_holes_are_filled_in_the_readers_sentence(made: Path) -> None:
    assert tongue(made).say(SENT) == "حُفظ لـ Amina، now."


def test_the_groups_of_a_number_keep_their_order_in_right_to_left_text(made: Path) -> None:
    number = Text("write.sent", SENT.english, {"advocate": "0800 555 111", "time": "x"})
    assert "0800\u00a0555\u00a0111" in tongue(made).say(number)


def test_a_draft_is_shown_only_where_drafts_are_allowed(made: Path) -> None:
    text = Text("draft.one", "A draft.")
    assert tongue(made).say(text) == "A draft."
    assert tongue(made, drafts=True).say(text) == "مسودة."
    assert tongue(made).draft("draft.one")
    assert not tongue(made).draft("write.sent")


def test_a_message_in_english_says_sorry_once(made: Path) -> None:
    text = Text("draft.one", "A draft.")
    say = Say("draft", (text, text))
    arabic = tongue(made)
    assert [arabic.say(part) for part in arabic.apologise(say).parts] == [
        "عذراً.",
        "A draft.",
        "A draft.",
    ]
    labelled = Say("draft", (SENT,), (Option("one", text),))
    assert len(arabic.apologise(labelled).parts) == 2
    assert tongue(made, drafts=True).apologise(say) is say
    assert tongue(made, "en").apologise(say) is say


def test_a_catalogue_cannot_read_attributes_or_ask_for_more(made: Path) -> None:
    said = tongue(made).say(Text("evil.one", "Hello {name}.", {"name": "Amina"}))
    assert said == "Hello Amina."


def test_a_translation_of_the_sentence_before_is_none(made: Path) -> None:
    assert tongue(made).say(Text("old.one", "A new sentence.")) == "A new sentence."


@pytest.mark.parametrize(("count", "form"), [(0, 0), (1, 1), (2, 2), (5, 3), (11, 4), (100, 5)])
def test_each_count_takes_its_form(made: Path, count: int, form: int) -> None:
    said = tongue(made).say(Text("many.one", "1 thing.|{count} things.", {"count": count}))
    assert said == f"صيغة {form} {count}"


@pytest.mark.parametrize(("count", "said"), [(1, "1 thing."), (2, "2 things.")])
def test_english_has_two_forms(made: Path, count: int, said: str) -> None:
    text = Text("many.one", "1 thing.|{count} things.", {"count": count})
    assert tongue(made, "en").say(text) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (Moment(DEC_1), "2:05 pm"),
        (Moment(DEC_1 - 5 * 60_000), "2 pm"),
        (Moment(DEC_1, "day"), "Tue 1 Dec"),
        (Moment(DEC_1, "both"), "Tue 1 Dec, 2:05 pm"),
        (Moment(DEC_1, "weekday"), "Tue"),
        (Moment(1_790_000_000_000, "both"), "Mon 21 Sept, 3:13 pm"),
    ],
)
def test_moments_are_londons(made: Path, moment: Moment, said: str) -> None:
    assert tongue(made, "en").say(Text("t.when", "{when}", {"when": moment})) == said


def test_no_month_is_cut_short_where_the_language_says_how_it_is_written() -> None:
    date = Catalogues().tongue("vi").say(Text("t.when", "{when}", {"when": Moment(DEC_1, "date")}))
    assert date == "1 tháng 12, 2026"


@pytest.mark.parametrize(
    ("days", "said"),
    [({0, 1, 2, 3}, "Mon-Thu"), ({0, 1}, "Mon, Tue"), ({0, 2, 4}, "Mon, Wed, Fri"), ({6}, "Sun")],
)
def test_working_days_are_named(made: Path, days: set[int], said: str) -> None:
    assert tongue(made, "en").say(week(days)) == said


def test_an_english_sentence_names_english_days_to_whoever_reads_it(made: Path) -> None:
    fills: dict[str, Fill] = {"days": week({0, 1, 2}), "when": Moment(DEC_1, "both")}
    arabic = tongue(made)
    assert arabic.say(Text("nobody.translated", "Mostly {days}. Not {when}.", fills)) == (
        "Mostly Mon-Wed. Not Tue 1 Dec, 2:05 pm."
    )
    assert "Mon" not in arabic.say(week({0, 1, 2})), "by itself it is said in her language"


def test_words_of_a_person_are_untouched(made: Path) -> None:
    assert tongue(made).say(Verbatim("{advocate} 1|2")) == "{advocate} 1|2"


def test_the_operators_wording_wins(made: Path) -> None:
    (made / "words").mkdir()
    (made / "words" / "ar.po").write_text(HEADER + entry("draft.one", "A draft.", "نص."), "utf-8")
    assert tongue(made).say(Text("draft.one", "A draft.")) == "نص."


def test_a_language_that_went_away_is_english(made: Path) -> None:
    assert tongue(made, "xx").language == "en"


def test_unreviewed_keywords_do_not_act_outside_the_demo(made: Path) -> None:
    assert Catalogues(made, locales=made).reserved == {"stop": "stop"}
    assert Catalogues(made, drafts=True, locales=made).reserved[fold("إيقاف!")] == "stop"


def test_accents_are_composed_and_never_stripped() -> None:
    assert fold(" Du\u031b\u0300ng. ") == fold("DỪNG")
    assert fold("đúng") != fold("dừng")


def test_every_fault_of_languages_is_listed(tmp_path: Path) -> None:
    (tmp_path / "languages.toml").write_text('[[language]]\ncode = "xx"\ndir = "up"\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        Catalogues(tmp_path)
    assert len(caught.value.faults) == 6
