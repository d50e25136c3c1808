"""Everything of hers is erased while a complaint is open: it stays, and so does its way back."""

from bot.acts import erasure
from bot.complaint_clocks import Rules
from bot.storage.tables.complaints import complaints
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import keys
from bot.storage.tables.survivors import contacts, survivors
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import COMPLAIN, made, opened, takes
from tests.complaints.test_complaints_front_door import says


async def test_the_complaint_and_its_way_back_outlive_everything_else_of_hers(
    both: Town, rules: Rules
) -> None:
    town = both
    phone, case = await made(town, *COMPLAIN)
    await town.street.office.does(None, lambda act: erasure.ask(act, town.river, proved=True))
    await town.street.passes(hours=71)
    assert len(await town.street.rows(survivors)) == 1, "not a moment sooner because of it"
    await town.street.passes(hours=2)
    await town.street.passes(minutes=5)
    assert await town.street.rows(survivors) == []
    assert town.river not in {bytes(row.owner_id) for row in await town.street.rows(keys)}
    (row,) = await town.street.rows(complaints)
    assert (row.id, row.survivor_id) == (case.id, None)
    assert case.id in {bytes(row.owner_id) for row in await town.street.rows(keys)}
    words = [one.words for one in (await opened(town, case, town.hope)).entries]
    assert [one.body.decode() for one in words if one is not None] == ["He told my landlord."]

    phone.lit.clear()
    await takes(town, town.hope, case, rules)
    await town.street.passes(minutes=1)
    assert phone.lit == ["You have something to read.\nReply 1 to read it."]
    assert (await says(phone, "1"))[-1].startswith("Hope works on this.")
    (back,) = await town.street.rows(contacts)
    assert back.survivor_id is None, "the phone stands for nobody now"


async def test_her_advocate_is_told_the_same_of_the_erasure_whether_she_complained_or_not(
    town: Town,
) -> None:
    """The task says to call her, and no page says why anything waits."""
    await made(town, *COMPLAIN)
    await town.street.office.does(None, lambda act: erasure.ask(act, town.river, proved=False))
    hers = [row for row in await town.street.rows(tasks) if row.staff_id == town.amina.id]
    assert [row.kind for row in hers] == ["data_request"]
    visitor = await town.street.office.signed_in(town.amina)
    page = await visitor.get(f"/conversation/{town.river.hex()}/data")
    for word in ("omplaint", "oncern", "worry", "open case"):
        assert word not in page
