"""The engine on small tables: falling through, choosing, paging, ticking, going back."""

from bot.flows.effects import EndSession, SetLanguage, SetSetting
from bot.flows.effects_words import Leave
from bot.flows.events import Picked, Started, Wrote
from bot.flows.flow import Flow
from bot.flows.invented import Invented
from bot.flows.says import Moment, Say, Text
from bot.flows.state import FRAMES, Draft
from bot.flows.vocabulary import (
    Call,
    Choose,
    Decide,
    Do,
    Finish,
    Offer,
    Pick,
    Show,
    Tick,
    Write,
)
from tests.flows.talking import THREE, Talk, book_of, talk

# --- asking and answering -------------------------------------------------------------------------


def test_a_step_falls_through_to_the_next() -> None:
    found = talk(Choose("one", "One?", Pick("a", "A")), Choose("two", "Two?", Pick("b", "B")))
    assert found.said == "One?"
    assert found.do("a").said == "Two?"


def test_a_choice_leads_where_it_says() -> None:
    found = talk(
        Choose("one", "One?", Pick("a", "A", then="three"), Pick("b", "B")),
        Choose("two", "Two?", Pick("c", "C")),
        Choose("three", "Three?", Pick("d", "D")),
    )
    assert found.do("a").said == "Three?"


def test_skip_is_the_last_choice_unless_one_of_its_own_is_the_skip() -> None:
    assert talk(Choose("one", "One?", Pick("a", "A"))).keys == ["a", "skip"]
    own = talk(
        Choose("one", "One?", Pick("a", "A"), Pick("b", "Other", skip=True)),
        Finish("end", "End {one}."),
    )
    assert own.keys == ["a", "b"]
    assert own.do("skip").said == "End Other."


def test_what_must_be_answered_has_no_skip() -> None:
    found = talk(Choose("one", "One?", Pick("a", "A"), must=True))
    assert found.keys == ["a"]
    assert found.do("skip").said == "One?"


def test_a_key_that_was_not_offered_shows_the_present_question_again() -> None:
    found = talk(Choose("one", "One?", Pick("a", "A")))
    assert found.do("nonsense").said == "One?"
    assert found.state.faults == 0


def test_an_offer_is_what_the_facts_offer_now() -> None:
    found = talk(Offer("which", "Which?", source="languages"), Finish("end", "You chose {which}."))
    assert found.keys[:2] == ["en", "ti"]
    assert found.do("ti").said == "You chose ትግርኛ."


def test_a_long_list_is_paged_and_back_turns_the_page_back() -> None:
    found = talk(Offer("which", "Which?", source="languages", last="The end."))
    assert found.says[0].page == 0
    assert found.do("more").says[0].page == 1
    assert found.said == "Which? The end."
    assert found.do("back").says[0].page == 0


def test_an_offer_of_nothing_goes_elsewhere_and_a_single_one_is_taken() -> None:
    steps = (
        Offer("which", "Which?", source="waiting_list", none="none", alone=True),
        Finish("one", "One: {which}."),
        Finish("none", "None."),
    )
    assert talk(*steps).said == "None."


def test_back_never_returns_to_what_was_taken_without_asking() -> None:
    steps = (
        Choose("before", "Before?", Pick("a", "A")),
        Offer("which", "Which?", source="my_concerns", none="end", alone=True),
        Choose("after", "After?", Pick("b", "B")),
        Finish("end", "End."),
    )
    found = talk(*steps, facts=Invented(own=("7KQ4M2",))).do("a")
    assert found.said == "After?"
    assert found.do("back").said == "Before?"


def test_several_are_ticked_at_once_or_one_by_one() -> None:
    steps = (
        Tick("which", "Which?", Pick("a", "A"), Pick("b", "B"), Pick("c", "C")),
        Finish("end", "You chose {which}."),
    )
    assert talk(*steps).do(Picked(("a", "c"))).said == "You chose A, C."
    by_one = talk(*steps).do("a", "b", "a")
    assert by_one.says[0].chosen == ("b",)
    assert by_one.do("done").said == "You chose B."


def test_a_tick_without_anything_ticked_is_a_skip() -> None:
    steps = (Tick("which", "Which?", Pick("a", "A")), Finish("end", "End."))
    assert talk(*steps).do("done").said == "End."
    assert talk(*steps).do("skip").said == "End."


def test_a_decision_is_asked_of_the_facts_and_takes_a_declared_way() -> None:
    steps = (
        Decide("linked", lambda here: "yes" if here.facts.linked() else "no", yes="in", no="out"),
        Finish("in", "In."),
        Finish("out", "Out."),
    )
    assert talk(*steps).said == "In."
    assert talk(*steps, facts=Invented(is_linked=False)).said == "Out."


def test_what_is_done_comes_before_what_is_said() -> None:
    found = talk(Do("speak", lambda _: [SetLanguage("ti")]), Finish("end", "End."))
    assert [type(effect) for effect in found.effects] == [SetLanguage, Say, EndSession]


def test_cards_lead_the_next_question_hold_or_stand_apart() -> None:
    found = talk(
        Show("lead", "First."),
        Show("apart", "Apart.", apart=True),
        Show("led", "Led."),
        Choose("one", "One?", Pick("a", "A")),
    )
    assert [say.keep for say in found.says] == [True, False]
    assert found.said == "First. Apart. / Led. One?"
    held = talk(Show("held", "Hold.", hold=True), Finish("end", "End."))
    assert held.keys == ["go_on"]
    assert held.do("go_on").said == "End."


def test_lines_of_a_source_come_three_to_a_card() -> None:
    found = talk(
        Show("lines", source="helplines", apart=True),
        Show("more", source="more_helplines"),
        Finish("end", "End."),
    )
    assert [len(say.parts) for say in found.says] == [3, 2]


def test_placeholders_are_answers_or_facts() -> None:
    found = talk(
        Choose("one", "One?", Pick("a", "Apples")), Finish("end", "{one} for {advocate}, {time}.")
    )
    text = found.do("a").says[-1].parts[0]
    assert isinstance(text, Text)
    assert set(text.fills) == {"one", "advocate", "time"}
    assert isinstance(text.fills["time"], Moment)


def test_the_first_message_of_a_job_is_marked_and_free_text_is() -> None:
    found = talk(
        Choose("one", "One?", Pick("a", "A")),
        Write("words", "Write.", reader="x"),
        Choose("check", "Send?", Pick("s", "S"), must=True),
    )
    assert (found.says[0].first, found.says[0].free) == (True, False)
    found.do("a")
    assert (found.says[0].first, found.says[0].free) == (False, True)


# --- back, person, leave --------------------------------------------------------------------------


def test_back_returns_question_by_question_and_then_home() -> None:
    found = talk(*THREE).do("a", "b")
    assert [found.do("back").said, found.do("back").said] == ["Two?", "One?"]
    assert found.do("back").at == "home.home"


def test_back_never_returns_across_what_was_done() -> None:
    found = talk(THREE[0], Do("done", lambda _: [SetSetting("x", "y")]), *THREE[1:]).do("a", "back")
    assert found.at == "home.home"


def test_a_person_lies_over_what_is_open_and_returns_to_it() -> None:
    found = talk(*THREE).do("a", "person")
    assert found.said == "A person."
    assert found.do("go_back").said == "Two?"
    assert found.do("person", "back").said == "Two?"


def test_leave_closes_everything_says_nothing_and_keeps_the_draft() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Wrote("hello"), "leave")
    assert found.effects == (Leave(),)
    assert (found.state.frames, found.state.menu) == ((), ())
    assert dict(found.state.drafts)["letter"] == Draft(("hello",))


def test_open_flows_are_never_more_than_four() -> None:
    deep = Flow("deep4", Choose("q", "Q?", Pick("a", "A")))
    for depth in (3, 2, 1):
        deep = Flow(f"deep{depth}", Call(deep))
    found = Talk(book_of(deep, *(step.flow for step in deep.steps if isinstance(step, Call))))
    nested = deep
    flows = []
    while isinstance(nested.steps[0], Call):
        flows.append(nested)
        nested = nested.steps[0].flow
    found = Talk(book_of(*flows, nested)).do(Started(entry="deep1"), "person")
    assert len(found.state.frames) == FRAMES
    assert found.do("go_back").said == "Q?"
