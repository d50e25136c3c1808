"""A contact opened for one unit: the row, its data key, and what is in it.

The rule kept here: each sealed column is opened when it is first needed, and sealed again only when
it changed, because this is on the way of every message.
"""

import json
from functools import cached_property

from bot.channels.wire import Channel
from bot.storage.contacts import ContactRow
from bot.storage.tables import Sealed
from bot.vault import DataKey, Vault

QUARTER_MS = 15 * 60_000
DAY_MS = 24 * 3_600_000


class Contact:
    """One contact inside one unit."""

    def __init__(self, vault: Vault, row: ContactRow) -> None:
        self._vault = vault
        self.row = row
        self.id = row.id
        self.survivor_id = row.survivor_id
        self.standing = row.standing
        self.stopped = row.stopped

    @property
    def channel(self) -> Channel:
        """Return the channel this contact is on."""
        return "sms" if self.row.channel == "sms" else "telegram"

    @cached_property
    def key(self) -> DataKey:
        """The data key of her (or, for a stranger, of this contact alone)."""
        return self._vault.unwrap(self.row.owner, self.row.wrapped)

    @cached_property
    def address(self) -> str:
        """Canonical address."""
        return self._vault.open("contacts.address", self.id, self.row.address, self.key).decode()

    @cached_property
    def language(self) -> str:
        """The language she chose, or an empty string."""
        sealed = self.row.language
        if sealed is None:
            return ""
        return self._vault.open("contacts.language", self.id, sealed, self.key).decode()

    @cached_property
    def settings(self) -> dict[str, str]:
        """What she chose for this phone (the names are those of ``flows.facts``)."""
        sealed = self.row.settings
        if sealed is None:
            return {}
        kept = json.loads(self._vault.open("contacts.settings", self.id, sealed, self.key))
        return {str(name): str(value) for name, value in kept.items()}

    @property
    def state(self) -> bytes | None:
        """The conversation as it was kept, or None."""
        sealed = self.row.state
        if sealed is None:
            return None
        return self._vault.open("contacts.state", self.id, sealed, self.key)

    @property
    def linked(self) -> bool:
        """Whether this phone stands for a survivor now (frozen and asleep phones do not)."""
        return self.survivor_id is not None and self.standing in {"open", "locked"}

    def seal(self, column: str, value: bytes) -> Sealed:
        """Seal a value for a column of this contact's row."""
        return self._vault.seal(f"contacts.{column}", self.id, value, self.key)

    def seal_row(self, contract: str, row: bytes, value: bytes) -> Sealed:
        """Seal a value for another table's row under the same data key."""
        return self._vault.seal(contract, row, value, self.key)
