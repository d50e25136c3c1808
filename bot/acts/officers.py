"""Officers and their shares: what the ceremony and the use of the recovery pair both need.

What waits between them is a row of ``approvals`` for 24 hours; the shares in it are sealed to the
people's own keys, never to the server's alone.
"""

from typing import Literal

from bot import vouched
from bot.acts.act import Act
from bot.errors import Refused, SealBroken
from bot.roles import Role
from bot.routing import Holder, verified
from bot.storage import approvals, people
from bot.vault.shares import Share, join

Kind = Literal["recovery", "reviewer"]
ROLE: dict[Kind, Role] = {"recovery": "officer", "reviewer": "outside_reviewer"}


def share_holder(act: Act, staff_id: bytes, kind: Kind) -> Holder:
    """Return somebody who may hold a share of this kind."""
    holder = verified(act.vault, people.get(act.conn, staff_id))
    if holder is None or ROLE[kind] not in vouched.roles_of(act.conn, act.vault, staff_id, act.now):
        raise Refused("not_an_officer")
    return holder


def read_share(text: str) -> Share:
    """Read a typed share."""
    try:
        return Share.parse(text)
    except SealBroken:
        raise Refused("mistyped") from None


def join_shares(one: Share, other: Share) -> bytes:
    """Return the seed of two shares."""
    try:
        return join(one, other)
    except SealBroken:
        raise Refused("another_share") from None


def forget_expired(act: Act) -> int:
    """Delete what ran out and holds what nobody should keep; return how many.

    Ceremonies and requests have shares in them, a proposed hold says why.
    """
    kinds = ("ceremony_recovery", "ceremony_reviewer", "recovery_use", "hold_place", "hold_end")
    return approvals.drop_expired(act.conn, kinds, act.now)
