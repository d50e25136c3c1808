"""The audit: each finished day sealed as one salted hash of its acts, chained to the last.

Rows are written with their units, unchained, so that nothing waits for a chain; a worker seals each
day once it is over. The rules kept here: ``verify`` needs the rows and the days, and no key; what
was done in complaints has a chain of its own, as long as the other, so that neither the number of
rows under a day's hash nor the hash itself tells that there is a complaint.
"""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from secrets import token_bytes

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.clock import DAY_MS, MINUTE_MS
from bot.storage import audit
from bot.storage.audit import COMPLAINT, GONE, AuditRow, DayRow, LeafRow

SETTLED_MS = 5 * MINUTE_MS  # a unit that began before midnight has long ended by then
RETENTION_DAYS = 731
MOST_DAYS = 400  # sealed in one unit, after a long stop
TAG = b"imsa/2 audit day"
TAG_AS_ONE = b"imsa/1 audit day"  # days that were sealed before complaints had their own chain
ELSEWHERE = "the record of acts that are on no list differs: `audit verify --closed` says where"
"""A day of that chain is a hint; who needs it asks for it."""


def seal_days(act: Act) -> int:
    """Seal every day that is over and is not sealed yet, in both chains; return how many."""
    open_days = audit.days(act.conn)
    closed_days = audit.days(act.conn, complaints=True)
    day = _next_day(act.conn, open_days)
    last = open_days[-1].hash if open_days else b""
    last_closed = closed_days[-1].hash if closed_days else b""
    count = 0
    while day is not None and _end(day) + SETTLED_MS <= act.now and count < MOST_DAYS:
        general, complaints = _of_day(act.conn, day)
        salt, salt_closed = token_bytes(16), token_bytes(16)
        last = _hash(TAG, salt, last, general)
        last_closed = _closed_hash(salt_closed, last_closed, _leaves(act.conn, day, complaints))
        audit.add_day(act.conn, DayRow(day.isoformat(), salt, last))
        closed = DayRow(day.isoformat(), salt_closed, last_closed)
        audit.add_day(act.conn, closed, complaints=True)
        day += timedelta(days=1)
        count += 1
    return count


def verify(conn: Connection, now: int) -> list[str]:
    """Compare the rows with the sealed days; return every fault as a line, none if all is well.

    Of the chain of complaints it says only that it differs.
    """
    closed = audit.days(conn, complaints=True)
    apart_since = closed[0].day if closed else ""
    faults: list[str] = []
    before, last = None, b""
    for row in audit.days(conn):
        day = date.fromisoformat(row.day)
        faults += _missing(before, day)
        if _kept(day, now) and not _as_sealed(conn, row, day, last, apart_since):
            faults.append(f"{day}: the rows are not the ones that were sealed")
        before, last = day, row.hash
    if verify_closed(conn, now):
        faults.append(ELSEWHERE)
    return faults


def _as_sealed(conn: Connection, row: DayRow, day: date, last: bytes, apart_since: str) -> bool:
    general, complaints = _of_day(conn, day)
    if apart_since and row.day >= apart_since:
        return _hash(TAG, row.salt, last, general) == row.hash
    if audit.leaves(conn, day=row.day):
        return True  # sealed as one by an earlier release, and some of it had its time since
    return _hash(TAG_AS_ONE, row.salt, last, [*general, *complaints]) == row.hash


def verify_closed(conn: Connection, now: int) -> list[str]:
    """Compare what was done in complaints with its own sealed days, and what vouches for gaps."""
    faults: list[str] = []
    before, last = None, b""
    days = audit.days(conn, complaints=True)
    for row in days:
        day = date.fromisoformat(row.day)
        faults += _missing(before, day)
        leaves = _leaves(conn, day, _of_day(conn, day)[1])
        if _kept(day, now) and _closed_hash(row.salt, last, leaves) != row.hash:
            faults.append(f"{day}: the rows are not the ones that were sealed")
        before, last = day, row.hash
    newest = audit.days(conn)
    if days and newest and newest[-1].day != days[-1].day:
        faults.append(f"{newest[-1].day}: this day's seal is missing")
    groups: dict[bytes, list[bytes]] = {}
    for leaf in audit.leaves(conn):
        groups.setdefault(leaf.gone_by, []).append(leaf.leaf)
    vouched = audit.gone_acts(conn)
    if any(vouched.get(act_id) != _digest(leaves) for act_id, leaves in groups.items()):
        faults.append("acts were taken out that no retention vouches for")
    return faults


def reduce(act: Act, rows: list[AuditRow]) -> None:
    """Let acts go with their complaint: what is left of each is a hash that its day needs.

    One act of retention vouches for them; it names no complaint.
    """
    if not rows:
        return
    gone_by = act.new_id()
    leaves = [LeafRow(_leaf(row), _day(row.at).isoformat(), gone_by) for row in rows]
    audit.reduce(act.conn, leaves, [row.id for row in rows])
    digest = _digest([one.leaf for one in leaves])
    audit.add(act.conn, AuditRow(gone_by, act.now, None, GONE, None, digest))


def _missing(before: date | None, day: date) -> list[str]:
    if before is None or day == before + timedelta(days=1):
        return []
    return [f"{before + timedelta(days=1)}: this day's seal is missing"]


def _next_day(conn: Connection, sealed: list[DayRow]) -> date | None:
    if sealed:
        return date.fromisoformat(sealed[-1].day) + timedelta(days=1)
    first = audit.first_at(conn)
    return None if first is None else _day(first)


def _of_day(conn: Connection, day: date) -> tuple[list[AuditRow], list[AuditRow]]:
    """Return the rows of a day: those of lists, and those of complaints."""
    rows = audit.between(conn, _begin(day), _end(day))
    closed = [row for row in rows if row.act.startswith(COMPLAINT)]
    return [row for row in rows if not row.act.startswith(COMPLAINT)], closed


def _leaves(conn: Connection, day: date, rows: list[AuditRow]) -> list[bytes]:
    gone = (one.leaf for one in audit.leaves(conn, day=day.isoformat()))
    return [*gone, *map(_leaf, rows)]


def _hash(tag: bytes, salt: bytes, last: bytes, rows: list[AuditRow]) -> bytes:
    hashed = sha256(tag + salt + last)
    for row in sorted(rows, key=lambda row: row.id):
        hashed.update(_parts(row))
    return hashed.digest()


def _closed_hash(salt: bytes, last: bytes, leaves: list[bytes]) -> bytes:
    return sha256(b"imsa/1 complaint day" + salt + last + b"".join(sorted(leaves))).digest()


def _leaf(row: AuditRow) -> bytes:
    """Return a hash of one act; its random id makes it say nothing to who doesn't have the row."""
    return sha256(b"imsa/1 complaint act" + _parts(row)).digest()


def _digest(leaves: list[bytes]) -> bytes:
    return sha256(b"imsa/1 complaint acts" + b"".join(sorted(leaves))).digest()[:16]


def _parts(row: AuditRow) -> bytes:
    parts = (
        row.id,
        row.at.to_bytes(8),
        row.actor_id or b"",
        row.act.encode(),
        row.object_id or b"",
        row.other_id or b"",
    )
    return b"".join(len(part).to_bytes(2) + part for part in parts)


def _kept(day: date, now: int) -> bool:
    """Whether all rows of a day are still kept: the oldest go by the moment, not by the day."""
    return _begin(day) >= now - RETENTION_DAYS * DAY_MS


def _day(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).date()


def _begin(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def _end(day: date) -> int:
    return _begin(day + timedelta(days=1))
