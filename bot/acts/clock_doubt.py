"""Whether the clock can be believed, before anything is destroyed for good (security.md 2).

A worker that runs notes the time every few minutes, also where nobody writes for days: so a clock
that is right is never in doubt, and one that has jumped stands far past the last note. The rule
kept here: in doubt nothing is noted, until somebody of the Hub has said that the date is right; so
what arrives under a wrong date doesn't make it a right one.
"""

from typing import Final

import sqlalchemy as sa

from bot.acts.act import Act
from bot.acts.tasks import CLOCK, raise_task
from bot.clock import HOUR_MS
from bot.storage import remembered, retention

FAR_MS: Final = 36 * HOUR_MS


def doubtful(conn: sa.Connection, now: int) -> bool:
    """Say whether the clock stands so far past the time noted last that it may be wrong.

    Before a worker ever noted it, past the last thing that happened.
    """
    noted = remembered.noted(conn, remembered.CLOCK)
    last = retention.last_happening(conn) if noted is None else noted
    return last is not None and now - last > FAR_MS


def note(conn: sa.Connection, now: int) -> None:
    """Note the time, unless it is in doubt."""
    if not doubtful(conn, now):
        remembered.note(conn, remembered.CLOCK, now)


def ask(act: Act) -> None:
    """Ask the Hub, once, whether the date is right."""
    if not retention.asked(act.conn, CLOCK):
        raise_task(act, CLOCK, urgent=True)
