"""Words that stay: help numbers are never taken away by the card that follows."""

from bot.demo.world import World
from bot.vault.passphrase import Cost


async def test_help_numbers_that_took_the_place_of_a_card_stay_on_the_phone() -> None:
    async with World.open(cost=Cost(kib=64, passes=1)) as world:
        phone = world.chat()
        await phone.start(world.people.river.card.link)
        for label in ("1", "Yes", "Help numbers", "More numbers"):
            await world.settle()
            await phone.tap(label)
        await world.settle()
        assert "Danger now: 999" in phone.screen()
        assert "Danger, cannot speak" in phone.screen()
