"""``audit verify``: compares the record of acts with its sealed days, with nothing else running.

The rule kept here: what it prints tells nobody that there are complaints; of acts that are on no
list it says that their record differs, and which days only to who asks with ``--closed``.
"""

import argparse
from collections.abc import Mapping

from bot.acts import audit
from bot.commands.opened import look, say, settings_of


def verify(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print every difference."""
    settings = settings_of(environment, needs_keys=True)
    verified = audit.verify_closed if arguments.closed else audit.verify
    faults = look(settings, lambda conn, service: verified(conn, service.clock.now()))
    for fault in faults:
        say(fault)
    say("The record differs." if faults else "Every sealed day is as it was sealed.")
    return 1 if faults else 0
