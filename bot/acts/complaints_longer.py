"""It takes longer: over a concern once, over a complaint where another agrees, or it was missed.

The rule kept here: she is told a new date each time, and that it is not because of her.
"""

import json

from bot.acts import complaints_dates, complaints_work
from bot.acts.act import Act
from bot.acts.complaints import set_clocks
from bot.acts.complaints_about import change_about
from bot.acts.complaints_entries import field, key_of, row_of, say
from bot.acts.complaints_said import Late
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.storage import complaints
from bot.storage.complaints import UNDATED, ComplaintRow


def extend(act: Act, rules: Rules, complaint_id: bytes, reason: str) -> int:
    """Take longer over a concern, once, with a reason that is kept; returns the date she is told.

    Over a complaint or a review another holder has to agree (``complaints_two``).
    """
    row = complaints_work.with_clock(act, complaint_id)
    about = json.loads(field(act.vault, row, "about", key_of(act.vault, row)))
    if row.step != "concern":
        raise Refused("two_people")
    if about.get("extended"):
        raise Refused("extended_before")
    if not reason.strip():
        raise Refused("no_reason")
    complaints_work.internal_note(act, complaint_id, reason)
    change_about(act, row, extended=1)
    return put_off(act, rules, row_of(act, complaint_id))


def put_off(act: Act, rules: Rules, row: ComplaintRow) -> int:
    """Let the answer come later, and tell her when she hears next; returns that date."""
    if row.handler_id is None or row.state in UNDATED:
        raise Refused("over")
    days = rules.clocks.complaint_extension
    if row.step == "concern":
        days = rules.clocks.concern_extension
    complaints_dates.put_off(act, rules, row, days)
    fresh = row_of(act, row.id)
    key = key_of(act.vault, fresh)
    promised_at = complaints_dates.next_at(act, rules, fresh)
    nation = field(act.vault, fresh, "nation", key)
    complaints_work.promise(act, rules, fresh, promised_at, nation, state=row.state)
    say(act, fresh, key, Late(promised_at))
    act.record("complaint_extend", row.id)
    return promised_at


def late(act: Act, rules: Rules, complaint_id: bytes) -> None:
    """A promised date was missed: she is told a new one behind a note (the worker's clocks)."""
    row = row_of(act, complaint_id)
    key = key_of(act.vault, row)
    nation = field(act.vault, row, "nation", key)
    promised_at = rules.by(act.now, nation, rules.clocks.late)
    complaints_dates.missed(act, rules, row, promised_at)
    complaints.change(act.conn, complaint_id, promised_at=promised_at, late_told_at=act.now)
    set_clocks(act, rules, complaint_id, promised_at, nation)
    say(act, row, key, Late(promised_at))
    act.record("complaint_late", complaint_id)
