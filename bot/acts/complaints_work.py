"""What a complaint handler does: triage, acknowledge, ask, note, decide, remedy, notify, review.

The rules kept here: each act takes the handler's own copy of the complaint; what she is told waits
behind a neutral note; every promised date is written down and told; a review goes to somebody who
neither worked on it nor decided.
"""

from collections.abc import Collection

from bot.acts import complaints_dates, complaints_tasks
from bot.acts.act import Act
from bot.acts.complaints import set_clocks, stop_clocks
from bot.acts.complaints_about import change_about, involved, was_taken_back, worked
from bot.acts.complaints_danger import leave_the_clock
from bot.acts.complaints_entries import field, keep, key_of, row_of, say, seal_reason, tell
from bot.acts.complaints_hers import working_state
from bot.acts.complaints_keys import needs_holder
from bot.acts.complaints_said import Acknowledged, Did, GoesOn, Outcome, Update, in_words
from bot.complaint_clocks import Rules
from bot.content.complaints import OUTCOMES, REMEDIES
from bot.errors import Refused
from bot.storage import complaints, people, points
from bot.storage.complaints import ANSWERED, DONE, OVER, RESTS, UNDATED, ComplaintRow
from bot.vault import DataKey
from bot.vault.entries import Words


def triage(act: Act, complaint_id: bytes, *, danger: bool) -> None:
    """Say whether somebody is in danger: then it leaves the clock and is alerted today."""
    row, _ = _mine(act, complaint_id)
    if row.state in OVER:
        raise Refused("over")
    if danger:
        leave_the_clock(act, row)
    elif row.state == "submitted":
        complaints.change(act.conn, complaint_id, state="triage")
        complaints_tasks.end(act, complaint_id, "complaint_triage")
    act.record("complaint_triage", complaint_id)


def acknowledge(act: Act, rules: Rules, complaint_id: bytes) -> int:
    """Take it, and tell her who works on it and by when she hears next; returns that date.

    Asked again, it is taken by somebody who neither worked on it nor decided. Where somebody had it
    before, a date that she was told and a question that is open stand.
    """
    row, key = _mine(act, complaint_id)
    if not row.waits:
        raise Refused("not_waiting")
    if act.person in involved(act.vault, row):
        raise Refused("involved")
    worked(act, row)
    nation = field(act.vault, row, "nation", key)
    complaints.change(act.conn, complaint_id, handler_id=act.person, acknowledged_at=act.now)
    fresh = row_of(act, complaint_id)
    promised_at = complaints_dates.next_at(act, rules, fresh)
    if row.acknowledged_at is not None and row.promised_at > act.now:
        promised_at = min(promised_at, row.promised_at)
    state = row.state if row.state == "needs_information" else working_state(fresh)
    promise(act, rules, fresh, promised_at, nation, state=state)
    say(act, fresh, key, Acknowledged(_name(act), promised_at))
    complaints_tasks.end(act, complaint_id, "complaint_triage", "complaint_nobody")
    act.record("complaint_acknowledge", complaint_id)
    return promised_at


def ask(act: Act, complaint_id: bytes, question: str, language: str) -> bytes:
    """Ask her something, which she may decline; returns the entry's id."""
    row = with_clock(act, complaint_id)
    key = key_of(act.vault, row)
    words = Words(act.person, "out", act.now, "text/plain", language, question.encode())
    entry_id = tell(act, row, key, words, "question")
    complaints.change(act.conn, complaint_id, state="needs_information")
    act.record("complaint_ask", complaint_id, entry_id)
    return entry_id


def update(act: Act, rules: Rules, complaint_id: bytes, text: str, language: str) -> int:
    """Tell her how it stands, and by when she hears next; returns that date.

    It is the date of the answer, or sooner where a complaint is to be told of again before it.
    Where no clock runs (a pause, safeguarding) she is told the words alone.
    """
    row, key = _worked_on(act, complaint_id)
    act.record("complaint_update", complaint_id)
    if row.state in RESTS:
        words = Words(act.person, "out", act.now, "text/plain", language, text.encode())
        tell(act, row, key, words, "reply")
        return row.promised_at
    promised_at = complaints_dates.next_at(act, rules, row)
    nation = field(act.vault, row, "nation", key)
    promise(act, rules, row, promised_at, nation, state=row.state)
    say(act, row, key, Update(text, language, promised_at))
    return promised_at


def internal_note(act: Act, complaint_id: bytes, text: str) -> bytes:
    """Keep a note for those who can open the complaint; it is never sent."""
    row, key = _mine(act, complaint_id)
    words = Words(act.person, "internal", act.now, "text/plain", "en", text.encode())
    entry_id = keep(act, row, key, words, "internal")
    act.record("complaint_note", complaint_id, entry_id)
    return entry_id


def decide(act: Act, complaint_id: bytes, point_id: bytes, decision: str, reason: str) -> None:
    """Decide about one area, with a reason in plain words."""
    row, key = _worked_on(act, complaint_id)
    if decision not in OUTCOMES:
        raise Refused("unknown_outcome")
    if point_id not in {one.id for one in points.of_complaint(act.conn, complaint_id)}:
        raise Refused("unknown")
    sealed = seal_reason(act, row, key, point_id, reason)
    points.decide(act.conn, point_id, decision, sealed, act.now)
    act.record("complaint_decide", complaint_id, point_id)


def notify(
    act: Act,
    complaint_id: bytes,
    text: str,
    language: str,
    remedies: Collection[str] = (),
) -> bytes:
    """Send the answer: each decision, what is done about it, and the handler's own words.

    A new advocate is found by people: the Hub is asked to, or whoever decided where none of the
    Hub may know of it. Nothing is handed over by the service.
    """
    row = with_clock(act, complaint_id)
    areas = points.of_complaint(act.conn, complaint_id)
    if any(one.decided_at is None for one in areas):
        raise Refused("undecided")
    if set(remedies) - set(REMEDIES):
        raise Refused("unknown_remedy")
    outcome = Outcome(
        tuple((one.area, one.decision) for one in areas if one.decision is not None),
        tuple(one for one in REMEDIES if one in remedies),
        text,
        language,
    )
    entry_id = say(act, row, key_of(act.vault, row), outcome)
    final = row.step == "review"
    stop_clocks(act, complaint_id)
    complaints.change(
        act.conn,
        complaint_id,
        state="final_outcome_sent" if final else "outcome_sent",
        decided_at=act.now,
        decider_id=act.person,
        late_told_at=None,
    )
    act.record("complaint_outcome", complaint_id, entry_id)
    if "new_advocate" in remedies:
        complaints_tasks.ask_hub(act, row, "complaint_advocate")
    return entry_id


def pause(act: Act, complaint_id: bytes, *, unsafe: bool = False) -> None:
    """Let it wait: she wants that, or (``unsafe``) there is no safe way to write to her."""
    row, _ = _mine(act, complaint_id)
    if row.state in UNDATED:
        raise Refused("over" if row.state in DONE else "paused")
    state = "no_safe_contact" if unsafe else "paused_by_survivor"
    complaints.change(act.conn, complaint_id, state=state, paused_at=act.now)
    stop_clocks(act, complaint_id)
    act.record("complaint_pause", complaint_id)


def resume(act: Act, rules: Rules, complaint_id: bytes, wanted: str = "") -> int:
    """Go on after a pause or safeguarding work; she is told a new date, which is returned.

    What she took back goes on only where ``wanted`` says how she asked for it; that is kept.
    """
    row, key = _mine(act, complaint_id)
    if row.state not in RESTS or row.state in OVER:
        raise Refused("not_paused")
    if was_taken_back(act.vault, row):
        if not wanted.strip():
            raise Refused("taken_back")
        internal_note(act, complaint_id, wanted)
        change_about(act, row, taken_back=False)
        row = row_of(act, complaint_id)
    complaints_dates.go_on(act, rules, row)
    row = row_of(act, complaint_id)
    nation = field(act.vault, row, "nation", key)
    promised_at = rules.by(act.now, nation, rules.clocks.acknowledge)
    if row.acknowledged_at is not None:
        promised_at = complaints_dates.next_at(act, rules, row)
    promise(act, rules, row, promised_at, nation, state=working_state(row))
    say(act, row_of(act, complaint_id), key, GoesOn(promised_at))
    complaints_tasks.end(act, complaint_id, "safeguarding", "complaint_rests")
    act.record("complaint_resume", complaint_id)
    return promised_at


def refer(act: Act, complaint_id: bytes, text: str, language: str) -> bytes:
    """Somebody else must look at it: tell her who, in plain words."""
    row, key = _worked_on(act, complaint_id)
    words = Words(act.person, "out", act.now, "text/plain", language, text.encode())
    entry_id = tell(act, row, key, words, "reply")
    complaints.change(act.conn, complaint_id, state="referred_elsewhere", paused_at=act.now)
    stop_clocks(act, complaint_id)
    act.record("complaint_refer", complaint_id, entry_id)
    return entry_id


def close(act: Act, complaint_id: bytes) -> None:
    """Close what was answered or passed on; its time to be kept begins.

    What she took back while somebody looked at her safety ends as taken back.
    """
    row, _ = _mine(act, complaint_id)
    back = row.state not in OVER and was_taken_back(act.vault, row)
    if row.state not in {*ANSWERED, "referred_elsewhere"} and not back:
        raise Refused("not_answered")
    state = "withdrawn" if back else "closed"
    complaints.change(act.conn, complaint_id, state=state, closed_at=act.now)
    stop_clocks(act, complaint_id)
    complaints_tasks.end(act, complaint_id, *complaints_tasks.WORK)
    act.record("complaint_close", complaint_id)


def open_pin_again(act: Act, complaint_id: bytes) -> None:
    """Let reference and digits open it again after five wrong tries."""
    _mine(act, complaint_id)
    complaints.change(act.conn, complaint_id, pin_tries=0)
    act.record("complaint_pin_again", complaint_id)


def disclose(act: Act, complaint_id: bytes) -> None:
    """Write down that those it is about were told: she knows, and it is safe."""
    row, key = _worked_on(act, complaint_id)
    words = in_words(Did("disclosed"), act.person, "internal", act.now)
    keep(act, row, key, words, "system")
    act.record("complaint_disclose", complaint_id)


def promise(
    act: Act, rules: Rules, row: ComplaintRow, promised_at: int, nation: str, *, state: str
) -> None:
    """Write down the date that she is told, with its notices."""
    complaints.change(
        act.conn,
        row.id,
        state=state,
        promised_at=promised_at,
        late_told_at=None,
        paused_at=None,
    )
    set_clocks(act, rules, row.id, promised_at, nation)


def _mine(act: Act, complaint_id: bytes) -> tuple[ComplaintRow, DataKey]:
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    return row, key_of(act.vault, row)


def with_clock(act: Act, complaint_id: bytes) -> ComplaintRow:
    """Return a complaint that the actor has taken and whose clock runs."""
    row, _ = _worked_on(act, complaint_id)
    if row.state in RESTS:
        raise Refused("paused")
    return row


def _worked_on(act: Act, complaint_id: bytes) -> tuple[ComplaintRow, DataKey]:
    """Return a complaint that the actor has taken, and that is not over."""
    row, key = _mine(act, complaint_id)
    if row.handler_id != act.person:
        raise Refused("not_the_handler")
    if row.state in DONE:
        raise Refused("over")
    return row, key


def _name(act: Act) -> str:
    row = people.get(act.conn, act.person)
    if row is None:
        raise Refused("unknown")
    return act.vault.open("staff.sms_name", row.id, row.sms_name).decode()
