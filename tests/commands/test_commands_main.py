"""The commands: each has help, each failure is a plain line, and its status says whose fault."""

import argparse
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.table import parser
from bot.storage import schema
from bot.vault.server import ServerKeys
from tests.commands.shell import ROOT, Shell
from tests.servers import PostgresServer


def commands(of: argparse.ArgumentParser, *before: str) -> list[tuple[str, ...]]:
    """Every command there is, groups opened."""
    found: list[tuple[str, ...]] = []
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                found += commands(child, *before, name) or [(*before, name)]
    return found


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.mark.parametrize("command", commands(parser()), ids=" ".join)
def test_every_command_has_help_and_a_function(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    assert "usage: python -m bot" in capsys.readouterr().out


def test_the_commands_of_the_operators_documentation_are_all_there() -> None:
    names = {" ".join(command) for command in commands(parser())}
    assert {"demo", "run", "web", "console", "worker", "migrate", "setup", "check", "chat"} < names
    assert {"people import", "carriers connect", "carriers status", "audit verify"} < names
    assert {f"words {name}" for name in ("check", "journeys", "status", "show", "extract")} < names
    assert {f"keys {name}" for name in ("rotate", "status", "recover")} < names
    assert {f"staff {name}" for name in ("invite", "verify", "disable")} < names


def test_help_loads_nothing_that_serves() -> None:
    script = """if True:
        import sys, bot.commands.table as table
        table.parser()
        print([name for name in ('aiohttp', 'sqlalchemy', 'cryptography') if name in sys.modules])
    """
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_wrong_configuration_is_one_list_and_status_two(shell: Shell) -> None:
    done = shell.start("run", PORT="no", TWILIO_AUTH_TOKEN="x", REDIS_URL="y")
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert all(line.startswith("imsa-bot: ") for line in lines)
    named = {line.split()[1] for line in lines}
    assert {"PORT", "REDIS_URL", "SECRET_KEYS", "TWILIO_ACCOUNT_SID"} <= named
    assert "Traceback" not in done.stderr


def test_faults_of_the_environment_and_of_the_configuration_are_one_list(shell: Shell) -> None:
    folder = shell.folder / "config"
    shutil.copytree(ROOT / "config", folder)
    (folder / "languages.toml").write_text("language = 1", encoding="utf-8")
    (folder / "phrases.toml").write_text("[", encoding="utf-8")
    for command in ("run", "check"):
        done = shell.run(command, PORT="no", CONFIG_DIR=str(folder))
        assert done.returncode == 2
        told = done.stderr + done.stdout
        assert all(name in told for name in ("PORT", "languages.toml", "phrases.toml"))


def test_run_serves_says_that_check_is_red_and_ends_when_asked(shell: Shell) -> None:
    named = ("--admin-name", "Sol", "--admin-email", "sol@example.org")
    keys = shell.folder / "keys.json"
    assert shell.run("setup", "--key-file", str(keys), *named, "--json").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("", 0)) as two:
        ports = (str(one.getsockname()[1]), str(two.getsockname()[1]))
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SECRET_KEYS_FILE": str(keys)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=own | shell.environment | {"PORT": ports[0], "CONSOLE_PORT": ports[1]},
        cwd=shell.folder,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines: list[str] = []
        while not ("serving" in "".join(lines) and "check" in "".join(lines)):
            lines.append(process.stderr.readline())
            assert lines[-1], "it ended by itself"
        for path in ("healthz", "readyz"):
            with urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/{path}") as answer:
                assert (answer.status, answer.read()) == (200, b"ok")
        process.terminate()
        assert process.wait() == 0
    assert sum("not fit to serve people" in line for line in lines) == 1


def test_a_port_that_cannot_be_opened_is_one_line_that_says_what_to_look_at(shell: Shell) -> None:
    keys = shell.folder / "keys.json"
    named = ("--admin-name", "Sol", "--admin-email", "sol@example.org")
    assert shell.run("setup", "--key-file", str(keys), *named, "--json").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for host, told in (("127.0.0.1", "is taken"), ("192.0.2.1", "HOST")):
            done = shell.start("run", SECRET_KEYS_FILE=str(keys), PORT=port, HOST=host)
            assert done.returncode == 2
            *_, last = done.stderr.splitlines()
            assert last.startswith(f"imsa-bot: port {port} ")
            assert told in last
            assert host not in last


def test_debug_shows_the_trace(shell: Shell) -> None:
    done = shell.start("run", "--debug")
    assert done.returncode != 0
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("serve",),
        ("words",),
        ("words", "show"),
        ("words", "show", "menu", "--lang"),
        ("chat", "--channel", "fax"),
        ("run", "at\nonce"),
        ("staff", "verify", "three", "words", "only"),
        ("demo", "--port", "0"),
        ("demo", "--port", "65536"),
        ("demo", "--port", "eighty"),
    ],
    ids=" ".join,
)
def test_wrong_arguments_are_one_plain_line_that_says_where_to_look(
    wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    assert re.fullmatch(r"imsa-bot: .+; `python -m bot.* --help` says how it goes\n", told.err)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("words", "show", "nobody.says.this"), 1, "is no entry and no message"),
        (("words", "show", "menu", "--lang", "xx"), 2, "--lang must be one of: en"),
        (("words", "start", "xx"), 2, "has no block for xx"),
        (("words", "start", "en"), 2, "en is the source"),
        (("chat", "--lang", "xx"), 2, "--lang must be one of: en"),
        (("backup", "/proc/nowhere"), 2, "SECRET_KEYS is missing"),
        (("keys", "recover", "nothing", "--key-file", "new.json"), 1, "No such file"),
        (("people", "import", "nowhere"), 2, "SECRET_KEYS is missing"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_each_failure_is_one_plain_line(
    arguments: tuple[str, ...], status: int, says: str, shell: Shell
) -> None:
    done = shell.run(*arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_without_the_environment_one_line_says_how_it_is_made(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "bot", "check"],  # -S: no package is found
        env={"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "is not installed: `make env`" in done.stderr


def test_migrate_brings_an_older_database_to_the_newest_and_may_be_repeated(shell: Shell) -> None:
    url = f"sqlite:///{shell.folder}/var/bot.db"
    schema.upgrade(url, "0007")
    for _ in range(2):
        done = shell.run("migrate")
        assert (done.returncode, done.stderr) == (0, "")
    with sqlite3.connect(shell.folder / "var" / "bot.db") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (schema.newest(),)
        ]
    database.close()


@pytest.mark.parametrize("command", ["migrate", "run"])
@pytest.mark.parametrize("left", ["no folder", "an empty file"])
def test_where_no_database_was_begun_none_is_made(command: str, left: str, shell: Shell) -> None:
    """The disk is not mounted, or something left an empty file there: nobody is served from it."""
    shell.environment["SECRET_KEYS"] = ServerKeys.generate().to_json()
    folder = shell.folder / "var"
    if left == "an empty file":
        folder.mkdir()
        (folder / "bot.db").touch()
    for _ in range(2):  # it would be told otherwise if the first had begun one
        done = shell.run(command)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("imsa-bot: there is nothing at DATABASE_URL")
        assert "is its disk there? `setup` begins a new service" in done.stderr
        assert done.stderr.count("\n") == 1
    assert folder.exists() == (left == "an empty file")


def test_migrate_begins_no_postgresql_either(shell: Shell, postgres_server: PostgresServer) -> None:
    url = postgres_server.url(postgres_server.create())
    done = shell.run("migrate", DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is nothing at DATABASE_URL" in done.stderr
    schema.upgrade(url, "0007")
    assert shell.run("migrate", DATABASE_URL=url).returncode == 0


def test_a_database_that_is_away_is_one_plain_line(shell: Shell) -> None:
    done = shell.run("migrate", DATABASE_URL=f"postgresql://canary@/x?host={shell.folder}")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "does it run, and is DATABASE_URL right?" in done.stderr
    assert "canary" not in done.stderr
