"""Who comes: with a code, without one, in another language, or asking who else is known."""

import pytest

from bot.flows.codes import grouped
from bot.flows.invented import Invented
from bot.words import Catalogues
from tests.conversations.rehearsal import talk
from tests.conversations.scripts import rehearse


def test_b5_three_messages_after_a_code_and_then_the_menu(catalogues: Catalogues) -> None:
    rehearsal = rehearse("invited", "sms", catalogues)
    code = Invented().code
    messages = [page for page in talk(rehearsal, [code, "1", "1"]) if not page.startswith("(")]
    assert len(messages) == 4
    assert "Write to my advocate" in messages[-1]


def test_b5_from_a_fresh_code_to_the_first_words_sent_are_at_most_seven_texts(
    catalogues: Catalogues,
) -> None:
    rehearsal = rehearse("invited", "sms", catalogues)
    hers = [Invented().code, "1", "1", "Write to my advocate", "1", "I am cold.", "1"]
    list(talk(rehearsal, hers))
    assert len(hers) <= 7
    assert rehearsal.sent[0].draft.texts == ("I am cold.",)


def test_b6_wrong_used_and_expired_codes_get_one_and_the_same_answer(
    catalogues: Catalogues,
) -> None:
    answers = set()
    for code in ("4071935866", "1234567890", "123", "code 12"):
        rehearsal = rehearse("stranger", "sms", catalogues)
        list(talk(rehearsal, ["hello", "1", "1", "I have a code"]))
        answers.add(tuple(rehearsal.texts(code)))
    assert len(answers) == 1


@pytest.mark.parametrize("before", [[], ["hello", "1", "1"], ["hello", "1", "1", "I have a code"]])
def test_b5_a_code_is_read_among_words(catalogues: Catalogues, before: list[str]) -> None:
    """As a first text, at the menu, and where it is asked for."""
    rehearsal = rehearse("invited", "sms", catalogues)
    list(talk(rehearsal, before))
    assert "good time" in rehearsal.texts(f"Hello, my code is {grouped(Invented().code)}.")[-1]


def test_b6_a_number_among_words_that_opens_nothing_is_a_wrong_code_only_where_one_is_asked_for(
    catalogues: Catalogues,
) -> None:
    rehearsal = rehearse("stranger", "sms", catalogues)
    ring = "Please ring me on 407 193 5866"
    assert "English" in rehearsal.texts(ring)[-1], "a first text gets the languages"
    list(talk(rehearsal, ["1", "1"]))
    assert rehearsal.texts(ring)[-1].startswith("I am not sure I understood.")
    list(talk(rehearsal, ["I have a code"]))
    assert rehearsal.texts(ring)[-1].startswith("That did not open.")


def test_words_where_a_code_is_asked_for_are_no_try(catalogues: Catalogues) -> None:
    rehearsal = rehearse("stranger", "sms", catalogues)
    list(talk(rehearsal, ["hello", "1", "1", "I have a code"]))
    for words in ("I do not have one", "what card"):
        (shown,) = rehearsal.texts(words)
        assert shown.startswith("An advocate gives you the card. If you have none, choose Skip.")
    (shown,) = rehearsal.texts("is anybody there")
    assert "I have a code" in shown


def test_b13_a_stranger_is_never_told_whether_anybody_is_known(catalogues: Catalogues) -> None:
    rehearsal = rehearse("settled", "sms", catalogues)
    shown = " ".join(talk(rehearsal, ["hello", "Is Amina there?", "I know Amina", "8", "0"]))
    assert "Amina" not in shown


def test_a_code_on_a_phone_that_is_linked_is_sent_to_nobody(catalogues: Catalogues) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    code = Invented().code
    for text in (code, "menu", code):
        shown = rehearsal.texts(text)[-1]
    assert shown.startswith("This phone has a link already.")
    assert "on another phone, or in a Telegram chat of your own." in shown
    assert "To talk to a person: 0" in shown
    assert "My rights" in shown
    shown = " ".join(talk(rehearsal, ["My room is so cold", "My room is so cold", "1"]))
    assert "Shall I send your words to Amina?" in shown
    list(talk(rehearsal, ["Send"]))
    assert code not in rehearsal.sent[0].draft.texts


def test_a_code_that_came_through_the_curtain_of_a_linked_phone_is_sent_to_nobody(
    catalogues: Catalogues,
) -> None:
    rehearsal = rehearse("known", "sms", catalogues)
    list(talk(rehearsal, ["menu"]))
    rehearsal.silent = True
    list(talk(rehearsal, ["hello there, it is me", Invented().code]))
    assert "This phone has a link already." in " ".join(rehearsal.texts("1"))
    assert "Shall I send" in " ".join(talk(rehearsal, ["1"]))
    list(talk(rehearsal, ["Send"]))
    assert "hello there, it is me" in rehearsal.sent[0].draft.texts
    assert Invented().code not in rehearsal.sent[0].draft.texts
