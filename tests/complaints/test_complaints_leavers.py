"""Somebody who leaves takes their copies away; no list tells that one was a complaint's."""

from bot.acts import complaints_case, complaints_found, complaints_hers, complaints_work, staff
from bot.complaint_clocks import Rules
from bot.storage import audit, complaints
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import grants
from tests.complaints.conftest import Town
from tests.complaints.steps import COMPLAIN, made
from tests.complaints.test_complaints_again import line_of


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


async def test_where_the_only_handler_leaves_the_hub_is_asked_and_who_comes_takes_it(
    both: Town, rules: Rules
) -> None:
    """Their copy is the only one there is, and stays; nobody is asked to do what they can't."""
    office = both.street.office
    sol = await office.hire("Sol", "hub_admin", "hub_lead")
    await office.does(sol, lambda act: staff.disable(act, both.noor.id))
    _, case = await made(both, *COMPLAIN)
    await office.does(both.hope, lambda act: complaints_work.acknowledge(act, rules, case.id))
    await office.does(sol, lambda act: staff.disable(act, both.hope.id))
    asked = [row.kind for row in await both.street.rows(tasks) if row.done_at is None]
    assert asked.count("complaint_nobody") == 1
    row = await office.database.read(lambda conn: complaints.get(conn, case.id))
    assert row is not None
    assert row.handler_id is None
    assert not await office.database.read(
        lambda conn: complaints_found.can_call(conn, office.vault, row)
    )
    new = await office.hire("Ivy", "complaint_handler")
    await both.street.passes(minutes=5)
    await office.does(
        None, lambda act: complaints_hers.add_words(act, case.id, "One more thing.", "en")
    )
    theirs = await line_of(both, new)
    assert theirs.id == case.id
    shown = await office.does(new, lambda act: complaints_case.open_case(act, case.id, new.private))
    read = [one.words.body.decode() for one in shown.entries if one.words is not None]
    assert "One more thing." in read
    assert "He told my landlord." not in read
    await office.does(new, lambda act: complaints_work.acknowledge(act, rules, case.id))
