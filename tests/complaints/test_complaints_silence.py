"""A silence where several areas may be picked: by text a 1 still answers the curtain."""

from tests.complaints.conftest import Town

ASKED = "You can pick two or three"


async def test_rule_41_one_number_lifts_the_curtain_where_several_may_be_picked(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    for text in ("4", "1", "1", "1"):
        await phone.write(text)
    assert ASKED in phone.last
    await town.street.passes(hours=1)
    await phone.write("hello")
    assert phone.last == "Hello.\n1 Go on\n2 Not now"
    await phone.write("1")
    assert ASKED in phone.last
    await phone.write("13")
    assert phone.last.startswith("Add words?")


async def test_a_wish_to_stop_is_answered_by_one_number_there_too(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    for text in ("4", "1", "1", "1", "stop texting me"):
        await phone.write(text)
    assert phone.last == "Shall I stop writing to you?\n1 Yes\n2 No"
    await phone.write("1")
    assert phone.last == "You will get no more texts. Text START to come back."
