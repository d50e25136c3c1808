"""A complaint that is over is kept its time, counted, and forgotten (security.md 2).

The rules kept here: a concern is kept 12 months after it was closed and a complaint 24, as the
configuration says, and then waits as *going* for those who hold it to see; in one unit it is
counted and everything that names it goes, so that a worker that is killed counts nothing twice;
what stays are counts of one kind at a time, which nobody can put together to a case; and what is
about the Hub is counted apart, for somebody outside.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot import clocks, vouched
from bot.acts import audit as acts
from bot.acts import complaints_tasks, complaints_two, tasks
from bot.acts.act import Act
from bot.acts.complaints_entries import field, key_of
from bot.clock import DAY_MS
from bot.clocks import months_after
from bot.conflicts import Subjects, named_in, shut_out_of_any
from bot.content import Content
from bot.content.complaints import Keeping
from bot.proved import hubs
from bot.storage import approvals, audit, complaints, points
from bot.storage import complaints_over as rows
from bot.storage.audit import COMPLAINT
from bot.storage.complaints import ComplaintRow
from bot.storage.complaints_over import CountRow
from bot.storage.tables.duties import approvals as approval_table
from bot.storage.tables.duties import tasks as task_table
from bot.vault import DataKey, Vault

SHORTEST_MS = 27 * DAY_MS  # no month is shorter: what is due is among those older than so many
LOOK_BEFORE_MS = 30 * DAY_MS
"""How long before its time is over somebody is asked to look at what was paused or passed on."""

RESTS_STILL = "complaint_rests"
HUB, OTHERS = "hub", "others"
KINDS = ("step", "area", "outcome", "nation")
Counts = Mapping[str, Mapping[str, int]]
"""From kind and value to how many."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long complaints are kept, and how long they wait then."""

    keeping: Keeping
    going_days: int

    @classmethod
    def of(cls, content: Content) -> "Rule":
        """Take it out of the whole configuration."""
        return cls(content.complaints.keeping, content.service.retention.going_days)

    def kept_until(self, step: str, over_at: int) -> int:
        """Return until when one of this step is kept that is over since then."""
        return months_after(over_at, self.keeping.months(step))

    def goes_at(self, step: str, over_at: int) -> int:
        """Return when it goes."""
        return self.kept_until(step, over_at) + self.going_days * DAY_MS


def kept_until(rule: Rule, row: ComplaintRow) -> int | None:
    """Return until when a complaint is kept; None while it is not over."""
    over_at = rows.over_at(row)
    return None if over_at is None else rule.kept_until(row.step, over_at)


def due(conn: Connection, rule: Rule, now: int, only: bytes | None = None) -> list[bytes]:
    """Return the complaints that have had their time, the oldest first; ``only``: if that one."""
    shortest = min(rule.keeping.months(step) for step in ("concern", "complaint"))
    found = rows.over(conn, now - shortest * SHORTEST_MS, now, only)
    return [row.id for row in found if rule.goes_at(row.step, row.over_at) <= now]


def ready(act: Act, rule: Rule) -> list[bytes]:
    """Return those that have had their time, and a look where something rests in them."""
    found = due(act.conn, rule, act.now)
    rest = {row.id: row for row in complaints.some(act.conn, found) if _rests(row)}
    asked = _asked(act, min((row.paused_at or 0 for row in rest.values()), default=act.now))
    looked = act.now - rule.going_days * DAY_MS
    return [one for one in found if one not in rest or _asked_by(asked, rest[one], looked)]


def barred(conn: Connection, vault: Vault, rule: Rule, staff_id: bytes, now: int) -> bool:
    """Say whether somebody may not learn of one of those that are to go now.

    Asked each time: who is shut out of one since they were asked about all must not see that there
    are any, and nothing that is kept says which were meant.
    """
    found = ready(Act(conn, vault, now), rule)
    return staff_id in shut_out_of_any(conn, vault, found, now)


def look_before(act: Act, rule: Rule) -> int:
    """Ask who works on it, or holds it, to look at what rests and soon has had its time, once.

    Returns how many were asked about.
    """
    shortest = min(rule.keeping.months(step) for step in ("concern", "complaint"))
    asked = 0
    for complaint_id in rows.resting(act.conn, act.now - shortest * SHORTEST_MS + LOOK_BEFORE_MS):
        row = complaints.get(act.conn, complaint_id)
        until = None if row is None else kept_until(rule, row)
        if row is None or until is None or until - LOOK_BEFORE_MS > act.now:
            continue
        if not _asked_by(_asked(act, row.paused_at or 0), row, act.now):
            complaints_tasks.ask(act, row, RESTS_STILL)
            asked += 1
    return asked


def _rests(row: ComplaintRow) -> bool:
    """Say whether something rests in it that nobody closed."""
    return row.closed_at is None and row.state in rows.RESTING


def _asked(act: Act, since: int) -> list[tuple[bytes | None, int]]:
    """Return which complaints somebody was asked to look at since then, and when."""
    return [
        (tasks.complaint_of(_opened(act, "tasks.detail", task_id, sealed)), made_at)
        for task_id, sealed, made_at in rows.tasks_since(act.conn, RESTS_STILL, since)
    ]


def _asked_by(asked: list[tuple[bytes | None, int]], row: ComplaintRow, until: int) -> bool:
    """Say whether somebody was asked about it by then, since it rests."""
    return any(one == row.id and (row.paused_at or 0) < at <= until for one, at in asked)


def let_go(act: Act, rule: Rule, complaint_id: bytes) -> bool:
    """Count a complaint that has had its time and forget it; False where it has not, or is gone."""
    row = complaints.lock(act.conn, complaint_id)
    if row is None or not due(act.conn, rule, act.now, complaint_id):
        return False
    _count(act, row, key_of(act.vault, row))
    forget(act, complaint_id)
    return True


def forget(act: Act, complaint_id: bytes) -> None:
    """Delete everything that names a complaint; its key need not be there (an older backup)."""
    named = [
        task_id
        for task_id, sealed in rows.tasks_of_kinds(act.conn, tasks.OF_COMPLAINTS)
        if tasks.complaint_of(_opened(act, "tasks.detail", task_id, sealed)) == complaint_id
    ]
    rows.drop(act.conn, task_table, named)
    proposed = [
        row.id
        for kind in complaints_two.KINDS
        for row in approvals.of_kind(act.conn, kind)
        if complaint_id.hex() in _opened(act, "approvals.proposal", row.id, row.proposal)
    ]
    rows.drop(act.conn, approval_table, proposed)
    done = audit.of_object(act.conn, complaint_id)
    acts.reduce(act, [one for one in done if one.act.startswith(COMPLAINT)])
    rows.erase(act.conn, complaint_id, act.now)


def counted(conn: Connection, vault: Vault, side: str) -> dict[str, Counts]:
    """Return what was counted of one side, by month."""
    return {row.month: _read(vault, row).get(side, {}) for row in rows.counts(conn)}


def side_of(conn: Connection, vault: Vault, subjects: Subjects) -> str:
    """Return whether a complaint is about the Hub, or somebody of it."""
    hub = hubs(conn, vault)
    named = (vouched.get(conn, vault, one) for one in subjects.staff)
    employers = {one.organisation_id for one in named if one is not None}
    return HUB if hub & (employers | subjects.organisations) else OTHERS


def side_shown(
    conn: Connection, vault: Vault, employer: bytes, roles: Collection[str]
) -> str | None:
    """Return which counts somebody may see: never those about their own house; None: none."""
    at_hub = employer in hubs(conn, vault)
    if at_hub and "complaint_handler" in roles:
        return OTHERS
    return HUB if not at_hub and "outside_reviewer" in roles else None


def _count(act: Act, row: ComplaintRow, key: DataKey) -> None:
    over_at = rows.over_at(row) or act.now
    month = f"{clocks.local_date(over_at):%Y-%m}"
    held = rows.counts(act.conn, month)
    one = held[0] if held else None
    side = side_of(act.conn, act.vault, named_in(act.vault, row, key))
    body = {} if one is None else _read(act.vault, one)
    sums = {kind: Counter(body.get(side, {}).get(kind, {})) for kind in KINDS}
    for kind, value in _values(act, row, key):
        sums[kind][value] += 1
    count_id = act.new_id() if one is None else one.id
    sealed = act.vault.seal(
        "complaint_counts.body", count_id, json.dumps({**body, side: sums}, sort_keys=True).encode()
    )
    rows.put_counts(act.conn, CountRow(count_id, month, sealed))


def _values(act: Act, row: ComplaintRow, key: DataKey) -> Iterator[tuple[str, str]]:
    yield "step", row.step
    yield "nation", field(act.vault, row, "nation", key)
    for point in points.of_complaint(act.conn, row.id):
        yield "area", point.area
        undecided = "withdrawn" if row.state == "withdrawn" else "undecided"
        yield "outcome", point.decision or undecided


def _read(vault: Vault, row: CountRow) -> dict[str, Counts]:
    found: dict[str, Counts] = json.loads(vault.open("complaint_counts.body", row.id, row.body))
    return found


def _opened(act: Act, column: str, row_id: bytes, sealed: bytes) -> str:
    return act.vault.open(column, row_id, sealed).decode()
