"""Who can read a complaint stands inside it, by role, from the keys themselves."""

from bot.acts import complaints_holders
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import COMPLAIN, made


async def test_who_can_read_it_is_said_inside_it_and_not_among_her_data(town: Town) -> None:
    phone, case = await made(town, *COMPLAIN)
    for line in ("menu", "4", "4"):
        await phone.write(line)
    await phone.pick("Who reads it, how long")
    assert phone.screen[-3] == "The Hub team (2): since Mon 2 Mar."
    assert "Who else can look" in phone.last  # and what can be done is offered again
    await town.street.office.does(town.noor, lambda act: complaints_holders.recuse(act, case.id))
    await phone.pick("Who reads it, how long")
    assert phone.screen[-3] == "The Hub team (1): since Mon 2 Mar."
    await phone.write("menu")
    for label in ("Settings and my data", "My data", "Who can read it"):
        await phone.pick(label)
    assert "Hub" not in phone.last


async def test_who_else_can_look_are_those_where_she_lives_and_where_her_advocate_works(
    town: Town,
) -> None:
    """The charity is in England; she says in My rights that she lives in Scotland."""
    phone, _ = await made(town, *COMPLAIN)
    for line in ("menu", "4", "4"):
        await phone.write(line)
    await phone.pick("Who else can look")
    assert any(page.startswith("Charity Commission: ") for page in phone.screen)
    assert not any("Ombudsman: Looks at public services in Scotland" in p for p in phone.screen)
    await phone.write("menu")
    await phone.pick("My rights")
    while "Another nation" not in phone.last:
        await phone.pick("more")
    await phone.pick("Another nation")
    await phone.pick("Scotland")
    for line in ("menu", "4", "4"):
        await phone.write(line)
    await phone.pick("Who else can look")
    scottish = "Scottish Public Services Ombudsman: Looks at public services in Scotland."
    assert any(page.startswith(scottish) for page in phone.screen)
    assert any(page.startswith("Charity Commission: ") for page in phone.screen)
