"""A disk that is full while somebody serves: it is said, and it passes by itself."""

import os
import resource
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.shell import ROOT, Shell

FULL = 4096  # bytes that a file may have: every one of ours has more already


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell.environment["SECRET_KEYS_FILE"] = str(tmp_path / "keys.json")
    named = ("--admin-name", "Sol", "--admin-email", "sol@example.org")
    assert shell.run("setup", *named, "--json").returncode == 0
    return shell


@pytest.fixture
def serving(shell: Shell) -> "Iterator[tuple[subprocess.Popen[str], int]]":
    """A process that serves, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("", 0)) as two:
        port, other = one.getsockname()[1], two.getsockname()[1]
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    ports = {"PORT": str(port), "CONSOLE_PORT": str(other)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=own | shell.environment | ports,
        cwd=shell.folder,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        while '"serving"' not in (line := process.stderr.readline()):
            assert line, "it ended by itself"
        yield process, port
        process.terminate()
        assert process.wait() == 0


def ready(port: int) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_who_cannot_write_is_not_ready_and_is_again_once_there_is_room(
    serving: "tuple[subprocess.Popen[str], int]",
) -> None:
    process, port = serving
    assert ready(port) == (200, "ok")
    soft, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (FULL, hard))
    assert ready(port) == (503, "database")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (soft, hard))
    assert ready(port) == (200, "ok")
