"""Who was asked about an alert, and who took it: sealed, so that nobody writes themselves in."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.acts.act import data_key
from bot.storage.alerts import AlertRow
from bot.storage.tables.columns import Sealed
from bot.vault import DataKey, Vault


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands sealed in the row of an alert.

    Attributes:
        people: everybody who was asked, in order; somebody twice where there was nobody else.
        taken_by: in whose hands it is.
        until: how long it opens the contact plan to them.
    """

    people: tuple[bytes, ...]
    taken_by: bytes | None = None
    until: int = 0

    def sealed(self, vault: Vault, alert_id: bytes, key: DataKey) -> Sealed:
        """Return it for the row of an alert."""
        people = [one.hex() for one in self.people]
        body: object = people
        if self.taken_by is not None:
            body = {"asked": people, "taken_by": self.taken_by.hex(), "until": self.until}
        return vault.seal("alerts.asked", alert_id, json.dumps(body).encode(), key)


def asked_of(conn: Connection, vault: Vault, row: AlertRow) -> Asked:
    """Open it; raises ``SealBroken`` where it is not what we wrote."""
    found = json.loads(vault.open("alerts.asked", row.id, row.asked, key_of(conn, vault, row)))
    if isinstance(found, list):  # nobody has taken it
        return Asked(tuple(map(bytes.fromhex, found)))
    people = tuple(map(bytes.fromhex, found["asked"]))
    return Asked(people, bytes.fromhex(found["taken_by"]), found["until"])


def key_of(conn: Connection, vault: Vault, row: AlertRow) -> DataKey:
    """Return the key under which an alert is sealed: of the complaint, else of the survivor."""
    return data_key(conn, vault, row.complaint_id or row.survivor_id or b"")
