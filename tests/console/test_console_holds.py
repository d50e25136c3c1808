"""Keeping somebody's data past its time, on the pages: proposed by one, decided by another."""

import re

from tests.office import Office

BACK = '<a class="govuk-link" href="{}">Go back to the page</a>'
COURT = {"kind": "legal", "told": "yes", "reason": "A court asked on Monday."}


async def test_a_page_that_refuses_leads_back_to_the_one_the_form_stands_on(office: Office) -> None:
    harbour = await office.organisation("Harbour")
    amina = await office.hire("Amina", "advocate", organisation=harbour)
    near = await office.hire("Ola", "officer", "hub_lead", organisation=harbour)
    river = await office.survivor(amina, "River-12")
    path = f"/conversation/{river.hex()}/hold"
    visitor = await office.signed_in(amina)
    await visitor.get(path)
    await visitor.post(path, **COURT, until="2026-06-01")
    assert "Somebody else has to agree" in visitor.text
    for page in (path, ""):  # with the part that says where it stands, and without
        await visitor.get(path)
        await visitor.post(path, **COURT, until="2026-06-02", page=page)
        assert visitor.status == 409
        assert "it waits on the Approvals page" in visitor.text
        assert BACK.format(path) in visitor.text
    ola = await office.signed_in(near)
    await ola.get("/approvals")
    page = await (await office.signed_in(await office.hire("Sol", "hub_lead"))).get("/approvals")
    decided = re.search(r'action="(/approvals/hold/[0-9a-f]{32})"', page)
    assert decided
    await ola.post(decided.group(1), answer="yes")
    assert ola.status == 409
    assert BACK.format("/approvals") in ola.text
