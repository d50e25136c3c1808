"""One act in one unit: where it writes, with which keys, when, and who does it.

The rule kept here: an act writes its rows, its grants and its audit row through the same ``Act``,
so that they are committed together or not at all.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.errors import Refused
from bot.storage import audit, keys
from bot.vault import DataKey, Vault


def fresh_id() -> bytes:
    """Draw an id."""
    return secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class Act:
    """The hands of one act.

    Attributes:
        conn: the transaction.
        vault: the server's keys.
        now: the moment, milliseconds since 1970 UTC.
        actor: the member of staff who acts; None where the service itself does, or the operator.
        new_id: how ids are drawn.
    """

    conn: Connection
    vault: Vault
    now: int
    actor: bytes | None = None
    new_id: Callable[[], bytes] = fresh_id

    @property
    def person(self) -> bytes:
        """Return who acts, where only a person may."""
        if self.actor is None:
            raise Refused("needs_a_person")
        return self.actor

    def record(
        self, act: str, object_id: bytes | None = None, other_id: bytes | None = None
    ) -> None:
        """Write the audit row of this act."""
        audit.add(
            self.conn,
            audit.AuditRow(self.new_id(), self.now, self.actor, act, object_id, other_id),
        )

    def key_of(self, owner: bytes) -> DataKey:
        """Return an owner's data key; refused where it was erased or never was."""
        return data_key(self.conn, self.vault, owner)

    def by_itself(self) -> "Act":
        """Return the same act as done by the service, not by a person."""
        return replace(self, actor=None)


def data_key(conn: Connection, vault: Vault, owner: bytes) -> DataKey:
    """Return an owner's data key; refused where it was erased or never was."""
    wrapped = keys.wrapped(conn, owner)
    if wrapped is None:
        raise Refused("unknown")
    return vault.unwrap(owner, wrapped)
