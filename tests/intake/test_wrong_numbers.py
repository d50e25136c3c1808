"""Whoever writes in her name without her phone cannot guess the number that was sent to it."""

import pytest
import sqlalchemy as sa

from bot.contact import Contact
from bot.facts.known import Known
from bot.limits import FULL
from bot.storage import contacts
from bot.storage.tables.survivors import consents
from bot.turning import Turning
from tests.office import Person
from tests.street import Handset, Street

ASKS = "To change this, send me this number: "


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
    return phone.last.removeprefix(ASKS).partition("\n")[0]


async def guesses(phone: Handset) -> None:
    """Three wrong numbers, after which nothing is changed."""
    size = len(number_on(phone))
    wrong = [one * size for one in "1234" if one * size != number_on(phone)]
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


async def test_whoever_guesses_has_a_longer_number_to_guess_and_she_is_never_kept_out(
    small_town: Street, phone: Handset
) -> None:
    lengths = []
    for _ in range(7):
        assert (await changes_notes(phone)).startswith(ASKS)
        lengths.append(len(number_on(phone)))
        await guesses(phone)
    assert lengths == [3, 3, 4, 4, 5, 5, 6]
    assert await given(small_town) == [True]
    await changes_notes(phone)
    await phone.write(number_on(phone))
    assert await given(small_town) == [True, False]
    for hours, answer, digits in ((6 * 24, "Yes", 6), (25, "No, I will look", 3)):
        small_town.clock.forward(hours=hours)
        await changes_notes(phone, answer)
        assert len(number_on(phone)) == digits, "a week, and not each morning anew"
        await phone.write(number_on(phone))


async def test_however_much_is_guessed_the_number_fits_her_eyes(
    small_town: Street, phone: Handset
) -> None:
    for _ in range(15):
        await changes_notes(phone)
        await guesses(phone)
    await changes_notes(phone)
    assert len(number_on(phone)) == 9
    await phone.write(number_on(phone))
    assert await given(small_town) == [True, False]


async def test_a_short_number_that_is_kept_open_is_taken_no_more(
    small_town: Street, phone: Handset
) -> None:
    """Asking for a person in the middle, and coming back, begins a new round at the same number."""
    await changes_notes(phone)
    short = number_on(phone)
    wrong = "111" if short != "111" else "222"
    for _ in range(5):
        for _ in range(2):
            await phone.write(wrong)
        await phone.write("8")
        await phone.write("0")
        assert number_on(phone) == short
    await phone.write(short)
    assert await given(small_town) == [True]
    assert phone.last.startswith("That is another number.")


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
