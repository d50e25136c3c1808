"""The day by which she was told to expect an answer, as it was counted when her words arrived.

The rule kept here: it is counted as the receipt on her phone counted it (``diary.py``): working
days and absences of her advocate, bank holidays of the employer's nation.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection

from bot import booking, clocks
from bot.acts import calendars
from bot.booking import Span
from bot.clock import DAY_MS
from bot.clocks import local_date
from bot.content import Content
from bot.storage import meetings
from bot.vault import Vault

LOOK_BACK_MS = 30 * DAY_MS
YEAR_MS = 365 * DAY_MS
"""How long words are looked for that wait; the audit, where *settled* stands, is kept longer."""


def promises(
    conn: Connection, vault: Vault, content: Content, advocate_id: bytes, now: int, *more: Span
) -> Callable[[int], date]:
    """Return how to count the day by which one advocate was to answer words of a moment.

    ``more``: as if these absences had been entered, too.
    """
    working = calendars.working_days(conn, vault, advocate_id)
    off = content.holidays.of(calendars.nation(conn, vault, advocate_id))
    found = meetings.spans_of(conn, advocate_id, now - LOOK_BACK_MS)
    spans = (*(Span(one.kind, one.starts_at, one.ends_at) for one in found), *more)
    usual = content.service.times.answer_working_days

    def answer_by(at: int) -> date:
        away = booking.days_away(spans, local_date(at))
        return clocks.answer_day(at, working, off | away, usual)

    return answer_by
