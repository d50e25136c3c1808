"""The bots that are compared, each a process with a line of survivors of its own."""

import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import BotProcess
from benchmarks.survivors import Line

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Contender:
    """One bot and its survivors."""

    name: str
    process: BotProcess
    line: Line


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def framework(name: str, module: str, token: str, api: int, folder: Path, count: int) -> Contender:
    """One of the two minimal bots on other people's frameworks."""
    port = free_port()
    arguments = ["--token", token, "--api", f"http://127.0.0.1:{api}", "--port", str(port)]
    if module == "ptb_bot":
        arguments += ["--folder", str(folder)]
    process = BotProcess(
        name,
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        {"PYTHONPATH": str(ROOT), "PTB_TIMEDELTA": "1"},
        folder,
    )
    return Contender(name, process, Line(port=port, path="/webhook", token=token, survivors=count))


def others(api: int, folder: Path, count: int) -> list[Contender]:
    """The two bots that neither encrypt nor store durably."""
    made = []
    for name, module, token in (
        ("python-telegram-bot", "ptb_bot", "1001:ptb-in-a-benchmark"),
        ("aiogram", "aiogram_bot", "1002:aiogram-in-a-benchmark"),
    ):
        own = folder / module
        own.mkdir()
        made.append(framework(name, module, token, api, own, count))
    return made
