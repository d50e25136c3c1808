"""Invitations, check words, proposals, leaving."""

import re
from functools import partial

import pyotp
import pytest
import sqlalchemy as sa

from bot import alerting
from bot.acts import rota, staff
from bot.acts.staff import NewStaff
from bot.clock import HOUR_MS
from bot.storage.tables.duties import notices
from bot.storage.tables.staff import roles
from bot.vault.wordlist import check_words
from tests.office import Office
from tests.visitor import Visitor


async def _invite(office: Office, admin: Visitor, name: str = "Dee") -> str:
    """Invite somebody in the console; return the path of their link."""
    await admin.get("/people/new")
    page = await admin.post(
        "/people/new",
        name=name,
        email=f"{name.lower()}@example.org",
        organisation=office.hub.hex(),
        roles="advocate",
        working_days="Mon",
    )
    found = re.search(r"http://127\.0\.0\.1:8081(/invitation/[\w-]+)", page)
    assert found, page
    return found.group(1)


async def _accept(office: Office, path: str) -> tuple[Visitor, str]:
    """Accept an invitation as its person does; return their browser and their six words."""
    visitor = await office.stranger()
    await visitor.get(path)
    page = await visitor.post(f"{path}/words")
    words = re.search(r'id="words">([^<]+)<', page)
    assert words
    page = await visitor.post(f"{path}/check")
    key = re.search(r'class="app-key">([^<]+)<', page)
    assert key
    totp = pyotp.TOTP(key.group(1).replace(" ", ""))
    code = totp.at(office.clock.now() // 1000)
    await visitor.post(f"{path}/finish", passphrase=words.group(1), code=code)
    return visitor, words.group(1)


async def test_from_invitation_to_verified_key_in_the_console_alone(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    admin = await office.signed_in(sol)
    path = await _invite(office, admin)
    dee, words = await _accept(office, path)
    assert dee.path == "/"
    assert len(words.split()) == 6
    spoken = re.search(r'id="check-words">([^<]+)<', dee.text)
    assert spoken
    page = await admin.get("/")
    assert "Check words with Dee" in page
    where = re.search(r'href="(/people/[0-9a-f]{32}/words)"', page)
    assert where
    await admin.get(where.group(1))
    assert spoken.group(1) not in admin.text, "the inviter hears them, and is never shown them"
    await admin.post(where.group(1), heard="four quite different words")
    assert admin.status == 422
    await admin.post(where.group(1), heard=spoken.group(1))
    assert admin.path == "/"
    await dee.get("/")
    assert "Needs me" in dee.text


async def test_whom_nobody_here_invited_an_administrator_of_the_hub_hears(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    mara = await office.hire("Mara", "hub_lead")
    new = NewStaff("Dee", "dee@example.org", office.hub, ("advocate",))
    invited = await office.does(None, lambda act: staff.invite(act, new))
    await _accept(office, f"/invitation/{invited.token}")
    for person, hears in ((sol, True), (mara, False)):
        page = await (await office.signed_in(person)).get("/")
        assert ("Check words with Dee" in page) is hears
        assert "Something to look at" not in page, "an id is no task"


async def test_an_invitation_is_used_once_and_wrong_used_and_unknown_look_alike(
    office: Office,
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    path = await _invite(office, await office.signed_in(sol))
    await _accept(office, path)
    late = await office.stranger()
    used = await late.get(path)
    assert late.status == 404
    unknown = await late.get("/invitation/abcdef")
    assert used == unknown


async def test_words_and_code_must_both_be_right_before_anything_is_written(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    path = await _invite(office, await office.signed_in(sol))
    visitor = await office.stranger()
    await visitor.get(path)
    await visitor.post(f"{path}/words")
    await visitor.post(f"{path}/check")
    page = await visitor.post(f"{path}/finish", passphrase="six wrong words", code="000000")
    assert visitor.status == 422
    assert "These are not the six words" in page
    assert "This is not the code" in page
    await visitor.get(path)
    assert visitor.status == 200


async def test_the_notice_of_an_invitation_holds_a_sealed_link(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    path = await _invite(office, await office.signed_in(sol))
    row = await office.database.read(lambda c: c.execute(sa.select(notices)).one())
    assert row.kind == "invitation"
    assert path.encode() not in row.link


async def test_no_proposal_of_one_person_closes_the_approvals_of_the_others(
    office: Office,
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    mara = await office.hire("Mara", "hub_lead")
    first, second = await office.signed_in(sol), await office.signed_in(mara)
    place = f"/organisations/{office.hub.hex()}"
    await first.get(place)
    for nobody in ("x", "00" * 16, "½"):
        await first.post(f"{place}/propose", name="New", lead=nobody)
        assert first.status == 409
        for path in ("/", "/approvals"):
            await second.get(path)
            assert second.status == 200


async def test_a_relation_takes_two_people_and_neither_of_those_it_is_about(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    mara = await office.hire("Mara", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    first, second = await office.signed_in(sol), await office.signed_in(mara)
    place = f"/people/{amina.id.hex()}"
    await first.get(place)
    await first.post(
        f"{place}/propose", kind="relation_add", relation="line_manager", other=sol.id.hex()
    )
    page = await first.get("/approvals")
    assert "Amina: line manager is Sol" in page
    assert "Agree" not in page
    page = await second.get("/approvals")
    wanted = re.search(r'action="(/approvals/[0-9a-f]{32})"', page)
    assert wanted
    await first.post(wanted.group(1), answer="yes")
    assert first.status == 409
    await second.post(wanted.group(1), answer="yes")
    assert second.path == "/approvals"
    assert "Sol" in await first.get(place)


async def test_who_a_change_is_about_is_not_asked_for_a_yes(office: Office) -> None:
    first = await office.signed_in(await office.hire("Sol", "hub_admin"))
    lea, ann = await office.hire("Lea", "hub_lead"), await office.hire("Ann", "hub_lead")
    about, other = await office.signed_in(lea), await office.signed_in(ann)
    place = f"/people/{lea.id.hex()}"
    await first.get(place)
    await first.post(f"{place}/propose", kind="role_give", role="interpreter")
    page = await about.get("/approvals")
    assert "This is about you: somebody else decides." in page
    assert "Agree<" not in page
    assert "for your yes or no" not in await about.get("/")
    assert "Agree<" in await other.get("/approvals")
    assert "1 proposal waits for your yes or no" in await other.get("/")


async def test_whoever_proposed_reads_what_became_of_it(office: Office) -> None:
    sol, lea = await office.hire("Sol", "hub_admin"), await office.hire("Lea", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    first, second = await office.signed_in(sol), await office.signed_in(lea)
    place = f"/people/{amina.id.hex()}"

    async def answered(role: str, answer: str) -> None:
        await first.get(place)
        await first.post(f"{place}/propose", kind="role_give", role=role)
        found = re.search(r'action="(/approvals/[0-9a-f]{32})"', await second.get("/approvals"))
        assert found
        if answer:
            await second.post(found.group(1), answer=answer)

    await answered("interpreter", "yes")
    await answered("hub_lead", "no")
    await answered("officer", "")
    page = await first.get("/approvals")
    assert "Give Amina the role Interpreter: <strong>Lea agreed.</strong>" in page
    assert "Give Amina the role Hub lead: <strong>Lea refused.</strong>" in page
    assert "ran out" not in page
    assert "What became of yours" not in await second.get("/approvals")
    office.clock.forward(hours=25)
    first = await office.signed_in(sol)
    ran_out = "Recovery officer: <strong>Nobody decided it within 24 hours"
    assert ran_out in await first.get("/approvals")
    office.clock.forward(hours=24 * 7)
    first = await office.signed_in(sol)
    assert "What became of yours" not in await first.get("/approvals")


async def test_a_role_that_begins_tomorrow_is_shown_with_its_day(office: Office) -> None:
    sol, lea = await office.hire("Sol", "hub_admin"), await office.hire("Lea", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    first, second = await office.signed_in(sol), await office.signed_in(lea)
    place = f"/people/{amina.id.hex()}"
    await first.get(place)
    await first.post(f"{place}/propose", kind="role_give", role="officer")
    found = re.search(r'action="(/approvals/[0-9a-f]{32})"', await second.get("/approvals"))
    assert found
    await second.post(found.group(1), answer="yes")
    for page in ("/people", place):
        shown = await first.get(page)
        assert "Recovery officer from Tue 3 Mar" in " ".join(shown.split())
    give, _, take = shown.partition('id="role_give-role"')[2].partition('id="role_take-role"')
    assert 'value="officer"' not in give
    assert 'value="officer"' in take, "it is taken back before it begins, too"
    office.clock.forward(hours=24)
    first = await office.signed_in(sol)
    assert "Recovery officer</span>" in await first.get("/people")


async def test_a_relation_says_from_when_and_until_when_it_holds(office: Office) -> None:
    sol, lea = await office.hire("Sol", "hub_admin"), await office.hire("Lea", "hub_lead")
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    dee = await office.hire("Dee", "advocate")
    first, second = await office.signed_in(sol), await office.signed_in(lea)
    place = f"/people/{amina.id.hex()}"

    async def agreed(**change: str) -> int:
        await first.get(place)
        await first.post(f"{place}/propose", **change)
        found = re.findall(r'action="(/approvals/[0-9a-f]{32})"', await second.get("/approvals"))
        await second.post(found[0], answer="yes")
        return second.status

    def ends() -> dict[str, str]:
        shown = first.text.partition('id="relation_end-relation"')[2].partition("</select>")[0]
        found = re.findall(r'value="(\w+)"\s*>([^<]+)<', shown)
        return {says: name for name, says in found}

    await agreed(kind="relation_add", relation="line_manager", other=dee.id.hex())
    await agreed(kind="relation_add", relation="cover", other=joe.id.hex())
    assert "Joe, from Tue 3 Mar" in await first.get(place)
    assert set(ends()) == {"Line manager: Dee", "Cover: Joe, from Tue 3 Mar 2026"}
    assert await agreed(kind="relation_add", relation="cover", other=dee.id.hex()) == 409
    assert "They have a cover already. End that first." in second.text
    refused = re.findall(r'action="(/approvals/[0-9a-f]{32})"', await second.get("/approvals"))
    await second.post(refused[0], answer="no")

    await first.get(place)
    await agreed(kind="relation_end", relation=ends()["Line manager: Dee"])
    assert "Dee, last day Mon 2 Mar" in await first.get(place)
    assert set(ends()) == {"Cover: Joe, from Tue 3 Mar 2026"}
    await agreed(kind="relation_end", relation=ends()["Cover: Joe, from Tue 3 Mar 2026"])
    assert "Joe, from" not in await first.get(place), "it never begins"


async def test_the_same_change_is_proposed_once_while_it_waits(office: Office) -> None:
    sol, lea = await office.hire("Sol", "hub_admin"), await office.hire("Lea", "hub_lead")
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    first, second = await office.signed_in(sol), await office.signed_in(lea)
    place = f"/people/{amina.id.hex()}"
    cover = {"kind": "relation_add", "relation": "cover", "other": joe.id.hex()}
    await first.get(place)
    await first.post(f"{place}/propose", **cover)
    await first.post(f"{place}/propose", **cover)
    assert first.status == 409
    assert "it waits on the Approvals page" in first.text
    await first.post(f"{place}/propose", **{**cover, "relation": "related"})
    assert first.path == place, "another change is another proposal"

    wanted = re.findall(r'action="(/approvals/[0-9a-f]{32})"', await second.get("/approvals"))
    assert len(wanted) == 2
    for one in wanted:
        await second.post(one, answer="no")
    await first.post(f"{place}/propose", **cover)
    assert first.path == place, "what was decided may be proposed again"


async def test_a_role_of_somebody_who_is_here_is_only_proposed(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(sol)
    place = f"/people/{amina.id.hex()}"
    await visitor.get(place)
    await visitor.post(f"{place}/propose", kind="role_give", role="complaint_handler")
    held = await office.database.read(
        lambda c: (
            c.execute(sa.select(roles.c.role).where(roles.c.staff_id == amina.id)).scalars().all()
        )
    )
    assert held == ["advocate"]


async def test_who_leaves_is_out_at_once(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    amina = await office.hire("Amina", "advocate")
    admin, hers = await office.signed_in(sol), await office.signed_in(amina)
    await admin.get(f"/people/{amina.id.hex()}")
    await admin.post(f"/people/{amina.id.hex()}/leave")
    assert admin.path == "/people"
    await hers.get("/")
    assert hers.path == "/sign-in"


async def test_whose_access_was_ended_the_others_who_decide_see_it_and_nobody_else(
    office: Office,
) -> None:
    """One may end it, in an emergency; so one who does it to be alone is seen."""
    sol, ira = [await office.hire(name, "hub_admin") for name in ("Sol", "Ira")]
    lea, dee = await office.hire("Lea", "hub_lead"), await office.hire("Dee", "officer")
    joe, amina = await office.hire("Joe", "advocate"), await office.hire("Amina", "advocate")
    await office.does(sol, lambda act: staff.disable(act, amina.id))
    for person, sees, link in (
        (sol, False, False),
        (ira, True, True),
        (lea, True, False),
        (dee, True, False),
        (joe, False, False),
    ):
        visitor = await office.signed_in(person)
        page = await visitor.get("/")
        assert ("access was ended" in page) == sees
        assert (f"/people/{amina.id.hex()}" in page) == link
    waiting = await office.database.read(lambda c: c.execute(sa.select(notices)).all())
    told = {(row.staff_id, row.kind, row.link) for row in waiting}
    assert {(one.id, "new", None) for one in (ira, lea, dee)} == told


async def test_whoever_is_on_call_needs_a_mobile_and_the_console_takes_it(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    visitor, path = await office.signed_in(sol), f"/people/{sol.id.hex()}"
    now = office.clock.now()
    await office.does(sol, lambda act: rota.put(act, sol.id, now, now + HOUR_MS))
    silent = partial(alerting.silent, vault=office.vault, now=now)
    assert "no text can reach them" in await visitor.get("/rota")
    assert await office.database.read(silent) == 1, "`check` is red"
    for typed in ("020 7946 0000", "7700", "0770090012a"):
        await visitor.get(path)
        assert "Enter a mobile number" in await visitor.post(f"{path}/phone", phone=typed)
        assert visitor.status == 422
    page = await visitor.post(f"{path}/phone", phone="+44 (0)7700 900-123")
    assert (visitor.path, "+447700900123" in page) == (path, True)
    assert "no text can reach them" not in await visitor.get("/rota")
    assert await office.database.read(silent) == 0


async def test_the_rota_says_who_is_on_call_and_that_nobody_is(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    visitor = await office.signed_in(sol)
    assert "Nobody is on call now" in await visitor.get("/rota")
    await visitor.post(
        "/rota", person=sol.id.hex(), begins="2026-03-02T09:00", ends="2026-03-02T17:00"
    )
    assert "Now: Sol" in visitor.text
    await visitor.post("/rota", person=sol.id.hex(), begins="2026-03-02T09:00", ends="")
    assert visitor.status == 422
    remove = re.search(r'action="(/rota/[0-9a-f]{32}/remove)"', visitor.text)
    assert remove
    await visitor.post(remove.group(1))
    assert "Nobody is on call now" in visitor.text
    await visitor.post("/rota", person=sol.id.hex(), begins="9 o'clock", ends="")
    [asked] = re.findall(r"like (\d{4}-\d\d-\d\d \d\d:\d\d)", visitor.text)[:1]
    await visitor.post("/rota", person=sol.id.hex(), begins=asked, ends="2026-12-01 17:00")
    assert visitor.path == "/rota", "what it asks for is what it takes"
    assert "Enter a day and time" not in visitor.text


async def test_an_auditor_reads_nothing_about_their_own_employer(office: Office) -> None:
    harbour = await office.organisation("Harbour")
    ann = await office.hire("Ann", "auditor", organisation=harbour)
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate", organisation=harbour)
    await office.survivor(amina, "River-12", "vi")
    await office.survivor(joe, "Cedar-3", "ar")
    page = await (await office.signed_in(ann)).get("/audit")
    assert "Amina" in page
    assert "Joe" not in page
    assert "River-12" not in page


async def test_check_words_are_those_of_the_key(office: Office) -> None:
    amina = await office.hire("Amina", "advocate", state="unverified")
    page = await (await office.signed_in(amina)).get("/")
    assert " ".join(check_words(amina.private.public)) in page


@pytest.mark.parametrize("role", ["complaint_handler", "outside_reviewer", "auditor"])
async def test_nobody_makes_a_complaint_handler_or_an_auditor_alone(
    office: Office, role: str
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    lea = await office.hire("Lea", "hub_lead")
    admin = await office.signed_in(sol)
    await admin.get("/people/new")
    form = [
        ("csrf", admin.token()),
        ("name", "Mara"),
        ("email", "mara@example.org"),
        ("organisation", (await office.organisation("House")).hex()),
        ("roles", role),
        ("working_days", "Mon"),
    ]
    assert "takes two people" in await admin.send("/people/new", form)
    held = sa.select(roles.c.role).where(roles.c.role == role)
    assert await office.database.read(lambda conn: conn.execute(held).all()) == []
    assert "You proposed this" in await admin.get("/approvals")
    other = await office.signed_in(lea)
    page = await other.get("/approvals")
    path = re.search(r'action="(/approvals/[0-9a-f]{32})"', page)
    assert path
    await other.post(path.group(1), answer="yes")
    assert len(await office.database.read(lambda conn: conn.execute(held).all())) == 1


@pytest.mark.parametrize("role", ["hub_admin", "hub_lead", "officer"])
async def test_nobody_makes_a_second_person_for_themselves(office: Office, role: str) -> None:
    sol = await office.hire("Sol", "hub_admin")
    lea = await office.hire("Lea", "hub_lead")
    admin = await office.signed_in(sol)
    fields = {"name": "Mara", "organisation": office.hub.hex(), "roles": role}
    await office.does(sol, lambda act: staff.disable(act, lea.id))  # sending them away is no way
    await admin.get("/people/new")
    page = await admin.post("/people/new", email="mara@example.org", **fields)
    assert "takes two people" in page
    held = sa.select(roles.c.staff_id).where(roles.c.role == role)
    found = await office.database.read(lambda conn: conn.execute(held).scalars().all())
    assert set(found) <= {sol.id, lea.id}


async def test_who_is_alone_invites_the_second_person(office: Office) -> None:
    admin = await office.signed_in(await office.hire("Sol", "hub_admin"))
    fields = {"name": "Lea", "organisation": office.hub.hex(), "roles": "hub_lead"}
    await admin.get("/people/new")
    page = await admin.post("/people/new", email="lea@example.org", **fields)
    assert "The invitation is made" in page
    assert "takes two people" not in page


async def test_a_short_name_that_no_text_can_carry_is_refused_with_what_to_do(
    office: Office,
) -> None:
    admin = await office.signed_in(await office.hire("Sol", "hub_admin"))
    await admin.get("/people/new")
    fields = {
        "email": "m@example.org",
        "organisation": office.hub.hex(),
        "roles": "advocate",
    }
    page = await admin.post("/people/new", name="Maximiliana Ali", **fields)
    assert admin.status == 422
    assert "The short name: at most 10 letters" in page
    assert 'value="Maximiliana Ali"' in page, "nothing typed is lost"
    page = await admin.post("/people/new", name="Maximiliana", sms_name="Zoë", **fields)
    assert "each text costs double" in page
    page = await admin.post("/people/new", name="Maximiliana Ali", sms_name="Max", **fields)
    assert "The invitation is made" in page
