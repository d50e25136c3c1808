"""The packaged pages are whole and say what is not sure; a wrong folder tells all that is wrong."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from bot.channels import sms, telegram
from bot.channels.segments import segments
from bot.content import NATIONS, Content
from bot.errors import SettingsError
from bot.flows.book import BOOK
from bot.flows.rights_pages import EVERYWHERE, Card, Rights, Topic
from bot.flows.says import Say, Text
from bot.words import Catalogues
from bot.words.catalogues import CONFIG
from bot.words.lint import read_rules
from bot.words.lint.messages import check_messages
from bot.words.lint.rights import check_pages, pages_read
from bot.words.lint.said import Said
from tests.today import content_of_today

CONTENT = content_of_today()
RIGHTS = CONTENT.rights
ENGLISH = Catalogues().tongue("en")
RULES = read_rules()
HARD = {"crime", "losing", "removal"}
CARDS = [(topic, card) for topic in RIGHTS.topics for card in topic.cards]


def names(found: list[tuple[Topic, Card]]) -> list[str]:
    return [f"{topic.id}.{card.id}" for topic, card in found]


def test_every_topic_of_the_facts_is_there() -> None:
    assert {topic.id for topic in RIGHTS.topics} >= HARD | {
        *("referral", "first_decision", "second_decision", "reconsideration", "recovery"),
        *("support", "money", "home", "health", "interpreter", "legal_aid", "stay", "work"),
        *("compensation", "police", "children", "privacy", "advocate", "standards"),
    }


@pytest.mark.parametrize("nation", NATIONS)
def test_each_nation_reads_three_to_five_cards_of_each_topic(nation: str) -> None:
    assert {len(topic.of(nation)) for topic in RIGHTS.topics} <= {3, 4, 5}


@pytest.mark.parametrize("topic", RIGHTS.topics, ids=lambda topic: topic.id)
def test_not_sure_reads_what_is_the_same_everywhere_and_that_the_rest_differs(topic: Topic) -> None:
    shown = [ENGLISH.say(card) for card in topic.page(EVERYWHERE)]
    assert all(EVERYWHERE in card.nations for card in topic.of(EVERYWHERE))
    differs = any(EVERYWHERE not in card.nations for card in topic.cards)
    assert ("The rest differs by nation. Choose one to read it." in shown) is differs
    assert "England" not in ENGLISH.say(topic.credits(EVERYWHERE))


@pytest.mark.parametrize(("topic", "card"), CARDS, ids=names(CARDS))
def test_a_card_is_short_and_says_what_was_not_confirmed_or_may_have_changed(
    topic: Topic, card: Card
) -> None:
    shown = ENGLISH.say(card.shown)
    assert segments(shown) <= 2
    assert len(f"{ENGLISH.say(topic.title)}\n\n{shown}") <= 350
    assert ("We have not checked this with a lawyer yet." in shown) is ("unconfirmed" in card.marks)
    assert shown.endswith("This may have changed.") is ("dated" in card.marks)


def test_what_comes_from_a_source_that_is_partly_out_of_date_says_that_it_may_have_changed() -> (
    None
):
    known = tomllib.loads((CONFIG / "rights" / "sources.toml").read_text(encoding="utf-8"))
    old = {key for key, one in known.items() if "out of date" in one["page"]}
    drawn = [(topic, card) for topic, card in CARDS if old & {one.id for one in card.sources}]
    assert {"legal_aid.aid", "legal_aid.more", "removal.held"} <= set(names(drawn))
    for _, card in drawn:
        assert ENGLISH.say(card.shown).endswith("This may have changed.")


@pytest.mark.parametrize("topic", RIGHTS.topics, ids=lambda topic: topic.id)
@pytest.mark.parametrize("nation", [*NATIONS, EVERYWHERE])
def test_rule_37_a_page_names_its_nation_its_sources_and_its_date_and_is_no_advice(
    topic: Topic, nation: str
) -> None:
    said = ENGLISH.say(topic.credits(nation))
    assert said.startswith(ENGLISH.say(topic.title))
    assert re.search(r"From: \w.*\. Checked 23 Nov 2026\.", said)
    assert said.endswith("This is information, not legal advice.")
    named = {source.name or "our own notes" for card in topic.of(nation) for source in card.sources}
    assert all(name in said for name in named)


def test_hard_topics_lie_behind_a_warning() -> None:
    assert {topic.id for topic in RIGHTS.topics if topic.hard} == HARD


@pytest.mark.parametrize("topic", sorted(HARD))
@pytest.mark.parametrize("nation", [*NATIONS, EVERYWHERE])
def test_a_hard_page_sends_everybody_to_a_lawyer(topic: str, nation: str) -> None:
    """Whoever is not sure of her nation as well: days matter there too."""
    (found,) = (one for one in RIGHTS.topics if one.id == topic)
    assert "lawyer" in " ".join(ENGLISH.say(card) for card in found.page(nation))


def test_every_message_of_every_page_keeps_the_rules_of_messages() -> None:
    said = [Said(*read) for read in pages_read(BOOK, RIGHTS)]
    assert {one.channel for one in said} == {"sms", "telegram"}
    assert [str(one) for one in check_messages(said, ENGLISH, {}, RULES)] == []
    assert [str(one) for one in check_pages(RIGHTS, RULES.glossary, RULES)] == []


def test_a_hard_page_is_found_by_the_linter() -> None:
    long = Card(
        "x", ("uk",), _text("Representatives immediately communicate responsibilities " * 8), ()
    )
    topic = Topic("x", _text("X"), RIGHTS.topics[0].checked, (long,), {})
    found = list(check_pages(Rights((topic,)), (), RULES))
    assert {one.rule for one in found} == {8, 37}  # its card names no source either


def _text(english: str) -> Text:
    return Text("rights.x.text", english)


def test_the_whole_card_is_what_a_phone_shows() -> None:
    say = Say("x", (RIGHTS.topics[0].cards[0].shown,))
    words = "The National Referral Mechanism is called NRM for short."
    assert words in sms.body(sms.render(say, ENGLISH).payload)
    assert words in telegram.render(say, ENGLISH).payload.decode()


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    work = folder / "rights" / "work.toml"
    text = work.read_text("utf-8")
    text = text.replace('marks = ["dated"]', 'marks = ["old"]', 1)
    text = text.replace('nations = ["uk"]', 'nations = ["france"]', 1)
    text = text.replace('sources = ["S3"]', 'sources = ["S999"]', 1)
    work.write_text(text.replace('title = "Work"', f'title = "{"W" * 25}"', 1), "utf-8")
    (folder / "rights" / "money.toml").write_text('title = "Money"\ncards = 1\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        Content.load(folder)
    told = "\n".join(caught.value.faults)
    for fault in (
        "rights/work.toml: card 3.marks: must be of unconfirmed, dated",
        "rights/work.toml: card 1.nations: must be of",
        "S999 is not in sources.toml",
        "rights/work.toml.title: has more than 24 letters",
        "rights/money.toml.cards: is not known here",
        "rights/money.toml.checked: is missing",
        "rights/money.toml: england reads 0 cards, not 3 to 5",
    ):
        assert fault in told
