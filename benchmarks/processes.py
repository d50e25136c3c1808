"""A bot under test as a process of its own: what it costs is read from the kernel, not from it."""

import asyncio
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class BotProcess:
    """One running bot.

    Attributes:
        name: as in the table.
        arguments: the command.
        environment: beside PATH.
        folder: where it runs.
    """

    name: str
    arguments: list[str]
    environment: dict[str, str]
    folder: Path
    process: asyncio.subprocess.Process | None = field(default=None, init=False)

    async def start(self, port: int, seconds: float = 30) -> None:
        """Start it, and wait until its port answers."""
        errors = (self.folder / "stderr").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            *self.arguments,
            env={"PATH": os.environ["PATH"], **self.environment},
            cwd=self.folder,
            stdout=errors,
            stderr=errors,
        )
        errors.close()
        async with asyncio.timeout(seconds):
            while not await _answers(port):
                if self.process.returncode is not None:
                    words = (self.folder / "stderr").read_text(encoding="utf-8")[-2000:]
                    raise RuntimeError(f"{self.name} ended at once:\n{words}")
                await asyncio.sleep(0.05)

    def cpu(self) -> float:
        """Seconds of processor time since it started, all its threads."""
        fields = Path(f"/proc/{self._pid()}/stat").read_text(encoding="ascii").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / _TICK

    def peak(self) -> float:
        """The most memory it ever held, in MiB."""
        for line in Path(f"/proc/{self._pid()}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return 0.0

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self) -> None:
        """End it as an operator would, at most 20 seconds."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(20):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()

    def _pid(self) -> int:
        if self.process is None:
            raise RuntimeError("not started")
        return self.process.pid


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
