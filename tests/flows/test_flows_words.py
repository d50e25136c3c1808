"""The engine on small tables: what becomes of her words, at a question and behind the curtain."""

from bot.flows.effects import SetSetting
from bot.flows.effects_words import DeleteTheirs, Deliver, NotNow
from bot.flows.events import Attached, Due, Started, Unkept, Wrote
from bot.flows.flow import Flow
from bot.flows.invented import Invented
from bot.flows.state import Draft, State, dump
from bot.flows.vocabulary import (
    Choose,
    Do,
    Enter,
    Finish,
    Here,
    Pick,
    Write,
)
from tests.flows.talking import THREE, Talk, book_of, talk

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


def test_a_flow_that_ends_for_another_hands_its_draft_on() -> None:
    other = Flow(
        "other",
        Choose("check", "Send it here?", Pick("send", "Send"), must=True, checks="words"),
        Do("deliver", lambda here: [Deliver(here.draft, "hub")]),
        Finish("sent", "Kept.", receipt=True),
        Write("words", "Write.", reader="hub", must=True, then="check"),
    )
    moving = Flow(
        "moving",
        Write("words", "Write.", reader="advocate", must=True),
        Choose("check", "Send?", Pick("team", "To the team", then=other), must=True),
    )
    found = Talk(book_of(moving, other)).do(Started(entry="moving"), Wrote("one"), "team")
    assert found.said == "Send it here?"
    found.do("send")
    assert found.effects[0] == Deliver(Draft(("one",)), "hub")
    assert found.state.drafts == ()


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
    assert (found.state.stray, found.state.drafts) == (Draft(), ())


def test_a_stranger_who_is_not_understood_twice_hears_that_no_person_reads() -> None:
    found = talk(*THREE, facts=Invented(is_linked=False)).do(Wrote("my boss does not pay"))
    assert found.said == "I am not sure I understood. One?"
    for words in ("I am asking you", "is anybody there"):
        assert found.do(Wrote(words)).said.startswith("No person reads this. To talk to a person:")
    assert found.do("a", Wrote("what is this")).said == "I am not sure I understood. Two?"


def test_words_offered_over_an_earlier_offer_are_one_offer() -> None:
    found = Talk().do(Started(), Wrote("I need to talk"), Wrote("Are you there?"), "person")
    found.do(Wrote("what is this"), Wrote("I need somebody now"))
    assert found.said == "Send these words?"
    found.do("send")
    written = ("I need to talk", "Are you there?", "what is this", "I need somebody now")
    assert found.effects[0] == Deliver(Draft(written), "advocate")
    assert found.at == "person.person"
    assert found.do("go_back").at == "home.home"


def test_words_that_look_like_a_choice_are_asked_back() -> None:
    found = talk(
        Choose("one", "One?", Pick("a", "Apples"), Pick("b", "Pears")), Finish("end", "{one}.")
    ).do(Wrote("apples please", "a"))
    assert (found.said, found.keys) == ("Do you mean this?", ["a", "again"])
    assert found.do("a").said == "Apples."


def test_a_number_that_is_not_offered_is_never_taken_for_words_to_be_sent() -> None:
    found = talk(*THREE).do(Wrote("7"), Wrote("77"), Wrote("(7)"))
    assert found.said == "I am not sure I understood. One?"
    assert not found.state.stray
    begun = Talk().do(Started(entry="letter"), Wrote("3"))
    assert begun.at == "readers.readers"
    assert begun.do("go_on").at == "letter.words"


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


def test_what_was_entered_or_written_leads_where_the_step_says() -> None:
    entered = talk(
        Enter("code", "Send.", read=lambda text, _: text, again="Again.", then="end"),
        Finish("island", "Island."),
        Finish("end", "End."),
    )
    assert entered.do(Wrote("x")).said == "End."
    written = talk(
        Write("words", "Write.", reader="x", then="check"),
        Finish("island", "Island."),
        Choose("check", "Send?", Pick("send", "Send"), must=True, checks="words"),
    )
    assert written.do(Wrote("x")).said == "Send?"


def test_a_number_is_drawn_when_it_is_asked_and_stays_the_same() -> None:
    found = talk(*ENTER)
    assert found.said == "Send 417."
    found.facts.fresh_number = lambda: "999"  # type: ignore[method-assign]
    assert found.do(Wrote("111")).said == "Again: 417. Send 417."
    assert found.do(Wrote("417")).said == "Right."


def test_a_secret_is_deleted_from_the_chat_whatever_it_was() -> None:
    assert isinstance(talk(*ENTER).do(Wrote("111")).effects[0], DeleteTheirs)


def test_a_secret_is_forgotten_once_something_was_done_with_it() -> None:
    found = talk(
        Enter("word", "Send.", read=lambda text, _: text, again="Again.", secret=True),
        Do("keep", lambda here: [SetSetting("seen", here.answer("word"))]),
        Choose("more", "More?", Pick("a", "A")),
    ).do(Wrote("green river"))
    assert SetSetting("seen", "green river") in found.effects
    assert b"green" not in dump(found.state)


def test_words_offered_and_not_sent_lead_what_she_writes_next() -> None:
    found = Talk().do(Started(), Wrote("what is this now"), Wrote("I am asking"), "back")
    assert found.at == "home.home"
    found.do("words")
    written = ("what is this now", "I am asking")
    assert dict(found.state.drafts)["letter"].texts == written


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
    ill = talk(*THREE).do("leave", Wrote("I am ill"), "on")
    assert ill.said == "Send these words?", "short words, but no knock"


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
