"""The packaged configuration is right, and a wrong one tells everything that is wrong with it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content import NATIONS, Content
from bot.errors import SettingsError
from bot.words import Catalogues
from bot.words.catalogues import CONFIG
from tests.today import content_of_today

FILES = [one for one in sorted(CONFIG.rglob("*.toml")) if one.name != "signoffs.toml"]
"""All that is read as one; what is signed off is a question of ``check``."""


@pytest.fixture(scope="module")
def content() -> Content:
    return content_of_today()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_packaged_folder_loads(content: Content) -> None:
    assert content.service.times.answer_working_days == 2
    assert content.service.not_told is None
    assert [language.code for language in content.languages][:2] == ["en", "ti"]


@pytest.mark.parametrize("nation", NATIONS)
def test_danger_now_comes_first_in_every_nation(content: Content, nation: str) -> None:
    assert content.helplines.of(nation)[0].number == "999 / 112"


def test_not_sure_gets_what_is_the_same_everywhere(content: Content) -> None:
    assert all(line.nations == ("uk",) for line in content.helplines.of(""))


def test_a_line_says_what_it_is_for_what_it_costs_and_what_was_not_checked(
    content: Content,
) -> None:
    english = Catalogues().tongue("en")
    said = english.say(content.helplines.line("modern_slavery").line)
    assert said == (
        "Someone controls you: Modern Slavery Helpline 08000 121 700. Free. Hours not checked."
    )
    assert english.say(content.helplines.line("emergency").line) == (
        "Danger now: 999 / 112. Free, day and night."
    )


def test_an_unconfirmed_number_says_so_in_its_own_line(content: Content) -> None:
    english = Catalogues().tongue("en")
    for line in content.helplines.lines:
        if "unconfirmed" in line.marks and line.id != "shout":
            assert "not checked" in english.say(line.line).casefold(), line.id


@pytest.mark.parametrize(
    ("nation", "day", "closed"),
    [
        ("scotland", date(2026, 6, 15), True),
        ("england", date(2026, 6, 15), False),
        ("scotland", date(2026, 11, 30), True),
        ("wales", date(2026, 11, 30), False),
        ("ni", date(2027, 3, 17), True),
        ("ni", date(2027, 7, 12), True),
        ("scotland", date(2027, 1, 4), True),
        ("england", date(2027, 1, 4), False),
        ("scotland", date(2027, 3, 29), False),
        ("england", date(2027, 3, 29), True),
        ("ni", date(2026, 12, 28), True),
    ],
)
def test_bank_holidays_differ_by_nation(
    content: Content, nation: str, day: date, *, closed: bool
) -> None:
    assert (day in content.holidays.of(nation)) is closed


def test_an_unknown_nation_promises_least(content: Content) -> None:
    assert content.holidays.of("england") < content.holidays.of("")


def test_the_handle_and_number_of_a_phrase_are_never_asked_for(content: Content) -> None:
    for phrase in content.phrases.all:
        assert not {"place", "address"} & set(phrase.slots)


@pytest.mark.parametrize("damage", ["broken", "no text"])
@pytest.mark.parametrize("file", [str(one.relative_to(CONFIG)) for one in FILES])
def test_a_file_that_nobody_can_read_is_one_fault_by_its_whole_name(
    copied: Path, file: str, damage: str
) -> None:
    (copied / file).write_bytes(b"[half" if damage == "broken" else b"\xff\xfe")
    with pytest.raises(SettingsError) as caught:
        Content.load(copied)
    [told] = caught.value.faults
    assert told.startswith(f"{file}: ")


def test_a_file_of_the_same_name_in_another_folder_is_read_all_the_same(copied: Path) -> None:
    (copied / "phrases.toml").write_text("[half", "utf-8")
    (copied / "rights" / "phrases.toml").write_text("titel = 'x'", "utf-8")
    with pytest.raises(SettingsError) as caught:
        Content.load(copied)
    first, *others = caught.value.faults
    assert first.startswith("phrases.toml: ")
    assert "rights/phrases.toml.titel: is not known here" in others
    assert all(one.startswith("rights/phrases.toml") for one in others)


def test_every_fault_in_every_file_is_told_at_once(copied: Path) -> None:
    edit(copied / "service.toml", "answer_working_days = 2", 'answer_working_days = "late"')
    edit(copied / "service.toml", "drafts_hours = 24", "drafts_huors = 24")
    edit(copied / "helplines.toml", 'tail = "free_always"', 'tail = "dear"')
    edit(copied / "helplines.toml", '"unconfirmed"', '"unconfirmd"')
    edit(copied / "phrases.toml", "by {day}.", "by {date}.")
    edit(copied / "languages.toml", 'script = "Latin"', 'scripd = "Latin"')
    edit(copied / "complaints.toml", "acknowledge = 3 ", "acknowledge = 16 ")
    edit(copied / "complaints.toml", 'id = "ccew"', 'id = "ico"')
    (copied / "bank-holidays.toml").unlink()
    with pytest.raises(SettingsError) as caught:
        Content.load(copied)
    told = "\n".join(caught.value.faults)
    for part in (
        "answer_working_days",
        "drafts_huors",
        "drafts_hours",
        "tail",
        "marks: must be of unconfirmed, dated",
        "slots",
        "scripd",
        "bank-hol",
        "clocks.acknowledge: must be 15 or less",
        "complaints.toml: ico: is there twice",
    ):
        assert part in told


def test_a_file_that_does_not_parse_is_one_fault(copied: Path) -> None:
    (copied / "phrases.toml").write_text("[[", "utf-8")
    with pytest.raises(SettingsError) as caught:
        Content.load(copied)
    assert any(fault.startswith("phrases.toml:") for fault in caught.value.faults)


def test_the_carriers_own_words_act_until_its_support_has_turned_them_off(
    content: Content, copied: Path
) -> None:
    """Twilio opts a person out at CANCEL whatever we think of it: so we remember it too."""
    assert content.service.sms.carrier_words()["cancel"] == "stop"
    assert content.service.sms.carrier_words()["yes"] == "start"
    edit(copied / "service.toml", 'sms_opt_out = "twilio"', 'sms_opt_out = "ours"')
    assert Content.load(copied).service.sms.carrier_words() == {}


@pytest.mark.parametrize(
    "wrong",
    [
        'language = "en"',
        "language = [5]",
        "[[language]]\ncode = 5",
        '[[language]]\ncode = "en"\nreserved = { stop = "STOP" }',
        '[[language]]\ncode = "en"\nnames = "English"',
        '[[language]]\ncode = "en"\nreviewed = { crisis = { by = "x" } }',
    ],
)
def test_a_language_of_another_shape_is_a_fault_and_no_word_becomes_letters(
    copied: Path, wrong: str
) -> None:
    (copied / "languages.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"languages\.toml"):
        Content.load(copied)


def test_a_phrase_that_is_no_table_is_a_fault(copied: Path) -> None:
    (copied / "phrases.toml").write_text("groups = {}\nphrase = [5]", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"phrases\.toml"):
        Content.load(copied)
