"""``python -m bot demo``: serve the try-it page, or play the guided stories and end."""

from collections.abc import Mapping
from pathlib import Path

from bot import logs
from bot.commands.opened import run_async, say
from bot.demo.credentials import refuse_real
from bot.demo.log_tail import LogTail

PORT = 8090
FAILED = 1


def run(environment: Mapping[str, str], *, port: int | None, keep: Path | None, once: bool) -> int:
    """Refuse to run beside anything real, then do what was asked; returns the exit status."""
    refuse_real(environment)
    tail = LogTail()
    logs.configure("debug", "text", tail)
    if once:
        return run_async(lambda: _once(tail))
    return run_async(lambda: _serve(tail, port or PORT, keep))


async def _once(tail: LogTail) -> int:
    """Play every story; 0 when each ended as expected."""
    from bot.demo.stories.book import tell_all  # noqa: PLC0415 - refusing is instant

    wrong = 0
    async for ending in tell_all(tail):
        say(ending.line)
        wrong += bool(ending.wrong)
    return FAILED if wrong else 0


async def _serve(tail: LogTail, port: int, keep: Path | None) -> int:
    from bot.demo.page import serve  # noqa: PLC0415 - refusing is instant

    await serve(tail, port, keep)
    return 0
