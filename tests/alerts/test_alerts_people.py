"""Who is asked, in which order, and what taking an alert opens."""

import pytest
import sqlalchemy as sa

from bot.acts import alerts, plans, relations
from bot.acts.act import Act
from bot.acts.complaints import New, file
from bot.errors import Refused, SendError
from bot.storage.tables.audit import audit
from bot.storage.tables.complaints import complaints
from bot.storage.tables.duties import alerts as alert_rows
from bot.storage.tables.duties import tasks
from tests.alerts.conftest import Watch
from tests.casework import RULES
from tests.office import Person
from tests.street import Street


async def raised(
    town: Street, river: bytes, category: str = "danger", *, near_too: bool = False
) -> bytes:
    return await town.office.does(
        None,
        lambda act: alerts.raise_alert(
            act, "crisis", survivor_id=river, category=category, near_too=near_too
        ),
    )


async def asked(town: Street) -> bytes | None:
    """With whom the newest alert is now."""
    found = (await town.rows(alert_rows))[-1].staff_id
    assert found is None or isinstance(found, bytes)
    return found


async def test_who_does_not_take_it_in_15_minutes_is_followed_by_the_next(
    small_town: Street, river: bytes, sol: Person, watch: Watch
) -> None:
    joe = await watch.hire("Joe", "advocate")
    await watch.on_call(joe)
    first, other = (joe, sol) if await _first(small_town, river) == joe.id else (sol, joe)
    await small_town.settle()
    assert len(watch.phones[first.name].lit) == 1
    await small_town.passes(minutes=14)
    assert watch.phones[other.name].lit == []
    await small_town.passes(minutes=2)
    assert len(watch.phones[other.name].lit) == 1
    assert await asked(small_town) == other.id


async def _first(town: Street, river: bytes) -> bytes | None:
    await raised(town, river)
    return await asked(town)


async def test_taken_is_taken(small_town: Street, river: bytes, sol: Person, watch: Watch) -> None:
    alert_id = await raised(small_town, river)
    await small_town.settle()
    await small_town.office.does(sol, lambda act: alerts.take(act, alert_id))
    await small_town.passes(hours=1)
    assert len(watch.phones["Sol"].lit) == 1
    with pytest.raises(Refused, match="taken"):
        await small_town.office.does(sol, lambda act: alerts.take(act, alert_id))


async def test_taking_it_opens_the_contact_plan_for_an_hour_and_each_look_is_recorded(
    small_town: Street, amina: Person, river: bytes, sol: Person
) -> None:
    await small_town.office.does(
        amina, lambda act: plans.keep(act, river, {"number": "07700 900999"})
    )
    alert_id = await raised(small_town, river)

    def look(act: Act) -> str:
        return alerts.open_plan(act, alert_id).plan.lines["number"]

    with pytest.raises(Refused):
        await small_town.office.does(sol, look)
    await small_town.office.does(sol, lambda act: alerts.take(act, alert_id))
    assert await small_town.office.does(sol, look) == "07700 900999"
    small_town.clock.forward(minutes=59)
    await small_town.office.does(sol, look)
    small_town.clock.forward(minutes=2)
    with pytest.raises(Refused, match="closed"):
        await small_town.office.does(sol, look)
    acts = [row.act for row in await small_town.rows(audit) if str(row.act).startswith("alert")]
    assert sorted(map(str, acts)) == ["alert", "alert_plan", "alert_plan", "alert_taken"]


@pytest.mark.usefixtures("sol")
async def test_nobody_else_may_take_it_or_look(
    small_town: Street, amina: Person, river: bytes, watch: Watch
) -> None:
    joe = await watch.hire("Joe", "hub_lead")
    alert_id = await raised(small_town, river)
    for person in (joe, amina):
        assert await small_town.office.does(person, listed) == []
        with pytest.raises(Refused):
            await small_town.office.does(person, lambda act: alerts.take(act, alert_id))


def listed(act: Act) -> list[str]:
    return [one.category for one in alerts.of(act.conn, act.vault, act.person, act.now)]


async def test_her_own_advocate_is_never_asked_as_the_person_on_call(
    small_town: Street, amina: Person, river: bytes, watch: Watch
) -> None:
    await watch.on_call(amina)
    await raised(small_town, river)
    await small_town.settle()
    assert await asked(small_town) is None
    assert watch.phones["Amina"].lit == []
    assert [row.kind for row in await small_town.rows(tasks)] == ["alert_unanswered"]


async def test_somebody_far_from_her_advocate_comes_first_with_or_without_a_complaint(
    small_town: Street, river: bytes, sol: Person, harbour: bytes, watch: Watch
) -> None:
    colleague = await watch.hire("Dee", "advocate", organisation=harbour)
    await watch.on_call(colleague)
    await raised(small_town, river)
    assert await asked(small_town) == sol.id


async def test_who_has_no_number_or_cannot_be_reached_is_passed_over_at_once(
    small_town: Street, river: bytes, watch: Watch
) -> None:
    joe = await watch.hire("Joe", "advocate", number=False)
    await watch.on_call(joe)
    sol = await watch.hire("Sol", "hub_lead")
    await raised(small_town, river)
    assert await asked(small_town) == joe.id
    await small_town.settle()
    assert await asked(small_town) == sol.id
    assert len(watch.phones["Sol"].lit) == 1


async def test_a_carrier_that_fails_for_a_moment_is_tried_again(
    small_town: Street, river: bytes, sol: Person, watch: Watch
) -> None:
    await raised(small_town, river)
    small_town.down = SendError(permanent=False, code="503")
    await small_town.settle()
    small_town.down = None
    await small_town.passes(seconds=40)
    assert len(watch.phones["Sol"].lit) == 1
    assert await asked(small_town) == sol.id


@pytest.mark.usefixtures("sol")
async def test_the_same_again_calls_again_and_is_one_alert(
    small_town: Street, river: bytes, watch: Watch
) -> None:
    await raised(small_town, river)
    await small_town.settle()
    await raised(small_town, river)
    await small_town.settle()
    assert len(watch.phones["Sol"].lit) == 2
    assert len(await small_town.rows(alert_rows)) == 1
    await raised(small_town, river, "self_harm")
    assert len(await small_town.rows(alert_rows)) == 2


async def test_at_night_only_those_on_call_are_asked_and_leads_in_the_morning(
    small_town: Street, river: bytes, sol: Person, watch: Watch
) -> None:
    await watch.hire("Mara", "hub_lead")
    small_town.clock.set(_london(small_town.clock.now(), 23))
    await watch.on_call(sol)
    await raised(small_town, river)
    await small_town.settle()
    await small_town.passes(minutes=16)
    assert watch.phones["Mara"].lit == []
    assert len(watch.phones["Sol"].lit) == 2


def _london(now: int, hour: int) -> int:
    from bot.clocks import local_date, moment  # noqa: PLC0415

    return moment(local_date(now), hour)


async def test_the_kind_is_sealed_under_her_key(
    small_town: Street, river: bytes, sol: Person
) -> None:
    await raised(small_town, river)
    (row,) = await small_town.rows(alert_rows)
    assert b"danger" not in bytes(row.category)
    assert sol.id not in bytes(row.asked)


async def test_two_who_take_it_at_once_only_one_has_it(
    small_town: Street, river: bytes, sol: Person, watch: Watch
) -> None:
    joe = await watch.hire("Joe", "advocate")
    await watch.on_call(joe)
    alert_id = await raised(small_town, river)
    await small_town.settle()
    await small_town.passes(minutes=16)  # both were asked by now
    await small_town.office.does(joe, lambda act: alerts.take(act, alert_id))
    with pytest.raises(Refused):
        await small_town.office.does(sol, lambda act: alerts.take(act, alert_id))


async def test_no_table_is_touched_by_a_complaint_s_column(small_town: Street) -> None:
    assert await small_town.office.database.read(
        lambda conn: conn.execute(sa.select(sa.func.count()).select_from(complaints)).scalar() == 0
    )


async def test_who_stands_near_her_advocate_is_called_only_where_nobody_else_is(
    small_town: Street, amina: Person, river: bytes, sol: Person, watch: Watch
) -> None:
    office = small_town.office
    kit = await watch.hire("Kit", "complaint_handler")
    await office.does(None, lambda act: relations.record(act, amina.id, "related", kit.id))
    await watch.on_call(kit)
    await raised(small_town, river)
    await small_town.passes(hours=1)
    assert watch.phones["Kit"].lit == [], "nor when the others do not answer"
    await office.disable(sol)
    await raised(small_town, river, "held")
    await small_town.settle()
    assert watch.phones["Kit"].lit == [], "nor before she was told who is on call"
    await raised(small_town, river, "held", near_too=True)
    await small_town.settle()
    assert len(watch.phones["Kit"].lit) == 1, "the same alert, now with Kit"
    assert kit.id in [row.staff_id for row in await small_town.rows(alert_rows)]


async def test_the_hub_is_asked_of_a_crisis_whatever_complaint_is_open(
    small_town: Street, amina: Person, river: bytes, watch: Watch
) -> None:
    office = small_town.office
    lead = await watch.hire("Lee", "hub_lead", number=False)
    await office.does(None, lambda act: relations.record(act, amina.id, "related", lead.id))
    phone = await small_town.linked(amina, river)
    for name in ("Hope", "Noor"):
        await office.hire(name, "complaint_handler")
    contact = await small_town.contact_of(phone)
    await office.does(None, lambda act: file(act, RULES, _about(contact.id)))
    await raised(small_town, river)
    assert "alert_unanswered" in [row.kind for row in await small_town.rows(tasks)]


async def test_an_alert_from_a_complaint_comes_to_those_of_the_hub_who_are_not_shut_out(
    small_town: Street, amina: Person, river: bytes, watch: Watch
) -> None:
    office = small_town.office
    lee, kim = [await watch.hire(name, "hub_lead") for name in ("Lee", "Kim")]
    await office.does(None, lambda act: relations.record(act, amina.id, "related", lee.id))
    hope, _ = [await office.hire(name, "complaint_handler") for name in ("Hope", "Noor")]
    contact = await small_town.contact_of(await small_town.linked(amina, river))
    case = await office.does(None, lambda act: file(act, RULES, _about(contact.id)))
    alert = await office.does(
        None,
        lambda act: alerts.raise_alert(
            act, "safeguarding", survivor_id=river, complaint_id=case, category="danger"
        ),
    )
    for _ in range(alerts.TIMES):
        await small_town.passes(minutes=15)

    async def unanswered() -> list[bytes | None]:
        rows = [row for row in await small_town.rows(tasks) if row.kind == alerts.CASE_UNANSWERED]
        return [row.staff_id for row in rows if row.done_at is None]

    assert await unanswered() == [kim.id]
    await office.does(hope, lambda act: alerts.take(act, alert))
    assert await unanswered() == []


def _about(contact_id: bytes) -> New:
    return New("7KQ4M2", contact_id, "complaint", "advocate", ("promises",))
