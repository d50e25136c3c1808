"""What who complained can do later: add, answer, decline, take it back, ask for a call.

The rule kept here: each says what it did in the complaint itself, and tells those who work on it;
which complaint a phone may touch is found by ``complaints_found``.
"""

from bot import holding
from bot.acts import complaints_found, complaints_tasks, tasks
from bot.acts.act import Act
from bot.acts.complaints import reference_mac, stop_clocks
from bot.acts.complaints_about import change_about, was_taken_back
from bot.acts.complaints_danger import leave_the_clock
from bot.acts.complaints_entries import keep, key_of, row_of
from bot.acts.complaints_said import Did, in_words
from bot.acts.sealing import expect_files
from bot.errors import Refused
from bot.flows.codes import read_six
from bot.storage import complaints, held_back
from bot.storage.complaints import OVER, ComplaintRow
from bot.vault.entries import Words


def count_try(act: Act, reference: str) -> None:
    """Count a wrong pair; after five only the handler opens the complaint to a phone again."""
    complaints.count_try(act.conn, reference_mac(act.vault, reference))


def set_pin(act: Act, complaint_id: bytes, pin: str) -> None:
    """Keep six digits with which any phone reads and adds."""
    if read_six(pin) != pin:
        raise Refused("not_six_digits")
    mac = act.vault.word_mac(complaint_id, pin)
    complaints.change(act.conn, complaint_id, pin_mac=mac, pin_tries=0)
    act.record("complaint_pin", complaint_id)


def say_what_helps(act: Act, complaint_id: bytes, helps: tuple[str, ...]) -> None:
    """Keep what would help."""
    change_about(act, row_of(act, complaint_id), help=list(helps))


def add_words(
    act: Act,
    complaint_id: bytes,
    text: str,
    language: str,
    files: tuple[tuple[str, str], ...] = (),
    *,
    kind: str = "words",
    by_pin: bool = False,
    danger: bool = False,
) -> bytes:
    """Keep more words; returns the entry's id.

    ``by_pin``: they came with reference and digits. ``danger``: somebody must look today.
    """
    row = row_of(act, complaint_id)
    words = Words(None, "in", act.now, "text/plain", language, text.encode())
    key = key_of(act.vault, row)
    entry_id = keep(act, row, key, words, kind, mark="by_pin" if by_pin else None)
    expect_files(act, key, entry_id, files)
    act.record("complaint_words", complaint_id, entry_id)
    if danger:
        leave_the_clock(act, row)
    tell_team(act, row)
    return entry_id


def answer_question(
    act: Act,
    complaint_id: bytes,
    text: str,
    language: str,
    files: tuple[tuple[str, str], ...] = (),
    *,
    by_pin: bool = False,
    danger: bool = False,
) -> bytes:
    """Answer the handler's question; the work goes on."""
    entry_id = add_words(
        act, complaint_id, text, language, files, kind="answer", by_pin=by_pin, danger=danger
    )
    _go_on(act, complaint_id)
    return entry_id


def ask_call(act: Act, complaint_id: bytes, when: str, number: str, *, by_pin: bool) -> None:
    """Ask those who work on it for a call; the number is sealed to them alone."""
    row = row_of(act, complaint_id)
    words = in_words(Did("call", when, number), None, "in", act.now)
    keep(act, row, key_of(act.vault, row), words, "system", mark="by_pin" if by_pin else None)
    act.record("complaint_call_asked", complaint_id)
    complaints_tasks.ask(act, row, "complaint_call")


def decline(act: Act, complaint_id: bytes) -> None:
    """Decline the handler's question; nothing is lost by it, and the work goes on."""
    row = row_of(act, complaint_id)
    if row.state != "needs_information":
        raise Refused("no_question")
    mark(act, row, "declined")
    _go_on(act, complaint_id)
    tell_team(act, row)


def withdraw(act: Act, complaint_id: bytes) -> None:
    """Take it back; where somebody may be in danger, the safeguarding work goes on."""
    row = row_of(act, complaint_id)
    if row.state in OVER or was_taken_back(act.vault, row):
        raise Refused("over")
    mark(act, row, "withdrawn")
    if row.safeguarding:
        change_about(act, row, taken_back=True)
        since = row.paused_at or act.now
        complaints.change(act.conn, complaint_id, state="safeguarding_hold", paused_at=since)
    else:
        complaints.change(act.conn, complaint_id, state="withdrawn", closed_at=act.now)
        complaints_tasks.end(act, complaint_id, *complaints_tasks.WORK)
    stop_clocks(act, complaint_id)
    act.record("complaint_withdraw", complaint_id)
    tell_team(act, row)


def mark_opened(act: Act, complaint_id: bytes, waiting_id: bytes) -> None:
    """She chose *Show*."""
    for one in held_back.of_complaint(act.conn, complaint_id, act.now):
        if one.id == waiting_id:
            held_back.mark_opened(act.conn, one.id, one.entry_id, act.now)


def leave(act: Act, contact_id: bytes) -> None:
    """She left this phone: what waited to be read there goes; handlers see that it was not read."""
    made_here = [row.id for row in complaints_found.of_phone(act.conn, act.vault, contact_id)]
    if made_here:
        held_back.drop(act.conn, made_here)


def working_state(row: ComplaintRow) -> str:
    """Return the state in which somebody works on a complaint of this step."""
    if row.acknowledged_at is None:
        return "submitted"
    states = {"concern": "early_resolution", "review": "under_review"}
    return states.get(row.step, "investigating")


def _go_on(act: Act, complaint_id: bytes) -> None:
    row = row_of(act, complaint_id)
    if row.state == "needs_information":
        complaints.change(act.conn, complaint_id, state=working_state(row))


def mark(act: Act, row: ComplaintRow, what: str, *, by_pin: bool = False) -> None:
    """Keep in the complaint what she did with a button."""
    words = in_words(Did(what), None, "in", act.now)
    keep(act, row, key_of(act.vault, row), words, "system", mark="by_pin" if by_pin else None)


def tell_team(act: Act, row: ComplaintRow) -> None:
    """Let a content-free notice go to whoever works on it, else to all who can."""
    if row.handler_id is not None:
        tasks.notify(act, row.handler_id, "new")
        return
    for staff_id in sorted(holding.here(act.conn, act.vault, row)):
        tasks.notify(act, staff_id, "new")
