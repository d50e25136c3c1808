"""An absence that covers days which were promised: who waits is told another day.

The rules kept here: nobody is left with a day by which nobody answers; where they are told another,
it blames nobody and says nothing of why; the advocate knows whom before anything is kept.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from bot.acts import calendars
from bot.acts.act import Act
from bot.booking import Span
from bot.clocks import local_date, moment
from bot.content import Content
from bot.flows.says import Moment, Text
from bot.promised import YEAR_MS, promises
from bot.routing import survivors_of
from bot.storage import replies
from bot.told import tell
from bot.vault import Vault
from bot.words import Catalogues

LONGER: Final = Text(
    "absence.longer",
    "This takes longer. You can expect an answer by {day}. It is not because of you. A person: 8.",
)


@dataclass(frozen=True, slots=True)
class Moved:
    """Whose promised day an absence moves: from when to when."""

    survivor_id: bytes
    before: date
    after: date


def moved(
    conn: Connection, vault: Vault, content: Content, advocate_id: bytes, now: int, away: Span
) -> list[Moved]:
    """Return whose words wait for an answer by a day that an absence of their advocate moves."""
    ids = [row.id for row in survivors_of(conn, vault, advocate_id)]
    was = promises(conn, vault, content, advocate_id, now)
    will_be = promises(conn, vault, content, advocate_id, now, away)
    found = [
        Moved(one.survivor_id, was(one.oldest_at), will_be(one.oldest_at))
        for one in replies.unanswered(conn, ids, advocate_id, now - YEAR_MS)
    ]
    return [one for one in found if one.after > max(one.before, local_date(now))]


def enter(act: Act, words: Catalogues, content: Content, away: Span) -> None:
    """Keep an absence of the actor, and tell whose promised day it moves the new one."""
    waiting = moved(act.conn, act.vault, content, act.person, act.now, away)
    calendars.add_span(act, away.kind, away.starts_at, away.ends_at)
    for one in waiting:
        day = Moment(moment(one.after, 12), "day")
        tell(act, words, one.survivor_id, LONGER.filled(day=day), until_start=True)
