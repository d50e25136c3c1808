"""What our own code failed on: kept sealed, tried again, and at last given to her advocate to read.

The rules kept here: nothing is lost when our own code fails; a parked message runs again only while
the conversation is still the one it arrived at; after three tries its words become an entry marked
*arrived while we had a fault*.
"""

import json
import secrets

import sqlalchemy as sa

from bot.channels.wire import Inbound
from bot.contact import Contact
from bot.flows import lines
from bot.flows.says import Say, Text
from bot.limits import FULL
from bot.perform import deliver
from bot.service import Service
from bot.storage import intake as rows
from bot.storage.intake import ParkedRow
from bot.turning import Result, Turning
from bot.vault import Vault

RETRY_MS = (30_000, 300_000, 1_800_000)
TRIES = len(RETRY_MS)


def park(
    conn: sa.Connection,
    service: Service,
    contact: Contact,
    inbound: Inbound,
    fault: str,
    holder: bytes,
) -> Result:
    """Keep a message our own code failed on, and tell her that it is kept."""
    if not rows.first_time(conn, inbound.source, inbound.external, inbound.at):
        return Result(new=False)
    row_id = secrets.token_bytes(16)
    raw = json.dumps(inbound._asdict()).encode()
    rows.park(
        conn,
        ParkedRow(
            id=row_id,
            contact_id=contact.id,
            raw=contact.seal_row("parked.raw", row_id, raw),
            fault=fault[:80],
            revision=contact.row.revision + 1,
            tries=0,
            at=inbound.at,
            next_at=inbound.at + RETRY_MS[0],
        ),
    )
    turning = Turning(conn, service, contact, inbound, FULL, holder, inbound.at)
    if contact.standing == "open" and not contact.stopped:
        turning.say(kept_line(service))
    result = turning.keep()
    result.wake = True
    return result


def kept_line(service: Service) -> Say:
    """Return the honest line with a person's number in it."""
    line = service.content.helplines.line(service.content.service.person_line)
    number = service.content.service.person or line.number
    first, second = lines.KEPT.parts
    if not isinstance(second, Text):
        return lines.KEPT
    return Say(
        lines.KEPT.id, (first, second.filled(person=number)), cls="error", keep=True, reveals="none"
    )


def unseal(vault: Vault, contact: Contact, row: ParkedRow) -> Inbound:
    """Return the message as it came."""
    raw = vault.open("parked.raw", row.id, row.raw, contact.key)
    return Inbound(**json.loads(raw))


def give_up(
    conn: sa.Connection, service: Service, contact: Contact, row: ParkedRow, now: int
) -> Result:
    """After the last try: the words go to her advocate as they came, marked."""
    rows.unpark(conn, row.id)
    inbound = unseal(service.vault, contact, row)
    turning = Turning(conn, service, contact, None, FULL, b"", now)
    turning.inbound = inbound
    if contact.survivor_id is not None and (inbound.text or inbound.file):
        files = ((inbound.kind, inbound.file),) if inbound.file else ()
        deliver(turning, inbound.text, files, "fault")
    turning.inbound = None
    return turning.keep()
