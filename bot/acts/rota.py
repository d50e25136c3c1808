"""The on-call rota."""

from bot import vouched
from bot.acts.act import Act
from bot.errors import Refused
from bot.proved import prove_turn
from bot.storage import rota
from bot.storage.rota import TurnRow


def put(act: Act, staff_id: bytes, starts_at: int, ends_at: int) -> bytes:
    """Put somebody on call; returns the turn's id."""
    row = vouched.get(act.conn, act.vault, staff_id)
    if row is None or row.state != "active":
        raise Refused("unverified")
    if ends_at <= starts_at:
        raise Refused("ends_before_it_starts")
    turn_id = act.new_id()
    proof = prove_turn(act.vault, turn_id, staff_id, starts_at, ends_at)
    rota.add(act.conn, TurnRow(turn_id, staff_id, starts_at, ends_at, proof))
    act.record("on_call", staff_id, turn_id)
    return turn_id


def remove(act: Act, turn_id: bytes) -> None:
    """Take a turn out again."""
    if not rota.drop(act.conn, turn_id):
        raise Refused("unknown")
    act.record("off_call", turn_id)
