"""What stands in the clear otherwise than we sealed it: somebody has written into the database.

Nothing goes by it (``bot.vouched``, ``bot.routing``), so nobody is given anything; but the database
is in somebody's hands who should not have it, and pages that ask by the clear columns miss rows.
"""

from sqlalchemy import Connection

from bot import vouched
from bot.proved import is_hub, is_in_force, is_turn
from bot.routing import advocate_of, open_relation
from bot.storage import keys, organisations, people, relations, rota, survivors
from bot.storage.people import StaffRow
from bot.vault import Vault

EVER = 2**62
"""Later than any turn on call."""


def found(conn: Connection, vault: Vault, now: int) -> list[str]:
    """Return a line for each kind of row that was changed by somebody else: a count, no ids."""
    roles = people.roles_with_since(conn)
    counted = {
        "staff": sum(
            not _is_true(vault, row, roles.get(row.id, {})) for row in people.everyone(conn)
        ),
        "relations": sum(
            (one.since, one.ended_at) != (row.since, row.ended_at)
            for row in relations.everybodys(conn)
            for one in [open_relation(vault, row)]
        ),
        "survivors": sum(
            advocate_of(vault, row) != row.advocate_id for row in survivors.everyone(conn)
        ),
        "turns on call": sum(not is_turn(vault, row) for row in rota.between(conn, now, EVER)),
        "organisations": sum(is_hub(vault, row) != row.hub for row in organisations.every(conn)),
        "pairs of keys": sum(
            row.retired_at is None and not is_in_force(vault, row)
            for row in keys.recoveries_made(conn)
        ),
    }
    return [
        f"{count} of {name} are not as we wrote them: operations, 14"
        for name, count in counted.items()
        if count
    ]


def _is_true(vault: Vault, row: StaffRow, roles: dict[str, int]) -> bool:
    held = vouched.standing(vault, row)
    return held is not None and vouched.true(vault, row) == row and held.roles == roles
