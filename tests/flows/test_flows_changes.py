"""Tables that change under a conversation, and what the engine never does."""

import pytest

from bot.contact import pack, unpack
from bot.flows.effects import (
    SetSetting,
)
from bot.flows.events import Started, Wrote
from bot.flows.flow import Flow
from bot.flows.says import Option, Text
from bot.flows.state import Draft, Offered
from bot.flows.vocabulary import (
    Choose,
    Decide,
    Do,
    Finish,
    Pick,
    Step,
)
from tests.flows.talking import THREE, Talk, book_of, talk

# --- tables that change ---------------------------------------------------------------------------


def changed(found: Talk, *steps: Step) -> Talk:
    found.book = book_of(Flow("tried", *steps))
    return found


def test_a_changed_table_is_walked_again_to_the_first_unanswered_step() -> None:
    new = Choose("new", "New?", Pick("n", "N"))
    found = changed(talk(*THREE).do("a", "b"), THREE[0], new, *THREE[1:])
    assert found.do("c").said == "New?"
    assert found.do("n").said == "Two?"
    assert found.do("back", "back").said == "One?"


def test_walking_again_does_nothing_that_was_done_or_was_not_confirmed() -> None:
    sent = Do("send", lambda _: [SetSetting("sent", "yes")])
    found = talk(*THREE).do("a")
    changed(found, THREE[0], sent, Finish("end", "End."))
    found.do("b")
    assert found.said == "One?"
    assert not any(isinstance(effect, SetSetting) for effect in found.effects)


def test_words_written_while_the_table_changed_are_not_lost() -> None:
    found = talk(*THREE).do("a")
    changed(found, Choose("other", "Other?", Pick("o", "O")), Finish("end", "End."))
    assert found.do(Wrote("hello")).says[-1].id == "tried.other"
    assert found.state.stray == Draft(("hello",))


def test_a_flow_that_is_gone_leads_home() -> None:
    found = talk(*THREE).do("a")
    found.book = book_of()
    assert found.do("b").at == "home.home"


# --- hygiene --------------------------------------------------------------------------------------


def test_the_menu_is_kept_as_it_was_rendered() -> None:
    found = talk(*THREE)
    found.state = found.state.offering((Offered("1", "a", "A"),))
    assert unpack(pack(found.state)).menu == (Offered("1", "a", "A"),)


def test_each_turn_counts() -> None:
    assert talk(*THREE).do("a", "b").state.revision == 3


def test_a_flow_that_asks_nothing_for_ever_is_an_error_not_a_hang() -> None:
    home = Flow("home", Decide("round", lambda _: "on", on="round"))
    with pytest.raises(RuntimeError):
        Talk(book_of(home=home)).do(Started())


def test_options_with_the_advocate_s_name_are_filled() -> None:
    found = talk(Choose("one", "One?", Pick("a", "Ask {advocate}")))
    label = found.says[0].options[0]
    assert isinstance(label, Option)
    assert isinstance(label.label, Text)
    assert label.label.fills == {"advocate": "Amina"}
