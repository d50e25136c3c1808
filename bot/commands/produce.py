"""``produce``: what we hold of one person, for a court that orders it or for their own request.

The rule kept here: two people decide before it is run (docs/operations.md); it goes to the terminal
and nowhere else, and that it was run is an audit row.
"""

import argparse
import json
from collections.abc import Callable, Mapping

from bot.acts import produce
from bot.acts.act import Act
from bot.acts.produce import Produced
from bot.commands.opened import NotReady, act, say, settings_of
from bot.errors import Refused


def survivor(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print what is held of a survivor."""
    mark: str = arguments.mark
    unknown = "nobody is known by that mark; give at least eight letters of it"
    return _print(environment, lambda act: produce.survivor(act, mark), unknown)


def staff(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print what is held of a member of staff."""
    email: str = arguments.email
    unknown = "nobody has this address"
    return _print(environment, lambda act: produce.member_of_staff(act, email), unknown)


def _print(environment: Mapping[str, str], what: Callable[[Act], Produced], unknown: str) -> int:
    settings = settings_of(environment, needs_keys=True)
    try:
        found = act(settings, what)
    except Refused:
        raise NotReady(unknown) from None
    say(json.dumps(found, ensure_ascii=False, indent=2))
    return 0
