"""``make bench``: ours beside two frameworks, in one interleaved run, as ratios.

    python -m benchmarks [--rounds N] [--seconds S] [--survivors 200 2000] [--only NAME]

All bots run the whole time, and take turns: an absolute figure says more about this machine than
about a bot, a ratio inside one run says something about both. CPU is of the bot's process alone.
"""

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from benchmarks.contenders import Contender, free_port, others
from benchmarks.ours import ours
from benchmarks.survivors import Tally, carrier


@dataclass
class Result:
    """What a bot did with so many survivors, all rounds together."""

    rates: list[float] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    cpu: float = 0.0
    lost: int = 0
    peak: float = 0.0

    def total(self, name: str) -> int:
        """Add one count up over the rounds."""
        return sum(getattr(tally, name) for tally in self.tallies)

    def latency(self, part: float) -> float:
        """Return a percentile in milliseconds."""
        found = sorted(one for tally in self.tallies for one in tally.latencies)
        return found[min(int(len(found) * part), len(found) - 1)] * 1000 if found else float("nan")

    @property
    def rate(self) -> float:
        """Replies a second, the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def sends(self) -> float:
        """Messages sent or edited a reply: help numbers come in several."""
        return self.total("messages") / max(self.total("replies"), 1)

    @property
    def cost(self) -> float:
        """Microseconds of processor time a reply."""
        return self.cpu / max(self.total("replies"), 1) * 1e6


async def phase(contender: Contender, count: int, seconds: float, result: Result) -> None:
    """Let so many survivors talk for a while, then wait until each was answered."""
    line, process = contender.line, contender.process
    line.tally = Tally()
    before, began = process.cpu(), time.perf_counter()
    line.begin(count)
    await asyncio.sleep(seconds)
    result.rates.append(line.tally.replies / (time.perf_counter() - began))
    line.pause()
    result.lost += await line.settle()
    await asyncio.sleep(0.3)  # whatever is said twice arrives now
    result.cpu += process.cpu() - before
    result.peak = process.peak()
    result.tallies.append(line.tally)


async def warm(contender: Contender, count: int) -> None:
    """Let everybody come as far as the menu: what happens once a person is not measured."""
    contender.line.rest_at = "write"
    contender.line.begin(count)
    if lost := await contender.line.settle(20 + count / 20):
        raise RuntimeError(f"{contender.name}: {lost} survivors never came to the menu")
    contender.line.rest_at = ""


async def compare(folder: Path, given: argparse.Namespace) -> None:
    """Run everything and print the table."""
    api, most = free_port(), max(given.survivors)
    own = folder / "ours"
    own.mkdir()
    contenders = [await ours(api, own, most), *others(api, folder, most)]
    if given.only:
        contenders = [one for one in contenders if one.name in given.only]
    server = await carrier([contender.line for contender in contenders], api)
    try:
        for contender in contenders:
            await contender.process.start(contender.line.port)
            await contender.line.open()
            await warm(contender, max(given.survivors))
        for count in given.survivors:
            results = {contender.name: Result() for contender in contenders}
            for _ in range(given.rounds):
                for contender in contenders:
                    await phase(contender, count, given.seconds, results[contender.name])
            table(count, results)
    finally:
        for contender in contenders:
            contender.line.close()
            await contender.process.stop()
        server.close()


def table(count: int, results: dict[str, Result]) -> None:
    """Print what was measured, and ours as a ratio of each."""
    print(f"\n{count} survivors in closed loop, 5 % of the webhooks posted twice")
    print(
        f"{'':22}{'replies/s':>10}{'sends':>7}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'CPU µs':>8}"
        f"{'lost':>6}{'twice':>7}{'order':>7}{'peak MiB':>9}"
    )
    for name, found in results.items():
        print(
            f"{name:22}{found.rate:>10.0f}{found.sends:>7.2f}{found.latency(0.5):>8.0f}{found.latency(0.95):>8.0f}"
            f"{found.latency(0.99):>8.0f}{found.cost:>8.0f}{found.lost:>6}"
            f"{found.total('repeated'):>7}{found.total('disordered'):>7}{found.peak:>9.0f}"
        )
    ours, *rest = results.items()
    for name, found in rest:
        print(
            f"{ours[0]} / {name}: replies × {ours[1].rate / found.rate:.1f}, "
            f"p95 × {ours[1].latency(0.95) / found.latency(0.95):.2f}, "
            f"CPU × {ours[1].cost / found.cost:.2f}, peak × {ours[1].peak / found.peak:.2f}"
        )


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--survivors", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--only", nargs="*", help="names of bots")
    given = parser.parse_args()
    print(f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=".") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(compare(Path(folder).resolve(), given))


if __name__ == "__main__":
    main()
