"""Reading about rights on real phones: from the menu to the thread."""

from bot.acts import conversation
from tests.office import Person
from tests.street import Street


async def test_a_question_about_a_page_reaches_the_advocate_with_its_title(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await phone.pick("My rights")
    await phone.write("doctor")
    assert "Health" in phone.last
    assert "Emergency care is free for everyone." in phone.last
    while "legal advice" not in phone.last:
        await phone.pick("Go on")
    assert "Checked 23 Nov 2026" in phone.last
    await phone.pick("Ask my advocate")
    await phone.pick("Go on")
    await phone.write("Where is one?")
    await phone.pick("Send")
    thread = await small_town.office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    words = [entry.words.body.decode() for entry in thread.entries if entry.words]
    assert words == ["My rights: Health\nWhere is one?"]


async def test_one_card_is_on_a_chat_at_a_time(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await phone.pick("My rights")
    await phone.pick("The referral (NRM)")
    await phone.pick("Go on")
    cards = [text for text in phone.screen if text.startswith("The referral (NRM)")]
    assert len(cards) == 1
