"""The recovery ceremony, the outside reviewer's key, and the use of recovery."""

import re

from bot.acts import conversation
from tests.office import Office, Person
from tests.visitor import Visitor


async def _officers(office: Office) -> list[Person]:
    harbour = await office.organisation("Harbour")
    return [
        await office.hire("Ola", "officer"),
        await office.hire("Per", "officer", organisation=harbour),
        await office.hire("Uma", "officer", organisation=harbour),
    ]


async def _share(visitor: Visitor, kind: str) -> str:
    """Be shown a share, and type it back in small letters."""
    await visitor.get("/keys")
    page = await visitor.post(f"/keys/{kind}/share")
    found = re.search(r'id="share">([^<]+)<', page)
    assert found, page
    await visitor.get("/keys")
    await visitor.post(f"/keys/{kind}/back", share=found.group(1).lower())
    return found.group(1)


async def _ceremony(office: Office, officers: list[Person]) -> list[str]:
    first = await office.signed_in(officers[0])
    page = await first.get("/keys")
    assert "Missing" in page
    form = [("csrf", first.token()), *(("officer", one.id.hex()) for one in officers[1:])]
    await first.send("/keys/recovery/begin", form)
    assert first.path == "/keys"
    return [await _share(await office.signed_in(officer), "recovery") for officer in officers]


async def test_three_officers_make_the_key_and_each_share_is_shown_once(office: Office) -> None:
    officers = await _officers(office)
    first = await office.signed_in(officers[0])
    await first.get("/keys")
    form = [("csrf", first.token()), *(("officer", one.id.hex()) for one in officers[1:])]
    await first.send("/keys/recovery/begin", form)
    await first.post("/keys/recovery/share")
    again = await office.signed_in(officers[0])
    await again.get("/keys")
    await again.post("/keys/recovery/share")
    assert again.status == 409
    await again.get("/keys")
    await again.post("/keys/recovery/back", share="NOT A SHARE")
    assert again.status == 422
    assert "A letter is wrong or missing" in again.text


async def test_the_ceremony_ends_when_all_three_came_back(office: Office) -> None:
    officers = await _officers(office)
    await _ceremony(office, officers)
    page = await (await office.signed_in(officers[1])).get("/keys")
    assert "In force" in page
    assert "Download keys.sealed" in page


async def test_without_a_key_in_force_the_page_says_so_and_what_to_do_first(
    office: Office,
) -> None:
    officers = await _officers(office)
    one = await office.signed_in(officers[0])
    page = await one.get("/recovery")
    assert "no ceremony was held" in page
    assert 'href="/keys"' in page
    assert "<textarea" not in page
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "en")
    await office.writes(river, await office.phone(amina, river), "Hello")
    await one.get("/keys")
    await one.post("/recovery", advocate=amina.id.hex(), share="0000")
    assert one.status == 409
    assert "There is no recovery key" in one.text
    await one.get("/keys")
    form = [("csrf", one.token()), *(("officer", other.id.hex()) for other in officers[1:])]
    await one.send("/keys/recovery/begin", form)
    assert "A ceremony has begun." in await one.get("/recovery")
    for officer in officers:
        await _share(await office.signed_in(officer), "recovery")
    assert "<textarea" in await one.get("/recovery")


async def test_two_officers_open_a_conversation_again_and_the_key_retires(office: Office) -> None:
    officers = await _officers(office)
    shares = await _ceremony(office, officers)
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    phone = await office.phone(amina, river)
    await office.writes(river, phone, "Chào chị", "vi")
    one, two = await office.signed_in(officers[0]), await office.signed_in(officers[1])
    await one.get("/recovery")
    await one.post("/recovery", advocate=amina.id.hex(), share=shares[0])
    assert "Asked." in one.text
    page = await two.get("/recovery")
    wanted = re.search(r'action="(/recovery/[0-9a-f]{32})"', page)
    assert wanted
    await two.post(wanted.group(1), share="0000")
    assert two.status == 422
    await two.post(wanted.group(1), share=shares[1])
    assert two.path == "/keys"
    assert "Missing" in two.text, "a new ceremony is due"
    opened = await office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    assert opened.entries[0].words is not None


async def test_the_outside_reviewer_keeps_three_shares_apart(office: Office) -> None:
    harbour = await office.organisation("Harbour")
    ravi = await office.hire("Ravi", "outside_reviewer", organisation=harbour)
    visitor = await office.signed_in(ravi)
    await visitor.get("/keys")
    await visitor.post("/keys/reviewer/begin")
    for _ in range(3):
        await _share(visitor, "reviewer")
    assert "In force" in visitor.text


async def test_the_key_file_leaves_sealed_and_the_audit_says_who_took_it(office: Office) -> None:
    officers = await _officers(office)
    await _ceremony(office, officers)
    visitor = await office.signed_in(officers[2])
    tess = await office.signed_in(await office.hire("Tess", "auditor"))
    assert "sealed key file" not in await tess.get("/audit")
    answer = await visitor.client.get("/recovery/keys.sealed")
    body = await answer.read()
    assert body.startswith(b"imsa key file 1\n")
    assert b"pepper" not in body
    page = " ".join(re.sub("<[^>]*>", " ", await tess.get("/audit")).split())
    assert "Uma took a copy of the sealed key file" in page
