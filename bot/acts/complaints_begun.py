"""A worry that began with a call, asked for while it was being made, and is sent now.

The rules kept here: nothing begins twice, so that what she sends joins the one whose number she was
told; it keeps its key, its holders and its date, and what it is about is never another than the one
they were chosen for.
"""

from bot.acts.act import Act
from bot.acts.complaints import New
from bot.acts.complaints_about import change_about
from bot.acts.complaints_danger import leave_the_clock
from bot.acts.complaints_entries import row_of
from bot.acts.complaints_hers import add_words, tell_team
from bot.acts.complaints_more import look_by, look_into, may_look
from bot.complaint_clocks import Rules
from bot.storage import points
from bot.storage.complaints import ComplaintRow
from bot.vault import Vault

UNSAID = "other"
"""The area of one that began with a call: what it is about was not said yet."""


def write_by(vault: Vault, rules: Rules, row: ComplaintRow, step: str, now: int) -> int:
    """Return when she is written to if she sends now what she has made of it."""
    grows = step == "complaint" and may_look(row)
    return look_by(vault, rules, row, now) if grows else row.promised_at


def carry_on(act: Act, rules: Rules, complaint_id: bytes, new: New) -> None:
    """Keep what she sends in the one that began with her call.

    Its reference, phone and whom it is about stay as they are, whatever ``new`` says of them.
    """
    row = row_of(act, complaint_id)
    change_about(act, row, level=new.level, behalf=new.behalf)
    _areas(act, complaint_id, new.areas)
    if new.step == "complaint" and may_look(row):
        look_into(act, rules, complaint_id)
    danger = rules.complaints.safeguarding(new.areas, new.text)
    if new.text or new.files:
        add_words(act, complaint_id, new.text, new.language, new.files, danger=danger)
        return
    if danger:
        leave_the_clock(act, row_of(act, complaint_id))
    tell_team(act, row)


def _areas(act: Act, complaint_id: bytes, areas: tuple[str, ...]) -> None:
    has = {one.area for one in points.of_complaint(act.conn, complaint_id)}
    for area in dict.fromkeys(areas):
        if area not in has:
            points.add(act.conn, act.new_id(), complaint_id, area)
    if areas and UNSAID not in areas:
        points.drop(act.conn, complaint_id, UNSAID)
