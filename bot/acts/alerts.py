"""Alerts: asking somebody at once, and what taking one opens.

The rules kept here (conversations.md B12): an alert carries a kind and never words; the SMS that
calls somebody says nothing at all; who takes it sees the contact plan for 60 minutes, and that is
recorded; the thread stays closed.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.acts import complaints_tasks, plans, survivors, tasks
from bot.acts.act import Act
from bot.acts.alerts_asked import Asked, asked_of, key_of
from bot.acts.plans import Plan
from bot.acts.survivors import Survivor
from bot.alerting import nearby, shut, to_ask
from bot.clock import HOUR_MS, MINUTE_MS
from bot.errors import Refused
from bot.storage import alerts
from bot.storage import survivors as survivor_rows
from bot.storage import tasks as task_rows
from bot.storage.alerts import AlertRow
from bot.vault import Vault

ANSWER_MS = 15 * MINUTE_MS  # then somebody else is asked
OPENS_MS = HOUR_MS
UNANSWERED = "alert_unanswered"
CASE_UNANSWERED = "complaint_alert"
"""The same of a complaint: a kind of its own, because what is done of it is on no open list."""
TIMES = 12
"""How often somebody is asked about one alert; then it is the Hub's task alone."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as somebody sees it who is asked."""

    id: bytes
    kind: str
    category: str
    survivor_id: bytes | None
    complaint_id: bytes | None
    made_at: int
    taken: bool
    opens_until: int | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What an alert opens for whoever took it."""

    alert: Alert
    her: Survivor
    plan: Plan


def raise_alert(
    act: Act,
    kind: str,
    *,
    survivor_id: bytes | None = None,
    complaint_id: bytes | None = None,
    category: str,
    near_too: bool = False,
) -> bytes:
    """Ask the person on call at once; returns the alert's id.

    Args:
        act: the hands of the service.
        kind: ``crisis`` or ``safeguarding``.
        survivor_id: whom it is about, where she is known.
        complaint_id: the complaint it comes from; its key seals it then.
        category: what kind of words, never the words.
        near_too: whether she knows that only somebody near her advocate is on call, and wants it.
    """
    if survivor_id is None and complaint_id is None:
        raise Refused("unknown")
    order = list(to_ask(act.conn, act.vault, survivor_id, complaint_id, act.now, near_too=near_too))
    same = _asked_just_now(act, kind, survivor_id, complaint_id, category)
    if same is not None:
        if same.staff_id in order:
            call(act, same.staff_id)
        else:
            _ask_next(act, same, order)
        return same.id
    alert_id = act.new_id()
    key = act.key_of(complaint_id or survivor_id or b"")
    staff_id = order[0] if order else None
    asked = Asked(() if staff_id is None else (staff_id,))
    row = AlertRow(
        id=alert_id,
        kind=kind,
        survivor_id=survivor_id,
        complaint_id=complaint_id,
        category=act.vault.seal("alerts.category", alert_id, category.encode(), key),
        staff_id=staff_id,
        asked=asked.sealed(act.vault, alert_id, key),
        made_at=act.now,
        next_at=act.now + ANSWER_MS,
        taken_by=None,
        taken_at=None,
        opens_until=None,
    )
    alerts.add(act.conn, row)
    _record(act, "alert", complaint_id, survivor_id, staff_id)
    if staff_id is None:
        _nobody(act, row)
    else:
        call(act, staff_id)
    return alert_id


def _record(
    act: Act, did: str, complaint_id: bytes | None, survivor_id: bytes | None, other: bytes | None
) -> None:
    """Write the audit row; that of a complaint is on no list but its own."""
    if complaint_id is not None:
        act.record(f"complaint_{did}", complaint_id, other)
    else:
        act.record(did, survivor_id, other)


def call(act: Act, staff_id: bytes) -> None:
    """Let a text that says nothing, and an e-mail that says no more, go to somebody."""
    tasks.notify(act, staff_id, "alert")
    tasks.notify(act, staff_id, "priority")


def pass_on(act: Act, alert_id: bytes) -> None:
    """Nobody took it in time: ask the next person, or the same one again where there is no next."""
    row = alerts.get(act.conn, alert_id)
    if row is None or row.taken_at is not None or row.next_at is None or row.next_at > act.now:
        return
    asked = asked_of(act.conn, act.vault, row).people
    near_too = not nearby(act.conn, act.vault, row.survivor_id, act.now).isdisjoint(asked)
    order = list(
        to_ask(act.conn, act.vault, row.survivor_id, row.complaint_id, act.now, near_too=near_too)
    )
    _ask_next(act, row, order)


def _ask_next(act: Act, row: AlertRow, order: list[bytes]) -> None:
    key = key_of(act.conn, act.vault, row)
    asked = asked_of(act.conn, act.vault, row).people
    staff_id = next((one for one in order if one not in asked), order[0] if order else None)
    if staff_id is not None:
        asked += (staff_id,)
        call(act, staff_id)
    next_at = act.now + ANSWER_MS if len(asked) < TIMES else None
    alerts.ask(act.conn, row.id, staff_id, Asked(asked).sealed(act.vault, row.id, key), next_at)
    _record(act.by_itself(), "alert_passed_on", row.complaint_id, row.survivor_id, staff_id)
    if next_at is None or staff_id is None:
        _nobody(act, row)


def unreached(act: Act, staff_id: bytes) -> None:
    """Somebody could not be called: whoever is next is asked now, not in a quarter of an hour."""
    for row in alerts.untaken(act.conn):
        if row.staff_id == staff_id:
            asked = asked_of(act.conn, act.vault, row).people
            if asked.count(staff_id) == 1:  # the second time there was nobody else
                alerts.hasten(act.conn, row.id, act.now)


def take(act: Act, alert_id: bytes) -> None:
    """Take an alert: it is in somebody's hands, and opens her contact plan to them for an hour."""
    row = alerts.get(act.conn, alert_id)
    if row is None or not _may_see(act.conn, act.vault, row, act.person):
        raise Refused("unknown")
    key, until = key_of(act.conn, act.vault, row), act.now + OPENS_MS
    asked = replace(asked_of(act.conn, act.vault, row), taken_by=act.person, until=until)
    sealed = asked.sealed(act.vault, row.id, key)
    if not alerts.take(act.conn, row.id, act.person, act.now, until, sealed):
        raise Refused("taken")
    _record(act, "alert_taken", row.complaint_id, row.survivor_id, row.id)
    _answered(act, row)


def open_plan(act: Act, alert_id: bytes) -> Opened:
    """Open what the alert opens, for whoever took it, within the hour; each look is recorded."""
    row = alerts.get(act.conn, alert_id)
    if row is None or row.survivor_id is None:
        raise Refused("unknown")
    asked = asked_of(act.conn, act.vault, row)
    if asked.taken_by != act.person:
        raise Refused("unknown")
    if asked.until <= act.now:
        raise Refused("closed")
    if not _open_to(act.conn, act.vault, row, act.person):
        raise Refused("unknown")
    opened = Opened(
        _alert(act.conn, act.vault, row),
        survivors.describe(act.conn, act.vault, row.survivor_id),
        plans.read(act.conn, act.vault, row.survivor_id),
    )
    _record(act, "alert_plan", row.complaint_id, row.survivor_id, row.id)
    return opened


def of(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Alert]:
    """Return what somebody is asked to take, or has taken and still opens; the oldest first."""
    mine = [
        row
        for row in alerts.taken_by(conn, staff_id, now)
        if asked_of(conn, vault, row).taken_by == staff_id
    ]
    asked = [row for row in alerts.untaken(conn) if _may_see(conn, vault, row, staff_id)]
    return [_alert(conn, vault, row) for row in (*asked, *mine)]


def _may_see(conn: Connection, vault: Vault, row: AlertRow, staff_id: bytes) -> bool:
    """Whether somebody was asked, and is not shut out since."""
    if staff_id not in asked_of(conn, vault, row).people:
        return False
    return _open_to(conn, vault, row, staff_id)


def _open_to(conn: Connection, vault: Vault, row: AlertRow, staff_id: bytes) -> bool:
    """Whether somebody who was asked may still know of it.

    Of what comes from a complaint not once they are shut out; words in crisis stay with who was
    asked, for an alert that vanishes would tell of a complaint.
    """
    if row.complaint_id is None:
        return True
    return staff_id not in shut(conn, vault, row.survivor_id, row.complaint_id)


def _alert(conn: Connection, vault: Vault, row: AlertRow) -> Alert:
    key = key_of(conn, vault, row)
    category = vault.open("alerts.category", row.id, row.category, key).decode()
    return Alert(
        row.id,
        row.kind,
        category,
        row.survivor_id,
        row.complaint_id,
        row.made_at,
        row.taken_at is not None,
        row.opens_until,
    )


def _asked_just_now(
    act: Act,
    kind: str,
    survivor_id: bytes | None,
    complaint_id: bytes | None,
    category: str,
) -> AlertRow | None:
    """Return the alert that says the same and waits already."""
    for row in alerts.untaken(act.conn):
        same = (row.kind, row.survivor_id, row.complaint_id) == (kind, survivor_id, complaint_id)
        if same and _alert(act.conn, act.vault, row).category == category:
            return row
    return None


def _nobody(act: Act, row: AlertRow) -> None:
    """Nobody could be asked, or nobody answered: the Hub's leads find it on their list.

    Of words in crisis they do whatever is open: a list that stays empty tells as much as a line.
    """
    if row.complaint_id is not None:
        out = shut(act.conn, act.vault, row.survivor_id, row.complaint_id)
        complaints_tasks.give_hub(act, row.complaint_id, frozenset(out), CASE_UNANSWERED)
        return
    her = None if row.survivor_id is None else survivor_rows.get(act.conn, row.survivor_id)
    survivor_id = None if her is None else her.id
    waits = task_rows.of_kind(act.conn, UNANSWERED)
    if survivor_id not in {task.survivor_id for task in waits}:
        tasks.raise_task(act, UNANSWERED, survivor_id=survivor_id, urgent=True)


def _answered(act: Act, row: AlertRow) -> None:
    """Somebody has it now: the Hub need not look for anybody, unless another waits still."""
    about = row.complaint_id or row.survivor_id
    if any(about == (one.complaint_id or one.survivor_id) for one in alerts.untaken(act.conn)):
        return
    if row.complaint_id is not None:
        complaints_tasks.end(act, row.complaint_id, CASE_UNANSWERED)
    else:
        tasks.close_of(act, row.survivor_id, UNANSWERED)
