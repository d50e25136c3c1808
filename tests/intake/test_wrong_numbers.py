"""Whoever writes in her name without her phone cannot guess the number that was sent to it."""

import pytest
import sqlalchemy as sa

from bot.contact import Contact
from bot.facts import Known
from bot.limits import FULL
from bot.storage import contacts
from bot.storage.tables.survivors import consents
from bot.turning import Turning
from tests.office import Person
from tests.street import Handset, Street

ASKS = "To change this, send me this number: "
TOMORROW = (
    "The numbers I got today were not the one I sent. Nothing was changed. "
    "You can try again this time tomorrow."
)


async def changes_notes(phone: Handset, answer: str = "No, I will look") -> str:
    """From anywhere: change whether she is told of an answer; returns what is said."""
    await phone.write("menu")
    if phone.last.startswith("Hello."):
        await phone.pick("Go on")
    for label in ("Settings and my data", "Tell me of an answer", answer):
        await phone.pick(label)
    return phone.last


def number_on(phone: Handset) -> str:
    """The number that the phone shows."""
    return phone.last.removeprefix(ASKS)[:3]


async def guesses(phone: Handset) -> None:
    """Three wrong numbers, after which nothing is changed."""
    wrong = [one for one in ("111", "222", "333", "444") if one != number_on(phone)]
    for one in wrong[:2]:
        await phone.write(one)
        assert phone.last.startswith("That is another number.")
    await phone.write(wrong[2])
    assert phone.last.startswith("Nothing was changed.")


async def given(street: Street) -> list[object]:
    """The consents that were recorded."""
    return [row.given for row in await street.rows(consents)]


@pytest.fixture
async def phone(small_town: Street, amina: Person, river: bytes) -> Handset:
    """A linked phone whose sender can be forged; she is told of an answer."""
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    return phone


async def test_after_six_wrong_numbers_in_a_day_none_is_taken(
    small_town: Street, phone: Handset
) -> None:
    for _ in range(2):
        assert (await changes_notes(phone)).startswith(ASKS)
        await guesses(phone)
    for hours in (0, 23):
        small_town.clock.forward(hours=hours)
        assert (await changes_notes(phone)).startswith(TOMORROW)
    assert await given(small_town) == [True]
    small_town.clock.forward(hours=2)
    assert (await changes_notes(phone)).startswith(ASKS)
    await phone.write(number_on(phone))
    assert await given(small_town) == [True, False]


async def test_right_numbers_do_not_count(small_town: Street, phone: Handset) -> None:
    for answer in ("No, I will look", "Yes") * 4:
        assert (await changes_notes(phone, answer)).startswith(ASKS)
        await phone.write(number_on(phone))
    assert await given(small_town) == [True, *(False, True) * 4]


async def test_one_phone_does_not_count_for_another(
    small_town: Street, amina: Person, phone: Handset
) -> None:
    for _ in range(2):
        await changes_notes(phone)
        await guesses(phone)
    lake = await small_town.office.survivor(amina, "Lake-3")
    other = await small_town.linked(amina, lake)
    await small_town.sends_words(other, "hello")
    assert (await changes_notes(other)).startswith(ASKS)


async def test_the_number_may_come_in_digits_of_any_script(
    small_town: Street, phone: Handset
) -> None:
    await changes_notes(phone)
    eastern = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    await phone.write(f" {number_on(phone).translate(eastern)}.")
    assert await given(small_town) == [True, False]


async def test_no_number_that_is_sent_to_her_phone_sounds_like_a_call_for_help(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    kept, service = await small_town.contact_of(phone), small_town.service

    def draws(conn: sa.Connection) -> set[str]:
        row = contacts.peek(conn, kept.id)
        assert row is not None
        contact = Contact(service.vault, row, phone.address)
        facts = Known(Turning(conn, service, contact, None, FULL, b"", 0))
        return {facts.fresh_number() for _ in range(5_000)}

    drawn = await small_town.office.database.read(draws)
    assert len(drawn) > 900
    assert not drawn & {"999", "911"}
    assert not [number for number in drawn if service.content.crisis.find(number)]
