"""A complaint in which somebody may be in danger, whether seen at once, by a person, or told later.

The rule kept here: it leaves the clock, and somebody who is not shut out of it is asked today. The
days that were left when its clock first stopped stay hers, whatever stops it again meanwhile.
"""

from bot.acts.act import Act
from bot.acts.complaints import alert, stop_clocks
from bot.acts.complaints_entries import key_of
from bot.acts.complaints_keys import team_of
from bot.storage import complaints
from bot.storage.complaints import ComplaintRow

HOLD = "safeguarding_hold"


def leave_the_clock(act: Act, row: ComplaintRow) -> None:
    """Stop its clocks, and ask; what is being looked at already is asked about again by nobody."""
    stop_clocks(act, row.id)
    since = row.paused_at or act.now
    complaints.change(act.conn, row.id, safeguarding=True, state=HOLD, paused_at=since)
    if row.state != HOLD:
        alert(act, row, team_of(act, row, key_of(act.vault, row)))
