"""A deployment as the Procfile says: its processes for real, started by its own lines."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.commands.shell import ROOT

PATIENCE = 90.0  # seconds, on a busy machine
READY = b'"serving"'


def lines() -> dict[str, str]:
    """Each process of the Procfile and how it is started."""
    text = (ROOT / "Procfile").read_text(encoding="utf-8")
    return dict(line.split(": ", 1) for line in text.splitlines())


class Deployment:
    """The processes that run now, in a folder and an environment of their own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._logs: dict[str, asyncio.Task[bytes]] = {}

    async def _begin(self, name: str) -> asyncio.subprocess.Process:
        own = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        return await asyncio.create_subprocess_shell(
            lines()[name],
            env={**own, "PYTHONPATH": str(ROOT), **self.environment},
            cwd=self.folder,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )

    async def release(self) -> int:
        """Run what runs before a release is served; returns its status."""
        process = await self._begin("release")
        await process.communicate()
        return int(process.returncode or 0)

    async def start(self, *names: str) -> None:
        """Start these, and return when each says that it serves."""
        for name in names:
            self._running[name] = await self._begin(name)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(self._serves(name) for name in names))

    async def _serves(self, name: str) -> None:
        stream = self._running[name].stderr
        assert stream is not None
        said = b""
        while READY not in said:
            line = await stream.readline()
            assert line, f"{name} ended: {said.decode()}"
            said += line
        self._logs[name] = asyncio.create_task(stream.read())

    async def kill(self, *names: str) -> None:
        """End these at once, as a crash would."""
        for name in names:
            await self._end(name, signal.SIGKILL)

    async def stop(self) -> str:
        """Ask everything that runs to end; returns what it said since it began to serve."""
        said = [await self._end(name, signal.SIGTERM) for name in tuple(self._running)]
        return b"".join(said).decode()

    async def _end(self, name: str, number: signal.Signals) -> bytes:
        process = self._running.pop(name)
        if process.returncode is None:
            os.killpg(process.pid, number)
        async with asyncio.timeout(PATIENCE):
            log = self._logs.pop(name, None)
            said = b"" if log is None else await log
            await process.wait()
        return said
