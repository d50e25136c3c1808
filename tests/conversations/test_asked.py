"""What she asks in her own words: answered at once, on every phone, and through no curtain."""

from dataclasses import replace

import pytest

from bot.channels.wire import Channel
from bot.flows.asked import READERS_ASKED
from bot.flows.effects import AskErasure, ForgetMe
from bot.flows.effects_words import Deliver
from bot.flows.engine import advance
from bot.flows.events import Chose, Due, Event, Started, Wrote
from bot.flows.invented import Invented
from bot.flows.says import Say, Text
from bot.flows.state import State
from bot.words import Catalogues
from tests.conversations.rehearsal import Rehearsal
from tests.conversations.scripts import CHANNELS, rehearse

KNOWN = Invented(consent="yes", settings={"word_offered": "yes"})
MENU = Started(entry="menu")
READERS, DATA = Started(entry="readers"), Started(entry="data")
NOT_POLICE = READERS_ASKED.at["not_police"].texts[0]
NOT_YET = "Nothing is erased yet."


def plays(facts: Invented, *events: Event) -> tuple[State, str]:
    """Return the state after these events, and what the last was answered with."""
    state, said = State(), ""
    for event in events:
        turn = advance(state, event, facts)
        state = turn.state
        says = [one for one in turn.effects if isinstance(one, Say)]
        said = " ".join(p.english for say in says for p in say.parts if isinstance(p, Text))
    return state, said


def reads(rehearsal: Rehearsal, text: str) -> str:
    """Write one text, go on through what it holds, and return everything that was shown."""
    shown = rehearsal.texts(text)
    while any(one.key == "go_on" for one in rehearsal.state.menu):
        shown += rehearsal.happens(Chose("go_on"))
    return "\n".join(shown)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("Can the home office see this?", "en"),
        ("who can read this", "en"),
        ("Will you tell the police", "en"),
        ("is this private?", "en"),
        ("IS THIS THE POLICE", "en"),
        ("dont tell anyone", "en"),
        ("هل تقرأ الشرطة رسائلي؟", "ar"),
        ("مين بيقرا رسائلي", "ar"),
        ("هل هذا سري؟", "ar"),
        ("هل أنتم الشرطة؟", "ar"),
        ("Ai đọc tin nhắn này vậy?", "vi"),
        ("cảnh sát có đọc được tin nhắn này không", "vi"),
        ("Đây là cảnh sát à?", "vi"),
        ("ở đây có an toàn không?", "vi"),
    ],
)
@pytest.mark.parametrize("channel", CHANNELS)
def test_whoever_asks_who_reads_hears_that_and_the_limits_and_stands_where_she_stood(
    channel: Channel, asked: str, language: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    rehearsal.facts.speaks = language
    rehearsal.texts("hello")
    said, tongue = reads(rehearsal, asked), catalogues.tongue(language)
    assert tongue.say(NOT_POLICE) in said
    assert "Amina" in said
    assert tongue.say(READERS_ASKED.at["limits"].texts[0]) in said
    assert rehearsal.state.menu[0].key == "rights"


@pytest.mark.parametrize("channel", CHANNELS)
def test_in_a_complaint_it_is_the_team_that_reads_and_never_her_advocate(
    channel: Channel, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    rehearsal.texts("hello")
    for key in ("concern", "concern"):
        rehearsal.happens(Chose(key))
    shown = "\n".join(rehearsal.texts("who can read this"))
    assert "the complaints team reads it" in shown
    assert "Amina reads this" not in shown


def test_whoever_stands_for_nobody_hears_that_no_person_reads() -> None:
    stranger = replace(KNOWN, is_linked=False, said_adult="")
    _, said = plays(stranger, MENU, READERS)
    assert "No person reads what you write here" in said
    young = replace(KNOWN, said_adult="no")
    assert "is not read" in plays(young, Started(), READERS)[1]


def test_what_the_operators_lawyer_wrote_is_said_and_nothing_in_its_place() -> None:
    facts = replace(KNOWN, operator_sentence="We do not tell the Home Office.")
    assert "{not_told}" in plays(facts, MENU, READERS)[1]
    assert "{not_told}" not in plays(KNOWN, MENU, READERS)[1]


@pytest.mark.parametrize(
    ("asked", "through", "then"),
    [
        (READERS, "I am a computer, not a person. Hello.", NOT_POLICE.english),
        (DATA, "Hello.", NOT_YET),
    ],
)
@pytest.mark.parametrize("falls", [False, True])
def test_rule_41_through_the_curtain_it_waits_and_is_answered_after_it(
    asked: Started, through: str, then: str, falls: bool
) -> None:
    before = (MENU, Due("curtain", asked)) if falls else (MENU, Chose("leave"), asked)
    assert plays(KNOWN, *before)[1] == through
    assert then in plays(KNOWN, *before, Chose("on"))[1]
    assert then not in plays(KNOWN, *before, Chose("not_now"), Chose("on"))[1]


def test_words_around_a_question_behind_the_curtain_are_not_lost() -> None:
    words = Wrote("I need to talk to somebody about my room")
    state, said = plays(KNOWN, MENU, Chose("leave"), words, READERS, Chose("on"))
    assert said.index(NOT_POLICE.english) < said.index("I have kept your words.")
    assert dict(state.drafts)["stray_words"].texts == (words.text,)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("delete everything", "en"),
        ("Delete my messages!", "en"),
        ("please delete my data", "en"),
        ("احذفوا كل رسائلي", "ar"),
        ("أريد حذف بياناتي", "ar"),
        ("xóa hết tin nhắn", "vi"),
        ("Xoá dữ liệu của tôi", "vi"),
    ],
)
@pytest.mark.parametrize("world", ["known", "settled"])
def test_a_phrase_alone_erases_nothing_and_leads_to_where_it_is_chosen(
    asked: str, language: str, world: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse(world, "sms", catalogues)
    rehearsal.facts.speaks = language
    rehearsal.texts("hello")
    rehearsal.texts(asked)
    keys = {one.key for one in rehearsal.state.menu}
    assert keys & {"erase", "forget"}
    facts = replace(rehearsal.facts)
    turn = advance(State(), DATA, facts)
    assert not [one for one in turn.effects if isinstance(one, AskErasure | ForgetMe | Deliver)]


def test_words_offered_to_her_advocate_do_not_go_into_a_complaint_that_she_then_makes() -> None:
    offered = (MENU, Wrote("my room is so cold"), Wrote("Are you there?"))
    for way in (
        (Started("I want to complain", entry="complaining"),),
        (Chose("back"), Chose("concern")),
    ):
        state, _ = plays(KNOWN, *offered, *way)
        assert state.frames[-1].flow == "concern"
        assert "concern" not in dict(state.drafts)
        assert dict(state.drafts)["stray_words"].texts == ("my room is so cold", "Are you there?")
    state, _ = plays(KNOWN, *offered, Chose("go_on"), Chose("team"))
    assert dict(state.drafts)["concern"].texts == ("my room is so cold", "Are you there?")


def test_asking_for_it_over_her_words_keeps_the_words() -> None:
    begun = (MENU, Chose("write"), Chose("go_on"), Wrote("My room is cold."))
    state, _ = plays(KNOWN, *begun, DATA, Chose("back"))
    assert state.frames[-1].step == "check"
    assert dict(state.drafts)["write_to_advocate"].texts == ("My room is cold.",)


@pytest.mark.parametrize(
    ("asked", "language", "flow"),
    [
        ("I want to complain", "en", "concern"),
        ("complaints", "en", "concern"),
        ("أريد أن أشتكي", "ar", "concern"),
        ("tôi muốn khiếu nại", "vi", "concern"),
        ("i want to see my lawyer", "en", "meet"),
        ("cancel my meeting", "en", "meet"),
        ("can i talk to my advocate", "en", "who_reads"),
        ("please call me", "en", "person"),
        ("gọi cho tôi", "vi", "person"),
        ("I don't speak English", "en", "language"),
    ],
)
def test_a_job_asked_for_in_words_begins_and_back_leads_to_where_she_was(
    asked: str, language: str, flow: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    rehearsal.facts.speaks = language
    rehearsal.texts("hello")
    rehearsal.texts(asked)
    assert rehearsal.state.frames[-1].flow == flow
    rehearsal.texts(asked)
    assert rehearsal.state.frames[-1].flow == flow, "it does not begin twice"
    rehearsal.texts("0")
    assert rehearsal.state.menu[0].key == "rights"
    assert not rehearsal.sent


@pytest.mark.parametrize("asked", ["please call me", "I want to complain", "cancel my meeting"])
def test_words_that_are_gathered_for_her_advocate_stay_words(
    asked: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for text in ("hello", "3", "1", asked, asked):
        (shown, *_) = rehearsal.texts(text)
    assert shown.startswith("To Amina.")
    assert dict(rehearsal.state.drafts)["write_to_advocate"].texts == (asked, asked)


def test_a_choice_that_is_called_like_a_question_is_the_choice(catalogues: Catalogues) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for text in ("hello", "delete everything", "6", "Erase everything"):
        (shown, *_) = rehearsal.texts(text)
    assert shown.startswith("To go on, send me this number: 417")


@pytest.mark.parametrize("entry", ["complaining", "meeting", "writing", "calling"])
def test_whoever_has_no_advocate_and_whoever_may_be_young_is_led_to_what_there_is(
    entry: str,
) -> None:
    stranger = replace(KNOWN, is_linked=False, said_adult="")
    _, said = plays(stranger, MENU, Started("words", entry=entry))
    assert "advocate can give you a card" in said or entry in {"complaining", "calling"}
    assert "{advocate}" not in said
    young = replace(KNOWN, said_adult="no")
    _, said = plays(young, Started(), Started("words", entry=entry))
    assert "These people help young people." in said


def test_a_job_asked_for_through_the_curtain_waits() -> None:
    asked = Started("I want to complain", entry="complaining")
    assert plays(KNOWN, MENU, Due("curtain", asked))[1] == "Hello."
    _, said = plays(KNOWN, MENU, Due("curtain", asked), Chose("on"))
    assert said == "It will not affect your support."
