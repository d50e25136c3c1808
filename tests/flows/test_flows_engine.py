"""The engine, on small tables of its own: falling through, going back, reading, keeping words."""

from dataclasses import dataclass, field

import pytest

from bot.flows.effects import (
    DeleteTheirs,
    Deliver,
    Effect,
    EndSession,
    Leave,
    NotNow,
    SetLanguage,
    SetSetting,
)
from bot.flows.engine import advance
from bot.flows.events import Attached, Chose, Due, Event, Picked, Started, Unkept, Wrote
from bot.flows.flow import Book, Flow
from bot.flows.invented import Invented
from bot.flows.says import Moment, Option, Say, Text, Verbatim
from bot.flows.state import FRAMES, Draft, Offered, State, dump, load
from bot.flows.vocabulary import (
    Call,
    Choose,
    Decide,
    Do,
    Enter,
    Finish,
    Here,
    Offer,
    Pick,
    Show,
    Step,
    Tick,
    Write,
)

HOME = Flow(
    "home",
    Choose("home", Pick("tea", "Tea"), Pick("words", "Words", then="@letter"), must=True),
    Finish("poured", "Poured."),
)
READERS = Flow("readers", Show("readers", "Joe reads this.", hold=True), once="advocate")
LETTER = Flow(
    "letter",
    Call(READERS),
    Write("words", "Write.", reader="advocate", must=True),
    Choose(
        "check",
        "Send?",
        Pick("send", "Send"),
        Pick("add", "More", then="words"),
        Pick("discard", "Throw away", then="gone"),
        must=True,
    ),
    Do("deliver", lambda here: [Deliver(here.draft, "advocate")]),
    Finish("sent", "Kept, {time}.", receipt=True),
    Finish("gone", "Gone."),
)
PERSON = Flow(
    "person",
    Choose("person", "A person.", Pick("call", "Call me"), Pick("go_back", "Go back"), must=True),
    Finish("asked"),
)
CURTAIN = Flow(
    "curtain", Choose("hello", "Hello.", Pick("on", "Go on"), Pick("not_now", "Not now"), must=True)
)
STRAY = Flow(
    "stray",
    Choose(
        "check",
        "Send these words?",
        Pick("send", "Send"),
        Pick("no", "No", then="gone"),
        must=True,
        checks="words",
    ),
    Do("deliver", lambda here: [Deliver(here.draft, "advocate")]),
    Finish("sent", "Kept.", receipt=True),
    Finish("gone"),
    Write("words", "Write.", reader="advocate", must=True, then="check"),
)
LINK = Flow("link", Finish("linked", "Linked by {payload}."))
NOTE = Flow(
    "note", Choose("note", "You have something.", Pick("show", "Show"), must=True, cls="push")
)


def book_of(*flows: Flow, home: Flow = HOME) -> Book:
    all_flows = (home, READERS, LETTER, PERSON, CURTAIN, STRAY, LINK, NOTE, *flows)
    return Book(
        flows={flow.name: flow for flow in all_flows},
        home=lambda _: home,
        person=PERSON,
        curtain=CURTAIN,
        stray=STRAY,
        link=LINK,
        read_code=lambda text: text if text == "0000" else None,
        read_link=lambda _: None,
        entries={flow.name: flow for flow in all_flows},
        over=frozenset({"person"}),
        due={"note": NOTE},
    )


@dataclass
class Talk:
    """A conversation whose state is stored between turns."""

    book: Book = field(default_factory=book_of)
    facts: Invented = field(default_factory=Invented)
    state: State = field(default_factory=State)
    effects: tuple[Effect, ...] = ()

    def do(self, *events: Event | str) -> "Talk":
        for event in events:
            taken = Chose(event) if isinstance(event, str) else event
            turn = advance(load(dump(self.state)), taken, self.facts, self.book)
            self.state, self.effects = turn.state, turn.effects
        return self

    @property
    def says(self) -> list[Say]:
        return [effect for effect in self.effects if isinstance(effect, Say)]

    @property
    def said(self) -> str:
        return " / ".join(" ".join(map(plain, say.parts)) for say in self.says)

    @property
    def keys(self) -> list[str]:
        return [option.key for option in self.says[-1].options]

    @property
    def at(self) -> str:
        frame = self.state.frames[-1]
        return f"{frame.flow}.{frame.step}"


def plain(part: Text | Verbatim) -> str:
    if isinstance(part, Verbatim):
        return part.text
    said = part.english
    for name, fill in part.fills.items():
        said = said.replace(
            f"{{{name}}}", plain(fill) if isinstance(fill, Text | Verbatim) else str(fill)
        )
    return said


def talk(*steps: Step, facts: Invented | None = None) -> Talk:
    """Talk to one flow."""
    flow = Flow("tried", *steps)
    found = Talk(book_of(flow), facts or Invented())
    return found.do(Started(entry="tried"))


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


THREE = (
    Choose("one", "One?", Pick("a", "A")),
    Choose("two", "Two?", Pick("b", "B")),
    Choose("three", "Three?", Pick("c", "C")),
    Finish("end", "End."),
)


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


# --- words ----------------------------------------------------------------------------------------


def test_several_texts_and_files_become_one_message_and_are_asked_about_each_time() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Wrote("one"))
    assert found.said == "Send?"
    assert found.do(Wrote("two"), Attached("photo", "ref", "three")).said == "Send?"
    found.do("send")
    assert found.effects[0] == Deliver(
        Draft(("one", "two", "three"), (("photo", "ref"),)), "advocate"
    )
    assert found.state.drafts == ()


def test_a_receipt_stays_and_offers_the_way_to_the_menu() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Wrote("one"), "send")
    assert (found.says[0].keep, found.says[0].cls, found.keys) == (True, "receipt", ["menu"])
    assert found.do("menu").at == "home.home"


def test_nothing_is_sent_when_the_person_goes_another_way_and_the_draft_waits() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Wrote("one"), "menu", "words")
    assert dict(found.state.drafts)["letter"].texts == ("one",)


def test_a_draft_that_is_thrown_away_is_gone() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Wrote("one"), "discard")
    assert (found.said, found.state.drafts) == ("Gone.", ())


def test_a_check_back_with_nothing_to_check_asks_for_words_first() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Wrote("one"))
    found.state = State(frames=found.state.frames)
    assert found.do("nonsense").said == "Write."


def test_who_reads_is_said_once_a_session_and_again_when_the_reader_changes() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Wrote("one"), "send", "menu", "words")
    assert found.said == "Write."
    found.facts.name = "Joe"
    assert found.do("menu", "words").said == "Joe reads this."


def test_words_that_are_no_answer_are_asked_again_once_then_offered_to_be_sent() -> None:
    found = talk(*THREE).do(Wrote("what is this"))
    assert found.said == "I am not sure I understood. One?"
    assert found.do(Wrote("who are you")).said == "Send these words?"
    found.do("send")
    assert found.effects[0] == Deliver(Draft(("what is this", "who are you")), "advocate")
    assert found.says[-1].id == "tried.one"


def test_a_voice_note_at_a_question_is_offered_to_be_sent_at_once() -> None:
    assert talk(*THREE).do(Attached("voice", "ref")).said == "Send these words?"


def test_a_stranger_s_words_are_not_kept() -> None:
    found = talk(*THREE, facts=Invented(is_linked=False)).do(
        Wrote("one"), Wrote("two"), Wrote("three")
    )
    assert found.said == "I am not sure I understood. One?"
    assert (found.state.stray, found.state.drafts) == (Draft(), ())


def test_words_that_look_like_a_choice_are_asked_back() -> None:
    found = talk(
        Choose("one", "One?", Pick("a", "Apples"), Pick("b", "Pears")), Finish("end", "{one}.")
    ).do(Wrote("apples please", "a"))
    assert (found.said, found.keys) == ("Do you mean this?", ["a", "again"])
    assert found.do("a").said == "Apples."


def test_the_wrong_guess_asks_the_whole_question_again() -> None:
    found = talk(*THREE).do(Wrote("a thing", "a"), "again")
    assert found.said == "One?"


def test_a_code_from_somebody_who_is_not_linked_links_wherever_it_comes() -> None:
    found = talk(*THREE, facts=Invented(is_linked=False)).do(Wrote("0000"))
    assert found.said == "Linked by 0000."


def test_what_cannot_be_kept_is_said_kindly_and_the_question_asked_again() -> None:
    assert talk(*THREE).do(Unkept("sticker")).said == "I can only keep words on this number. One?"


# --- entering -------------------------------------------------------------------------------------


def number(text: str, here: Here) -> str | None:
    return text if text == here.answer("code_drawn") else None


ENTER = (
    Enter(
        "code",
        "Send {code_drawn}.",
        read=number,
        again="Again: {code_drawn}.",
        out="out",
        draw="fresh_number",
        secret=True,
    ),
    Finish("end", "Right."),
    Finish("out", "Another way."),
)


def test_a_number_is_drawn_when_it_is_asked_and_stays_the_same() -> None:
    found = talk(*ENTER)
    assert found.said == "Send 417."
    found.facts.fresh_number = lambda: "999"  # type: ignore[method-assign]
    assert found.do(Wrote("111")).said == "Again: 417. Send 417."
    assert found.do(Wrote("417")).said == "Right."


def test_a_secret_is_deleted_from_the_chat_whatever_it_was() -> None:
    assert isinstance(talk(*ENTER).do(Wrote("111")).effects[0], DeleteTheirs)


def test_after_three_tries_there_is_another_way() -> None:
    assert talk(*ENTER).do(Wrote("1"), Wrote("2"), Wrote("3")).said == "Another way."


# --- the curtain, and what begins on our side -----------------------------------------------------


def test_behind_the_curtain_words_wait_and_nothing_is_revealed() -> None:
    found = Talk().do(Started(entry="letter"), "go_on", Due("curtain", Wrote("late words")))
    assert found.said == "Hello."
    assert found.do(Wrote("more"), Wrote("7")).said == "Hello."
    assert found.do("on").said == "Send?"
    assert dict(found.state.drafts)["letter"].texts == ("late words", "more")


def test_not_now_says_nothing_and_the_curtain_stays() -> None:
    found = talk(*THREE).do(Due("curtain"), "not_now")
    assert found.effects == (NotNow(),)
    assert found.do(Wrote("hello")).said == "Hello."


def test_behind_the_curtain_the_question_waits() -> None:
    assert talk(*THREE).do("a", Due("curtain"), "on").said == "Two?"


def test_after_leaving_words_are_offered_to_be_sent_behind_the_curtain() -> None:
    found = talk(*THREE).do("leave", Wrote("I would like to talk."), Wrote("Are you there?"))
    assert found.said == "Hello."
    assert found.do("on").said == "Send these words?"
    written = ("I would like to talk.", "Are you there?")
    assert dict(found.state.drafts)["stray"].texts == written


def test_a_knock_at_the_curtain_is_no_message() -> None:
    found = talk(*THREE).do("a", Due("curtain", Wrote("hello")), "on")
    assert found.said == "Two?"
    assert talk(*THREE).do("leave", Wrote("hello"), "on").at == "home.home"


def test_words_that_were_no_answer_lead_what_she_writes_next() -> None:
    found = Talk().do(Started(), Wrote("I would like to talk about it."), "words", "go_on")
    assert dict(found.state.drafts)["letter"].texts == ("I would like to talk about it.",)


def test_words_written_on_the_card_that_says_who_reads_join_the_draft() -> None:
    found = Talk().do(Started(entry="letter"), Wrote("one"))
    assert found.said == "Write."
    assert dict(found.state.drafts)["letter"].texts == ("one",)


def test_what_is_due_is_the_one_open_menu() -> None:
    found = talk(*THREE).do(Due("note"))
    assert (found.said, found.says[0].cls, len(found.state.frames)) == (
        "You have something.",
        "push",
        1,
    )


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
    assert load(dump(found.state)).menu == (Offered("1", "a", "A"),)


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
