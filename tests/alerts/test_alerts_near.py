"""Words in crisis look at no complaint: who is called is the same with one and without.

Three ways in which an open complaint could be seen from who is called, or keep her from help; each
is played in a town with a complaint and in one without (docs/adr/0008).
"""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot import alerting
from bot.acts import alerts, complaints_two, relations
from bot.acts.complaints import New, file
from bot.conflicts import About
from bot.errors import Refused
from bot.storage.tables.complaints import complaints
from bot.storage.tables.duties import alerts as alert_rows
from bot.storage.tables.duties import tasks
from tests.alerts.conftest import Watch
from tests.casework import RULES
from tests.office import Person
from tests.street import Handset, Street

KNOWS = "The worker on call knows Amina."
TOLD = "The worker on call is told. They see how to reach you, not your words."

Complains = Callable[[About], Coroutine[Any, Any, bytes]]


@pytest.fixture
async def phone(small_town: Street, amina: Person, river: bytes) -> Handset:
    return await small_town.linked(amina, river)


@pytest.fixture
async def complains(small_town: Street, phone: Handset) -> Complains:
    """Let her complain, from her phone, with two at the Hub who may work on it."""
    for name in ("Hope", "Noor"):
        await small_town.office.hire(name, "complaint_handler")
    quay = await small_town.office.organisation("Quay")
    await small_town.office.hire("Rae", "outside_reviewer", organisation=quay)

    async def does(about: About) -> bytes:
        contact = await small_town.contact_of(phone)
        new = New("7KQ4M2", contact.id, "complaint", about, ("promises",))
        return await small_town.office.does(None, lambda act: file(act, RULES, new))

    return does


async def asks_for_help(town: Street, phone: Handset, choice: str) -> list[str]:
    """Write what sounds like a crisis and choose; returns what the phone was shown."""
    begun = len(phone.lit)
    await phone.write("I want to die")
    line = next(one for one in phone.last.splitlines() if choice in one)
    await phone.write(line.split()[0])
    await town.settle()
    return phone.lit[begun:]


@pytest.mark.parametrize("about", [None, "advocate", "organisation", "hub"])
async def test_only_a_colleague_on_call_is_said_so_and_called_if_she_wants_it(
    small_town: Street,
    watch: Watch,
    harbour: bytes,
    phone: Handset,
    complains: Complains,
    about: About | None,
) -> None:
    dee = await watch.hire("Dee", "advocate", organisation=harbour)
    await watch.on_call(dee)
    if about is not None:
        await complains(about)
    shown = await asks_for_help(small_town, phone, "Tell the on-call worker")
    assert KNOWS in shown[0]
    assert shown[0].index(KNOWS) < shown[0].index("Tell the on-call worker")
    assert TOLD in shown
    assert len(watch.phones["Dee"].lit) == 1
    (row,) = await small_town.rows(alert_rows)
    await small_town.office.does(dee, lambda act: alerts.take(act, row.id))
    opened = await small_town.office.does(dee, lambda act: alerts.open_plan(act, row.id))
    assert opened.her.case_name == "River-12"


@pytest.mark.parametrize("choice", ["Help numbers", "Carry on"])
async def test_a_colleague_on_call_is_not_called_unless_she_chooses_it(
    small_town: Street, watch: Watch, harbour: bytes, phone: Handset, choice: str
) -> None:
    await watch.on_call(await watch.hire("Dee", "advocate", organisation=harbour))
    await asks_for_help(small_town, phone, choice)
    assert watch.phones["Dee"].lit == []
    assert await small_town.rows(alert_rows) == []


@pytest.mark.parametrize("about", [None, "hub"])
async def test_the_hub_on_call_is_called_also_while_the_hub_is_complained_of(
    small_town: Street,
    watch: Watch,
    sol: Person,
    phone: Handset,
    complains: Complains,
    about: About | None,
) -> None:
    if about is not None:
        await complains(about)
    shown = await asks_for_help(small_town, phone, "Tell the on-call worker")
    assert KNOWS not in "".join(shown)
    assert len(watch.phones["Sol"].lit) == 1
    (row,) = await small_town.rows(alert_rows)
    assert row.staff_id == sol.id


@pytest.mark.parametrize("shut_out", [False, True])
async def test_who_is_shut_out_of_one_complaint_is_called_of_a_crisis_as_before(
    small_town: Street,
    watch: Watch,
    sol: Person,
    phone: Handset,
    complains: Complains,
    shut_out: bool,
) -> None:
    case = await complains("advocate")
    hope, noor = (small_town.office.people[name] for name in ("Hope", "Noor"))
    if shut_out:
        proposal = await small_town.office.does(
            hope, lambda act: complaints_two.propose_exclude(act, case, sol.id)
        )
        await small_town.office.does(
            noor, lambda act: complaints_two.decide(act, RULES, proposal, yes=True)
        )
    await asks_for_help(small_town, phone, "Tell the on-call worker")
    assert len(watch.phones["Sol"].lit) == 1
    (row,) = await small_town.rows(alert_rows)
    assert row.staff_id == sol.id


@pytest.mark.parametrize("about", [None, "advocate", "organisation"])
async def test_who_is_related_to_a_colleague_is_passed_over_as_a_complaint_about_them_all_would(
    small_town: Street,
    watch: Watch,
    harbour: bytes,
    phone: Handset,
    complains: Complains,
    about: About | None,
) -> None:
    dee = await watch.hire("Dee", "advocate", organisation=harbour)
    kin, far = await watch.hire("Kin", "advocate"), await watch.hire("Far", "advocate")
    await small_town.office.does(None, lambda act: relations.record(act, dee.id, "related", kin.id))
    for person in (far, kin):
        await watch.on_call(person)
    if about is not None:
        await complains(about)
    shown = await asks_for_help(small_town, phone, "Tell the on-call worker")
    assert KNOWS not in "".join(shown)
    assert (len(watch.phones["Kin"].lit), len(watch.phones["Far"].lit)) == (0, 1)


async def test_what_comes_from_the_complaint_itself_still_goes_past_who_is_shut_out(
    small_town: Street, watch: Watch, sol: Person, river: bytes, complains: Complains
) -> None:
    case = await complains("hub")
    await small_town.office.does(
        None,
        lambda act: alerts.raise_alert(
            act, "safeguarding", survivor_id=river, complaint_id=case, category="safeguarding"
        ),
    )
    await small_town.passes(hours=1)
    assert watch.phones["Sol"].lit == []
    (row,) = await small_town.rows(alert_rows)
    assert row.staff_id != sol.id
    with pytest.raises(Refused):
        await small_town.office.does(sol, lambda act: alerts.take(act, row.id))


async def test_a_plan_that_was_taken_does_not_close_because_of_a_complaint(
    small_town: Street, sol: Person, amina: Person, river: bytes, complains: Complains
) -> None:
    alert_id = await small_town.office.does(
        None,
        lambda act: alerts.raise_alert(act, "crisis", survivor_id=river, category="danger"),
    )
    await small_town.office.does(sol, lambda act: alerts.take(act, alert_id))
    await small_town.office.does(
        None, lambda act: relations.record(act, amina.id, "related", sol.id)
    )
    await complains("advocate")
    assert len(await small_town.rows(complaints)) == 1
    opened = await small_town.office.does(sol, lambda act: alerts.open_plan(act, alert_id))
    assert opened.her.case_name == "River-12"


async def test_a_colleague_who_does_not_answer_is_followed_by_the_hubs_leads(
    small_town: Street, watch: Watch, harbour: bytes, phone: Handset
) -> None:
    await watch.on_call(await watch.hire("Dee", "advocate", organisation=harbour))
    await watch.hire("Lea", "hub_lead")
    shown = await asks_for_help(small_town, phone, "Tell the on-call worker")
    assert KNOWS in shown[0]
    assert len(watch.phones["Dee"].lit) == 1
    assert watch.phones["Lea"].lit == []
    await small_town.passes(minutes=16)
    assert len(watch.phones["Lea"].lit) == 1


async def test_a_colleague_whose_turn_begins_later_is_not_called_without_her_knowing(
    small_town: Street, watch: Watch, harbour: bytes, phone: Handset
) -> None:
    sol = await watch.hire("Sol", "advocate")
    await watch.on_call(sol, hours=1)
    shown = await asks_for_help(small_town, phone, "Tell the on-call worker")
    assert KNOWS not in "".join(shown)
    await small_town.passes(minutes=59)
    await watch.on_call(await watch.hire("Dee", "advocate", organisation=harbour))
    await small_town.passes(hours=2)
    assert watch.phones["Dee"].lit == []
    assert [row.kind for row in await small_town.rows(tasks)] == ["alert_unanswered"]


async def test_the_operator_is_told_while_only_colleagues_are_on_call(
    small_town: Street, watch: Watch, harbour: bytes, amina: Person
) -> None:
    vault = small_town.office.vault

    async def near() -> list[bytes]:
        now = small_town.clock.now()
        return await small_town.office.database.read(
            lambda conn: alerting.only_near(conn, vault, now)
        )

    assert await near() == [], "nobody is on call, and people are told so"
    await watch.on_call(await watch.hire("Dee", organisation=harbour))
    assert await near() == [amina.id]
    await watch.on_call(await watch.hire("Sol", "hub_lead"))
    assert await near() == []
