"""What directs people, as our own key proves it: who is on call, the Hub, the pairs in force.

Whoever can write to the database could put themselves on call, and an alert would open a contact
plan to them; make an employer the Hub that is not; or let new copies go to a pair of keys that was
retired, or is of the other kind. So each of these rows carries a proof of what it says, bound to
its id. The rule kept here: what is not proved is as if it were not there; ``check`` counts it.
"""

from sqlalchemy import Connection

from bot.errors import SealBroken
from bot.storage import keys, organisations, rota
from bot.storage.keys import RecoveryRow
from bot.storage.organisations import OrganisationRow
from bot.storage.rota import TurnRow
from bot.storage.tables.columns import Sealed
from bot.vault import Vault

_HUB = b"hub"


def _holds(vault: Vault, contract: str, row_id: bytes, proof: bytes | None, said: bytes) -> bool:
    try:
        return proof is not None and vault.open(contract, row_id, proof) == said
    except SealBroken:
        return False


# --- turns on call --------------------------------------------------------------------------------

_TURN = "rota.proof"


def prove_turn(
    vault: Vault, turn_id: bytes, staff_id: bytes, starts_at: int, ends_at: int
) -> Sealed:
    """Prove who is on call, and from when to when."""
    return vault.seal(_TURN, turn_id, _turn(staff_id, starts_at, ends_at))


def is_turn(vault: Vault, row: TurnRow) -> bool:
    """Say whether we put somebody on call like this."""
    said = _turn(row.staff_id, row.starts_at, row.ends_at)
    return _holds(vault, _TURN, row.id, row.proof, said)


def turns(conn: Connection, vault: Vault, begin: int, end: int) -> list[TurnRow]:
    """Return the turns that touch a stretch of time, in order."""
    return [row for row in rota.between(conn, begin, end) if is_turn(vault, row)]


def _turn(staff_id: bytes, starts_at: int, ends_at: int) -> bytes:
    return staff_id + starts_at.to_bytes(8, signed=True) + ends_at.to_bytes(8, signed=True)


# --- the Hub --------------------------------------------------------------------------------------

_ORGANISATION = "organisations.proof"


def prove_organisation(vault: Vault, organisation_id: bytes, *, hub: bool) -> Sealed:
    """Prove whether an organisation is the Hub."""
    return vault.seal(_ORGANISATION, organisation_id, _HUB if hub else b"")


def is_hub(vault: Vault, row: OrganisationRow) -> bool:
    """Say whether we made an organisation the Hub."""
    return _holds(vault, _ORGANISATION, row.id, row.proof, _HUB)


def hubs(conn: Connection, vault: Vault) -> set[bytes]:
    """Return the Hub."""
    return {row.id for row in organisations.every(conn) if is_hub(vault, row)}


# --- pairs of keys --------------------------------------------------------------------------------

_PAIR = "recoveries.proof"


def prove_pair(vault: Vault, pair_id: bytes, kind: str, made_at: int) -> Sealed:
    """Prove that a pair is in force, of which kind, and since when; to retire it deletes this."""
    return vault.seal(_PAIR, pair_id, _made(kind, made_at))


def is_in_force(vault: Vault, row: RecoveryRow) -> bool:
    """Say whether we put a pair in force, and did not retire it."""
    return _holds(vault, _PAIR, row.id, row.proof, _made(row.kind, row.made_at))


def pair(conn: Connection, vault: Vault, kind: str) -> RecoveryRow | None:
    """Return the pair of a kind that new grants go to."""
    rows = (row for row in keys.recoveries_made(conn) if row.kind == kind)
    return next((row for row in rows if is_in_force(vault, row)), None)


def _made(kind: str, made_at: int) -> bytes:
    return made_at.to_bytes(8) + kind.encode()
