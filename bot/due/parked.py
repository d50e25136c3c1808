"""The worker's duty to try again what our own code failed on (``bot.parking``).

The rules kept here: one person's message that fails again waits for nobody and stops nobody; it
runs only while the conversation is still the one it arrived at.
"""

from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
import structlog

from bot import parking
from bot.contact import Contact, pack
from bot.errors import SealBroken, StateFromNewer
from bot.flows import aside
from bot.flows.state import NewerState
from bot.intake import Intake
from bot.limits import FULL
from bot.service import Service
from bot.storage import contacts
from bot.storage import intake as rows
from bot.storage.intake import ParkedRow
from bot.storage.tables.columns import Sealed
from bot.turning import Result

BATCH = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ParkedDue:
    """Runs parked messages again, and gives up after three tries."""

    service: Service
    intake: Intake

    async def run(self) -> int:
        """Try again what our own code failed on."""
        now = self.service.clock.now()
        due = await self.service.database.read(lambda conn: rows.parked_due(conn, now, BATCH))
        for row in due:
            try:
                result = await self.service.database.run(
                    partial(self._again, row=row), lane=row.contact_id
                )
            except Exception as error:  # noqa: BLE001 - counted, and given up after three tries
                log.error("a parked message failed again", fault=type(error).__name__)
                result = await self._set_back(row)
            await self.intake.after(result)
        return len(due)

    async def _set_back(self, row: ParkedRow) -> Result:
        run = self.service.database.run
        try:
            return await run(partial(self._failed_again, row=row), lane=row.contact_id)
        except Exception as error:  # noqa: BLE001 - it stays parked; nobody else's waits for it
            log.error("a parked message cannot be given up", fault=type(error).__name__)
            later = self.service.clock.now() + parking.RETRY_MS[-1]
            await run(lambda conn: rows.park_again(conn, row.id, later), lane=row.contact_id)
            return Result(new=False)

    def _again(self, conn: sa.Connection, row: ParkedRow) -> Result:
        found = contacts.get(conn, row.contact_id)
        if found is None or not rows.still_parked(conn, row.id):
            rows.unpark(conn, row.id)
            return Result(new=False)
        contact = Contact(self.service.vault, found)
        if found.revision != row.revision:
            return parking.give_up(conn, self.service, contact, row, self.service.clock.now())
        rows.unpark(conn, row.id)
        inbound = parking.unseal(self.service.vault, contact, row).inbound
        return self.intake.unit(conn, inbound, b"", FULL, again=contact)

    def _failed_again(self, conn: sa.Connection, row: ParkedRow) -> Result:
        now = self.service.clock.now()
        newer = row.fault == StateFromNewer.__name__ and now - row.at < parking.KEEP_MS
        if newer or row.tries + 1 < parking.TRIES:
            last = parking.TRIES - 1
            rows.park_again(conn, row.id, now + parking.RETRY_MS[min(row.tries + 1, last)])
            return Result(new=False)
        found = contacts.get(conn, row.contact_id)
        if found is None:
            rows.unpark(conn, row.id)
            return Result(new=False)
        # Else all she writes would be parked again.
        contacts.change(conn, row.contact_id, state=self._words_alone(found))
        found = contacts.get(conn, row.contact_id) or found
        return parking.give_up(conn, self.service, Contact(self.service.vault, found), row, now)

    def _words_alone(self, row: contacts.ContactRow) -> Sealed | None:
        """Return a conversation with nothing open in it but what was written and not sent."""
        contact = Contact(self.service.vault, row)
        try:
            state = contact.conversation()
        except (NewerState, SealBroken, ValueError):
            return None
        return contact.seal("state", pack(aside.words_of(state)))
