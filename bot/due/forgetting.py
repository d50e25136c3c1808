"""What has had its time in hours and days: conversations, strangers, ids seen, copies, links.

The rule kept here: what nobody can read any more stops nothing else from being forgotten. What is
kept for months and years is ``due.retention``.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot import receipts
from bot.acts.act import Act
from bot.acts.audit import RETENTION_DAYS
from bot.acts.housekeeping import keep_house
from bot.clock import DAY_MS, HOUR_MS
from bot.contact import Contact, pack
from bot.errors import SealBroken
from bot.flows import aside
from bot.flows.state import NewerState
from bot.service import Service
from bot.storage import approvals, audit, contacts, ledger, retention, silence, strangers, waiting
from bot.storage import intake as rows

BATCH = 200


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Forgets, batch after batch, until nothing is due."""

    service: Service

    async def run(self) -> int:
        """Forget what has had its time: conversations, strangers, ids seen, copies, links."""
        now = self.service.clock.now()

        def unit(conn: sa.Connection) -> int:
            keep = self.service.content.service.retention
            done = rows.forget_seen(conn, now - keep.seen_ids_days * DAY_MS, BATCH)
            done += waiting.expire(conn, now, BATCH)
            done += receipts.overdue(conn, self.service, BATCH)
            done += ledger.trim(conn, now - keep.delivery_days * DAY_MS, BATCH)
            done += audit.trim(conn, now - RETENTION_DAYS * DAY_MS, BATCH)
            done += approvals.trim(conn, now - RETENTION_DAYS * DAY_MS, BATCH)
            done += retention.forget_erased(conn, now - keep.erased_ids_days * DAY_MS)
            for contact_id in silence.forgotten(conn, now - keep.drafts_hours * HOUR_MS, BATCH):
                contacts.change(conn, contact_id, state=None)
                done += 1
            done += sum(
                self._forget_drafts(conn, one) for one in silence.begun(conn, now - DAY_MS, BATCH)
            )
            for contact_id in silence.strangers(conn, now - DAY_MS, BATCH):
                strangers.erase(conn, contact_id)
                done += 1
            service = self.service.content.service
            done += keep_house(
                Act(conn, self.service.vault, now),
                silent_days=service.silent_days,
                failure_days=service.failure_days,
            )
            return done

        done = 0
        while batch := await self.service.database.run(unit):
            done += batch
        return done

    def _forget_drafts(self, conn: sa.Connection, contact_id: bytes) -> int:
        """A note waits for its answer; words never sent that lay beside it have had their day."""
        row = contacts.get(conn, contact_id)
        if row is None or row.state is None:
            return 0
        contact = Contact(self.service.vault, row)
        try:
            state = contact.conversation()
        except NewerState:
            return 0  # a newer worker's to forget
        except (SealBroken, ValueError):  # nobody can read it any more, nor may it stop the rest
            contacts.change(conn, contact_id, state=None)
            return 1
        if not (state.drafts or state.held or state.stray):
            return 0
        bare = contact.seal("state", pack(aside.without_words(state)))
        contacts.change(conn, contact_id, state=bare)
        return 1
