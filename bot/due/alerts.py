"""Reaches the person on call by SMS, and the next one where nobody answers within 15 minutes.

The rules kept here: the text says nothing but that there is something; an e-mail alone is no alert,
so who has no number, or cannot be reached, is passed over at once; who was asked can still take it.
"""

import json
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
import structlog

from bot.acts import alerts
from bot.acts.act import Act
from bot.channels.wire import Outgoing, Sender
from bot.errors import SendError
from bot.service import Service
from bot.storage import alerts as rows
from bot.storage import notices
from bot.storage.notices import DueNotice

TEXT = "Priority. Please open the console now. This text says nothing more on purpose."
BATCH = 50
AGAIN_MS = 30_000
TRIES = 4
WINDOW_S = 15 * 60  # the carrier may still try as long as it takes to ask the next person

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AlertsDue:
    """The worker's duty towards whoever must be reached at once.

    Args:
        service: database, keys and clock.
        sms: the carrier of texts, where there is one.
    """

    service: Service
    sms: Sender | None

    async def run(self) -> int:
        """Send the texts that are due, then ask the next person where nobody took it in time."""
        sent = await self._texts()
        passed = await self._pass_on()
        return sent + passed + (await self._texts() if passed else 0)

    async def _texts(self) -> int:
        now, done = self.service.clock.now(), 0
        while found := await self.service.database.run(lambda conn: notices.claim_texts(conn, now)):
            for row in found:
                await self._send(row)
            done += len(found)
        return done

    async def _send(self, row: DueNotice) -> None:
        if self.sms is None or row.phone is None or row.state != "active":
            await self._unreached(row)
            return
        number = self.service.vault.open("staff.phone", row.staff_id, row.phone).decode()
        payload = json.dumps({"body": TEXT}).encode()
        try:
            await self.sms.send(Outgoing(number, payload, "crisis", validity=WINDOW_S))
        except SendError as error:
            log.warning("alert.not_sent", code=error.code, tries=row.tries + 1)
            if error.permanent or row.tries + 1 >= TRIES:
                await self._unreached(row)
                return
            at = self.service.clock.now() + AGAIN_MS
            await self.service.database.run(lambda conn: notices.postpone(conn, row.id, at))
            return
        await self.service.database.run(lambda conn: notices.drop(conn, row.id))

    async def _unreached(self, row: DueNotice) -> None:
        """Let the next person be asked now."""
        now = self.service.clock.now()

        def unit(conn: sa.Connection) -> None:
            notices.drop(conn, row.id)
            alerts.unreached(Act(conn, self.service.vault, now), row.staff_id)

        await self.service.database.run(unit)

    async def _pass_on(self) -> int:
        now, vault = self.service.clock.now(), self.service.vault
        due = await self.service.database.read(lambda conn: rows.due(conn, now, BATCH))

        def unit(conn: sa.Connection, alert_id: bytes) -> None:
            alerts.pass_on(Act(conn, vault, now), alert_id)

        for row in due:
            await self.service.database.run(partial(unit, alert_id=row.id))
        return len(due)
