"""A process that serves is closed to others of its own user, by what the kernel says of it."""

import subprocess
import sys

import pytest

from tests.commands.shell import ROOT

ASKS = """
import ctypes, resource
from bot.commands import closed

def said() -> None:
    dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE: 0 is closed
    print(dumpable, *resource.getrlimit(resource.RLIMIT_CORE))

said()
closed.close()
said()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it is Linux that says it")
def test_nobody_of_its_own_user_reads_its_memory_or_environment_and_no_dump_is_left() -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", ASKS],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = done.stdout.splitlines()
    assert before.startswith("1 ")
    assert after == "0 0 0"
