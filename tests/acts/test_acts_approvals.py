"""What takes two people takes two people."""

from functools import partial

import pytest

from bot import vouched
from bot.acts import (
    approvals,
    grants,
    organisations,
    relations,
    rota,
    staff,
    survivors,
    two_people,
)
from bot.acts.audit import RETENTION_DAYS
from bot.acts.staff import NewStaff
from bot.acts.survivors import NewSurvivor
from bot.clock import DAY_MS
from bot.conflicts import Subjects, shut_out
from bot.errors import Refused
from bot.routing import on_call, relations_of
from bot.storage import approvals as approval_rows
from bot.storage import people, threads
from tests.acts.office import Office, Person


async def lead(office: Office) -> Person:
    return await office.hire("Lea", "hub_lead", organisation=office.hub)


async def roles(office: Office, person: Person) -> frozenset[str]:
    now = office.clock.now()
    return await office.read(lambda conn: vouched.roles_of(conn, office.vault, person.id, now))


async def test_a_role_is_given_by_the_other_person_and_from_the_next_day(
    office: Office,
) -> None:
    lea, amina = await lead(office), await office.hire("Amina", "advocate")
    body = {"staff": amina.id.hex(), "role": "complaint_handler"}
    proposal = await office.act_as(office.boss)(approvals.propose, "role_give", body)
    for person, code in (
        (office.boss, "same_person"),
        (amina, "not_yours"),
    ):
        with pytest.raises(Refused) as refused:
            await office.act_as(person)(approvals.decide, proposal, yes=True)
        assert refused.value.code == code
    await office.act_as(lea)(approvals.decide, proposal, yes=True)
    assert await roles(office, amina) == {"advocate"}
    office.clock.forward(days=1)
    assert await roles(office, amina) == {"advocate", "complaint_handler"}
    with pytest.raises(Refused):
        await office.act_as(lea)(approvals.decide, proposal, yes=True)


async def test_what_shuts_somebody_out_counts_at_once(office: Office) -> None:
    lea, mara = await lead(office), await office.hire("Mara", "complaint_handler", "advocate")
    body = {"staff": mara.id.hex(), "role": "complaint_handler"}
    proposal = await office.act_as(lea)(approvals.propose, "role_take", body)
    await office.act_as(office.boss)(approvals.decide, proposal, yes=True)
    assert await roles(office, mara) == {"advocate"}


async def test_nobody_decides_about_themselves(office: Office) -> None:
    lea = await lead(office)
    body = {"staff": lea.id.hex(), "role": "officer"}
    proposal = await office.act_as(office.boss)(approvals.propose, "role_give", body)
    with pytest.raises(Refused) as refused:
        await office.act_as(lea)(approvals.decide, proposal, yes=True)
    assert refused.value.code == "same_person"


async def test_nobody_makes_themselves_whom_letters_about_an_organisation_go_to(
    office: Office,
) -> None:
    lea = await lead(office)
    body = {"organisation": office.charity.hex(), "lead": lea.id.hex()}
    proposal = await office.act_as(office.boss)(approvals.propose, "organisation_change", body)
    with pytest.raises(Refused) as refused:
        await office.act_as(lea)(approvals.decide, proposal, yes=True)
    assert refused.value.code == "same_person"


async def test_a_no_and_a_day_later_change_nothing(office: Office) -> None:
    lea, amina = await lead(office), await office.hire("Amina", "advocate")
    body = {"staff": amina.id.hex(), "role": "officer"}
    rejected = await office.act_as(office.boss)(approvals.propose, "role_give", body)
    await office.act_as(lea)(approvals.decide, rejected, yes=False)
    late = await office.act_as(office.boss)(approvals.propose, "role_give", body)
    office.clock.forward(hours=24)
    with pytest.raises(Refused) as refused:
        await office.act_as(lea)(approvals.decide, late, yes=True)
    assert refused.value.code == "expired"
    office.clock.forward(days=2)
    assert await roles(office, amina) == {"advocate"}


async def test_cover_begins_the_next_day_with_a_new_epoch_and_ends_at_once(
    office: Office,
) -> None:
    lea = await lead(office)
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    linh = await office.survivor(amina)
    body = {"staff": amina.id.hex(), "kind": "cover", "other": joe.id.hex()}
    proposal = await office.act_as(office.boss)(approvals.propose, "relation_add", body)
    await office.act_as(lea)(approvals.decide, proposal, yes=True)

    async def holders() -> set[bytes]:
        await office.do(grants.settle)
        running = await office.read(threads.running)
        return set(next(held for survivor, _, held in running if survivor == linh))

    assert await holders() == {amina.id}
    office.clock.forward(days=1)
    assert await holders() == {amina.id, joe.id}
    now = office.clock.now()
    (relation,) = await office.read(lambda conn: relations_of(conn, office.vault, amina.id, now))
    ending = {"relation": relation.id.hex()}
    proposal = await office.act_as(office.boss)(approvals.propose, "relation_end", ending)
    await office.act_as(lea)(approvals.decide, proposal, yes=True)
    assert await holders() == {amina.id}
    assert await office.do(grants.settle) == 0


async def test_an_employer_and_an_organisation_change_by_two(office: Office) -> None:
    lea, amina = await lead(office), await office.hire("Amina", "advocate")
    for kind, body in (
        ("employer", {"staff": amina.id.hex(), "organisation": office.hub.hex()}),
        (
            "organisation_change",
            {"organisation": office.charity.hex(), "name": "New", "lead": amina.id.hex()},
        ),
    ):
        proposal = await office.act_as(office.boss)(approvals.propose, kind, body)
        await office.act_as(lea)(approvals.decide, proposal, yes=True)
    row = await office.read(lambda conn: people.get(conn, amina.id))
    assert row is not None
    assert row.organisation_id == office.hub
    found = await office.read(lambda conn: organisations.everyone(conn, office.vault))
    assert {(one.name, one.lead_id) for one in found} == {("Hub", None), ("New", amina.id)}


async def test_a_change_of_employer_lets_nobody_into_complaints_about_old_colleagues(
    office: Office,
) -> None:
    lea, amina = await lead(office), await office.hire("Amina", "advocate")
    mara = await office.hire("Mara", "complaint_handler")
    body = {"staff": mara.id.hex(), "organisation": office.hub.hex()}
    proposal = await office.act_as(office.boss)(approvals.propose, "employer", body)
    await office.act_as(lea)(approvals.decide, proposal, yes=True)
    named = Subjects(staff=frozenset({amina.id}))
    for days in (0, 1, 300):
        office.clock.forward(days=days)
        now = office.clock.now()
        out = await office.read(
            partial(shut_out, vault=office.vault, subjects=named, survivor_id=None, now=now)
        )
        assert mara.id in out
        assert lea.id not in out


async def test_a_proposal_about_nothing_is_refused(office: Office) -> None:
    ghost = "00" * 16
    for kind, body in (
        ("role_give", {"staff": ghost, "role": "officer"}),
        ("role_give", {"staff": office.boss.id.hex(), "role": "king"}),
        ("relation_add", {"staff": office.boss.id.hex(), "kind": "friend", "other": ghost}),
        ("relation_end", {"relation": ghost}),
        ("employer", {"staff": office.boss.id.hex(), "organisation": ghost}),
        ("organisation_change", {"organisation": ghost}),
        ("organisation_change", {"organisation": office.hub.hex(), "lead": ghost}),
        ("organisation_change", {"organisation": office.hub.hex(), "lead": "nobody's id"}),
        ("ceremony_recovery", {}),
        ("role_give", {"staff": "x"}),
    ):
        with pytest.raises(Refused):
            await office.act_as(office.boss)(approvals.propose, kind, body)


async def test_roles_that_do_not_go_together_are_refused(office: Office) -> None:
    for roles_asked, organisation, code in (
        (("auditor", "advocate"), office.charity, "auditor_with_caseload"),
        (("outside_reviewer",), office.hub, "reviewer_of_hub"),
        (("king",), office.hub, "unknown_role"),
        ((), office.hub, "unknown_role"),
    ):
        new = NewStaff("X", "x@example.org", organisation, roles_asked)
        with pytest.raises(Refused) as refused:
            await office.act_as(office.boss)(staff.invite, new)
        assert refused.value.code == code


async def test_only_an_advocate_has_survivors(office: Office) -> None:
    new = NewSurvivor(office.boss.id, "River-12", "vi", "wales")
    with pytest.raises(Refused) as refused:
        await office.act_as(office.boss)(survivors.create, new)
    assert refused.value.code == "not_an_advocate"


async def test_the_person_on_call_is_the_one_whose_turn_it_is(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    ghost = await office.hire("Gus", "advocate", verified=False)
    now = office.clock.now()
    await office.act_as(office.boss)(rota.put, amina.id, now, now + DAY_MS)
    with pytest.raises(Refused):
        await office.act_as(office.boss)(rota.put, ghost.id, now, now + DAY_MS)
    with pytest.raises(Refused):
        await office.act_as(office.boss)(rota.put, amina.id, now, now)
    found = await office.read(lambda conn: on_call(conn, office.vault, now))
    assert found is not None
    assert found.id == amina.id
    assert await office.read(lambda conn: on_call(conn, office.vault, now + DAY_MS)) is None


async def test_an_advocate_without_a_line_manager_is_undeclared(office: Office) -> None:
    amina, dee = await office.hire("Amina", "advocate"), await office.hire("Dee", "hub_lead")
    now = office.clock.now()
    before = await office.read(lambda conn: relations.undeclared(conn, office.vault, now))
    await office.do(relations.record, amina.id, "line_manager", dee.id)
    after = await office.read(lambda conn: relations.undeclared(conn, office.vault, now))
    assert (before, after) == ([amina.id], [])


async def test_what_somebody_proposed_who_left_since_takes_two_others(office: Office) -> None:
    lea, amina = await lead(office), await office.hire("Amina", "advocate")
    nils = await office.hire("Nils", "hub_admin", organisation=office.hub)
    body = {"staff": amina.id.hex(), "role": "complaint_handler"}
    proposal = await office.act_as(nils)(approvals.propose, "role_give", body)
    await office.act_as(office.boss)(staff.disable, nils.id)
    with pytest.raises(Refused) as refused:
        await office.act_as(lea)(approvals.decide, proposal, yes=True)
    assert refused.value.code == "proposer_gone"
    await office.act_as(lea)(approvals.decide, proposal, yes=False)
    office.clock.forward(days=1)
    assert await roles(office, amina) == {"advocate"}


async def test_who_is_an_outside_reviewer_from_tomorrow_does_not_come_to_the_hub_today(
    office: Office,
) -> None:
    lea, rae = await lead(office), await office.hire("Rae", "interpreter")
    role = {"staff": rae.id.hex(), "role": "outside_reviewer"}
    given = await office.act_as(office.boss)(approvals.propose, "role_give", role)
    await office.act_as(lea)(approvals.decide, given, yes=True)
    place = {"staff": rae.id.hex(), "organisation": office.hub.hex()}
    moved = await office.act_as(office.boss)(approvals.propose, "employer", place)
    with pytest.raises(Refused) as refused:
        await office.act_as(lea)(approvals.decide, moved, yes=True)
    assert refused.value.code == "reviewer_of_hub"


async def test_a_proposal_goes_24_months_after_it_was_decided_or_ran_out(office: Office) -> None:
    lea, amina = await lead(office), await office.hire("Amina", "advocate")
    roles: tuple[str, ...] = ("complaint_handler", "auditor")
    first, _ = [
        await office.act_as(office.boss)(
            approvals.propose, "role_give", {"staff": amina.id.hex(), "role": role}
        )
        for role in roles
    ]
    await office.act_as(lea)(approvals.decide, first, yes=False)

    async def gone() -> int:
        before = office.clock.now() - RETENTION_DAYS * DAY_MS
        return await office.do(lambda act: approval_rows.trim(act.conn, before, 100))

    office.clock.forward(days=RETENTION_DAYS - 1)
    assert await gone() == 0
    office.clock.forward(days=2)
    assert await gone() == 1
    office.clock.forward(days=two_people.LIFE_MS // DAY_MS)
    assert await gone() == 1
