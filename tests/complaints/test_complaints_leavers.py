"""Somebody who leaves takes their copies away; no list tells that one was a complaint's."""

from bot.acts import complaints_hers, staff
from bot.storage import audit
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import grants
from tests.complaints.conftest import Town
from tests.complaints.steps import COMPLAIN, made


async def test_a_copy_of_what_was_over_goes_with_its_holder_and_is_on_no_general_list(
    both: Town,
) -> None:
    _, case = await made(both, *COMPLAIN)
    office = both.street.office
    sol = await office.hire("Sol", "hub_admin")
    await office.does(None, lambda act: complaints_hers.withdraw(act, case.id))
    asked = len(await both.street.rows(tasks))
    for leaver in (both.noor, both.hope):  # the last of them, too
        held = [row.holder_id for row in await both.street.rows(grants)]
        assert leaver.id in held
        await office.does(sol, lambda act, who=leaver.id: staff.disable(act, who))  # type: ignore[misc]
        now = both.street.clock.now()
        shown = await office.database.read(lambda conn: audit.newest(conn, now + 1, 50))  # noqa: B023
        assert {row.act for row in shown if leaver.id in {row.object_id, row.other_id}} == {
            "staff_disabled"
        }
    assert both.noor.id not in {row.holder_id for row in await both.street.rows(grants)}
    assert len(await both.street.rows(tasks)) == asked
