"""A number in words, *ok*, and *help me*: understood, and nothing is done by them alone."""

from dataclasses import replace

import pytest

from bot.channels.wire import Channel
from bot.flows.book import BOOK
from bot.flows.effects import Effect, Tried, TriedCode
from bot.flows.effects_words import DeleteTheirs, Deliver, StopTexts
from bot.flows.engine import advance
from bot.flows.events import Chose, Due, Started, Wrote
from bot.flows.invented import Invented
from bot.flows.saying import OKAY, STOPS, THANKING
from bot.flows.says import Say
from bot.flows.state import Frame, Offered, State
from bot.words import Catalogues
from tests.conversations.scripts import CHANNELS, rehearse

KNOWN = Invented(consent="yes", settings={"word_offered": "yes"})
OK = Wrote("ok", OKAY)


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("three", "who_reads"),
        ("Three.", "who_reads"),
        ("number three please", "who_reads"),
        ("the third one", "who_reads"),
        ("ثلاثة", "who_reads"),
        ("رقم ثلاثة", "who_reads"),
        ("ba", "who_reads"),
        ("số ba", "who_reads"),
        ("one", "rights"),
        ("một", "rights"),
        ("واحد", "rights"),
    ],
)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_number_in_words_is_the_choice_at_that_number(
    channel: Channel, said: str, step: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    rehearsal.texts("hello")
    rehearsal.texts(said)
    assert rehearsal.state.frames[-1].flow.startswith(step)


@pytest.mark.parametrize(
    "said", ["no one", "one day", "eight", "nine", "zero", "twenty two", "ten"]
)
def test_words_with_a_number_in_them_stay_words(said: str, catalogues: Catalogues) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    rehearsal.texts("hello")
    (shown,) = rehearsal.texts(said)
    assert shown.startswith("I am not sure I understood.")


def test_where_several_may_be_picked_one_in_words_is_one_of_them(catalogues: Catalogues) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for text in ("hello", "four", "one", "one", "one", "two"):
        rehearsal.texts(text)
    assert rehearsal.state.frames[-1].answers["areas"] == ("listening",)


@pytest.mark.parametrize("said", ["ok", "OK.", "Okay", "ok thanks", "طيب", "được rồi"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_ok_goes_on_where_there_is_nothing_else_to_choose(
    channel: Channel, said: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", channel, catalogues)
    for text in ("hello", "3", said):
        rehearsal.texts(text)
    assert rehearsal.state.frames[-1].step == "words"
    assert not rehearsal.state.drafts


def test_ok_is_a_good_time(catalogues: Catalogues) -> None:
    rehearsal = rehearse("invited", "sms", catalogues)
    rehearsal.texts("407 193 5866")
    (shown,) = rehearsal.texts("ok")
    assert shown.startswith("Are you 18 or over?")
    (shown,) = rehearsal.texts("ok")
    assert shown.startswith("I am not sure I understood.\nAre you 18 or over?")


HARMLESS = Say | DeleteTheirs | Tried | TriedCode
"""What may be said, and what any text is to a question for a code: one that does not open."""

QUESTIONS = [(flow, one.id) for flow in BOOK.flows.values() for one in flow.steps if one.asks]


@pytest.mark.parametrize(("flow", "step"), QUESTIONS, ids=[f"{f.name}.{s}" for f, s in QUESTIONS])
def test_ok_sends_erases_stops_books_and_agrees_to_nothing_at_any_question(
    flow: object, step: str
) -> None:
    name = next(one for one, found in BOOK.flows.items() if found is flow)
    given = {"payload": "vi", "which": "x", "number_drawn": "417"}
    frame = Frame(name, step, given, (), BOOK.flows[name].shape)
    turn = advance(State(frames=(frame,)), OK, replace(KNOWN))
    assert [one for one in turn.effects if not isinstance(one, HARMLESS)] == []


def test_ok_to_being_asked_whether_to_stop_is_asked_again() -> None:
    wish = Wrote("please stop texting me", STOPS.key)
    for first in (wish, Due("curtain", wish)):
        state, found = State(), tuple[Effect, ...]()
        for event in (Started(entry="menu"), first, OK, Chose(STOPS.key)):
            turn = advance(state, event, replace(KNOWN))
            said = [one for one in turn.effects if isinstance(one, Say)]
            state, found = turn.state, turn.effects
            if said:
                offered = (Offered("", one.key, "") for one in said[-1].options)
                state = state.offering(tuple(offered))
            if event == OK:
                assert said[-1].options == (STOPS, said[-1].options[1])
        assert StopTexts() in found
        assert not state.held
        assert not state.stray


def test_ok_behind_the_curtain_reveals_nothing() -> None:
    state = advance(State(), Started(entry="menu"), replace(KNOWN)).state
    state = advance(state, Chose("leave"), replace(KNOWN)).state
    turn = advance(state, OK, replace(KNOWN))
    (said,) = [one for one in turn.effects if isinstance(one, Say)]
    assert said.reveals == "none"
    assert not [one for one in turn.effects if isinstance(one, Deliver)]


RING = "Danger now: 999. To talk to a person: 08000 121 700."


@pytest.mark.parametrize("said", ["help me", "Please help me!", "i need help", "im scared"])
@pytest.mark.parametrize("world", ["known", "settled"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_whoever_asks_for_help_hears_whom_to_ring_and_stands_where_she_stood(
    channel: Channel, world: str, said: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse(world, channel, catalogues)
    for text in ("hello", said, "5", "0"):
        (shown, *_) = rehearsal.texts(text)
        if text == said:
            assert shown.startswith(RING)
            assert "My rights" in shown
    (shown,) = rehearsal.texts(said)
    assert shown.startswith(RING), "as often as she asks"


@pytest.mark.parametrize(
    ("said", "language"),
    [("ساعدوني", "ar"), ("أنا خائفة", "ar"), ("giúp tôi với", "vi"), ("giup toi", "vi")],
)
def test_help_is_asked_for_in_every_language(
    said: str, language: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    rehearsal.facts.speaks = language
    rehearsal.texts("hello")
    assert "999" in rehearsal.texts(said)[0]


def test_help_me_to_her_advocate_is_hers_to_send(catalogues: Catalogues) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for text in ("hello", "3", "1", "please help me"):
        (shown, *_) = rehearsal.texts(text)
    assert shown.startswith("To Amina.\n1 Send")


def test_in_a_complaint_what_was_asked_joins_it_and_is_never_offered_to_her_advocate(
    catalogues: Catalogues,
) -> None:
    rehearsal = rehearse("settled", "sms", catalogues)
    for text in ("hello", "4", "1", "1", "please help me", "they hit my friend"):
        (shown, *_) = rehearsal.texts(text)
    assert shown.startswith("I have kept your words. They are not sent.")
    kept = dict(rehearsal.state.drafts)["concern"].texts
    assert kept == ("please help me", "they hit my friend")


THANKS = [("en", "thanks"), ("en", "Thank you so much!"), ("ar", "شكراً جزيلاً"), ("vi", "cảm ơn ạ")]
WELCOME = {"en": "You are welcome.", "ar": "على الرحب والسعة.", "vi": "Không có gì."}


@pytest.mark.parametrize(("language", "said"), THANKS)
@pytest.mark.parametrize("world", ["known", "settled"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_thank_you_is_answered_kindly_as_often_as_it_is_said_and_never_offered_to_be_sent(
    channel: Channel, world: str, language: str, said: str, catalogues: Catalogues
) -> None:
    rehearsal = rehearse(world, channel, catalogues)
    rehearsal.facts.speaks = language
    for _ in range(3):  # at rest, and then at the menu
        (shown, *_) = rehearsal.texts(said)
        first, _, menu = shown.partition("\n")
        assert first == WELCOME[language]
        assert menu.lstrip().startswith(("1 ", "["))
    assert not rehearsal.state.stray
    assert not rehearsal.state.drafts
    assert rehearsal.state.faults == 0


def test_thanks_after_words_that_were_no_answer_are_not_offered_with_them(
    catalogues: Catalogues,
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for text in ("hello", "my letter came", "thanks"):
        (shown, *_) = rehearsal.texts(text)
    assert shown.startswith("You are welcome.\n1 My rights")
    (shown, *_) = rehearsal.texts("it is from the council")
    assert shown.startswith("I have kept your words.")
    kept = dict(rehearsal.state.drafts)["stray_words"].texts
    assert kept == ("hello", "my letter came", "it is from the council")


def test_thanks_to_her_advocate_are_hers_to_send(catalogues: Catalogues) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    for text in ("hello", "3", "1", "thanks", "thank you"):
        (shown, *_) = rehearsal.texts(text)
    assert shown.startswith("To Amina.\n1 Send")
    assert dict(rehearsal.state.drafts)["write_to_advocate"].texts == ("thanks", "thank you")


def test_thanks_through_the_curtain_reveal_nothing_and_are_not_offered_behind_it() -> None:
    thanks = Wrote("thanks", THANKING)
    state = advance(State(), Started(entry="menu"), replace(KNOWN)).state
    state = advance(state, Due("curtain", thanks), replace(KNOWN)).state
    turn = advance(state, thanks, replace(KNOWN))
    (said,) = [one for one in turn.effects if isinstance(one, Say)]
    assert said.reveals == "none"
    turn = advance(turn.state, Chose("on"), replace(KNOWN))
    (said,) = [one for one in turn.effects if isinstance(one, Say)]
    assert said.id == "menu.menu"
    assert not turn.state.held
    assert not turn.state.stray


@pytest.mark.parametrize("hello", ["good morning", "السلام عليكم", "xin chào bạn"])
def test_a_greeting_is_a_knock_at_the_curtain_and_short_words_are_not(
    catalogues: Catalogues, hello: str
) -> None:
    for text, waits in ((hello, False), ("I am ill", True)):
        rehearsal = rehearse("known", "sms", catalogues)
        rehearsal.texts("hello")
        rehearsal.happens(Due("curtain"))
        rehearsal.texts(text)
        assert ("not sent" in " ".join(rehearsal.texts("1"))) == waits


def test_thanks_written_to_her_advocate_are_kept_behind_the_curtain() -> None:
    state = advance(State(), Started(entry="writing"), replace(KNOWN)).state
    state = advance(state, Chose("go_on"), replace(KNOWN)).state
    state = advance(state, Due("curtain", Wrote("thanks", THANKING)), replace(KNOWN)).state
    state = advance(state, Chose("on"), replace(KNOWN)).state
    assert dict(state.drafts)["write_to_advocate"].texts == ("thanks",)
