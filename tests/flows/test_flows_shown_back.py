"""What is sent or booked is what was shown back last, however she came to say yes to it."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows import concern_words, wishes
from bot.flows.book import BOOK
from bot.flows.effects_concern import FileConcern
from bot.flows.effects_meeting import BookMeeting
from bot.flows.events import Alarmed, Started, Wrote
from bot.flows.invented import Invented
from bot.flows.says import Fill, Moment, Text
from bot.flows.vocabulary import Write
from tests.flows.talking import Talk

LIKES = {"interpreter": "woman", "language": "ti"}


def told(fill: Fill) -> Iterator[Fill]:
    """Everything that stands in what was said, as it was filled in."""
    yield fill
    if isinstance(fill, Text):
        for one in fill.fills.values():
            yield from told(one)


def shown_and_done(talk: Talk, turns: list[int]) -> Iterator[tuple[list[Fill], object]]:
    """Answer whatever is asked by the next number; yield what was shown before what was done."""
    for turn in turns:
        if not talk.state.frames:
            return
        frame, keys = talk.state.frames[-1], talk.keys
        flow = BOOK.flows[frame.flow]
        writes = isinstance(flow.at[frame.step], Write) or frame.step in flow.checks
        shown = [one for part in talk.says[-1].parts for one in told(part)]
        if not keys or (writes and turn % 2):
            talk.do(Wrote(f"words number {turn}"))
        else:
            talk.do(keys[turn % len(keys)])
        for effect in talk.effects:
            yield shown, effect


TURNS = st.lists(st.integers(0, 11), min_size=10, max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.booleans(), TURNS)
def test_a_worry_is_sent_as_it_was_shown_back(linked: bool, turns: list[int]) -> None:
    talk = Talk(book=BOOK, facts=Invented(is_linked=linked)).do(Started(), "concern")
    for shown, effect in shown_and_done(talk, turns):
        if isinstance(effect, FileConcern):
            assert concern_words.LEVEL[effect.level] in shown
            mine = linked and effect.about == "advocate"
            assert concern_words.ABOUT["mine" if mine else effect.about] in shown
            assert concern_words.WORDS["yes" if effect.draft else "no"] in shown


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([{}, LIKES]), TURNS)
def test_a_meeting_is_booked_as_it_was_shown_back(likes: dict[str, str], turns: list[int]) -> None:
    talk = Talk(book=BOOK, facts=Invented(likes=likes)).do(Started(), "meet")
    for shown, effect in shown_and_done(talk, turns):
        if isinstance(effect, BookMeeting):
            assert wishes.HOW[effect.how] in shown
            assert Moment(effect.at, "both") in shown


def test_no_name_stays_no_name_when_it_is_sent() -> None:
    talk = Talk(book=BOOK).do(Started(), "concern", "concern", "organisation", "go_on")
    talk.do("other", "done", "none", "change", "none")
    assert "Those who read it see no name." in talk.said
    talk.do("send")
    assert [one.level for one in talk.effects if isinstance(one, FileConcern)] == ["none"]


def test_words_that_come_when_no_words_were_to_go_are_shown_back() -> None:
    talk = Talk(book=BOOK).do(Started(), "concern", "concern", "organisation", "go_on")
    talk.do("other", "done", "none")
    assert "Without words." in talk.said
    talk.do(Wrote("I waited in the rain."))
    assert "With your words." in talk.said


def test_words_of_danger_in_a_stranger_s_worry_stay_in_it() -> None:
    talk = Talk(book=BOOK, facts=Invented(is_linked=False)).do(Started(), "concern", "concern")
    talk.do("me", "organisation", "go_on", "other", "done")
    talk.do(Alarmed("danger", Wrote("He says that he will kill me.")), "on")
    assert "With your words." in talk.said
    talk.do("send")
    (filed,) = [one for one in talk.effects if isinstance(one, FileConcern)]
    assert filed.draft.texts == ("He says that he will kill me.",)


def test_words_that_were_written_are_not_called_no_words() -> None:
    talk = Talk(book=BOOK).do(Started(), "concern", "concern", "organisation", "go_on")
    talk.do("other", "done", Wrote("I waited in the rain."), "add", "none")
    assert "With your words." in talk.said


def test_the_way_to_meet_that_was_changed_is_the_one_that_is_booked() -> None:
    talk = Talk(book=BOOK, facts=Invented(likes=LIKES)).do(Started(), "meet", "video", "yes")
    talk.do(talk.keys[0], "change", "how", "phone", "book")
    assert [one.how for one in talk.effects if isinstance(one, BookMeeting)] == ["phone"]


def test_a_time_chosen_anew_is_the_one_that_is_shown_back() -> None:
    talk = Talk(book=BOOK, facts=Invented(likes=LIKES)).do(Started(), "meet", "phone", "yes")
    first = talk.keys[0]
    talk.do("other")
    talk.do(talk.keys[0], "change", "wishes", "community", "yes", "yes", first)
    shown = [one for part in talk.says[-1].parts for one in told(part)]
    assert Moment(int(first) * 1000, "both") in shown
