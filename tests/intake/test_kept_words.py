"""Words that stay: help numbers and receipts are never taken away by the card that follows."""

from tests.office import Person
from tests.street import Street


async def test_help_numbers_that_took_the_place_of_a_card_stay_on_the_phone(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await phone.tap("Help numbers")
    await phone.tap("More numbers")
    shown = "\n".join(phone.screen)
    assert "Danger now: 999" in shown
    assert "Danger, cannot speak" in shown
    await phone.tap("Settings")
    assert "Danger now: 999" in "\n".join(phone.screen)
