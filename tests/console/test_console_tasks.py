"""A task is marked done by whoever has it on their list; to everybody else it isn't there."""

import re
from functools import partial

import pytest

from bot.acts import relations, staff, tasks
from bot.acts.act import Act
from bot.storage.tables.duties import tasks as task_rows
from tests.casework import complain, open_casework
from tests.office import Office, Person

NOWHERE = "0" * 32


async def knock(office: Office, person: Person, task: bytes) -> tuple[int, str]:
    """Try to mark a task done; returns the answer, as it is for one that isn't there."""
    visitor = await office.signed_in(person)
    await visitor.get("/")
    await visitor.post(f"/task/{task.hex()}/done")
    answer = visitor.status, visitor.text.replace(visitor.token(), "")
    await visitor.get("/")
    await visitor.post(f"/task/{NOWHERE}/done")
    assert answer == (visitor.status, visitor.text.replace(visitor.token(), ""))
    return answer


async def open_tasks(office: Office) -> int:
    query = task_rows.select().where(task_rows.c.done_at.is_(None))
    return await office.database.read(lambda conn: len(conn.execute(query).all()))


def raises(act: Act, **about: object) -> bytes:
    return tasks.raise_task(act, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["advocate", "complaint_handler", "officer", "auditor"])
async def test_what_the_hub_has_to_do_is_nobody_else_s_to_mark(office: Office, role: str) -> None:
    person = await office.hire("Sam", role)
    task = await office.does(None, partial(raises, kind="retention_clock"))
    await knock(office, person, task)
    assert await open_tasks(office) == 1
    lead = await office.hire("Lea", "hub_lead")
    visitor = await office.signed_in(lead)
    await visitor.get("/")
    await visitor.post(f"/task/{task.hex()}/done")
    assert await open_tasks(office) == 0


async def test_deleting_many_at_once_is_proposed_by_one_and_agreed_to_by_another(
    office: Office,
) -> None:
    people = {
        name: await office.hire(name, role)
        for name, role in (
            ("Lea", "hub_lead"),
            ("Sol", "hub_admin"),
            ("Mara", "complaint_handler"),
            ("Hal", "complaint_handler"),
        )
    }
    at = {name: await office.signed_in(person) for name, person in people.items()}
    await office.does(None, partial(raises, kind="retention_many", detail="12"))
    for name in ("Mara", "Hal"):
        asked = partial(raises, kind="complaint_many", staff_id=people[name].id, detail="31")
        await office.does(None, asked)
    for first, second, says in (
        ("Lea", "Sol", "Delete 12 people at once whose time is over"),
        ("Mara", "Hal", "Delete 31 closed complaints at once whose time is over"),
    ):
        page = await at[first].get("/")
        found = re.search(r'action="(/task/[0-9a-f]{32}/propose)"', page)
        assert found
        await at[first].post(found.group(1).replace("/propose", "/done"))
        assert at[first].status == 409, "it takes two"
        await at[first].get("/")
        await at[first].post(found.group(1))
        assert "Somebody else has to agree" in at[first].text
        await at[first].post(found.group(1))
        assert "proposed this already" in at[first].text
        assert "You proposed this" in await at[first].get("/approvals")
        for name, visitor in at.items():
            assert (says in await visitor.get("/approvals")) == (name in {first, second}), name
        page = await at[second].get("/approvals")
        wanted = re.search(r'action="(/approvals/many/[0-9a-f]{32})"', page)
        assert wanted
        await at[second].post(wanted.group(1), answer="yes")
        assert "Agreed" in at[second].text
        for name in (first, second):
            assert "/propose" not in await at[name].get("/")


async def test_a_yes_to_many_counts_only_while_whoever_proposed_is_here(office: Office) -> None:
    lea, sol = await office.hire("Lea", "hub_lead"), await office.hire("Sol", "hub_admin")
    await office.does(None, partial(raises, kind="retention_many", detail="12"))
    first = await office.signed_in(lea)
    found = re.search(r'action="(/task/[0-9a-f]{32}/propose)"', await first.get("/"))
    assert found
    await first.post(found.group(1))
    await office.does(None, lambda act: staff.disable(act, lea.id))
    second = await office.signed_in(sol)
    wanted = re.search(r'action="(/approvals/many/[0-9a-f]{32})"', await second.get("/approvals"))
    assert wanted
    await second.post(wanted.group(1), answer="yes")
    assert second.status == 409
    assert "may decide it no more" in second.text


async def test_a_lead_who_is_shut_out_of_a_complaint_cannot_find_its_task_by_its_number(
    office: Office,
) -> None:
    work = await open_casework(office)
    gil = await office.hire("Gil", "hub_lead")
    await office.does(None, lambda act: relations.record(act, work.amina.id, "related", gil.id))
    case = await complain(office, work)
    task = await office.does(None, partial(raises, kind="complaint_late", detail=case.hex()))
    for person in (gil, work.amina, work.dee):
        await knock(office, person, task)
    assert await open_tasks(office) == 1
    await office.does(work.sol, lambda act: tasks.done(act, task))
    assert await open_tasks(office) == 0


async def test_what_one_person_has_to_do_no_other_marks(office: Office) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    lead = await office.hire("Lea", "hub_lead")
    task = await office.does(None, partial(raises, kind="call_me", staff_id=amina.id))
    for person in (joe, lead):
        await knock(office, person, task)
    assert await open_tasks(office) == 1


async def test_a_freeze_is_sampled_by_somebody_of_another_employer_than_who_froze(
    office: Office,
) -> None:
    harbour = await office.organisation("Harbour")
    amina = await office.hire("Amina", "advocate", organisation=harbour)
    ann = await office.hire("Ann", "hub_lead", organisation=harbour)
    river = await office.survivor(amina, "River-12", "en")
    task = await office.does(None, partial(raises, kind="frozen", survivor_id=river))
    says = "A phone was frozen: ask by telephone how it was"
    alone = await office.signed_in(ann)
    assert says in await alone.get("/"), "where nobody else could ask"
    lea = await office.hire("Lea", "hub_lead")
    assert says not in await alone.get("/")
    await knock(office, ann, task)
    assert await open_tasks(office) == 1
    visitor = await office.signed_in(lea)
    assert says in await visitor.get("/")
    await visitor.post(f"/task/{task.hex()}/done")
    assert await open_tasks(office) == 0
