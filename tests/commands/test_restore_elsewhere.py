"""A restore on another machine: whatever is wrong is one line, and the line says what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.our_files import KEY_FILE
from bot.vault.field import key_id
from bot.vault.server import ServerKeys
from tests.commands.shell import Shell

NAMED = ("--admin-name", "Sol", "--admin-email", "sol@example.org", "--json")


def installed(folder: Path) -> Shell:
    folder.mkdir()
    shell = Shell(folder)
    shell.environment["SECRET_KEYS_FILE"] = str(folder / "keys.json")
    return shell


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """What the server wrote every night; its key file lies beside the folder."""
    server = installed(tmp_path / "server")
    assert server.run("setup", *NAMED).returncode == 0
    assert server.run("backup", str(tmp_path / "copies")).returncode == 0
    shutil.copy(tmp_path / "server" / "keys.json", tmp_path / "paper.json")
    return tmp_path / "copies"


@pytest.fixture
def other(copies: Path, tmp_path: Path) -> Shell:
    """Another machine with the right key file."""
    shell = installed(tmp_path / "other")
    shutil.copy(tmp_path / "paper.json", shell.folder / "keys.json")
    assert copies.is_dir()
    return shell


def newest(copies: Path, kind: str) -> Path:
    return max(copies.glob(f"{kind}-*.imsa"))


def no_key_file(other: Shell, _: Path) -> None:
    (other.folder / "keys.json").unlink()


def half_a_key_file(other: Shell, _: Path) -> None:
    path = other.folder / "keys.json"
    path.write_text(path.read_text(encoding="utf-8")[:100], encoding="utf-8")


def foreign_key_file(other: Shell, _: Path) -> None:
    foreign = installed(other.folder / "foreign")
    assert foreign.run("setup", *NAMED).returncode == 0
    shutil.copy(foreign.folder / "keys.json", other.folder / "keys.json")


def no_body(_: Shell, copies: Path) -> None:
    newest(copies, "body").unlink()


def half_a_body(_: Shell, copies: Path) -> None:
    path = newest(copies, "body")
    path.write_bytes(path.read_bytes()[:-100])


def half_the_keys(_: Shell, copies: Path) -> None:
    path = newest(copies, "keys")
    path.write_bytes(path.read_bytes()[:-1])


def keys_for_a_body(_: Shell, copies: Path) -> None:
    shutil.copy(newest(copies, "keys"), newest(copies, "body"))


def a_sealed_key_file_for_the_keys(_: Shell, copies: Path) -> None:
    newest(copies, "keys").write_bytes(KEY_FILE + b"sealed")


@pytest.mark.parametrize(
    ("spoil", "status", "says"),
    [
        (no_key_file, 2, "put the key file back, or `keys recover`"),
        (half_a_key_file, 2, "put the whole one back"),
        (foreign_key_file, 1, "put the key file of that time in its place"),
        (no_body, 1, "there is no body-"),
        (half_a_body, 1, "from another copy of the folder, or name an earlier one with --body"),
        (half_the_keys, 1, "take it from another copy of the folder\n"),
        (keys_for_a_body, 1, "is the data keys of a backup (keys-….imsa), not the body"),
        (a_sealed_key_file_for_the_keys, 1, "is the sealed key file (keys.sealed), not the data"),
    ],
)
def test_what_is_wrong_is_one_line_and_the_right_files_restore_afterwards(
    other: Shell,
    copies: Path,
    tmp_path: Path,
    spoil: Callable[[Shell, Path], None],
    status: int,
    says: str,
) -> None:
    whole = shutil.copytree(copies, tmp_path / "whole")
    spoil(other, copies)
    done = other.run("restore", str(copies))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1), done.stderr
    assert says in done.stderr
    shutil.copy(tmp_path / "paper.json", other.folder / "keys.json")
    done = other.run("restore", str(whole))
    assert (done.returncode, done.stderr) == (0, "")
    assert "start the service" in done.stdout


def test_a_copy_from_the_middle_of_a_rotation_asks_for_the_key_file_of_its_time(
    other: Shell, tmp_path: Path
) -> None:
    """The copy itself opens under the newest key; what is in it does not, without the older one."""
    server = Shell(tmp_path / "server")
    server.environment["SECRET_KEYS_FILE"] = str(server.folder / "keys.json")
    assert server.run("keys", "rotate").returncode == 0
    assert server.run("backup", "between").returncode == 0
    of_its_time = (server.folder / "keys.json").read_text(encoding="utf-8")
    keys = ServerKeys.from_json(of_its_time)
    newer = keys.without(key_id(keys.raw_field[1])).to_json()
    (other.folder / "keys.json").write_text(newer, encoding="utf-8")
    between = str(server.folder / "between")
    done = other.run("restore", between)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "do not open under this key file: move the database away" in done.stderr
    shutil.rmtree(other.folder / "var")
    (other.folder / "keys.json").write_text(of_its_time, encoding="utf-8")
    assert other.run("restore", between).returncode == 0
    assert other.run("keys", "status").returncode == 0


def test_over_a_database_that_was_used_it_says_how_to_go_on(other: Shell, copies: Path) -> None:
    assert other.run("restore", str(copies)).returncode == 0
    done = other.run("restore", str(copies))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "move the file away" in done.stderr
