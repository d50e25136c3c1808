"""Reminders of meetings: one, the day before, in waking hours, in neutral words that she chose.

And a yes or no that was promised by a day: when the day has passed, the advocate is asked again,
somebody else is asked to look, and who waits for it is told.

The rules kept here: nothing is remembered that could be out of date: whoever is to be reminded is
looked for each time among the meetings as they are now, and read once more in the unit that writes
the reminder; without a consent, in quiet hours, on a locked or stopped phone, while a conversation
is open, and after the day before has passed, nothing is sent; a reminder that a carrier did not
take by the evening is never sent.
"""

from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
import structlog

from bot import booking
from bot.acts.act import Act, data_key
from bot.acts.tasks import notify, raise_task
from bot.clock import HOUR_MS
from bot.contact import Contact
from bot.diary import Diary
from bot.due import unanswered
from bot.due.announcing import not_before
from bot.facts.known import Known
from bot.flows.engine import advance
from bot.flows.events import Due
from bot.intake import Intake
from bot.limits import FULL
from bot.perform.table import perform
from bot.quiet import hours_of
from bot.routing import cover_of, where_we_write
from bot.service import Service
from bot.storage import contacts, links, meetings, tasks
from bot.storage.tasks import TaskRow
from bot.turning import Result, Turning

BATCH = 200
AHEAD_MS = 48 * HOUR_MS

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MeetingsDue:
    """The worker's duty about meetings.

    Args:
        service: database, keys and configuration.
        intake: hands over what a unit wants sent.
        holder: this process, in sending leases.
    """

    service: Service
    intake: Intake
    holder: bytes

    async def remind(self) -> int:
        """Remind of tomorrow's meetings whoever wants it; returns how many reminders left."""
        now = self.service.clock.now()
        due = await self.service.database.read(
            lambda conn: meetings.to_remind(conn, now, now + AHEAD_MS, BATCH)
        )
        reminded = 0
        for appointment_id, survivor_id in due:
            found = await self.service.database.read(partial(_phone, survivor_id=survivor_id))
            if found is None:
                continue
            try:
                result = await self.service.database.run(
                    partial(self._remind, appointment_id=appointment_id, contact_id=found),
                    lane=found,
                )
            except Exception as error:  # noqa: BLE001 - nobody else's reminder waits for this one
                log.error("a reminder was not written", fault=type(error).__name__)
                continue
            await self.intake.after(result)
            reminded += result.new
        return reminded

    async def press(self) -> int:
        """Ask again for a yes or no whose promised day has passed; returns how many were late.

        Whoever stands in, else the Hub, is asked to look; and she is told, behind a neutral note.
        """
        now = self.service.clock.now()
        late = await self.service.database.read(
            lambda conn: tasks.overdue(conn, "meeting_confirm", now)
        )
        pressed = 0
        for task in late:
            try:
                pressed += await self.service.database.run(partial(self._press, task=task))
            except Exception as error:  # noqa: BLE001 - nobody else's yes or no waits for this one
                log.error("a late answer was not asked for", fault=type(error).__name__)
        return pressed

    def _press(self, conn: sa.Connection, task: TaskRow) -> bool:
        act = Act(conn, self.service.vault, self.service.clock.now())
        if task.survivor_id is None or not tasks.press(conn, task.id):
            return False
        cover = task.staff_id and cover_of(conn, act.vault, task.staff_id, act.now)
        if task.staff_id is not None:
            notify(act, task.staff_id, "priority")
        raise_task(
            act,
            "meeting_unanswered",
            survivor_id=task.survivor_id,
            staff_id=cover.id if cover else None,
            urgent=True,
        )
        unanswered.tell(act, self.service.words, task.survivor_id)
        return True

    def _remind(self, conn: sa.Connection, appointment_id: bytes, contact_id: bytes) -> Result:
        """Write one reminder, if everything still holds."""
        now, nothing = self.service.clock.now(), Result(new=False)
        row = contacts.get(conn, contact_id)
        meeting = meetings.get(conn, appointment_id)
        if row is None or meeting is None or row.survivor_id != meeting.survivor_id:
            return nothing
        contact = Contact(self.service.vault, row)
        if not contact.linked or contact.standing != "open" or contact.stopped:
            return nothing
        if meeting.state != "booked" or meeting.reminded_at is not None:
            return nothing
        if links.consent(conn, meeting.survivor_id, "reminders") is not True:
            return nothing
        quiet = hours_of(contact.settings.get("quiet", ""))
        begin, end = booking.reminding(meeting.starts_at, quiet[0] if quiet else 24)
        if not begin <= now < end or meeting.made_at >= begin - booking.REMIND_FROM * HOUR_MS:
            return nothing
        turning = Turning(conn, self.service, contact, None, FULL, self.holder, now)
        if not_before(turning) > now:
            return nothing
        if not self._is_next(conn, meeting.survivor_id, appointment_id, now):
            return nothing
        meetings.change(conn, appointment_id, reminded_at=now)
        turning.due, turning.entry_id, turning.until = "push", appointment_id, end
        perform(turning, advance(contact.conversation(), Due("reminder"), Known(turning)))
        return turning.keep()

    def _is_next(
        self, conn: sa.Connection, survivor_id: bytes, appointment_id: bytes, now: int
    ) -> bool:
        """Say whether this is the meeting that comes next: one reminder a day, of the first."""
        link = links.find(conn, survivor_id)
        if link is None or link.ended_at is not None:
            return False
        key = data_key(conn, self.service.vault, survivor_id)
        diary = Diary(conn, self.service.vault, self.service.content, link, key, now)
        return diary.next is not None and diary.next.id == appointment_id


def _phone(conn: sa.Connection, survivor_id: bytes) -> bytes | None:
    """Return the phone that she is written to on; None where there is none now."""
    row = where_we_write(conn, survivor_id)
    return None if row is None or row.stopped or row.standing != "open" else row.id
