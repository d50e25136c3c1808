"""What the Makefile needs from the system: installed by root, else named in one line."""

import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[1] / "tools"

CHROMIUM = "chromium-headless-shell"


class Machine:
    """A PATH of our own: only the programs that a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for real in ("mktemp", "rm", "tail", "ls", "cat"):
            self.program(real, f'exec /bin/{real} "$@"')
        self.python()
        self.user(1000)

    def program(self, name: str, words: str = "exit 0") -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        path.chmod(0o755)

    def python(self, *, venv: bool = True, old: bool = False) -> None:
        fails = ("*version_info*) exit 1;;" if old else "") + (
            "" if venv else "*ensurepip*) exit 1;;"
        )
        self.program("python3", f'case "$*" in {fails} *) exit 0;; esac')

    def user(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def make(self, goal: str) -> subprocess.CompletedProcess[str]:
        clone = self.folder / "clone"
        clone.mkdir()
        for name in ("Makefile", "tools", "requirements.lock", "requirements-dev.lock"):
            (clone / name).symlink_to(TOOLS.parent / name)
        return subprocess.run(  # noqa: S603 - our own Makefile
            [shutil.which("make") or "make", goal],
            cwd=clone,
            env={"PATH": str(self.folder), "TMPDIR": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own script
            ["/bin/sh", str(TOOLS / "needs.sh"), *arguments],
            env={"PATH": str(self.folder), "TMPDIR": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def chosen(self, path: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own script
            ["/bin/sh", str(TOOLS / "python.sh")],
            env={"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) == bool(done.stdout)
        return done.stdout.strip()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_with_everything_there_nothing_is_said(machine: Machine) -> None:
    for name in ("redis-server", "initdb", CHROMIUM):
        machine.program(name)
    done = machine.run("test")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_root_one_line_names_what_is_missing(machine: Machine) -> None:
    machine.program("initdb")
    done = machine.run("test")
    assert done.returncode == 1
    both = f"{CHROMIUM} redis-server"
    assert done.stderr == f"missing: {both}; as root: apt-get install {both}\n"


@pytest.mark.parametrize("goal", ["test", "check", "soak", "demo", "env", "screenshots"])
def test_make_itself_ends_with_1_and_one_line_before_anything_runs(
    machine: Machine, goal: str
) -> None:
    machine.python(venv=False)
    done = machine.make(goal)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("missing: ")
    assert done.stderr.count("\n") == 1


def test_the_environment_needs_nothing_but_python(machine: Machine) -> None:
    assert machine.run("env").returncode == 0
    machine.python(venv=False)
    done = machine.run("env")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "python3-venv" in done.stderr


def test_without_the_package_index_one_line_says_so(machine: Machine) -> None:
    machine.program("dirname", f"echo {TOOLS}")
    (machine.folder / ".venv" / "bin").mkdir(parents=True)
    machine.program(".venv/bin/python", 'case "$*" in *install*) echo no route; exit 1;; esac')
    done = subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", str(TOOLS / "environment.sh"), "requirements.lock"],
        env={"PATH": str(machine.folder)},
        cwd=machine.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "is the package index within reach?" in done.stderr
    assert (machine.folder / ".venv" / "install.log").read_text(encoding="utf-8") == "no route\n"


def test_root_installs_what_is_missing_after_an_update(machine: Machine) -> None:
    machine.user(0)
    calls = machine.folder / "calls"
    machine.program("initdb")
    machine.program(CHROMIUM)
    machine.program("apt-get", f'echo "$*" >> {calls}')
    assert machine.run("test").returncode == 0
    assert calls.read_text(encoding="utf-8").splitlines() == [
        "update",
        "install --yes --no-install-recommends redis-server",
    ]


def test_an_installation_that_fails_fails(machine: Machine) -> None:
    machine.user(0)
    machine.program("apt-get", "echo no network; exit 100")
    machine.program("initdb")
    done = machine.run("test")
    assert done.returncode == 1
    assert f"could not install: {CHROMIUM} redis-server" in done.stderr
    assert "no network" in done.stderr


def test_a_python_that_stays_too_old_is_named(machine: Machine) -> None:
    machine.user(0)
    machine.python(old=True)
    machine.program("apt-get")
    done = machine.run("env")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_the_python_that_production_runs_is_taken_before_any_other(machine: Machine) -> None:
    debian = "/usr/bin/python3"
    fit = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    there = subprocess.run([debian, "-c", fit], check=False).returncode == 0  # noqa: S603
    assert machine.chosen(str(machine.folder)) == "python3"
    both = f"{machine.folder}:/usr/bin"
    assert machine.chosen(both) == (debian if there else "python3")


def test_no_python_is_chosen_where_none_is_fit(machine: Machine) -> None:
    machine.python(venv=False)
    assert machine.chosen(str(machine.folder)) == ""


def test_the_locks_name_no_index_and_every_package_has_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "tools/installer.lock"):
        lines = (TOOLS.parent / name).read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if "://" in line or "-index" in line]
        pins = [number for number, line in enumerate(lines) if "==" in line.partition(" ;")[0]]
        assert pins
        assert all("--hash=sha256:" in lines[number + 1] for number in pins)


def test_the_development_lock_holds_the_very_versions_that_are_served() -> None:
    def pins(name: str) -> set[str]:
        text = (TOOLS.parent / name).read_text(encoding="utf-8")
        return {line.rstrip(" \\") for line in text.splitlines() if "==" in line}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
