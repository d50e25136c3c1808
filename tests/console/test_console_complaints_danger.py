"""A complaint in which somebody may be in danger, on the pages of those who work on it."""

from bot.acts import complaints_holders, complaints_work
from bot.storage import held_back
from tests.casework import RULES, Casework, complain, page_of, withdraw
from tests.office import Office

NOBODY = "Nobody has it. Take it, and the others see that it is in your hands."
TAKE = ">Take it</button>"


async def written(office: Office, case: bytes) -> int:
    """How many things wait behind a note on the phone it was made from."""
    held = await office.database.read(
        lambda conn: held_back.of_complaint(conn, case, office.clock.now())
    )
    return len(held)


def spaced(page: str) -> str:
    """The page with its white space made single, to look for a button in."""
    return " ".join(page.split()).replace(" <", "<").replace("> ", ">")


async def test_danger_stops_the_clock(office: Office, work: Casework) -> None:
    case = await complain(office, work)
    mara = await office.signed_in(work.mara)
    await mara.get(page_of(case))
    await mara.post(f"{page_of(case)}/triage", danger="yes")
    assert "Clock stopped" in mara.text
    assert "working days" not in mara.text.partition("<h2")[0]


async def test_whoever_may_hold_it_takes_it_at_any_time_and_nothing_is_written(
    office: Office, work: Casework
) -> None:
    case = await complain(office, work, "afraid")
    path = page_of(case)
    mara, hal = await office.signed_in(work.mara), await office.signed_in(work.hal)
    assert NOBODY in await hal.get(path)
    await mara.get(path)
    await mara.post(f"{path}/take")
    assert "Nothing was written to them: its clock stands." in mara.text
    assert "You took it while its clock stood" in mara.text
    assert "Mara took it while its clock stood" in await hal.get(path)
    assert "Clock stopped" in mara.text
    assert f'href="{path}/write/update"' in mara.text, "they can be told how it stands"
    assert await written(office, case) == 0
    await hal.post(f"{path}/take")
    assert hal.status == 409
    page = await hal.get(path)
    assert TAKE not in spaced(page)
    assert "Mara" in (await hal.get("/cases")).partition('class="app-list__meta app-case__meta"')[2]


async def test_who_has_it_is_said_once_it_goes_on(office: Office, work: Casework) -> None:
    case = await complain(office, work, "afraid")
    path = page_of(case)
    mara = await office.signed_in(work.mara)
    await mara.get(path)
    await mara.post(f"{path}/take")
    await mara.post(f"{path}/resume")
    assert "they do not know yet who has it" in mara.text
    await mara.post(f"{path}/take")
    assert "Told them: Mara works on it and writes by" in mara.text
    assert "they do not know yet who has it" not in mara.text


async def test_what_somebody_stepped_back_from_while_its_clock_stands_is_taken_by_another(
    office: Office, work: Casework
) -> None:
    case = await complain(office, work)
    path = page_of(case)
    await office.does(work.mara, lambda act: complaints_work.acknowledge(act, RULES, case))
    await office.does(work.mara, lambda act: complaints_work.pause(act, case, unsafe=True))
    told = await written(office, case)
    await office.does(work.mara, lambda act: complaints_holders.recuse(act, case))
    hal = await office.signed_in(work.hal)
    assert NOBODY in await hal.get(path)
    await hal.post(f"{path}/take")
    assert "You took it while its clock stood" in hal.text
    assert await written(office, case) == told, "there is no safe way to write"


async def test_what_was_taken_back_in_danger_is_taken_too(office: Office, work: Casework) -> None:
    case = await complain(office, work, "afraid")
    await withdraw(office, case)
    mara = await office.signed_in(work.mara)
    page = await mara.get(page_of(case))
    assert "They took it back." in page
    await mara.post(f"{page_of(case)}/take")
    assert mara.status == 200
    assert TAKE not in spaced(mara.text)


async def test_for_somebody_who_may_not_know_only_danger_is_looked_at(
    office: Office, work: Casework
) -> None:
    mara = await office.signed_in(work.mara)
    page = await mara.get(page_of(await complain(office, work, behalf="unsaid")))
    assert "Without their yes look only at danger." in page
    assert "Never confirm that anybody is known here" in page
    page = await mara.get(page_of(await complain(office, work, reference="7KQ4M3")))
    assert "Never confirm that anybody is known here" not in page


async def test_while_somebody_may_be_in_danger_its_page_says_what_to_think_of(
    office: Office, work: Casework
) -> None:
    """As far as the nation of the advocate's employer has it: here England."""
    mara = await office.signed_in(work.mara)
    page = await mara.get(page_of(await complain(office, work, "afraid")))
    assert "Tell nobody it is about, and ask them nothing." in page
    assert "Charity Commission, also one that is only alleged." in page
    assert "OSCR" not in page
    page = await mara.get(page_of(await complain(office, work, reference="7KQ4M3")))
    assert "Tell nobody it is about" not in page
