"""The audit: each finished day sealed as one salted hash of its sorted rows, chained to the last.

Rows are written with their units, unchained, so that nothing waits for a chain; a worker seals each
day once it is over. The rule kept here: ``verify`` needs the rows and the days, and no key.
"""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from secrets import token_bytes

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.storage import audit
from bot.storage.audit import AuditRow, DayRow

SETTLED_MS = 5 * 60_000  # a unit that began before midnight has long ended by then
RETENTION_DAYS = 731
MOST_DAYS = 400  # sealed in one unit, after a long stop


def seal_days(act: Act) -> int:
    """Seal every day that is over and is not sealed yet; return how many."""
    sealed = audit.days(act.conn)
    day = _next_day(act.conn, sealed)
    last = sealed[-1].hash if sealed else b""
    count = 0
    while day is not None and _end(day) + SETTLED_MS <= act.now and count < MOST_DAYS:
        salt = token_bytes(16)
        last = _hash(salt, last, _rows(act.conn, day))
        audit.add_day(act.conn, DayRow(day.isoformat(), salt, last))
        day += timedelta(days=1)
        count += 1
    return count


def verify(conn: Connection, now: int) -> list[str]:
    """Compare the rows with the sealed days; return every fault as a line, none if all is well."""
    faults: list[str] = []
    oldest = _day(now) - timedelta(days=RETENTION_DAYS)
    before, last = None, b""
    for row in audit.days(conn):
        day = date.fromisoformat(row.day)
        if before is not None and day != before + timedelta(days=1):
            faults.append(f"{before + timedelta(days=1)}: this day's seal is missing")
        if day >= oldest and _hash(row.salt, last, _rows(conn, day)) != row.hash:
            faults.append(f"{day}: the rows are not the ones that were sealed")
        before, last = day, row.hash
    return faults


def _next_day(conn: Connection, sealed: list[DayRow]) -> date | None:
    if sealed:
        return date.fromisoformat(sealed[-1].day) + timedelta(days=1)
    first = audit.first_at(conn)
    return None if first is None else _day(first)


def _rows(conn: Connection, day: date) -> list[AuditRow]:
    return audit.between(conn, _begin(day), _end(day))


def _hash(salt: bytes, last: bytes, rows: list[AuditRow]) -> bytes:
    hashed = sha256(b"imsa/1 audit day" + salt + last)
    for row in sorted(rows, key=lambda row: row.id):
        parts = (
            row.id,
            row.at.to_bytes(8),
            row.actor_id or b"",
            row.act.encode(),
            row.object_id or b"",
            row.other_id or b"",
        )
        hashed.update(b"".join(len(part).to_bytes(2) + part for part in parts))
    return hashed.digest()


def _day(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).date()


def _begin(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def _end(day: date) -> int:
    return _begin(day + timedelta(days=1))
