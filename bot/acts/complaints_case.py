"""A complaint as those see it who hold it: the queue by date, and one case opened.

The rule kept here: opening is an act, with its audit row in the same unit, and takes the reader's
own key; a queue shows nothing to anybody who could not open what is in it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot import holding
from bot.acts import sealing
from bot.acts.act import Act
from bot.acts.complaints import shown_reference
from bot.acts.complaints_entries import field as field_of
from bot.acts.complaints_entries import key_of, row_of
from bot.acts.complaints_keys import Reader, needs_holder, who_can_open
from bot.acts.complaints_pairs import cover
from bot.acts.grants import openers
from bot.acts.sealing import Openers, Shown
from bot.storage import complaints, entries, points
from bot.storage.complaints import UNDATED, ComplaintRow
from bot.vault import DataKey, Vault
from bot.vault.entries import Words
from bot.vault.people import PrivateKey

MOST = 500
FAR = 1 << 62
_IDENTIFIERS = re.compile(
    r"""
      [^\s@]+@[\w-]+(?:\.[\w-]+)+ | @\w{4,}          # e-mail, handle
    | (?:https?://|www\.|t\.me/)[^\s,;]+              # page, chat
    | \b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b         # postcode
    | \b[a-z]{2}\s?(?:\d{2}\s?){3}[a-d]\b           # National Insurance
    | \b[a-z]{1,4}\d{5,}[a-z]?\b                     # the Home Office's own numbers, a passport's
    | \(?\+?\d[\d\s().-]{6,}\d                     # telephone
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Queued:
    """One line of the queue."""

    id: bytes
    reference: str = field(repr=False)
    step: str
    state: str
    safeguarding: bool
    promised_at: int
    late: bool
    rests: bool
    made_at: int
    handler_id: bytes | None
    nation: str
    acknowledged_at: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """One area, what was decided about it, and why; ``before``: by who looked at it first."""

    id: bytes
    area: str
    decision: str | None
    reason: str | None = field(repr=False)
    before: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint, opened by a holder.

    Attributes:
        line: as in the queue.
        about: advocate, person, organisation or hub.
        level: team, share or none: who may know the name.
        behalf: me, agreed or unsaid.
        source: linked, frozen, asleep, stopped or stranger.
        help: what would help, by key.
        survivor_id: whose, where the name level lets the team know; None otherwise.
        language: what she reads.
        nation: whose working days count.
        points: areas and decisions.
        entries: everything said, the oldest first; ``words`` is None where it doesn't open.
        readers: who else can open it.
        has_pin: whether any phone can reach it; ``pin_closed``: after five wrong tries none can.
    """

    line: Queued
    about: str
    level: str
    behalf: str
    source: str
    help: tuple[str, ...]
    survivor_id: bytes | None
    language: str
    nation: str
    points: tuple[Point, ...]
    entries: tuple[Shown, ...] = field(repr=False)
    readers: tuple[Reader, ...]
    has_pin: bool
    pin_closed: bool


def queue(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Queued]:
    """Return what one person can open, overdue first, then by the date promised; rests last."""
    found = [_line(vault, row, now) for row in holding.held(conn, vault, staff_id)]
    return sorted(found, key=lambda one: (one.rests, not _first(one), one.promised_at, one.id))


def closed(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Queued]:
    """Return what one person can still open of those that are over, the newest first."""
    return [_line(vault, row, now) for row in holding.held(conn, vault, staff_id, over=True)]


def _first(one: Queued) -> bool:
    return one.late or one.state == "safeguarding_hold"


def held_by(conn: Connection, vault: Vault, staff_id: bytes, complaint_id: bytes) -> bool:
    """Say whether one person can open a complaint now."""
    row = complaints.get(conn, complaint_id)
    return row is not None and holding.holds(conn, vault, row, staff_id)


def open_case(act: Act, complaint_id: bytes, private: PrivateKey) -> Case:
    """Open a complaint with the reader's own key."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    key = key_of(act.vault, row)
    held = openers(act, row.id, key, private)
    about = json.loads(field_of(act.vault, row, "about", key))
    rows = entries.newest(act.conn, complaint_id, FAR, MOST)
    shown = sealing.show(act, rows, key, held)
    fresh = [one.id for one in shown if one.words is not None and one.read_at is None]
    entries.mark_read(act.conn, fresh, act.now)
    cover(act, row, private)
    act.record("complaint_open", complaint_id)
    return Case(
        _line(act.vault, row, act.now),
        about["about"],
        about["level"],
        about["behalf"],
        about["from"],
        tuple(about["help"]),
        None if about["level"] == "none" else row.survivor_id,
        field_of(act.vault, row, "language", key),
        field_of(act.vault, row, "nation", key),
        tuple(_points(act, row, key, held)),
        tuple(shown),
        tuple(who_can_open(act.conn, act.vault, complaint_id)),
        row.pin_mac is not None,
        row.pin_closed,
    )


def open_file(
    act: Act, complaint_id: bytes, entry_id: bytes, attachment_id: bytes, private: PrivateKey
) -> Words:
    """Open one voice note or photo of a complaint with the reader's own key."""
    row = row_of(act, complaint_id)
    needs_holder(act, row)
    key = key_of(act.vault, row)
    held = openers(act, row.id, key, private)
    words = sealing.open_file(act, complaint_id, entry_id, attachment_id, key, held)
    act.record("complaint_file", complaint_id, attachment_id)
    return words


def strip_identifiers(text: str, names: Iterable[str]) -> str:
    """Return a question with numbers, addresses and these names taken out, for the preview."""
    found = _IDENTIFIERS.sub("[…]", text)
    for name in sorted((one for one in names if one.strip()), key=len, reverse=True):
        found = re.sub(rf"\b{re.escape(name)}\b", "[…]", found, flags=re.IGNORECASE)
    return found


def _line(vault: Vault, row: ComplaintRow, now: int) -> Queued:
    key = key_of(vault, row)
    rests = row.state in UNDATED
    return Queued(
        row.id,
        shown_reference(field_of(vault, row, "reference", key)),
        row.step,
        row.state,
        row.safeguarding,
        row.promised_at,
        not rests and (row.promised_at < now or row.late_told_at is not None),
        rests and row.state != "safeguarding_hold",
        row.made_at,
        row.handler_id,
        field_of(vault, row, "nation", key),
        row.acknowledged_at,
    )


def _points(act: Act, row: ComplaintRow, key: DataKey, held: Openers) -> Iterable[Point]:
    for point in points.of_complaint(act.conn, row.id):
        opened = None
        if point.reason is not None:
            opened = sealing.open_within(
                act.vault,
                "points.reason",
                "point",
                point.id,
                point.reason,
                object_id=row.id,
                key=key,
                held=held,
            )
        reason = None if opened is None else opened.body.decode()
        before = point.decision is not None and point.decided_at is None
        yield Point(point.id, point.area, point.decision, reason, before)
