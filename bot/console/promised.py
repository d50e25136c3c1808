"""The day by which she was told to expect an answer, as it is counted when her words arrive.

The rule kept here: it is counted as the receipt on her phone counted it (``diary.py``): working
days and absences of her advocate, bank holidays of the employer's nation.
"""

from datetime import date
from functools import lru_cache

from sqlalchemy import Connection

from bot import booking, clocks
from bot.acts import calendars
from bot.booking import Span
from bot.clocks import local_date
from bot.content import Content
from bot.storage import meetings
from bot.vault import Vault

LOOK_BACK_MS = 30 * 24 * 3_600_000


class Promises:
    """The promises of advocates, each advocate's days read once."""

    def __init__(self, conn: Connection, vault: Vault, content: Content, now: int) -> None:
        self._conn, self._vault, self._content, self._now = conn, vault, content, now
        self._of = lru_cache(self._read)

    def answer_by(self, advocate_id: bytes, at: int) -> date:
        """Return the day by which words that came at ``at`` were to be answered."""
        working, off, spans = self._of(advocate_id)
        away = booking.days_away(spans, local_date(at))
        return clocks.answer_day(
            at, working, off | away, self._content.service.times.answer_working_days
        )

    def _read(self, advocate_id: bytes) -> tuple[frozenset[int], frozenset[date], tuple[Span, ...]]:
        conn, vault = self._conn, self._vault
        found = meetings.spans_of(conn, advocate_id, self._now - LOOK_BACK_MS)
        return (
            calendars.working_days(conn, vault, advocate_id),
            self._content.holidays.of(calendars.nation(conn, vault, advocate_id)),
            tuple(Span(one.kind, one.starts_at, one.ends_at) for one in found),
        )
