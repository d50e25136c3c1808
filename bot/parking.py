"""What our own code failed on: kept sealed, tried again, and at last given to her advocate to read.

The rules kept here: nothing is lost when our own code fails; a parked message runs again only while
the conversation is still the one it arrived at; after three tries its words become an entry marked
*arrived while we had a fault*, with whoever it was written to: what came in the middle of a
complaint goes to no advocate, and what one person wrote to nobody else's.
"""

import json
import secrets
from typing import NamedTuple

import sqlalchemy as sa

from bot.acts import complaints_found, complaints_hers, words
from bot.channels.wire import Inbound
from bot.clock import DAY_MS
from bot.contact import Contact
from bot.errors import SealBroken
from bot.flows import aside, lines
from bot.flows.says import Say
from bot.flows.state import Draft, NewerState
from bot.limits import FULL
from bot.perform.table import tidy
from bot.service import Service
from bot.storage import intake as rows
from bot.storage import survivors
from bot.storage.intake import ParkedRow
from bot.turning import Result, Turning
from bot.vault import Vault

RETRY_MS = (30_000, 300_000, 1_800_000)
TRIES = len(RETRY_MS)
KEEP_MS = 2 * DAY_MS
"""How long a message waits for the release that can read its conversation."""


class Parked(NamedTuple):
    """A parked message, opened.

    Attributes:
        inbound: as it came.
        whose: the survivor whom the phone stood for then; empty: a stranger's, or frozen.
        concern: the flow about a complaint that was open then; None: nobody could tell.
    """

    inbound: Inbound
    whose: bytes
    concern: str | None


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
    raw = json.dumps({**inbound._asdict(), **_came_to(contact)}).encode()
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
    wrote = inbound.kind not in {"call", "blocked"}
    if wrote and contact.standing == "open" and not contact.stopped:
        turning.say(kept_line(service))
    result = turning.keep()
    result.wake = True
    return result


def kept_line(service: Service) -> Say:
    """Return the honest line with a person's number in it."""
    return lines.with_person(lines.KEPT, service.content.person_number())


def _came_to(contact: Contact) -> dict[str, str | None]:
    """Return what will be needed to know whose words these are, should they never be handled."""
    try:
        concern = aside.complaint_open(contact.conversation())
    except (NewerState, SealBroken, ValueError):
        concern = None
    whose = contact.survivor_id if contact.linked else None
    return {"whose": whose.hex() if whose else "", "concern": concern}


def unseal(vault: Vault, contact: Contact, row: ParkedRow) -> Parked:
    """Return the message as it came."""
    raw = json.loads(vault.open("parked.raw", row.id, row.raw, contact.key))
    concern, whose = raw.pop("concern", None), raw.pop("whose", None)
    if whose is None:  # parked by a release that did not say
        whose = _came_to(contact)["whose"] or ""
    return Parked(Inbound(**raw), bytes.fromhex(whose), concern)


def give_up(
    conn: sa.Connection, service: Service, contact: Contact, row: ParkedRow, now: int
) -> Result:
    """After the last try: the words go to her advocate as they came, marked.

    From the middle of a complaint they go to that instead: what was sent of it, else its draft.
    Where nobody could tell then, the conversation as it is now decides; raises what it raises.
    """
    parked = unseal(service.vault, contact, row)
    contact.prove(parked.inbound.address)  # or it stays parked: it would be hers whom the row names
    inbound = parked.inbound
    turning = Turning(conn, service, contact, None, FULL, b"", now)
    concern = parked.concern
    if concern is None:
        concern = aside.complaint_open(contact.conversation())
    rows.unpark(conn, row.id)
    files = ((inbound.kind, inbound.file),) if inbound.kind in {"voice", "photo"} else ()
    if concern:
        texts = (inbound.text,) if inbound.text else ()
        _to_complaint(turning, parked, concern, Draft(texts, files))
    elif parked.whose and (inbound.text or files):
        _deliver(turning, parked, files)
    return turning.keep()


def _to_complaint(turning: Turning, parked: Parked, concern: str, said: Draft) -> None:
    """Keep words of a complaint with it, while the phone stands for whom it stood for."""
    contact = turning.contact
    stands_for = (contact.survivor_id or b"") if contact.linked else b""
    if not said or parked.whose not in {b"", stands_for}:
        return
    made = complaints_found.just_made(turning.conn, turning.vault, contact.id, turning.now)
    if made is None or made.made_at < parked.inbound.at:
        turning.state = aside.join(contact.conversation(), concern, said)
        return
    text = "\n".join(said.texts)
    complaints_hers.add_words(
        turning.act,
        made.id,
        text,
        turning.language or "en",
        said.files,
        danger=turning.service.content.complaints.safeguarding((), text),
    )
    turning.result.wake = True


def _deliver(turning: Turning, parked: Parked, files: tuple[tuple[str, str], ...]) -> None:
    """Seal the words to the thread of whoever wrote them, and tell her advocate."""
    inbound, contact = parked.inbound, turning.contact
    if survivors.get(turning.conn, parked.whose) is None:
        return  # erased since, with everything of hers
    words.keep(
        turning.conn,
        turning.vault,
        parked.whose,
        inbound.text,
        language=turning.language,
        contact_id=contact.id,
        sequence=inbound.sequence,
        mark="fault",
        files=files,
        now=turning.now,
    )
    turning.result.wake = True
    if contact.survivor_id == parked.whose:
        turning.inbound = inbound
        tidy(turning, "theirs")
        turning.inbound = None
