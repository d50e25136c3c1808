"""What an operator does from the shell: first run, keys, staff, audit, words, flows."""

import asyncio
import json
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app
from bot.errors import SettingsError
from bot.serving import serve
from bot.settings import Settings
from bot.storage import schema
from bot.vault.server import ServerKeys
from tests.commands.shell import Shell

ADMIN = ("--admin-name", "Sol Canary", "--admin-email", "sol@canary.example.org")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def ready(shell: Shell) -> Shell:
    """A shell after its first run."""
    done = shell.run("setup", "--key-file", "keys.json", *ADMIN, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    shell.environment["SECRET_KEYS_FILE"] = str(shell.folder / "keys.json")
    return shell


def test_first_run_makes_keys_schema_and_an_invitation(shell: Shell) -> None:
    done = shell.run("setup", "--key-file", "keys.json", *ADMIN, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads(done.stdout)
    assert made.keys() == {"key_file", "invitation_url"}
    assert made["invitation_url"].startswith("http://127.0.0.1:8081/invitation/")
    path = Path(made["key_file"])
    assert path == shell.folder / "keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ServerKeys.from_json(path.read_text(encoding="utf-8"))
    assert (shell.folder / "var" / "bot.db").is_file()


def test_first_run_takes_the_place_that_the_environment_names(shell: Shell) -> None:
    path = shell.folder / "secrets" / "keys.json"
    done = shell.run("setup", *ADMIN, "--json", SECRET_KEYS_FILE=str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert path.is_file()


def test_first_run_never_writes_over_keys_and_runs_once(ready: Shell) -> None:
    before = (ready.folder / "keys.json").read_bytes()
    again = ready.run("setup", *ADMIN, "--json")
    assert again.returncode == 1
    assert "there are staff already" in again.stderr
    ready.environment.pop("SECRET_KEYS_FILE")
    over = ready.run("setup", "--key-file", "keys.json", *ADMIN)
    assert over.returncode == 1
    assert "never written over" in over.stderr
    assert (ready.folder / "keys.json").read_bytes() == before
    other = ready.run("setup", "--key-file", "other.json", *ADMIN)
    assert other.returncode == 2
    assert "not the key file of this database" in other.stderr
    assert not (ready.folder / "other.json").exists()


def test_first_run_without_answers_names_each(shell: Shell) -> None:
    done = shell.run("setup", "--json")
    assert done.returncode == 2
    for name in ("--key-file", "--admin-name", "--admin-email"):
        assert name in done.stderr
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize("address", ["sol@hub", "sol,lea@hub.example.org", "sol @example.org"])
def test_an_address_that_no_e_mail_reaches_is_refused(shell: Shell, address: str) -> None:
    given = ("--admin-name", "Sol", "--admin-email", address, "--json")
    done = shell.run("setup", "--key-file", "keys.json", *given)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--admin-email is missing or no address" in done.stderr
    assert list(shell.folder.iterdir()) == []


def test_a_rotation_goes_step_by_step_and_status_says_what_is_needed(ready: Shell) -> None:
    path = ready.folder / "keys.json"
    [before] = ready.run("keys", "status").stdout.splitlines()
    assert before.endswith("newest")
    assert ready.run("keys", "rotate").returncode == 0
    newest, needed = ready.run("keys", "status").stdout.splitlines()
    assert newest.endswith("newest")
    assert needed.endswith("needed")
    assert ready.run("keys", "rotate").returncode == 0
    _, unused = ready.run("keys", "status").stdout.splitlines()
    assert unused.endswith("may be dropped")
    assert ready.run("keys", "rotate", "--drop").returncode == 0
    assert len(ServerKeys.from_json(path.read_text(encoding="utf-8")).raw_field) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ready.run("staff", "invite", ADMIN[3]).returncode == 0


async def test_a_rotation_waits_for_the_process_that_serves_with_the_old_key(ready: Shell) -> None:
    path = ready.folder / "keys.json"
    begun = {
        "CONFIG_DIR": ready.environment["CONFIG_DIR"],
        "DATABASE_URL": f"sqlite:///{ready.folder}/var/bot.db",
        "SECRET_KEYS_FILE": str(path),
    }
    async with app.assemble(Settings.read(begun)):
        first = await asyncio.to_thread(ready.run, "keys", "rotate")
        assert first.returncode == 0
        rotated = path.read_text(encoding="utf-8")
        for step in (("keys", "rotate"), ("keys", "rotate", "--drop")):
            early = await asyncio.to_thread(ready.run, *step)
            assert early.returncode == 1
            assert "restart every one of them first" in early.stderr
        assert path.read_text(encoding="utf-8") == rotated
    async with app.assemble(Settings.read(begun)):
        for step in (("keys", "rotate"), ("keys", "rotate", "--drop")):
            assert (await asyncio.to_thread(ready.run, *step)).returncode == 0
    assert len(ServerKeys.from_json(path.read_text(encoding="utf-8")).raw_field) == 1


async def test_who_serves_with_older_keys_than_another_stops_and_begins_no_more(
    ready: Shell,
) -> None:
    """With several processes: what the one that was forgotten seals would be lost with its key."""
    path = ready.folder / "keys.json"
    begun = {
        "CONFIG_DIR": ready.environment["CONFIG_DIR"],
        "DATABASE_URL": f"sqlite:///{ready.folder}/var/bot.db",
        "SECRET_KEYS_FILE": str(path),
        "CONSOLE_URL": "http://127.0.0.1:8081",
    }
    settings = replace(Settings.read(begun), console_port=0)
    forgotten = asyncio.create_task(serve(settings, {"console"}, stop=asyncio.Event(), look_s=0.1))
    assert (await asyncio.to_thread(ready.run, "keys", "rotate")).returncode == 0
    assert not forgotten.done()
    async with app.assemble(Settings.read(begun)):
        with pytest.raises(SettingsError, match="take the newest key file"):
            await forgotten
        with pytest.raises(SettingsError, match="if an older copy was just restored here"):
            async with app.assemble(settings):
                pass


def test_a_key_that_is_still_needed_is_never_dropped(ready: Shell) -> None:
    ready.run("keys", "rotate")
    ready.run("keys", "rotate", "--drop")
    text = (ready.folder / "keys.json").read_text(encoding="utf-8")
    assert len(ServerKeys.from_json(text).raw_field) == 2


def test_a_rotation_changes_no_key_file_but_the_one_in_use(ready: Shell) -> None:
    path = ready.folder / "keys.json"
    in_use = path.read_text(encoding="utf-8")
    assert ready.run("keys", "rotate").returncode == 0
    rotated = path.read_text(encoding="utf-8")
    ready.environment.pop("SECRET_KEYS_FILE")
    done = ready.run("keys", "rotate", "--key-file", str(path), SECRET_KEYS=in_use)
    assert done.returncode == 2
    assert "restart with that file first" in done.stderr
    assert path.read_text(encoding="utf-8") == rotated
    mistyped = path.with_name("kyes.json")
    done = ready.run("keys", "rotate", "--key-file", str(mistyped), SECRET_KEYS=rotated)
    assert done.returncode == 2
    assert "there is no key file at" in done.stderr
    assert not mistyped.exists()


@pytest.mark.parametrize(
    ("command", "kept"),
    [
        (("run",), "nothing"),
        (("run",), "field"),
        (("run",), "index"),
        (("backup", "copies"), "nothing"),
        (("keys", "rotate"), "index"),
        (("staff", "invite", "joe@example.org", "--name", "Joe"), "field"),
    ],
    ids=str,
)
def test_nothing_is_done_with_the_key_file_of_another_database(
    command: tuple[str, ...], kept: str, ready: Shell
) -> None:
    path = ready.folder / "keys.json"
    ours = path.read_text(encoding="utf-8")
    other = json.loads(ServerKeys.generate().to_json())
    if kept != "nothing":
        other[kept] = json.loads(ours)[kept]
    path.write_text(json.dumps(other), encoding="utf-8")
    done = ready.run(*command)
    assert done.returncode == 2
    told = "SECRET_KEYS is not the key file of this database: put the right one there"
    assert done.stderr == f"imsa-bot: {told}\n"
    assert "not the key file of this database" in ready.run("check").stdout
    assert json.loads(path.read_text(encoding="utf-8")) == other
    path.write_text(ours, encoding="utf-8")
    assert len(ready.run("keys", "status").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "command", [("migrate",), ("run",), ("keys", "status"), ("restore", "copies")], ids=" ".join
)
def test_a_database_of_a_newer_release_is_one_plain_line(
    command: tuple[str, ...], ready: Shell
) -> None:
    assert ready.run("backup", "copies").returncode == 0
    with sqlite3.connect(ready.folder / "var" / "bot.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    done = ready.run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "imsa-bot: DATABASE_URL: the database is of a newer release: run that one\n"
    )


def test_shares_that_are_mistyped_recover_nothing(ready: Shell) -> None:
    (ready.folder / "keys.sealed").write_bytes(b"not sealed")
    done = ready.run(
        *("keys", "recover", "keys.sealed", "--key-file", "back.json"), given="one\ntwo\n"
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert not (ready.folder / "back.json").exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            "body-*.imsa",
            "is the body of a backup (body-….imsa), not the sealed key file (keys.sealed)",
        ),
        ("keys-*.imsa", "is the data keys of a backup (keys-….imsa), not the sealed key file"),
        ("keys.json", "is a key file that is not sealed, not the sealed key file"),
        ("bot.db", "is a database, not the sealed key file"),
    ],
)
def test_a_file_that_is_not_the_sealed_key_file_is_told_before_a_share_is_typed(
    ready: Shell, given: str, says: str
) -> None:
    assert ready.run("backup", "copies").returncode == 0
    [path] = ready.folder.rglob(given)
    done = ready.run("keys", "recover", str(path), "--key-file", "back.json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"imsa-bot: {path.name} {says}")
    assert done.stderr.endswith("(keys.sealed): it lies with the backups\n")
    assert not (ready.folder / "back.json").exists()


def test_staff_from_the_shell(ready: Shell) -> None:
    first = ready.run("staff", "invite", ADMIN[3])
    assert first.returncode == 0
    assert "http://127.0.0.1:8081/invitation/" in first.stdout
    unnamed = ready.run("staff", "invite", "joe@example.org")
    assert unnamed.returncode == 1
    assert "--name" in unnamed.stderr
    mistyped = ready.run("staff", "invite", "joe.example.org", "--name", "Joe")
    assert (mistyped.returncode, mistyped.stdout) == (1, "")
    assert mistyped.stderr == "imsa-bot: this is not an e-mail address\n"
    assert ready.run("staff", "invite", "joe@example.org", "--name", "Joe").returncode == 0
    nobody = ready.run("staff", "verify", "one", "two", "three", "four")
    assert nobody.returncode == 1
    assert "nobody waits" in nobody.stderr
    assert ready.run("staff", "disable", "joe@example.org").returncode == 0
    unknown = ready.run("staff", "disable", "canary@example.org")
    assert unknown.returncode == 1
    assert unknown.stderr == "imsa-bot: nobody has this address\n"


def test_nobody_is_produced_whom_nobody_knows(ready: Shell) -> None:
    for command, says in (
        (("survivor", "abc"), "nobody is known by that mark; give at least eight letters of it"),
        (("staff", "canary@example.org"), "nobody has this address"),
    ):
        done = ready.run("produce", *command)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"imsa-bot: {says}\n"


def test_the_record_of_acts_is_verified(ready: Shell) -> None:
    done = ready.run("audit", "verify")
    assert (done.returncode, done.stderr) == (0, "")


def test_commands_that_need_keys_or_the_schema_say_so(shell: Shell) -> None:
    for command in (("keys", "status"), ("staff", "invite", "x@example.org"), ("audit", "verify")):
        done = shell.run(*command)
        assert done.returncode == 2
        assert "SECRET_KEYS" in done.stderr
    keys = ServerKeys.generate().to_json()
    done = shell.run("audit", "verify", SECRET_KEYS=keys)
    assert done.returncode == 2
    assert "there is nothing at DATABASE_URL" in done.stderr
    schema.upgrade(f"sqlite:///{shell.folder}/var/bot.db", "0007")  # of the release before
    done = shell.run("audit", "verify", SECRET_KEYS=keys)
    assert (done.returncode, "run `migrate` first" in done.stderr) == (1, True)
    assert shell.run("migrate").returncode == 0
    assert shell.run("audit", "verify", SECRET_KEYS=keys).returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        ("flows", "check"),
        ("flows", "diagram"),
        ("words", "journeys"),
        ("words", "status"),
    ],
    ids=" ".join,
)
def test_conversations_and_words_are_checked_from_the_shell(
    command: tuple[str, ...], shell: Shell
) -> None:
    done = shell.run(*command)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout
