"""``run``, ``web``, ``console`` and ``worker``: the same application with other parts of it on."""

import argparse
import sys
from collections.abc import Collection, Mapping

from bot import logs
from bot.commands.opened import run_async
from bot.settings import EVERY_PART, Part, Settings


def run(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve everything in one process."""
    return _serve(environment, EVERY_PART)


def web(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve the carriers."""
    return _serve(environment, {"web"})


def console(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve the staff."""
    return _serve(environment, {"console"})


def worker(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Send, remind, poll and tidy up."""
    return _serve(environment, {"worker"})


def _serve(environment: Mapping[str, str], parts: Collection[Part]) -> int:
    settings = Settings.read(environment, serving=parts, terminal=sys.stderr.isatty())
    logs.configure(settings.log_level, settings.log_format)
    from bot.app import serve  # noqa: PLC0415 - faults of the settings come before everything else

    run_async(lambda: serve(settings, set(parts)))
    return 0
