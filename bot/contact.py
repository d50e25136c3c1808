"""A contact opened for one unit: the row, its data key, and what is in it.

The rule kept here: each sealed column is opened when it is first needed, and sealed again only when
it changed, because this is on the way of every message. (``cached_property`` takes a lock of its
own each time; these remember by hand.)
"""

import orjson

from bot.channels.wire import Channel
from bot.clock import MINUTE_MS
from bot.errors import SealBroken
from bot.flows import state as states
from bot.flows.state import State
from bot.storage.contacts import ContactRow
from bot.storage.tables.columns import Sealed
from bot.vault import DataKey, Vault

IDLE_MS = 15 * MINUTE_MS
"""Silence after which somebody else may hold the phone: the curtain falls, the lock closes."""


def pack(state: State) -> bytes:
    """Return a conversation as it is sealed."""
    return orjson.dumps(states.dump(state))


def unpack(stored: bytes) -> State:
    """Return the conversation that ``pack`` wrote; raises ``NewerState``."""
    return states.load(orjson.loads(stored))


class Contact:
    """One contact inside one unit.

    Args:
        vault: opens what is sealed.
        row: as it was stored.
        address: canonical address, where it is known already.
    """

    def __init__(self, vault: Vault, row: ContactRow, address: str | None = None) -> None:
        self._vault = vault
        self._key: DataKey | None = None
        self._address = address
        self._language: str | None = None
        self._settings: dict[str, str] | None = None
        self.row = row
        self.id = row.id
        self.survivor_id = row.survivor_id
        self.standing = row.standing
        self.stopped = row.stopped

    @property
    def channel(self) -> Channel:
        """Return the channel this contact is on."""
        return "sms" if self.row.channel == "sms" else "telegram"

    @property
    def key(self) -> DataKey:
        """The data key of her (or, for a stranger, of this contact alone)."""
        if self._key is None:
            self._key = self._vault.unwrap(self.row.owner, self.row.wrapped)
        return self._key

    @property
    def address(self) -> str:
        """Canonical address."""
        if self._address is None:
            self._address = self._open("address", self.row.address).decode()
        return self._address

    @property
    def language(self) -> str:
        """The language she chose, or an empty string."""
        if self._language is None:
            sealed = self.row.language
            self._language = "" if sealed is None else self._open("language", sealed).decode()
        return self._language

    @property
    def settings(self) -> dict[str, str]:
        """What she chose for this phone (the names are those of ``flows.facts``)."""
        if self._settings is None:
            sealed = self.row.settings
            kept = {} if sealed is None else orjson.loads(self._open("settings", sealed))
            self._settings = {str(name): str(value) for name, value in kept.items()}
        return self._settings

    @settings.setter
    def settings(self, settings: dict[str, str]) -> None:
        self._settings = settings

    def conversation(self) -> State:
        """Open the conversation as it was kept; raises ``NewerState``."""
        sealed = self.row.state
        return State() if sealed is None else unpack(self._open("state", sealed))

    @property
    def linked(self) -> bool:
        """Whether this phone stands for a survivor now (frozen and asleep phones do not)."""
        return self.survivor_id is not None and self.standing in {"open", "locked"}

    def silent_for(self, now: int) -> int:
        """Return for how long nothing was heard of her.

        Where the clock was put back nobody knows: as long as it was put back, at the least.
        """
        return abs(now - self.row.heard_at)

    def prove(self, address: str) -> None:
        """Raise ``SealBroken`` where this is not the row of the phone at an address.

        A row is found by a blind index, and names a survivor, in the clear. Its address is under
        the data key of whom it stands for: so it shows that we linked this phone, and to her.
        """
        if self._open("address", self.row.address) != address.encode():
            raise SealBroken("the row of another phone")

    def _open(self, column: str, sealed: Sealed) -> bytes:
        return self._vault.open(f"contacts.{column}", self.id, sealed, self.key)

    def seal(self, column: str, value: bytes) -> Sealed:
        """Seal a value for a column of this contact's row."""
        return self._vault.seal(f"contacts.{column}", self.id, value, self.key)

    def seal_row(self, contract: str, row: bytes, value: bytes) -> Sealed:
        """Seal a value for another table's row under the same data key."""
        return self._vault.seal(contract, row, value, self.key)
