"""Reading about rights: a nation, a topic, its cards, and what can be done about it."""

from bot.flows.book import BOOK
from bot.flows.effects import SetSetting
from bot.flows.effects_words import Deliver
from bot.flows.events import Started, Wrote
from bot.flows.invented import Invented
from bot.flows.says import Text
from tests.flows.talking import Talk, plain

ENGLAND = {"nation": "england", "word_offered": "yes"}
YEARS = 200 * 86_400_000


def reader(**world: object) -> Talk:
    facts = Invented(settings=dict(ENGLAND), consent="yes")
    for name, value in world.items():
        setattr(facts, name, value)
    return Talk(BOOK, facts).do(Started(entry="menu"))


def said(talk: Talk) -> str:
    """Every word of a turn, fills within fills too."""
    return " / ".join(_whole(part) for say in talk.says for part in say.parts)


def _whole(part: object) -> str:
    if not isinstance(part, Text):
        return plain(part) if not isinstance(part, str | int) else str(part)  # type: ignore[arg-type]
    words = part.english
    for name, fill in part.fills.items():
        if isinstance(fill, str | int | Text) or hasattr(fill, "text"):
            words = words.replace(f"{{{name}}}", _whole(fill))
    return words


def test_my_rights_come_first_in_both_menus() -> None:
    assert reader().keys[0] == "rights"
    stranger = Invented(is_linked=False, said_adult="")
    assert Talk(BOOK, stranger).do(Started(entry="menu"), "again").keys[0] in {"rights", "yes"}
    assert BOOK.flows["menu_stranger"].at["menu"].picks[0].key == "rights"


def test_the_nation_is_asked_once_and_not_sure_is_not_england() -> None:
    talk = reader(settings={}).do("rights", "uk")
    assert SetSetting("nation", "uk") in talk.effects
    assert talk.at == "rights.topic"
    talk.facts.settings["nation"] = "uk"
    talk.do("health")
    assert "In England" not in said(talk)
    assert "The rest differs by nation" in said(talk)


def test_a_known_nation_is_not_asked_and_another_one_can_be_read() -> None:
    talk = reader(settings={}, lives_in="wales").do("rights")
    assert talk.at == "rights.topic"
    talk.do("health")
    assert "In Wales, medicine is free." in said(talk)
    talk.do("nation", "england", "health")
    assert "In England" in said(talk)


def test_by_text_the_cards_come_at_once_and_in_a_chat_one_is_turned() -> None:
    texts = reader().do("rights", "health")
    assert len(texts.says) == 4  # two cards, where they are from, what next
    assert texts.at == "rights.ways"
    card = reader(lockable=True).do("rights", "health")
    assert len(card.says) == 1
    assert "Emergency care" in said(card)
    assert "In England" in said(card.do("go_on"))
    assert "Emergency care" in said(card.do("back"))
    assert "Checked" in said(card.do("go_on", "go_on"))
    assert card.at == "rights.ways"


def test_a_card_is_turned_from_the_first_again_when_it_is_read_again() -> None:
    talk = reader(lockable=True).do("rights", "health", "go_on", "go_on", "other", "health")
    assert "Emergency care" in said(talk)


def test_what_is_not_confirmed_says_so_where_it_is_read() -> None:
    assert "We have not checked this with a lawyer yet." in said(reader().do("rights", "work"))


def test_a_hard_page_is_read_skipped_or_left_for_later() -> None:
    gate = reader().do("rights", "crime")
    assert gate.at == "rights.gate"
    assert "Tell a lawyer" not in said(gate)
    assert "Tell a lawyer" in said(gate.do("read"))
    assert reader().do("rights", "crime", "other").at == "rights.topic"
    assert reader().do("rights", "crime", "later").at == "rights.later"


def test_a_typed_word_opens_its_page_and_an_unknown_one_is_not_lost() -> None:
    assert "Emergency care" in said(reader().do("rights", Wrote("health")))
    assert "Emergency care" in said(reader().do("rights", Wrote("health-vi")))
    several = reader().do("rights", Wrote("Law"))
    assert several.keys == ["work", "health", "crime", "none"]
    slip = reader().do("rights", Wrote("healt"))
    assert (slip.at, slip.keys) == ("rights.found", ["health", "none"])
    assert "Emergency care" in said(slip.do("health"))
    lost = reader().do("rights", Wrote("I do not know what to do"))
    assert lost.at == "rights.topic"
    assert lost.state.stray.texts == ("I do not know what to do",)


def test_old_pages_are_not_offered_and_open_under_their_date() -> None:
    facts = {"at": Invented().at + YEARS}
    assert reader(**facts).do("rights").at == "rights.named"
    opened = reader(**facts).do("rights", Wrote("health"))
    assert said(opened).startswith("Checked")
    assert "It may have changed. Ask your advocate." in said(opened)
    withheld = reader(**facts).do("rights", Wrote("work"))
    assert withheld.at == "rights.withheld"
    assert "A referral" not in said(withheld)


def test_asking_sends_the_title_alone_unless_she_adds_words() -> None:
    talk = reader().do("rights", "health", "ask", "go_on")
    assert talk.at == "ask_about.words"
    assert "Health" in said(talk)
    talk.do("only")
    sent = [effect for effect in talk.effects if isinstance(effect, Deliver)]
    assert [one.draft.texts for one in sent] == [("My rights: Health",)]
    more = reader().do("rights", "health", "ask", "go_on", Wrote("Does it cost money?"))
    assert more.at == "ask_about.check"
    assert not any(isinstance(effect, Deliver) for effect in more.effects)
    more.do("send")
    sent = [effect for effect in more.effects if isinstance(effect, Deliver)]
    assert [one.draft.texts for one in sent] == [("My rights: Health", "Does it cost money?")]


def test_words_written_before_are_never_sent_or_lost_by_sending_the_title() -> None:
    talk = reader().do("rights", "health", "ask", "go_on", Wrote("My own words."), "add", "only")
    assert talk.at == "ask_about.check"
    assert not any(isinstance(effect, Deliver) for effect in talk.effects)
    assert talk.do("discard").at == "ask_about.discarded"


def test_every_page_ends_in_asking_meeting_a_worry_and_other_rights() -> None:
    assert reader().do("rights", "work").keys == ["ask", "meet", "worry", "other", "nation", "end"]


def test_somebody_not_linked_reads_all_and_asks_nobody() -> None:
    talk = Talk(BOOK, Invented(is_linked=False, settings={"nation": "wales"}))
    talk.do(Started(), "rights", "health")
    assert "In Wales" in said(talk)
    assert talk.keys == ["worry", "other", "nation", "end"]


def test_a_page_that_went_away_under_a_conversation_is_withheld() -> None:
    talk = reader(lockable=True).do("rights", "health")
    talk.facts.pages = type(talk.facts.pages)(talk.facts.pages.topics[:1])
    talk.do("go_on")
    assert talk.says


def test_a_wrong_decision_is_told_of_by_the_same_page_wherever_it_is_met() -> None:
    page = reader().do("rights", "reconsideration")
    from_worry = reader().do("concern", "concern", "decision")
    credited = next(n for n, say in enumerate(page.says) if say.id == "rights.credits_text")
    assert [one.parts for one in from_worry.says[:credited]] == [
        one.parts for one in page.says[:credited]
    ]
    assert "From: UK law" in said(from_worry)
    assert from_worry.keys[0] == "rights"  # it costs no text to come back to the menu


def test_a_card_about_a_wrong_decision_is_turned_and_gone_back_from() -> None:
    talk = reader(lockable=True).do("concern", "concern", "decision")
    assert talk.at == "reconsider.card1"
    assert talk.do("go_on").at == "reconsider.card2"
    assert "We have not checked this with a lawyer yet." in said(talk)
    assert talk.do("back").at == "reconsider.card1"
    assert talk.do("back").at == "menu.menu"


def test_after_the_page_on_a_decision_her_words_wait_where_they_were() -> None:
    talk = reader().do("concern", "complaint", "advocate", "go_on", "other", "done")
    talk.do(Wrote("The Home Office said no."), "read")
    assert "A no can be looked at again." in said(talk)
    assert talk.at == "concern.check"


def test_an_old_page_on_a_decision_says_so_and_a_withheld_one_sends_her_to_a_lawyer() -> None:
    old = reader(at=Invented().at + YEARS).do("concern", "concern", "decision")
    assert "It may have changed." in said(old)
    none = reader(pages=type(Invented().pages)(())).do("concern", "concern", "decision")
    assert none.at == "reconsider.withheld"
    assert "Show a lawyer or your advocate the letter today." in said(none)
