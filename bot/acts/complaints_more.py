"""What she may ask for beyond an answer: that a worry be looked into, and a review of an answer.

The rules kept here: each has a date that she is told; neither takes anything away, so that number
and six digits ask for both from any phone, and the complaint says that they did.
"""

from bot.acts import complaints_dates
from bot.acts.act import Act
from bot.acts.complaints import set_clocks
from bot.acts.complaints_about import again
from bot.acts.complaints_entries import field, key_of, row_of
from bot.acts.complaints_hers import mark, tell_team
from bot.acts.complaints_holders import needs_somebody
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.storage import complaints
from bot.storage.complaints import ANSWERED, UNDATED, ComplaintRow
from bot.vault import Vault


def review_by(vault: Vault, rules: Rules, row: ComplaintRow, now: int) -> int:
    """Return when she is written to if she asks for a review now."""
    nation = field(vault, row, "nation", key_of(vault, row))
    concern = row.step == "concern"
    days = rules.clocks.acknowledge if concern else rules.clocks.review_acknowledge
    return rules.by(now, nation, days)


def ask_review(act: Act, rules: Rules, complaint_id: bytes, *, by_pin: bool = False) -> None:
    """Ask for a review of an answer: by somebody not involved, with a date of its own.

    A concern that was answered becomes a complaint first; it is never compulsory to begin small.
    ``by_pin``: it was asked with reference and digits; it takes nothing away, and is marked so.
    """
    row = row_of(act, complaint_id)
    if row.state not in {*ANSWERED, "closed"} or row.step == "review":
        raise Refused("nothing_to_review")
    nation = field(act.vault, row, "nation", key_of(act.vault, row))
    answered = row.decided_at or act.now
    late = act.now > rules.by(answered, nation, rules.clocks.review_ask)
    mark(act, row, "review_late" if late else "review", by_pin=by_pin)
    again(act, row)
    complaints_dates.begin(act, row_of(act, complaint_id))
    concern = row.step == "concern"
    promised_at = review_by(act.vault, rules, row, act.now)
    complaints.change(
        act.conn,
        complaint_id,
        step="complaint" if concern else "review",
        state="submitted" if concern else "review_requested",
        promised_at=promised_at,
        handler_id=None,
        acknowledged_at=None,
        paused_at=None,
        late_told_at=None,
        closed_at=None,
    )
    set_clocks(act, rules, complaint_id, promised_at, nation)
    act.record("complaint_review_asked", complaint_id)
    needs_somebody(act, row_of(act, complaint_id))


def look_by(vault: Vault, rules: Rules, row: ComplaintRow, now: int) -> int:
    """Return when she is written to if it is looked into from now on.

    Until somebody has taken it, the date that she was told for that stands.
    """
    if row.acknowledged_at is None:
        return row.promised_at
    return rules.writes_by(now, field(vault, row, "nation", key_of(vault, row)), "complaint")


def look_into(act: Act, rules: Rules, complaint_id: bytes, *, by_pin: bool = False) -> None:
    """Let a worry become a complaint that somebody independent looks into."""
    row = row_of(act, complaint_id)
    if not may_look(row):
        raise Refused("not_a_concern")
    mark(act, row, "look", by_pin=by_pin)
    promised_at = look_by(act.vault, rules, row, act.now)
    complaints_dates.begin(act, row)
    state = "investigating" if row.state == "early_resolution" else row.state
    complaints.change(
        act.conn, complaint_id, step="complaint", state=state, promised_at=promised_at
    )
    nation = field(act.vault, row, "nation", key_of(act.vault, row))
    set_clocks(act, rules, complaint_id, promised_at, nation)
    act.record("complaint_look", complaint_id)
    tell_team(act, row)


def may_look(row: ComplaintRow) -> bool:
    """Say whether a worry may still become a complaint: while its clock runs."""
    return row.step == "concern" and row.state not in UNDATED
