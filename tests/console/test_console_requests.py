"""What police or a court asks for: written down, decided by two of two employers.

Nothing is given out by it, and its words are kept sealed.
"""

import re

import pytest
import sqlalchemy as sa

from bot.acts import staff
from bot.storage.tables.audit import audit
from bot.storage.tables.duties import approvals
from tests.office import Office, Person
from tests.visitor import Visitor

BACK = '<a class="govuk-link" href="{}">Go back to the page</a>'
ASKED = {
    "asker": "court",
    "name": "Canary Crown Court, 12/2026",
    "basis": "Canary order of 1 March",
    "about": "0a1b2c3d",
    "scope": "Dates of canary meetings",
    "answer": "part",
    "reason": "The canary order names dates only.",
}


@pytest.fixture
async def people(office: Office) -> dict[str, Person]:
    harbour = await office.organisation("Harbour")
    return {
        "Sol": await office.hire("Sol", "hub_admin"),
        "Lea": await office.hire("Lea", "hub_lead"),
        "Ola": await office.hire("Ola", "officer", organisation=harbour),
        "Amina": await office.hire("Amina", "advocate", organisation=harbour),
    }


async def _proposed(office: Office, sol: Person) -> Visitor:
    visitor = await office.signed_in(sol)
    await visitor.get("/requests")
    await visitor.post("/requests", **ASKED)
    assert "Somebody else has to agree" in visitor.text
    return visitor


def _wanted(page: str) -> str:
    found = re.search(r'action="(/approvals/request/[0-9a-f]{32})"', page)
    assert found, page
    return found.group(1)


async def test_one_proposes_and_somebody_of_another_employer_decides(
    office: Office, people: dict[str, Person]
) -> None:
    sol = await _proposed(office, people["Sol"])
    assert "You proposed this" in await sol.get("/approvals")
    lea, ola = await office.signed_in(people["Lea"]), await office.signed_in(people["Ola"])
    wanted = _wanted(await ola.get("/approvals"))
    assert "for your yes or no" in await ola.get("/")
    assert "for your yes or no" not in await lea.get("/")
    page = await lea.get("/approvals")
    assert "A court asks about" in page
    assert "Somebody of another organisation than Sol decides this." in page
    assert "Agree<" not in page
    await lea.post(wanted, answer="yes")
    assert lea.status == 409
    assert "another organisation" in lea.text
    assert BACK.format("/approvals") in lea.text
    page = await ola.get("/requests")
    typed = [words for field, words in ASKED.items() if field not in {"asker", "answer"}]
    assert [words for words in typed if words not in page] == []
    await ola.post(_wanted(await ola.get("/approvals")), answer="yes")
    assert "Agreed by Ola" in await sol.get("/requests")

    done = re.search(r'action="(/requests/[0-9a-f]{32})\?', sol.text)
    assert done
    await sol.post(done.group(1), given="Two dates, by hand", told="", how="")
    assert sol.status == 422
    assert "Two dates, by hand" in sol.text
    fields = {"given": "Two dates, by hand", "told": "no", "how": "The order bars it"}
    await sol.post(done.group(1), **fields)
    assert "No: The order bars it" in sol.text
    await ola.get("/requests")
    await ola.post(done.group(1), **fields)
    assert ola.status == 409, "it is written down once"


async def test_a_yes_counts_only_while_whoever_proposed_is_here(
    office: Office, people: dict[str, Person]
) -> None:
    await _proposed(office, people["Sol"])
    await office.does(None, lambda act: staff.disable(act, people["Sol"].id))
    ola = await office.signed_in(people["Ola"])
    await ola.post(_wanted(await ola.get("/approvals")), answer="yes")
    assert ola.status == 409
    assert "may decide it no more" in ola.text
    await ola.post(_wanted(await ola.get("/approvals")), answer="no")
    assert "/approvals/request/" not in await ola.get("/approvals")


async def test_what_nobody_agrees_to_is_not_done(office: Office, people: dict[str, Person]) -> None:
    sol = await _proposed(office, people["Sol"])
    ola = await office.signed_in(people["Ola"])
    await ola.post(_wanted(await ola.get("/approvals")), answer="no")
    assert "Not agreed" in await sol.get("/requests")
    assert "/requests/" not in sol.text
    await sol.post("/requests", **ASKED)
    wanted = _wanted(await ola.get("/approvals"))
    office.clock.forward(hours=25)
    ola = await office.signed_in(people["Ola"])
    await ola.get("/requests")
    assert "Ran out undecided" in ola.text
    await ola.post(wanted, answer="yes")
    assert ola.status == 409


async def test_it_is_nobody_else_s_and_its_words_are_sealed(
    office: Office, people: dict[str, Person]
) -> None:
    await _proposed(office, people["Sol"])
    amina = await office.signed_in(people["Amina"])
    await amina.get("/requests")
    assert amina.status == 404

    def read(conn: sa.Connection) -> str:
        rows = [*conn.execute(sa.select(approvals)), *conn.execute(sa.select(audit))]
        return str([tuple(row) for row in rows])

    assert "anary" not in await office.database.read(read)


async def test_what_is_missing_is_said_and_nothing_typed_goes(
    office: Office, people: dict[str, Person]
) -> None:
    sol = await office.signed_in(people["Sol"])
    await sol.get("/requests")
    await sol.post("/requests", scope="Dates of canary meetings")
    assert sol.status == 422
    for says in ("Choose who asks", "Write the law", "Choose what you propose"):
        assert says in sol.text
    assert "Dates of canary meetings</textarea>" in sol.text


async def test_a_request_about_somebody_of_staff_is_not_there_for_them(
    office: Office, people: dict[str, Person]
) -> None:
    harbour = await office.organisation("Quay")
    await office.hire("Quy Ho", "hub_lead", organisation=harbour)
    sol = await office.signed_in(people["Sol"])
    await sol.get("/requests")
    await sol.post("/requests", **{**ASKED, "about": "OLA@example.org, an officer"})
    assert "Somebody else has to agree" in sol.text
    ola, quy = (
        await office.signed_in(people["Ola"]),
        await office.signed_in(office.people["Quy Ho"]),
    )
    wanted = _wanted(await quy.get("/approvals"))
    assert "for your yes or no" in await quy.get("/")
    assert "for your yes or no" not in await ola.get("/")
    for page in ("/approvals", "/requests"):
        assert ASKED["name"] not in await ola.get(page)
        assert "A court asks" not in ola.text
    await ola.post(wanted, answer="yes")
    assert ola.status == 409
    assert "another organisation" not in ola.text
    await quy.get("/approvals")
    await quy.post(wanted, answer="yes")
    done = re.search(r'action="(/requests/[0-9a-f]{32})\?', await sol.get("/requests"))
    assert done
    await ola.get("/requests")
    await ola.post(done.group(1), given="Nothing", told="no", how="The order bars it")
    assert ola.status == 409
    assert "Agreed by Quy Ho" in await sol.get("/requests")
    assert "The order bars it" not in sol.text


async def test_nobody_writes_down_a_request_about_themselves(
    office: Office, people: dict[str, Person]
) -> None:
    sol = await office.signed_in(people["Sol"])
    await sol.get("/requests")
    await sol.post("/requests", **{**ASKED, "about": "sol@example.org"})
    assert sol.status == 409
    assert "Somebody else has to do this for you." in sol.text
    assert BACK.format("/requests") in sol.text
    assert ASKED["name"] not in await sol.get("/requests")
