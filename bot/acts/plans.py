"""Contact plans: how, when and where a survivor may be reached."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.acts.act import Act, data_key
from bot.acts.survivors import needs_holder
from bot.acts.tasks import close_of
from bot.errors import Refused
from bot.storage import contacts, survivors
from bot.storage.survivors import PlanRow
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Plan:
    """A contact plan, opened: the phone we write to, and named lines of text."""

    contact_id: bytes | None
    lines: Mapping[str, str]
    changed_at: int


def read(conn: Connection, vault: Vault, survivor_id: bytes) -> Plan:
    """Open her contact plan; an empty one where nobody has written it yet."""
    row = survivors.plan(conn, survivor_id)
    if row is None:
        return Plan(None, {}, 0)
    key = data_key(conn, vault, survivor_id)
    lines = json.loads(vault.open("contact_plans.plan", survivor_id, row.plan, key))
    return Plan(row.contact_id, lines, row.changed_at)


def keep(
    act: Act, survivor_id: bytes, lines: Mapping[str, str], contact_id: bytes | None = None
) -> None:
    """Keep her contact plan; ``contact_id`` is the one of her phones that we write to."""
    needs_holder(act, survivor_id)
    if contact_id is not None:
        phone = contacts.peek(act.conn, contact_id)
        if phone is None or phone.survivor_id != survivor_id:
            raise Refused("unknown")
    key = act.key_of(survivor_id)
    sealed = act.vault.seal(
        "contact_plans.plan", survivor_id, json.dumps(dict(lines)).encode(), key
    )
    survivors.keep_plan(act.conn, PlanRow(survivor_id, contact_id, sealed, act.now))
    close_of(act, survivor_id, "meeting_check_plan")
    act.record("plan", survivor_id)
