"""The rules of conversations.md A3 that the conversations themselves must keep, by their number."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.wire import Channel
from bot.flows.book import BOOK
from bot.flows.checks import check
from bot.flows.effects import Effect, SetConsent
from bot.flows.effects_words import Deliver, Leave
from bot.flows.engine import advance
from bot.flows.events import Attached, Chose, Due, Event, Picked, Started, Wrote
from bot.flows.invented import Invented
from bot.flows.person import CONCERNS
from bot.flows.saying import NAVIGATION
from bot.flows.says import Say, Text
from bot.flows.state import Draft, Frame, State
from bot.flows.vocabulary import Choose, Write
from bot.words import Catalogues
from tests.conversations.rehearsal import talk
from tests.conversations.scripts import CHANNELS, SCRIPTS, rehearse
from tests.conversations.transcripts import HAPPENS, step

KNOWN = Invented(consent="yes", settings={"word_offered": "yes"})
MENU = Started(entry="menu")
TESTS = Path(__file__).resolve().parent.parent
BEHAVIOUR = {1, 2, *range(20, 25), *range(26, 35), *range(36, 40), 41, 42, 43}
"""The rules marked T: what no list of words can show."""


def says(facts: Invented, *events: Event) -> list[Say]:
    """What the last of these events was answered with."""
    state, found = State(), tuple[Effect, ...]()
    for event in events:
        turn = advance(state, event, facts)
        state, found = turn.state, turn.effects
    return [effect for effect in found if isinstance(effect, Say)]


def words(say: Say) -> str:
    return " ".join(part.english for part in say.parts if isinstance(part, Text))


def test_rule_1_back_a_person_and_leave_are_accepted_at_every_question() -> None:
    for flow in BOOK.flows.values():
        for one in flow.steps:
            if not one.asks or flow.name == "curtain":
                continue
            for key, then in (("person", "person"), ("leave", "")):
                state = State(frames=(_frame(flow.name, one.id),), revision=1)
                turn = advance(state, Chose(key), replace(KNOWN))
                at = turn.state.frames[-1].flow if turn.state.frames else ""
                complains = flow.name in CONCERNS and at == "help_numbers"  # never the advocate
                assert at == then or complains or (flow.name == "person" and at == "person")
            turn = advance(
                State(frames=(_frame(flow.name, one.id),)), Chose("back"), replace(KNOWN)
            )
            assert any(isinstance(effect, Say) for effect in turn.effects)


def _frame(flow: str, at: str) -> Frame:
    return Frame(
        flow, at, {"payload": "vi", "which": "x", "number_drawn": "417"}, (), BOOK.flows[flow].shape
    )


def test_every_rule_for_behaviour_has_a_test_with_its_number() -> None:
    found = {
        int(number)
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"def test_rule_(\w+)\(", path.read_text("utf-8"))
        for number in re.findall(r"(?:^|_and_)(\d+)(?=_)", name)
    }
    assert found >= BEHAVIOUR, BEHAVIOUR - found


def test_rule_2_what_cannot_be_skipped_is_a_menu_a_fork_a_check_back_or_a_consent() -> None:
    assert check() == []
    insisting = [
        one.context
        for flow in BOOK.flows.values()
        for one in flow.steps
        if isinstance(one, Choose) and one.must and one.of != "consent"
    ]
    assert "rights_nation.nation" not in insisting
    assert "write_to_advocate.check" in insisting


def test_rule_2_a_skipped_question_costs_nothing_later() -> None:
    said = says(
        replace(KNOWN, likes={}), MENU, Chose("meet"), Chose("decide"), *[Chose("skip")] * 3
    )
    assert said[-1].options, "the booking goes on"
    rights = says(replace(KNOWN), MENU, Chose("rights"), Chose("skip"))
    assert rights[-1].id == "rights.topic"


@pytest.mark.parametrize("channel", CHANNELS)
def test_rule_1_a_job_begins_with_the_navigation_in_sight(
    channel: Channel, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    first = rehearsal.texts("hello")[0]
    assert ("0 back 8 person 9 leave" if channel == "sms" else "[Back] [A person] [Leave]") in first


def test_rule_3_a_page_never_offers_more_than_seven(catalogues: Catalogues) -> None:
    for script in SCRIPTS:
        for channel in script.channels:
            rehearsal = rehearse(script.world, channel, catalogues)
            for line in script.lines:
                if line.startswith('"'):
                    rehearsal.texts(line[1:])
                elif line.startswith("@"):
                    step(rehearsal, f"@ {HAPPENS[line[2:]]}")
                elif line.startswith("&"):
                    rehearsal.happens(Picked(tuple(line[1:].split())))
                else:
                    rehearsal.happens(Chose(line))
                aside = {*NAVIGATION, "done"}  # the end of several choices is none of them
                offered = [one for one in rehearsal.state.menu if one.key not in aside]
                assert len(offered) <= 7


def test_rule_12_a_prompt_for_free_words_says_that_little_is_enough() -> None:
    for flow in BOOK.flows.values():
        for one in flow.steps:
            if isinstance(one, Write):
                said = " ".join(one.words)
                assert "Write as little as you like." in said
                assert "You do not need to say what happened to you." in said


def test_rule_20_and_21_who_reads_and_the_limits_come_before_the_first_free_words() -> None:
    first = says(replace(KNOWN), MENU, Chose("write"))
    assert first[-1].id == "who_reads.limits"
    assert "We may have to tell someone" in words(first[-1])
    assert "{advocate} reads this." in " ".join(map(words, first))
    again = says(
        replace(KNOWN), MENU, Chose("write"), Chose("go_on"), Wrote("one"), Chose("send"),
        Chose("menu"), Chose("write"),
    )  # fmt: skip
    assert again[-1].id == "write_to_advocate.words"


@pytest.mark.parametrize("channel", CHANNELS)
def test_rule_21_who_carries_the_words_is_named_as_on_this_phone(
    channel: Channel, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    rehearsal.texts("hello")
    for key in ("write", "menu", "concern", "concern", "organisation"):
        said = " ".join(rehearsal.happens(Chose(key)))
        if key in {"write", "organisation"}:
            carriers = {"sms": "Phone companies can see texts", "telegram": "Telegram can see"}
            assert [one for one in carriers if carriers[one] in said] == [channel]


def test_rule_20_it_is_said_again_in_a_new_session() -> None:
    again = says(
        replace(KNOWN), MENU, Chose("write"), Chose("go_on"), Wrote("one"), Chose("send"),
        Chose("leave"), Chose("on"), Chose("write"),
    )  # fmt: skip
    assert again[-1].id == "who_reads.limits"


def test_rule_22_a_receipt_says_kept_for_whom_and_until_when() -> None:
    said = says(replace(KNOWN), MENU, Chose("write"), Chose("go_on"), Wrote("one"), Chose("send"))
    assert (said[0].cls, said[0].keep) == ("receipt", True)
    assert words(said[0]) == "Kept for {advocate}, {time}. You can expect an answer by {day}."


def test_rule_28_silence_ends_the_session_with_nothing_but_the_curtain() -> None:
    said = says(replace(KNOWN), MENU, Chose("write"), Due("curtain"))
    assert [words(one) for one in said] == ["Hello."]


def test_rule_29_a_draft_outlives_silence_and_is_announced_on_return() -> None:
    said = says(
        replace(KNOWN), MENU, Chose("write"), Chose("go_on"), Wrote("one"), Chose("leave"),
        Chose("on"), Chose("write"), Chose("go_on"),
    )  # fmt: skip
    assert words(said[-1]) == "Your words are still here. They are not sent. To {advocate}."


def test_rule_30_nothing_leaves_without_having_been_shown_back() -> None:
    said = says(replace(KNOWN), MENU, Chose("write"), Chose("go_on"), Wrote("one"))
    assert [option.key for option in said[-1].options] == ["send", "add", "team", "discard"]


def test_rule_31_the_check_back_repeats_the_reader_and_not_the_words(
    catalogues: Catalogues,
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for line in talk(rehearsal, ["hello", "Write to my advocate", "1", "marked words"]):
        assert "marked words" not in line
    assert rehearsal.page.startswith("To Amina.")


def test_rule_32_a_consent_is_asked_for_itself_and_taken_back_in_two_steps() -> None:
    facts = replace(KNOWN, forgeable=False)
    state, given = State(), []
    for event in (MENU, Chose("settings"), Chose("notes"), Chose("no")):
        turn = advance(state, event, facts)
        state = turn.state
        given += [one.given for one in turn.effects if isinstance(one, SetConsent)]
    assert given == [False]


def test_rule_33_help_numbers_ask_for_nothing_first() -> None:
    nobody = Invented(is_linked=False, said_adult="", speaks="en")
    assert says(nobody, Started(), Chose("help"))[0].id == "help_numbers.numbers"
    assert says(nobody, Started(), Chose("person"))[0].id == "help_numbers.numbers"


def test_rule_34_not_understood_blames_nobody_and_offers_the_same_again() -> None:
    said = says(replace(KNOWN), MENU, Chose("settings"), Wrote("what"))
    assert words(said[-1]).startswith("I am not sure I understood.")
    assert said[-1].first  # so that back, a person and leave are printed


@pytest.mark.parametrize("channel", CHANNELS)
def test_words_that_she_says_were_a_choice_are_not_offered_to_be_sent(
    channel: Channel, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    for text in ("hello", "I do not know yet", "settings and my data please", "1", "0"):
        said = rehearsal.texts(text)
    assert "I have kept your words. They are not sent." in said[0]
    rehearsal.texts("1")
    assert rehearsal.state.drafts == (("stray_words", Draft(("hello", "I do not know yet"))),)


@pytest.mark.parametrize("said", ["in person please", "wrong number"])
def test_back_from_what_her_words_meant_returns_to_the_question(
    said: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    rehearsal.texts("hello")
    (question,) = rehearsal.texts("2")
    assert question.startswith("How would you like to meet Amina?")
    assert rehearsal.texts(said)[0].splitlines()[2] in {"2 No", "2 Something else"}
    (again,) = rehearsal.texts("0")
    assert question.startswith(again)


def test_a_choice_called_no_that_her_words_look_like_is_not_asked_about_with_two_of_that_name(
    catalogues: Catalogues,
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for text in ("hello", "2", "1", "no interpreter"):
        (shown,) = rehearsal.texts(text)
    assert shown.startswith("Do you mean this?\n1 No\n2 Something else")
    (shown,) = rehearsal.texts("4")  # the number that was *No* in the question before
    assert shown.startswith("I am not sure I understood.\nWould you like an interpreter?")
    assert not rehearsal.state.drafts


def test_rule_35_the_same_job_has_the_same_place_in_the_menu_whatever_is_true() -> None:
    worlds = [replace(KNOWN), replace(KNOWN, consent=""), replace(KNOWN, lives_in="wales")]
    assert len({tuple(o.key for o in says(one, MENU)[-1].options) for one in worlds}) == 1


def test_rule_39_the_bot_says_once_at_the_start_that_it_is_a_computer() -> None:
    nobody = Invented(is_linked=False, said_adult="", speaks="")
    linked = says(nobody, Started(payload=nobody.code))
    assert "I am a computer service, not a person." in words(linked[0])
    other = Invented(is_linked=False, said_adult="", speaks="")
    assert "I am a computer service" in words(says(other, Started(), Chose("en"))[-1])


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("Are you a computer?", "en"),
        ("who are you", "en"),
        ("من أنت؟", "ar"),
        ("هل أنتم بشر؟", "ar"),
        ("Bạn là ai?", "vi"),
        ("Đây là máy à?", "vi"),
    ],
)
@pytest.mark.parametrize("channel", CHANNELS)
def test_rule_39_the_bot_says_that_it_is_a_computer_whenever_it_is_asked(
    channel: Channel, asked: str, language: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    rehearsal.facts.speaks = language
    rehearsal.texts("hello")
    said = rehearsal.texts(asked)
    tongue = catalogues.tongue(language)
    assert tongue.say(BOOK.flows["computer"].steps[0].texts[0]) in said[0]
    assert next(one.key for one in rehearsal.state.menu) == "rights", "she stands where she stood"


def test_rule_41_after_leaving_the_next_message_reveals_nothing() -> None:
    said = says(replace(KNOWN), MENU, Chose("leave"), Wrote("hello"))
    assert (words(said[-1]), said[-1].reveals) == ("Hello.", "none")


def test_rules_39_and_41_whoever_asks_through_the_curtain_hears_that_and_no_more() -> None:
    said = says(replace(KNOWN), MENU, Chose("leave"), Started(entry="computer"))
    assert words(said[-1]) == "I am a computer, not a person. Hello."
    assert said[-1].reveals == "none"


def test_rule_43_leave_comes_before_everything_that_is_open() -> None:
    state = State()
    for event in (MENU, Chose("write"), Chose("go_on"), Attached("photo", "ref")):
        state = advance(state, event, replace(KNOWN)).state
    turn = advance(state, Chose("leave"), replace(KNOWN))
    assert turn.effects == (Leave(),)
    assert dict(turn.state.drafts)["write_to_advocate"].files == (("photo", "ref"),)


def test_b3_a_language_that_is_not_offered_does_not_end_in_silence() -> None:
    said = says(replace(KNOWN), Started(payload="ps", entry="language"))
    assert words(said[-1]).startswith("We cannot write in {asked_language} yet.")


def test_every_answer_is_one_json_payload_the_state_can_hold(catalogues: Catalogues) -> None:
    rehearsal = rehearse("known", "telegram", catalogues)
    list(talk(rehearsal, ["hello", "/photo", "/silence", "hello there", "Go on"]))
    assert json.loads(rehearsal.stored)[0] == 1
    assert not [one for one in rehearsal.sent if isinstance(one, Deliver)]
