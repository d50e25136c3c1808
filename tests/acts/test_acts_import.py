"""A pilot from three files: all or nothing, every fault with its line."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.acts import (
    csv_files,
    enrolment,
    organisations,
    people_import,
    staff,
    survivors,
    telephones,
)
from bot.acts.people_import import Report
from bot.acts.short_names import SENTENCES
from bot.roles import ROLES
from bot.routing import relations_of
from bot.storage import tasks, threads
from bot.storage.tables.duties import notices
from bot.storage.tables.staff import organisations as organisations_table
from bot.storage.tables.staff import staff as staff_table
from tests.acts.office import Office

ORGANISATIONS = (
    "name,nation,languages,complaints_lead\nHaven,Northern Ireland,vi ar,dee@haven.org\n"
)
HEADING = "name,sms_name,email,organisation,roles,manager_email,cover_email"
STAFF = f"""{HEADING},working_days,cohort,phone
Amina Ali,Amina,amina@haven.org,Haven,advocate,dee@haven.org,joe@haven.org,Mon-Thu,A,(07700) 900 123
Joe Bloggs,,joe@haven.org,haven,advocate;complaint_handler,dee@haven.org,,,
Dee Lee,Dee,Dee@Haven.org,Haven,hub_lead,,,"Mon, Wed",
"""
SURVIVORS = """case_name,advocate_email,language,nation,tier
River-12,AMINA@haven.org,vi,england,1
Lake-3,amina@haven.org,ar,wales,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three good files."""
    for name, text in (
        ("organisations.csv", ORGANISATIONS),
        ("staff.csv", STAFF),
        ("survivors.csv", SURVIVORS),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


async def load(office: Office, folder: Path, *, dry_run: bool = False) -> Report:
    files, faults = csv_files.read(folder, {"en", "vi", "ar"})
    assert faults == []
    return await office.do(people_import.load, files, dry_run=dry_run)


async def test_a_pilot_is_there_at_once(office: Office, folder: Path) -> None:
    report = await load(office, folder)
    assert report.faults == ()
    assert (report.organisations, report.staff, report.survivors) == (1, 3, 2)
    now = office.clock.now()
    everybody = await office.read(lambda conn: staff.everyone(conn, office.vault, now))
    found = {one.email.casefold(): one for one in everybody}
    amina, joe, dee = (found[f"{name}@haven.org"] for name in ("amina", "joe", "dee"))
    assert joe.roles == {"advocate", "complaint_handler"}
    assert (joe.sms_name, joe.working_days, amina.working_days) == ("Joe", "Mon-Fri", "Mon-Thu")
    assert (amina.phone, joe.phone) == ("+447700900123", "")
    declared = await office.read(lambda c: relations_of(c, office.vault, amina.id, now))
    assert {(one.kind, one.other_id) for one in declared} == {
        ("line_manager", dee.id),
        ("cover", joe.id),
    }
    (haven,) = [
        one
        for one in await office.read(lambda c: organisations.everyone(c, office.vault))
        if one.name == "Haven"
    ]
    assert (haven.nation, haven.lead_id) == ("ni", dee.id)
    hers = await office.read(lambda c: survivors.of_advocate(c, office.vault, amina.id))
    assert {one.case_name for one in hers} == {"River-12", "Lake-3"}
    assert [one.thread_id for one in hers] == [None, None]


async def test_the_threads_begin_when_the_advocate_is_verified(
    office: Office, folder: Path
) -> None:
    report = await load(office, folder)
    token = {one.email: one.token for one in report.invited}["amina@haven.org"]
    now = office.clock.now()
    invited = await office.read(lambda c: staff.invited(c, office.vault, token, now))
    assert invited is not None
    amina = await office.enrol(invited.id, token)
    assert [one.kind for one in await office.read(tasks.of_hub)] == ["verify_staff"]
    await office.act_as(office.boss)(enrolment.verify, amina.id, amina.words)
    assert await office.read(tasks.of_hub) == []
    held = await office.read(lambda c: threads.grants_of_holder(c, amina.id))
    assert len(held) == 2


async def test_importing_again_changes_nothing(office: Office, folder: Path) -> None:
    await load(office, folder)
    changed = STAFF.replace("advocate;complaint_handler", "advocate;officer")
    (folder / "staff.csv").write_text(changed, "utf-8")
    again = await load(office, folder)
    assert (again.organisations, again.staff, again.survivors) == (0, 0, 0)
    now = office.clock.now()
    everybody = await office.read(lambda conn: staff.everyone(conn, office.vault, now))
    roles = {one.name: one.roles for one in everybody}
    assert roles["Joe Bloggs"] == {"advocate", "complaint_handler"}


async def test_a_dry_run_and_a_fault_write_nothing(office: Office, folder: Path) -> None:
    async def count() -> tuple[int, ...]:
        def counted(conn: sa.Connection) -> tuple[int, ...]:
            return tuple(
                conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (staff_table, organisations_table)
            )

        return await office.read(counted)

    before = await count()
    report = await load(office, folder, dry_run=True)
    assert (report.staff, report.invited) == (3, ())
    assert await count() == before
    (folder / "survivors.csv").write_text(
        SURVIVORS + "Hill-4,dee@haven.org,vi,wales,\nHill-5,nobody@haven.org,vi,wales,\n", "utf-8"
    )
    report = await load(office, folder)
    assert [str(fault) for fault in report.faults] == [
        "survivors.csv:4: advocate_email: no advocate has this address",
        "survivors.csv:5: advocate_email: no advocate has this address",
    ]
    assert await count() == before


async def test_invitations_go_by_e_mail_where_it_is_set(office: Office, folder: Path) -> None:
    files, _ = csv_files.read(folder)
    await office.do(people_import.load, files, mail=lambda token: f"https://c/invitation/{token}")
    due = await office.read(lambda conn: conn.execute(sa.select(notices)).all())
    links = [one for one in due if one.kind == "invitation" and one.link]
    assert len(links) == 3
    assert all(b"https" not in (one.link or b"") for one in links)


async def test_faults_between_files_have_their_lines(office: Office, folder: Path) -> None:
    (folder / "organisations.csv").write_text(
        "name,nation,languages,complaints_lead\nHaven,wales,,x@y.org\n", "utf-8"
    )
    heading = STAFF.splitlines()[0]
    (folder / "staff.csv").write_text(
        f"{heading}\n"
        "A,,a@haven.org,Nowhere,advocate,q@y.org,a@haven.org,,\n"
        "B,,b@haven.org,Haven,auditor advocate,,,,\n"
        "C,,c@haven.org,Hub,outside_reviewer,,,,\n",
        "utf-8",
    )
    (folder / "survivors.csv").unlink()
    report = await load(office, folder)
    assert [str(fault) for fault in report.faults] == [
        "organisations.csv:2: complaints_lead: nobody has this address",
        "staff.csv:2: organisation: none has this name",
        "staff.csv:2: manager_email: nobody has this address",
        "staff.csv:2: cover_email: the same person",
        "staff.csv:3: roles: an auditor has no caseload",
        "staff.csv:4: roles: the outside reviewer isn't of the Hub",
    ]


def test_faults_in_a_file_are_all_found_and_no_value_is_repeated(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(
        STAFF.splitlines()[0]
        + "\n,,secret,Haven,king,x,,Someday,\n"
        + "A,much-too-long-for-a-text-name,a@b.org,Haven,advocate,,,,\n"
        + "B,,A@b.org,Haven,advocate,,,,\n",
        "utf-8",
    )
    (tmp_path / "organisations.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "survivors.csv").write_text("case_name,language\n", "utf-8")
    _, faults = csv_files.read(tmp_path, {"en"})
    assert [str(fault) for fault in faults] == [
        "organisations.csv: not UTF-8: save it as CSV UTF-8",
        "survivors.csv:1: columns missing: advocate_email, nation, tier",
        "staff.csv:2: name: empty",
        "staff.csv:2: email: not an e-mail address",
        f"staff.csv:2: roles: of {', '.join(sorted(ROLES))}",
        "staff.csv:2: manager_email: not an e-mail address",
        "staff.csv:2: working_days: written like Mon-Thu or Mon, Wed, Fri",
        f"staff.csv:3: sms_name: {SENTENCES['short_name_long']}",
        "staff.csv:4: email: the same as in line 3",
    ]
    assert not any("secret" in str(fault) for fault in faults)


async def test_a_staff_file_of_before_there_were_mobiles_is_read(
    office: Office, folder: Path
) -> None:
    """``staff.csv`` is an interface: a column that came later may be missing."""
    lines = [line.rsplit(",", 1)[0] for line in STAFF.splitlines()]
    (folder / "staff.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert (await load(office, folder)).faults == ()


async def test_faults_in_files_between_them_and_against_the_database_are_one_list(
    office: Office, folder: Path
) -> None:
    await load(office, folder)
    heading = STAFF.splitlines()[0]
    (folder / "organisations.csv").write_text(
        "name,nation,languages,complaints_lead\nNew,atlantis,,x@y.org\n", "utf-8"
    )
    (folder / "staff.csv").write_text(
        f"{heading}\n"
        "A,,a@new.org,Nowhere,auditor advocate,nobody@new.org,joe@haven.org,Someday,\n"
        "B,,b@new.org,New,king,not-one,,,,020 7946 0000\n"
        "C,,c@new.org,Hub,outside_reviewer,,,,\n",
        "utf-8",
    )
    (folder / "survivors.csv").write_text(
        "case_name,advocate_email,language,nation,tier\n"
        "Hill-4,dee@haven.org,xx,wales,\n"
        "Hill-5,b@new.org,en,wales,\n"
        "Hill-6,not-one,en,wales,\n",
        "utf-8",
    )
    files, faults = csv_files.read(folder, {"en"})
    report = await office.do(people_import.load, files, faults)
    assert [str(fault) for fault in report.faults] == [
        "organisations.csv:2: nation: one of england, wales, scotland, ni",
        "organisations.csv:2: complaints_lead: nobody has this address",
        "staff.csv:2: working_days: written like Mon-Thu or Mon, Wed, Fri",
        "staff.csv:2: organisation: none has this name",
        "staff.csv:2: roles: an auditor has no caseload",
        "staff.csv:2: manager_email: nobody has this address",
        f"staff.csv:3: roles: of {', '.join(sorted(ROLES))}",
        "staff.csv:3: manager_email: not an e-mail address",
        f"staff.csv:3: phone: {telephones.SENTENCES['no_mobile']}",
        "staff.csv:4: roles: the outside reviewer isn't of the Hub",
        "survivors.csv:2: language: one of the codes in languages.toml: en",
        "survivors.csv:2: advocate_email: no advocate has this address",
        "survivors.csv:4: advocate_email: not an e-mail address",
    ]
    assert report.invited == ()
    now = office.clock.now()
    everybody = await office.read(lambda conn: staff.everyone(conn, office.vault, now))
    assert not any(one.email.endswith("@new.org") for one in everybody)


async def test_a_file_that_cannot_be_read_makes_no_faults_of_the_others(
    office: Office, folder: Path
) -> None:
    (folder / "staff.csv").write_bytes(b"\xff\xfe")
    files, faults = csv_files.read(folder)
    report = await office.do(people_import.load, files, faults)
    assert [str(fault) for fault in report.faults] == ["staff.csv: not UTF-8: save it as CSV UTF-8"]
    assert report.invited == ()


def test_a_first_name_that_no_text_can_carry_needs_a_short_one(tmp_path: Path) -> None:
    heading = STAFF.splitlines()[0]
    (tmp_path / "staff.csv").write_text(
        f"{heading}\n"
        "Maximiliana Ali,,m@b.org,Haven,advocate,,,,\n"
        "Łukasz Nowak,,l@b.org,Haven,advocate,,,,\n"
        "Łukasz Nowak,Lukasz,n@b.org,Haven,advocate,,,,\n",
        "utf-8",
    )
    _, faults = csv_files.read(tmp_path)
    assert [str(fault) for fault in faults] == [
        f"staff.csv:2: sms_name: {SENTENCES['short_name_long']}",
        f"staff.csv:3: sms_name: {SENTENCES['short_name_letters']}",
    ]


def test_an_empty_folder_and_a_template(tmp_path: Path) -> None:
    assert csv_files.read(tmp_path)[1] != []
    made = csv_files.write_template(tmp_path / "pilot")
    assert [path.name for path in made] == list(csv_files.COLUMNS)
    files, faults = csv_files.read(tmp_path / "pilot")
    assert (files.staff, faults) == ((), [])
    with pytest.raises(FileExistsError):
        csv_files.write_template(tmp_path / "pilot")
