"""A pilot from three files, and a talk in the terminal."""

from pathlib import Path

import pytest

from tests.commands.shell import Shell

HEADINGS = {
    "organisations.csv": "name,nation,languages,complaints_lead",
    "staff.csv": (
        "name,sms_name,email,organisation,roles,manager_email,cover_email,working_days,cohort,phone"
    ),
    "survivors.csv": "case_name,advocate_email,language,nation,tier",
}
LINES = {
    "organisations.csv": "Harbour House,wales,en,dee@example.org",
    "staff.csv": "Dee,Dee,dee@example.org,Harbour House,complaint_handler,,,Mon-Fri,,\n"
    "Amina,Amina,amina@example.org,Harbour House,advocate,dee@example.org,,Mon-Thu,1,07700 900123",
    "survivors.csv": "River-12,amina@example.org,vi,wales,2",
}


@pytest.fixture
def ready(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    done = shell.run(
        *("setup", "--key-file", "keys.json", "--json"),
        *("--admin-name", "Sol", "--admin-email", "sol@example.org"),
    )
    assert done.returncode == 0
    shell.environment["SECRET_KEYS_FILE"] = str(shell.folder / "keys.json")
    return shell


def write(folder: Path, **changes: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, heading in HEADINGS.items():
        lines = changes.get(name.partition(".")[0], LINES[name])
        (folder / name).write_text(f"{heading}\n{lines}\n", encoding="utf-8")


def test_templates_are_empty_and_never_written_over(ready: Shell) -> None:
    assert ready.run("people", "import", "--template", "pilot").returncode == 0
    for name, heading in HEADINGS.items():
        text = (ready.folder / "pilot" / name).read_text(encoding="utf-8")
        assert text.strip() == heading
    assert (ready.folder / "pilot").stat().st_mode & 0o077 == 0, "what goes in names people"
    again = ready.run("people", "import", "--template", "pilot")
    assert again.returncode == 1
    assert "nothing is written over" in again.stderr


def test_a_dry_run_changes_nothing_and_an_import_prints_the_invitations(ready: Shell) -> None:
    write(ready.folder / "pilot")
    dry = ready.run("people", "import", "pilot", "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "would add 1 organisations, 2 staff, 1 survivors" in dry.stdout
    done = ready.run("people", "import", "pilot")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("http://127.0.0.1:8081/invitation/") == 2
    again = ready.run("people", "import", "pilot")
    assert "Added 0 organisations, 0 staff, 0 survivors" in again.stdout


def test_with_a_mail_server_invitations_are_not_printed(ready: Shell) -> None:
    write(ready.folder / "pilot")
    done = ready.run("people", "import", "pilot", SMTP_URL="smtp://127.0.0.1:1")
    assert "go out by e-mail" in done.stdout
    assert "invitation/" not in done.stdout


def test_every_fault_comes_with_its_line_and_nothing_is_imported(ready: Shell) -> None:
    write(
        ready.folder / "pilot",
        staff="Amina,Amina,no-address,Elsewhere,advocate,,,Someday,1",
        survivors="River-12,nobody@example.org,xx,atlantis,2",
    )
    done = ready.run("people", "import", "pilot")
    assert done.returncode == 1
    assert "nothing was imported" in done.stderr
    for fault in (  # in a file, between files, and again in a file: one list
        "staff.csv:2: email: not an e-mail address",
        "staff.csv:2: organisation: none has this name",
        "survivors.csv:2: advocate_email: no advocate has this address",
        "survivors.csv:2: language: one of the codes in languages.toml: am, ar, ",
    ):
        assert fault in done.stdout
    assert "no-address" not in done.stdout
    write(ready.folder / "pilot")
    assert "Added 1 organisations" in ready.run("people", "import", "pilot").stdout


def test_a_file_as_a_spreadsheet_writes_it_is_read(ready: Shell) -> None:
    write(ready.folder / "pilot")
    for name in HEADINGS:
        path = ready.folder / "pilot" / name
        text = path.read_text(encoding="utf-8").replace("Dee,Dee,", '"O\'Dee, Ann",Dee,')
        text = text.replace("Mon-Thu", '"Mon, Tue"') + ",,,,\n,,,,,,,,,,,\n\n"
        path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    done = ready.run("people", "import", "pilot", "--dry-run")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "would add 1 organisations, 2 staff, 1 survivors" in done.stdout


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("Mon-Thu", "Mon, Tue", "staff.csv:3: more cells than the heading"),
        (",", ";", "staff.csv:1: semicolons or tabs between the columns"),
        (",", "\t", "staff.csv:1: semicolons or tabs between the columns"),
        ("cohort", "cohort,Email", "staff.csv:1: columns twice: email"),
        ("email,", "e-mail,", "staff.csv:1: columns missing: email"),
    ],
)
def test_a_spreadsheets_mistake_is_told_with_its_line(
    before: str, after: str, fault: str, ready: Shell
) -> None:
    write(ready.folder / "pilot")
    path = ready.folder / "pilot" / "staff.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    done = ready.run("people", "import", "pilot")
    assert done.returncode == 1
    assert fault in done.stdout
    assert "nothing was imported" in done.stderr


@pytest.mark.parametrize(
    ("channel", "lang", "lines", "seen"),
    [
        ("telegram", "en", "1\n", "I have a code"),
        ("sms", "en", "1\n", "I have a code"),
    ],
)
def test_one_can_talk_to_the_bot_in_the_terminal(
    channel: str, lang: str, lines: str, seen: str, tmp_path: Path
) -> None:
    done = Shell(tmp_path).run("chat", "--channel", channel, "--lang", lang, given=lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert "give this code:" in done.stdout
    assert seen in done.stdout


def test_a_language_that_is_not_offered_is_refused(tmp_path: Path) -> None:
    done = Shell(tmp_path).run("chat", "--lang", "xx")
    assert done.returncode == 2
    assert "--lang must be one of" in done.stderr
