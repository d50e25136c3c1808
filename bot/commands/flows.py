"""``flows …``: the static checks of the conversations, and their pictures."""

import argparse
from collections.abc import Mapping

from bot.commands.opened import say
from bot.flows import checks, diagrams


def check(_: argparse.Namespace, __: Mapping[str, str]) -> int:
    """Print every fault of every conversation."""
    faults = checks.check()
    for fault in faults:
        say(fault)
    say(checks.counted() + (f": {len(faults)} faults" if faults else ": nothing to mend"))
    return 1 if faults else 0


def diagram(_: argparse.Namespace, __: Mapping[str, str]) -> int:
    """Print every conversation as a Mermaid diagram."""
    say(diagrams.diagram().rstrip("\n"))
    return 0
