"""The audit list: it tells of no complaint, and no act is lost between its pages."""

import re
from functools import partial

from bot.acts import alerts, grants, relations, rota, tasks
from bot.acts.act import Act
from bot.console import audit_pages
from bot.storage import audit
from tests.casework import complain, open_casework
from tests.office import Office

LINE = re.compile(r"act number (\d+)")


async def test_a_handlers_task_and_an_alert_of_a_complaint_are_on_no_list(office: Office) -> None:
    work = await open_casework(office)
    tess = await office.hire("Tess", "auditor")
    now = office.clock.now()
    await office.does(None, lambda act: rota.put(act, work.sol.id, now, now + 3_600_000))
    before = await (await office.signed_in(tess)).get("/audit")
    case = await complain(office, work, "afraid")  # somebody on call is asked, and a handler

    def deal_with_it(act: Act) -> None:
        for task in tasks.mine(act.conn, act.vault, act.person):
            tasks.done(act, task.id)
        for alert in alerts.of(act.conn, act.vault, act.person, act.now):
            alerts.take(act, alert.id)
            alerts.open_plan(act, alert.id)

    for person in (work.mara, work.hal, work.sol):
        await office.does(person, deal_with_it)
    after = await (await office.signed_in(tess)).get("/audit")
    assert _list(after) == _list(before)
    assert case.hex()[:8] not in after
    rows = await office.database.read(lambda conn: audit.of_object(conn, case))
    assert {"complaint_task_done", "complaint_alert_plan"} <= {row.act for row in rows}


def _list(page: str) -> list[str]:
    """What the rows say."""
    return re.findall(r"<td[^>]*>(.*?)</td>", page)


async def test_what_is_no_moment_is_answered_with_the_newest(office: Office) -> None:
    visitor = await office.signed_in(await office.hire("Tess", "auditor"))
    for odd in ("9" * 5_000, "%C2%B2", "-1", "x"):
        await visitor.get(f"/audit?before={odd}")
        assert visitor.status == 200


async def test_earlier_pages_go_on_where_the_last_one_ended(office: Office) -> None:
    tess = await office.hire("Tess", "auditor")
    quay = await office.organisation("Quay")
    nora = await office.hire("Nora", "hub_admin", organisation=quay)
    many = audit_pages.SHOWN + 30

    for number in range(many):
        if number % 7 == 0:
            office.clock.forward(seconds=1)
        await office.does(nora, partial(Act.record, act=f"act number {number}"))
    visitor = await office.signed_in(tess)
    first = await visitor.get("/audit")
    earlier = re.search(r'href="(/audit\?before=\d+)"', first)
    assert earlier
    second = await visitor.get(earlier.group(1))
    seen = [int(found) for page in (first, second) for found in LINE.findall(page)]
    assert seen == list(range(many))[::-1]


async def test_who_stands_by_somebody_reads_no_audit_whatever_their_role(office: Office) -> None:
    tess, amina = await office.hire("Tess", "auditor"), await office.hire("Amina", "advocate")
    await office.survivor(amina, "River-12")
    visitor = await office.signed_in(tess)
    await visitor.get("/audit")
    assert visitor.status == 200
    await office.does(None, lambda act: relations.record(act, amina.id, "cover", tess.id))
    await office.does(None, grants.settle)
    await visitor.get("/audit")
    assert visitor.status == 404
    was_advocate = await office.hire("Olu", "advocate", "auditor")
    await office.survivor(was_advocate, "Lake-3")
    other = await office.signed_in(was_advocate)
    await other.get("/audit")
    assert other.status == 404
