"""What strangers and wrong codes may cost, and that linked people meet none of it."""

from collections.abc import Callable

import pytest

from bot.acts import invites
from bot.channels.segments import segments
from bot.channels.wire import Channel
from tests.office import Person
from tests.street import Handset, Street

ABROAD = "+33600000001"


async def spend(phone: Handset, words: str = "0") -> None:
    """Write until nothing more is answered."""
    answered = -1
    while len(phone.lit) != answered:
        answered = len(phone.lit)
        await phone.write(words)


def cost(phone: Handset) -> int:
    """How many segments were sent there."""
    return sum(segments(text) for text in phone.lit)


async def at_menu(street: Street) -> Handset:
    """A stranger's phone at the menu."""
    phone = street.phone()
    for text in ("hello", "1", "1"):
        await phone.write(text)
    assert "I have a code" in phone.last
    return phone


async def in_a_worry(street: Street) -> Handset:
    """A stranger's phone in the middle of a worry."""
    phone = await at_menu(street)
    for text in ("4", "1", "1"):
        await phone.write(text)
    return phone


async def test_a_stranger_costs_so_many_segments_a_day(small_town: Street) -> None:
    phone = await at_menu(small_town)
    await spend(phone)
    most = small_town.service.content.service.sms.stranger_segments_a_day
    assert most / 2 <= len(phone.lit) <= most
    small_town.clock.forward(hours=24)
    await phone.write("hello")
    assert phone.last.startswith("Hello.")


async def test_help_numbers_are_never_withheld_and_never_counted(small_town: Street) -> None:
    phone = await at_menu(small_town)
    await spend(phone)
    phone.lit.clear()
    await phone.write("5")
    assert any("999" in text for text in phone.lit)
    for word in ("HELP", "8", "help", "HELP"):
        phone.lit.clear()
        await phone.write(word)
        assert any("999" in text for text in phone.lit), f"{word} is answered whatever was spent"
    phone.lit.clear()
    await phone.write("I want to kill myself")
    assert phone.lit, "crisis words are answered whatever was spent"


async def test_whoever_has_spent_a_day_is_told_once_and_whom_to_ring(small_town: Street) -> None:
    phone = await at_menu(small_town)
    await spend(phone)
    assert phone.last.startswith("I can write no more today. You can write again tomorrow.")
    assert "999" in phone.last
    phone.lit.clear()
    for text in ("0", "menu", "hello?"):
        await phone.write(text)
    assert phone.lit == []


async def test_in_a_complaint_a_person_is_a_number_whatever_was_spent(small_town: Street) -> None:
    phone = await in_a_worry(small_town)
    await spend(phone)
    for _ in range(2):
        phone.lit.clear()
        await phone.write("8")
        assert any("999" in text for text in phone.lit)


async def test_a_worry_that_was_begun_within_a_day_may_cost_as_much_again(
    small_town: Street,
) -> None:
    most = small_town.service.content.service.sms.stranger_segments_a_day
    at_once = await in_a_worry(small_town)
    await spend(at_once, "what")
    assert at_once.last.startswith("I can write no more today.")
    assert cost(at_once) > 2 * most
    at_once.lit.clear()
    await at_once.write("what")
    assert at_once.lit == []
    late = await at_menu(small_town)
    await spend(late)
    late.lit.clear()
    for text in ("4", "1", "1"):
        await late.write(text)
    assert late.lit == [], "it was not begun within the day's texts"


async def test_who_goes_from_a_long_worry_to_the_menu_is_told_that_nothing_is_left(
    small_town: Street,
) -> None:
    most = small_town.service.content.service.sms.stranger_segments_a_day
    phone = await in_a_worry(small_town)
    while cost(phone) < most + 10:
        await phone.write("what")
    assert not phone.last.startswith("I can write no more today.")
    await phone.write("menu")
    await phone.write("menu")
    assert phone.last.startswith("I can write no more today.")


async def test_a_complaint_that_was_sent_has_its_receipt_whatever_was_spent(
    small_town: Street,
) -> None:
    await small_town.office.hire("Hope", "complaint_handler")
    phone = await at_menu(small_town)
    for text in ("4", "1", "1", "1", "1", "1", "1"):
        await phone.write(text)
    assert phone.last.startswith("About an advocate. To: The Hub team.")
    while not phone.last.startswith("I can write no more today."):
        await phone.write("what")
    phone.lit.clear()
    await phone.write("1")
    assert [text for text in phone.lit if text.startswith("Kept. Number C-")]


async def test_help_costs_the_menu_below_the_number_and_not_the_number(small_town: Street) -> None:
    answered = {}
    for word in ("menu", "HELP"):
        phone = await at_menu(small_town)
        answered[word] = 0
        await phone.write(word)
        while "I have a code" in phone.lit[-1] and answered[word] < 100:
            answered[word] += 1
            phone.lit.clear()
            await phone.write(word)
            if not phone.lit:
                break
    assert 10 < answered["HELP"] < 100, "it counts"
    assert answered["HELP"] == answered["menu"]


async def test_help_before_any_language_is_answered_whatever_was_spent(small_town: Street) -> None:
    phone = small_town.phone()
    await spend(phone)
    phone.lit.clear()
    await phone.write("HELP")
    assert any("999" in text for text in phone.lit)


async def test_a_code_links_whatever_was_spent(
    small_town: Street, amina: Person, river: bytes
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = await at_menu(small_town)
    await spend(phone)
    await phone.write(card.shown)
    assert (await small_town.contact_of(phone)).survivor_id == river
    assert "Is this a good time?" in phone.last


async def test_a_stranger_abroad_is_not_answered(small_town: Street) -> None:
    phone = small_town.phone(address=ABROAD)
    await phone.write("hello")
    assert phone.lit == []


async def test_whoever_is_linked_meets_no_limit(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for _ in range(2 * small_town.service.content.service.sms.stranger_segments_a_day):
        await phone.write("0")
    phone.lit.clear()
    await phone.write("0")
    assert len(phone.lit) == 1


async def test_a_flood_from_a_stranger_is_not_answered_and_touches_nobody_else(
    small_town: Street, amina: Person, river: bytes
) -> None:
    hers = await small_town.linked(amina, river, "telegram")
    phone = small_town.phone("telegram")
    for _ in range(100):
        await phone.write("x")
    assert len(phone.lit) < 70
    hers.lit.clear()
    await hers.write("hello")
    assert len(hers.lit) == 1


@pytest.mark.parametrize(
    "spelled",
    [
        str,
        "  .  ".join,
        lambda code: "".join(chr(ord("①") + int(one) - 1) if one != "0" else "⓪" for one in code),
        lambda code: f"{code}{' ' * 2_000}\u200f",
        "my code is {}".format,
    ],
    ids=["as printed", "spaced out", "in circles", "long", "among words"],
)
async def test_after_five_codes_in_an_hour_the_right_one_gets_the_same_answer(
    small_town: Street, amina: Person, river: bytes, spelled: Callable[[str], str]
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = await at_menu(small_town)
    for _ in range(5):
        await phone.write(spelled("4071935866"))
    wrong = phone.last
    await phone.write(spelled(card.shown.replace(" ", "")))
    assert phone.last == wrong
    assert (await small_town.contact_of(phone)).survivor_id is None


@pytest.mark.parametrize("channel", ["sms", "telegram"])
async def test_a_code_links_at_once_also_after_a_silence(
    small_town: Street, amina: Person, river: bytes, channel: Channel
) -> None:
    """Whoever wrote before she had a card comes back with it hours later."""
    phone = small_town.phone(channel)
    for text in ("hello", "1", "1"):
        await phone.write(text)
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    await small_town.passes(minutes=20)
    await phone.write(f"my code is {card.shown}")
    assert (await small_town.contact_of(phone)).survivor_id == river
    assert "Is this a good time?" in phone.last


@pytest.mark.parametrize("between", [" ", "\n", "\t", "", "\u2003"])
async def test_after_five_links_in_an_hour_the_right_one_opens_nothing(
    small_town: Street, amina: Person, river: bytes, between: str
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = small_town.phone("telegram")
    for number in range(5):
        await phone.write(f"/start{between}{'x' * 20}{number}")
    await phone.write(f"/start{between}{card.link}")
    assert (await small_town.contact_of(phone)).survivor_id is None
