"""Steps of a handler around the work: taking it, taking it over, pausing it, passing it on.

The rules kept here: what nobody works on can be taken at any time, also while its clock stands, and
another who holds it takes it over from who can't go on, so that no complaint waits for somebody who
is ill; a pause says why to the person who complained, unless there is no safe way to write to them;
who passes a complaint on has been involved, and does not review it.
"""

from bot import holding
from bot.acts import complaints_dates, complaints_tasks, complaints_work, tasks
from bot.acts.act import Act
from bot.acts.complaints import set_clocks
from bot.acts.complaints_about import again, involved, worked
from bot.acts.complaints_entries import field, key_of, row_of, say, tell
from bot.acts.complaints_keys import eligible, needs_holder
from bot.acts.complaints_said import GoesOn
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.storage import complaints
from bot.storage.complaints import DONE, RESTS
from bot.vault.entries import Words


def take(act: Act, rules: Rules, complaint_id: bytes) -> bool:
    """Take it; returns whether they were told of it, as they are where its clock runs.

    While it stands nothing is written: in danger, or with no safe way to write, a note may harm,
    and there is no date to promise. They learn who has it when it goes on.
    """
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    if row.waits or not row.is_nobodys:
        complaints_work.acknowledge(act, rules, complaint_id)
        return True
    if act.person in involved(act.vault, row):
        raise Refused("involved")
    worked(act, row)
    complaints.change(act.conn, complaint_id, handler_id=act.person)
    complaints_tasks.end(act, complaint_id, "complaint_nobody")
    act.record("complaint_take", complaint_id)
    return False


def take_over(act: Act, rules: Rules, complaint_id: bytes, reason: str) -> bool:
    """Take it over from whoever has it; returns whether they were told, as when it is taken.

    Who had it holds it still, is told, and finds the reason in it.
    """
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    had_it = row.handler_id
    if had_it in {None, act.person} or row.is_nobodys or row.state in DONE:
        raise Refused("not_waiting")
    if not reason.strip():
        raise Refused("no_reason")
    complaints.change(act.conn, complaint_id, handler_id=None)
    told = take(act, rules, complaint_id)
    complaints_work.internal_note(act, complaint_id, reason)
    act.record("complaint_take_over", complaint_id, had_it)
    complaints_tasks.pass_on(act, row_of(act, complaint_id), had_it)
    tasks.notify(act, had_it, "new")
    return told


def pause(act: Act, complaint_id: bytes, reason: str, language: str) -> bytes:
    """Let it wait, and tell her why; returns the entry's id."""
    if not reason.strip():
        raise Refused("no_reason")
    complaints_work.pause(act, complaint_id)
    row = row_of(act, complaint_id)
    words = Words(act.person, "out", act.now, "text/plain", language, reason.encode())
    return tell(act, row, key_of(act.vault, row), words, "reply")


def pause_unsafe(act: Act, complaint_id: bytes, reason: str) -> bytes:
    """Let it wait because there is no safe way to write; the reason stays with the team."""
    if not reason.strip():
        raise Refused("no_reason")
    complaints_work.pause(act, complaint_id, unsafe=True)
    return complaints_work.internal_note(act, complaint_id, reason)


def escalate(act: Act, rules: Rules, complaint_id: bytes, reason: str) -> int:
    """Pass it on for a review by somebody not involved; returns the date that she is told."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    if row.handler_id != act.person:
        raise Refused("not_the_handler")
    if row.state in DONE:
        raise Refused("over")
    if row.state in RESTS:
        raise Refused("paused")
    if row.step == "review":
        raise Refused("nothing_to_review")
    if not reason.strip():
        raise Refused("no_reason")
    before = involved(act.vault, row) | {act.person}
    others = holding.here(act.conn, act.vault, row) - before
    if not others and not {one.id for one in eligible(act, complaint_id)} - before:
        raise Refused("nobody_else")
    complaints_work.internal_note(act, complaint_id, reason)
    again(act, row)
    complaints_dates.begin(act, row_of(act, complaint_id))
    key = key_of(act.vault, row)
    nation = field(act.vault, row, "nation", key)
    promised_at = rules.by(act.now, nation, rules.clocks.review_acknowledge)
    complaints.change(
        act.conn,
        complaint_id,
        step="review",
        state="review_requested",
        handler_id=None,
        decider_id=act.person,
        acknowledged_at=None,
        paused_at=None,
        late_told_at=None,
        promised_at=promised_at,
    )
    set_clocks(act, rules, complaint_id, promised_at, nation)
    say(act, row_of(act, complaint_id), key, GoesOn(promised_at))
    act.record("complaint_escalate", complaint_id)
    for staff_id in sorted(others):
        tasks.notify(act, staff_id, "new")
    return promised_at
