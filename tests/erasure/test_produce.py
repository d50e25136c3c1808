"""What is held of somebody, for a court or as they ask for it: never a word, never a complaint."""

import json
from pathlib import Path

import pytest

from bot.acts import complaints_case, complaints_work, plans, produce
from bot.acts.complaints import New, file
from bot.acts.produce import Produced
from bot.errors import Refused
from bot.storage.tables.audit import audit
from tests.casework import RULES
from tests.commands.shell import Shell
from tests.office import Person
from tests.street import Street


@pytest.fixture
async def amina(small_town: Street) -> Person:
    """An advocate of a charity."""
    harbour = await small_town.office.organisation("Harbour")
    return await small_town.office.hire("Amina", "advocate", organisation=harbour)


async def of_her(town: Street, river: bytes) -> Produced:
    return await town.office.does(None, lambda act: produce.survivor(act, river.hex()[:8]))


async def of_staff(town: Street, person: Person) -> Produced:
    return await town.office.does(None, lambda act: produce.member_of_staff(act, person.email))


async def test_of_a_survivor_there_is_what_the_server_can_open_and_no_word(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "kanarywords")
    await small_town.office.does(amina, lambda act: plans.keep(act, river, {"safe_times": "at 5"}))
    found = await of_her(small_town, river)
    text = json.dumps(found)
    for known in ("River-12", phone.address, "at 5", "Amina"):
        assert known in text
    assert "kanarywords" not in text
    messages = found["messages"]
    assert isinstance(messages, dict)
    assert messages["count"] == 1


@pytest.mark.parametrize("mark", ["", "00", "ffffffff"])
async def test_a_mark_that_fits_nobody_or_everybody_finds_nothing(
    small_town: Street, river: bytes, mark: str
) -> None:
    assert river
    with pytest.raises(Refused):
        await small_town.office.does(None, lambda act: produce.survivor(act, mark))


async def test_it_is_the_same_with_and_without_a_complaint_also_for_who_works_on_it(
    small_town: Street, amina: Person, river: bytes
) -> None:
    office = small_town.office
    hope, noor = [await office.hire(name, "complaint_handler") for name in ("Hope", "Noor")]
    phone = await small_town.linked(amina, river)
    everybody = (amina, hope, noor)
    before = [
        await of_her(small_town, river),
        *[await of_staff(small_town, it) for it in everybody],
    ]
    contact = await small_town.contact_of(phone)
    new = New("7KQ4M2", contact.id, "complaint", "advocate", ("promises", "afraid"), "Danger here.")
    case = await office.does(None, lambda act: file(act, RULES, new))
    await office.does(hope, lambda act: complaints_work.internal_note(act, case, "A note."))
    await office.does(hope, lambda act: complaints_case.open_case(act, case, hope.private))
    after = [await of_her(small_town, river), *[await of_staff(small_town, it) for it in everybody]]
    assert after == before


async def test_that_it_was_produced_is_on_the_list_of_acts(
    small_town: Street, amina: Person
) -> None:
    await of_staff(small_town, amina)
    rows = [row for row in await small_town.rows(audit) if row.act == "produced"]
    assert [row.object_id for row in rows] == [amina.id]


def test_at_the_shell_it_is_printed_or_a_plain_line_says_why_not(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    admin = ("--admin-name", "Sol Lead", "--admin-email", "sol@example.org")
    shell.run("setup", "--key-file", "keys.json", *admin, "--json")
    shell.environment["SECRET_KEYS_FILE"] = str(tmp_path / "keys.json")
    done = shell.run("produce", "staff", "sol@example.org")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["name"] == "Sol Lead"
    nobody = shell.run("produce", "survivor", "ffffffff")
    assert nobody.returncode == 1
    assert "nobody is known by that" in nobody.stderr
    assert "ffffffff" not in nobody.stderr
