"""``check``: red until fit to serve people, and it says of each thing what to do."""

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.commands.check_inside import LITTLE, room
from bot.content import NATIONS, signoffs
from bot.storage import schema
from tests.commands.shell import ROOT, Shell
from tests.servers import RedisServer

TODAY = date(2026, 11, 23)


@pytest.fixture
def ready(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    done = shell.run(
        *("setup", "--key-file", "keys.json", "--json"),
        *("--admin-name", "Sol Canary", "--admin-email", "sol@canary.example.org"),
    )
    assert done.returncode == 0
    shell.environment["SECRET_KEYS_FILE"] = str(shell.folder / "keys.json")
    return shell


def red(output: str) -> list[str]:
    return [line.split("WRONG")[0].strip() for line in output.splitlines() if "WRONG" in line]


def test_a_new_installation_is_red_and_says_why(ready: Shell) -> None:
    done = ready.run("check")
    assert done.returncode == 1
    assert done.stderr == ""
    found = red(done.stdout)
    assert {"people", "recovery key", "sign-offs", "carriers"} <= set(found)
    assert not {"settings", "config", "flows", "keys", "database", "audit"} & set(found)
    assert "anary" not in done.stdout
    assert "Not fit to serve people" in done.stdout


def test_wrong_settings_are_red_lines_and_status_two(ready: Shell) -> None:
    done = ready.run("check", PORT="canary", TWILIO_AUTH_TOKEN="canary")
    assert done.returncode == 2
    assert set(red(done.stdout)) == {"settings"}
    assert "canary" not in done.stdout


def test_before_the_first_run_check_says_what_to_do(tmp_path: Path) -> None:
    done = Shell(tmp_path).run("check")
    assert done.returncode == 1
    assert "for a new service `setup` makes it" in done.stdout


def test_a_redis_that_keeps_data_on_disk_is_red(ready: Shell, redis_server: RedisServer) -> None:
    done = ready.run("check", REDIS_URL=redis_server.url)
    assert "redis" not in red(done.stdout)
    assert "keeps nothing on disk" in done.stdout
    redis_server.stop()
    away = line_of(ready.run("check", REDIS_URL=redis_server.url).stdout, "redis")
    assert "WRONG" in away
    assert away.endswith("does it run, and is REDIS_URL right?")


def test_a_backup_that_was_never_made_or_is_over_two_days_old_is_red(ready: Shell) -> None:
    assert "backup" in red(ready.run("check").stdout)
    assert ready.run("backup", "copies").returncode == 0
    made = ready.run("check").stdout
    assert "backup" not in red(made)
    assert "the newest is 0 hours old" in made
    for hours, colour in ((47, set[str]()), (48, {"backup"})):
        ago = int((time.time() - hours * 3600 - 60) * 1000)
        with closing(sqlite3.connect(ready.folder / "var" / "bot.db")) as database, database:
            database.execute("UPDATE leases SET until = ? WHERE name = 'backup'", (ago,))
        assert {"backup"} & set(red(ready.run("check").stdout)) == colour


def test_one_fault_of_the_configuration_is_one_red_line(ready: Shell, tmp_path: Path) -> None:
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    (config / "complaints.toml").write_text("canary = [", encoding="utf-8")
    done = ready.run("check", CONFIG_DIR=str(config))
    assert done.returncode == 1
    assert done.stdout.count("complaints.toml") == 1
    assert "config" in red(done.stdout)
    assert not {"words", "database", "people"} & set(red(done.stdout))
    assert "not looked at until that is put right" in done.stdout


def test_drafts_shown_to_people_are_red(ready: Shell) -> None:
    done = ready.run("check", ALLOW_DRAFT_TRANSLATIONS="true")
    assert "languages" in red(done.stdout)


def test_nothing_is_signed_off_as_it_comes() -> None:
    missing = signoffs.missing(ROOT / "config", "hash", TODAY)
    assert {line.partition(":")[0] for line in missing} == {
        *signoffs.NEEDED,
        *(f"confidentiality.{nation}" for nation in NATIONS),
    }


def signed(folder: Path, *, notice: str, drill: date) -> Path:
    lines = [
        "[data_protection]\nversion='1'\nowner='Hub'\ndate=2026-11-01",
        "[lived_experience]\nowner='Hub'\ndate=2026-11-01",
        "[carrier_redaction]\nowner='Hub'\ndate=2026-11-01",
        f"[restore_drill]\nowner='Hub'\ndate={drill}",
    ]
    lines += [
        f"[confidentiality.{nation}]\napproved_by='Ann'\ndate=2026-11-01\nhash='{notice}'"
        for nation in NATIONS
    ]
    (folder / signoffs.FILE).write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_an_approval_is_of_a_text_and_a_drill_of_the_last_ninety_days(tmp_path: Path) -> None:
    approved = signoffs.text_hash(("We may have to tell.", "Two can open it."))
    folder = signed(tmp_path, notice=approved, drill=TODAY - timedelta(days=90))
    assert signoffs.missing(folder, approved, TODAY) == []
    reflowed = signoffs.text_hash(("We may  have\nto tell.", "Two can open it."))
    assert signoffs.missing(folder, reflowed, TODAY) == []
    changed = signoffs.text_hash(("We never tell.", "Two can open it."))
    assert len(signoffs.missing(folder, changed, TODAY)) == len(NATIONS)
    [late] = signoffs.missing(folder, approved, TODAY + timedelta(days=1))
    assert late.startswith("restore_drill")


def test_a_date_to_come_is_no_date(tmp_path: Path) -> None:
    folder = signed(tmp_path, notice="x", drill=TODAY + timedelta(days=1))
    assert [line for line in signoffs.missing(folder, "x", TODAY) if "restore_drill" in line]


def line_of(output: str, name: str) -> str:
    [line] = [line for line in output.splitlines() if line.startswith(f"{name} ")]
    return line


def test_a_database_that_is_not_there_is_told_and_not_made(ready: Shell) -> None:
    done = ready.run("check", DATABASE_URL="sqlite:///elsewhere/bot.db")
    assert "is its disk there? `setup` begins a new" in line_of(done.stdout, "database")
    assert "not looked at until that is put right" in line_of(done.stdout, "people")
    assert not (ready.folder / "elsewhere").exists()


def test_an_empty_database_says_how_somebody_comes_into_it(ready: Shell) -> None:
    schema.upgrade(f"sqlite:///{ready.folder}/empty.db")
    empty = {"DATABASE_URL": "sqlite:///empty.db"}
    assert "`restore` brings one back" in line_of(ready.run("check", **empty).stdout, "people")


@pytest.mark.parametrize("damage", ["cut", "other"])
def test_a_damaged_database_is_one_line_with_what_to_do(ready: Shell, damage: str) -> None:
    path = ready.folder / "var" / "bot.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"canary " * 1000)
    done = ready.run("check")
    assert done.returncode == 1
    told = line_of(done.stdout, "database")
    assert ("SQLITE_" in told, "put the file aside and `restore`" in told) == (True, True)
    assert "people" not in red(done.stdout)
    assert "canary" not in done.stdout


def test_a_postgresql_that_is_away_is_one_line_with_what_to_do(ready: Shell) -> None:
    done = ready.run("check", DATABASE_URL="postgres://canary:canary@127.0.0.1:1/canary")
    assert "does it run, and is DATABASE_URL right?" in line_of(done.stdout, "database")
    assert "people" not in red(done.stdout)
    assert "canary" not in done.stdout


def test_a_disk_with_little_room_is_red_before_it_is_full(ready: Shell) -> None:
    assert "MiB are free beside the database" in line_of(ready.run("check").stdout, "disk")
    assert room(LITTLE).state == "right"
    assert (room(LITTLE - 1).state, "make room" in room(LITTLE - 1).words) == ("wrong", True)
