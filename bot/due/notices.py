"""Tells staff by e-mail that there is something to look at, and nothing else.

The rule kept here: a notice names nobody, says no language and no kind of thing; anybody may read
over a shoulder. Only an invitation carries more: its link.
"""

from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.tasks import raise_task
from bot.clock import HOUR_MS, MINUTE_MS
from bot.errors import SendError
from bot.mail import Mailer
from bot.service import Service
from bot.storage import notices
from bot.storage.notices import DueNotice

FIRST_WAIT_MS = MINUTE_MS
LONGEST_WAIT_MS = 6 * HOUR_MS
TRIES = 12  # about two days

_END = "\n\nThis message says nothing more on purpose. Please do not reply to it.\n"
_MAILS = {
    "new": ("You have something new", "You have something new in the console:\n{link}"),
    "priority": (
        "Priority: you have something new",
        "Priority: you have something new in the console:\n{link}",
    ),
    "invitation": (
        "Your invitation",
        "You are invited to the console. This link works once, for 14 days:\n{link}",
    ),
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Notices:
    """Sends what waits; without a mail server it only counts and forgets.

    Args:
        service: database, keys and clock.
        mailer: the mail server, where there is one.
        console_url: where staff sign in.
    """

    service: Service
    mailer: Mailer | None
    console_url: str

    async def send_due(self) -> int:
        """Send every notice that is due, and return how many left."""
        left = 0
        while rows := await self._claim():
            for row in rows:
                left += await self._send(row)
        if left:
            log.info("notices.sent" if self.mailer else "notices.without_mail", count=left)
        return left

    async def _claim(self) -> list[DueNotice]:
        now = self.service.clock.now()
        return await self.service.database.run(lambda conn: notices.claim(conn, now))

    async def _send(self, row: DueNotice) -> bool:
        subject, body = _MAILS[row.kind]
        try:
            if self.mailer is not None and row.state != "disabled":
                address = self.service.vault.open("staff.email", row.staff_id, row.email).decode()
                text = body.format(link=self._link(row)) + _END
                await self.mailer.send(address, subject, text)
        except SendError as error:
            return await self._failed(row, error)
        await self.service.database.run(lambda conn: notices.drop(conn, row.id))
        return True

    async def _failed(self, row: DueNotice, error: SendError) -> bool:
        log.warning("notices.not_sent", code=error.code, tries=row.tries + 1)
        if error.permanent or row.tries + 1 >= TRIES:
            await self.service.database.run(lambda conn: self._give_up(conn, row))
            return False
        wait = min(FIRST_WAIT_MS * 2**row.tries, LONGEST_WAIT_MS)
        at = self.service.clock.now() + wait
        await self.service.database.run(lambda conn: notices.postpone(conn, row.id, at))
        return False

    def _give_up(self, conn: Connection, row: DueNotice) -> None:
        """Drop it; that an invitation never came is somebody's task, for nobody else misses it."""
        notices.drop(conn, row.id)
        if row.kind == "invitation" and row.state != "disabled":
            act = Act(conn, self.service.vault, self.service.clock.now())
            raise_task(act, "invitation_refused", detail=row.staff_id.hex())

    def _link(self, row: DueNotice) -> str:
        if row.link is None:
            return self.console_url
        return self.service.vault.open("notices.link", row.id, row.link).decode()
