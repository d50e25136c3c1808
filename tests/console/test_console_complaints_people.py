"""Who holds a complaint: stepping back, letting in, shutting out by two, passing on, letters."""

import re

from bot.acts import complaints_holders, complaints_keys, tasks
from tests.casework import Casework, complain, page_of, taken
from tests.office import Office


async def _holders(office: Office, case: bytes) -> set[bytes | None]:
    found = await office.does(
        None, lambda act: complaints_keys.who_can_open(act.conn, act.vault, case)
    )
    return {one.staff_id for one in found}


async def test_who_steps_back_opens_it_no_more_and_the_last_cannot(
    office: Office, work: Casework
) -> None:
    case = await complain(office, work)
    for person in (work.hal, work.ravi):
        visitor = await office.signed_in(person)
        await visitor.get(page_of(case))
        await visitor.post(f"{page_of(case)}/recuse")
        assert visitor.path == "/cases"
        assert "You stepped back" in visitor.text
        await visitor.get(page_of(case))
        assert visitor.status == 404
    mara = await office.signed_in(work.mara)
    page = await mara.get(page_of(case))
    assert "Hal stepped back for good" in page
    assert await _holders(office, case) == {work.mara.id}
    await mara.post(f"{page_of(case)}/recuse")
    assert mara.status == 409
    assert "Nobody else could open it" in mara.text


async def test_somebody_eligible_is_let_in_and_nobody_else_is_offered(
    office: Office, work: Casework
) -> None:
    case = await complain(office, work)
    ivy = await office.hire("Ivy", "complaint_handler")
    mara = await office.signed_in(work.mara)
    page = await mara.get(page_of(case))
    offered = page.partition('id="let-in"')[2].partition("</select>")[0]
    assert "Ivy" in offered
    assert "Dee" not in offered
    await mara.post(f"{page_of(case)}/let-in", staff=work.dee.id.hex())
    assert mara.status == 409
    await mara.get(page_of(case))
    await mara.post(f"{page_of(case)}/let-in", staff=ivy.id.hex())
    assert "They can open everything" in mara.text
    theirs = await office.signed_in(ivy)
    assert "She was late three times." in await theirs.get(page_of(case))


async def test_who_is_to_be_shut_out_and_holds_it_reads_nothing_of_that(
    office: Office, work: Casework
) -> None:
    case = await complain(office, work)
    ivy = await office.hire("Ivy", "complaint_handler")
    mara, theirs = await office.signed_in(work.mara), await office.signed_in(ivy)
    office.clock.forward(minutes=1)
    await mara.get(page_of(case))
    await mara.post(f"{page_of(case)}/let-in", staff=ivy.id.hex())
    assert "You got a copy" in await theirs.get(page_of(case))
    await mara.post(f"{page_of(case)}/exclude", staff=ivy.id.hex())
    assert "You proposed to shut out Ivy" in await mara.get(page_of(case))
    assert (
        "shut out" not in (await theirs.get(page_of(case))).split("So far")[1].split("Internal")[0]
    )
    hal = await office.signed_in(work.hal)
    page = await hal.get("/approvals")
    path = re.search(r'action="(/approvals/case/[0-9a-f]{32})"', page)
    assert path
    await hal.post(path.group(1), answer="no")
    assert "Hal did not agree to shut out Ivy" in await mara.get(page_of(case))
    assert (
        "shut out" not in (await theirs.get(page_of(case))).split("So far")[1].split("Internal")[0]
    )


async def test_two_who_hold_it_shut_somebody_out_and_nobody_else_sees_the_proposal(
    office: Office, work: Casework
) -> None:
    case = await complain(office, work)
    ivy = await office.hire("Ivy", "complaint_handler")
    mara = await office.signed_in(work.mara)
    await mara.get(page_of(case))
    await mara.post(f"{page_of(case)}/let-in", staff=ivy.id.hex())
    await mara.post(f"{page_of(case)}/exclude", staff=work.hal.id.hex())
    assert "Somebody else has to agree" in mara.text
    page = await mara.get("/approvals")
    assert "C-7KQ4-M2: shut out Hal" in page
    assert "You proposed this" in page
    for person in (work.sol, work.dee, work.hal):
        visitor = await office.signed_in(person)
        page = await visitor.get("/approvals")
        assert "C-7KQ4-M2" not in page
        assert "Nothing waits to be decided" in page
    theirs = await office.signed_in(ivy)
    page = await theirs.get("/approvals")
    path = re.search(r'action="(/approvals/case/[0-9a-f]{32})"', page)
    assert path
    dee = await office.signed_in(work.dee)
    await dee.get("/approvals")
    await dee.post(path.group(1), answer="yes")
    assert dee.status == 409
    await mara.post(path.group(1), answer="yes")
    assert "Somebody else decides" in mara.text
    await theirs.post(path.group(1), answer="yes")
    assert "Agreed." in theirs.text
    assert await _holders(office, case) == {work.mara.id, ivy.id, work.ravi.id}
    gone = await office.signed_in(work.hal)
    await gone.get(page_of(case))
    assert gone.status == 404


async def test_one_holder_alone_cannot_shut_out_the_other(office: Office, work: Casework) -> None:
    case = await complain(office, work)
    await office.does(work.ravi, lambda act: complaints_holders.recuse(act, case))
    mara = await office.signed_in(work.mara)
    await mara.get(page_of(case))
    await mara.post(f"{page_of(case)}/exclude", staff=work.hal.id.hex())
    assert mara.status == 409
    assert "Nobody else can take part" in mara.text


async def test_what_was_typed_stands_in_the_page_after_a_no(office: Office, work: Casework) -> None:
    case = await taken(office, work)
    for holder in (work.hal, work.ravi):
        await office.does(holder, lambda act: complaints_holders.recuse(act, case))
    mara, path = await office.signed_in(work.mara), page_of(case)
    await mara.get(path)
    typed = {"page": path, "escalate.escalate": "Look again", "note.note": "Half a note"}
    page = await mara.post(f"{path}/escalate?part=escalate", **typed)
    assert mara.status == 409
    assert "What you typed is kept in the page." in page
    assert f'href="{path}">Go back to the page' in page
    page = await mara.get(path)
    assert "Look again</textarea>" in page
    assert "Half a note</textarea>" in page


async def test_passed_on_it_is_reviewed_by_somebody_else(office: Office, work: Casework) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    await mara.get(page_of(case))
    await mara.post(f"{page_of(case)}/escalate")
    assert mara.status == 422
    await mara.post(f"{page_of(case)}/escalate", escalate="I worked with her once.")
    assert "Waits for a reviewer" in mara.text
    assert "You were involved" in mara.text
    hal = await office.signed_in(work.hal)
    await hal.get(page_of(case))
    await hal.post(f"{page_of(case)}/take")
    assert "Being reviewed" in hal.text


async def test_a_letter_starts_empty_and_opens_for_its_reader_alone(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    page = await mara.get(f"{page_of(case)}/letter")
    assert "She was late" not in page
    assert 'rows="8"></textarea>' in page
    fields = {"reader": work.amina.id.hex(), "letter": "Please tell me about 2 March."}
    await mara.post(f"{page_of(case)}/letter", **fields)
    assert mara.status == 422
    assert "Confirm that they know" in mara.text
    amina = await office.signed_in(work.amina)
    assert "letter" not in await amina.get("/")
    await mara.post(f"{page_of(case)}/letter", safe="yes", **fields)
    assert "The letter waits on their day" in mara.text
    assert "Written down: those it is about were told" in mara.text
    page = await amina.get("/")
    path = re.search(r'href="(/letters/[0-9a-f]{32})"', page)
    assert path
    page = await amina.get(path.group(1))
    assert "Please tell me about 2 March." in page
    assert "C-7KQ4" not in page
    await amina.post(path.group(1))
    assert amina.status == 422
    await amina.post(path.group(1), answer="The bus was late.")
    assert amina.path == "/"
    dee = await office.signed_in(work.dee)
    await dee.get(path.group(1))
    assert dee.status == 404
    page = await mara.get(page_of(case))
    assert "The bus was late." in page
    assert "Written by somebody it is about" in page


async def test_a_task_about_a_complaint_leads_to_it_and_tells_nobody_who_is_shut_out(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    await office.does(
        None, lambda act: tasks.raise_task(act, "complaint_late", detail=case.hex(), urgent=True)
    )
    await office.does(
        None,
        lambda act: tasks.raise_task(
            act, "complaint_due", staff_id=work.mara.id, detail=case.hex()
        ),
    )
    mara = await office.signed_in(work.mara)
    assert f'href="{page_of(case)}"' in await mara.get("/")
    sol = await office.signed_in(work.sol)
    page = await sol.get("/")
    assert "A promised date was missed" in page
    assert case.hex() not in page
    await office.does(work.mara, lambda act: complaints_holders.exclude(act, case, work.sol.id))
    assert "A promised date" not in await sol.get("/")


async def test_the_outside_reviewer_sees_what_is_theirs(office: Office) -> None:
    harbour = await office.organisation("Harbour")
    ravi = await office.hire("Ravi", "outside_reviewer", organisation=harbour)
    quay = await office.organisation("Quay")
    amina = await office.hire("Amina", "advocate", organisation=quay)
    river = await office.survivor(amina, "River-12", "vi")
    phone = await office.phone(amina, river, "sms", "vi")
    work = Casework(amina, amina, amina, amina, ravi, amina, river, phone)
    case = await complain(office, work)
    visitor = await office.signed_in(ravi)
    assert "C-7KQ4-M2" in await visitor.get("/cases")
    await visitor.get(page_of(case))
    assert "She was late three times." in visitor.text
