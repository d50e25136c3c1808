"""What could not be sent in its time: never sent late, told with the next message, no way lost."""

import pytest

from bot.acts import invites
from bot.storage.tables.messages import outbox
from bot.storage.tables.threads import entries
from tests.intake.test_outbox_sending import AWAY
from tests.office import Person
from tests.street import Street


async def test_a_reply_that_could_not_be_sent_in_time_is_never_sent(town: Street) -> None:
    phone = town.phone()
    town.down = AWAY
    await phone.write("hello")
    await town.passes(minutes=11)
    town.down = None
    await town.passes(hours=6)
    assert phone.lit == []
    assert await town.rows(outbox) == []


async def test_after_a_late_reply_the_next_message_is_answered_with_the_waiting_step(
    town: Street,
) -> None:
    phone = town.phone()
    town.down = AWAY
    await phone.write("hello")
    await town.passes(minutes=11)
    town.down = None
    await phone.write("3")
    assert "English" in phone.last, "3 was meant for a list that was never seen"


async def test_a_receipt_that_came_too_late_is_told_with_the_next_message(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.begins_words(phone)
    await phone.write("I cannot sleep")
    small_town.down = AWAY
    await phone.pick("Send")
    await small_town.passes(minutes=11)
    small_town.down = None
    phone.lit.clear()
    await phone.write("hello?")
    assert phone.lit[0] == "Your last message was kept."
    assert len(await small_town.rows(entries)) == 1


async def test_a_late_welcome_is_said_again_and_nothing_of_hers_is_called_kept(
    small_town: Street, amina: Person, river: bytes
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = small_town.phone()
    small_town.down = AWAY
    await phone.write(card.shown)
    await small_town.passes(minutes=11)
    small_town.down = None
    await phone.write(card.shown)  # nothing came, so she sends it again
    assert not [one for one in phone.lit if "kept" in one]
    assert "I am a computer service, not a person." in phone.lit[0]
    assert "Staff who call you will say:" in phone.lit[0]
    assert "Is this a good time?" in phone.last
    await phone.write("1")
    assert "Are you 18 or over?" in phone.last


async def test_a_late_welcome_waits_behind_the_curtain(
    small_town: Street, amina: Person, river: bytes
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = small_town.phone()
    small_town.down = AWAY
    await phone.write(card.shown)
    await small_town.passes(hours=1)
    small_town.down = None
    await phone.write("hello?")
    assert phone.screen == ["Hello.\n1 Go on\n2 Not now"]
    await phone.write("is it working")
    assert phone.last == "Hello.\n1 Go on\n2 Not now"
    await phone.write("1")
    assert "I am a computer service, not a person." in phone.screen[-2]
    assert "Is this a good time?" in phone.last


async def test_a_late_page_of_its_own_is_not_called_a_message_of_hers(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.down = AWAY
    await phone.pick("Help numbers")
    await phone.pick("My rights")
    await small_town.passes(minutes=11)
    small_town.down = None
    phone.lit.clear()
    await phone.write("3")
    assert phone.lit
    assert not [one for one in phone.lit if "kept" in one]


@pytest.mark.parametrize(("word", "said"), [("9", ""), ("8", "You can speak"), ("HELP", "999")])
async def test_leave_a_person_and_help_hold_though_the_question_never_came(
    small_town: Street, amina: Person, river: bytes, word: str, said: str
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.down = AWAY
    await phone.pick("Settings and my data")
    await small_town.passes(minutes=11)
    small_town.down = None
    phone.lit.clear()
    await phone.write(word)
    assert phone.lit == [] if not said else said in " ".join(phone.lit)
