"""The recovery pair: made by three officers, opened by any two of them.

A 32-byte seed is split so that one share says nothing; the seed makes the pair and is forgotten in
the same unit. Each share is sealed to its officer's own key, shown once, printed, typed back, and
then stands nowhere; when all three came back the pair is in force. **Threads that were there before
it are in nobody's hands but their holders':** each holder's session adds the pair to what it holds
(``grants.complete_recovery``, ``complaints_pairs.cover`` for complaints); the epoch that runs is
renewed by the server alone.

The outside reviewer's pair is made in the same way by one person outside the Hub, who keeps the
three shares apart.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection

from bot import proved, vouched
from bot.acts import two_people
from bot.acts.act import Act
from bot.acts.grants import settle
from bot.acts.officers import (
    ROLE,
    Kind,
    read_share,
    share_holder,
)
from bot.errors import Refused
from bot.proved import hubs, prove_pair
from bot.storage import approvals, keys, threads
from bot.storage.keys import RecoveryRow
from bot.vault import Vault
from bot.vault.people import PrivateKey, open_with, private_from_seed, seal_to
from bot.vault.shares import SEED_BYTES, split

OFFICERS = 3


@dataclass(frozen=True, slots=True)
class Status:
    """Where the making of a pair stands.

    Attributes:
        made_at: since when a pair is in force; None: there is none, and ``check`` is red.
        holders: whose shares a running ceremony has, and how far each is: sealed, shown, back.
        missing: epochs of threads that the pair in force has no copy of yet.
    """

    made_at: int | None
    holders: tuple[tuple[bytes, str], ...]
    missing: int


def begin(act: Act, holders: Sequence[bytes], kind: Kind = "recovery") -> bytes:
    """Begin a ceremony: draw a seed, seal its three shares to their holders, forget it.

    Args:
        act: the unit; the actor is one of the holders.
        holders: three officers of at least two organisations; the outside reviewer three times.
        kind: which pair.
    """
    if act.person not in holders or len(holders) != OFFICERS:
        raise Refused("three_officers")
    running = _running(act.conn, act.vault, act.now, kind)
    if running is not None:
        raise Refused("ceremony_running")
    found = [share_holder(act, staff_id, kind) for staff_id in holders]
    _check_holders(act, holders, kind)
    ceremony_id, seed = act.new_id(), token_bytes(SEED_BYTES)
    shares = []
    for holder, share in zip(found, split(seed), strict=True):
        sealed = seal_to(
            holder.public,
            share.text().encode(),
            purpose="share",
            object_id=ceremony_id,
            entry_id=bytes([share.number]),
            epoch=0,
        )
        shares.append(
            {
                "holder": holder.id.hex(),
                "state": "sealed",
                "sealed": b64encode(sealed).decode(),
                "proof": _proof(share.text()),
            }
        )
    public = private_from_seed(seed).public
    body = {"public": b64encode(public.raw).decode(), "shares": shares}
    two_people.add(act, f"ceremony_{kind}", body, ceremony_id)
    act.record("ceremony", ceremony_id)
    return ceremony_id


def show_share(act: Act, private: PrivateKey, kind: Kind = "recovery") -> str:
    """Show the actor their share, once; from then on it stands on their paper alone."""
    ceremony_id, body = _need(act, kind)
    for number, share in enumerate(body["shares"], start=1):
        if share["holder"] != act.person.hex() or share["state"] == "back":
            continue
        if share["state"] == "shown":
            raise Refused("share_was_shown")
        text = open_with(
            private,
            b64decode(share["sealed"]),
            purpose="share",
            object_id=ceremony_id,
            entry_id=bytes([number]),
            epoch=0,
        ).decode()
        share["state"], share["sealed"] = "shown", ""
        two_people.keep(act, ceremony_id, body)
        act.record("share_shown", ceremony_id)
        return text
    raise Refused("no_share")


def type_back(act: Act, text: str, kind: Kind = "recovery") -> bool:
    """Take a share as typed from paper; True when it was the last and the pair is in force."""
    ceremony_id, body = _need(act, kind)
    proof = _proof(read_share(text).text())
    for share in body["shares"]:
        if (share["holder"], share["state"]) == (act.person.hex(), "shown"):
            if share["proof"] != proof:
                raise Refused("another_share")
            share["state"] = "back"
            act.record("share_back", ceremony_id)
            break
    else:
        raise Refused("no_share")
    if any(share["state"] != "back" for share in body["shares"]):
        two_people.keep(act, ceremony_id, body)
        return False
    pair_id = act.new_id()
    sealed = act.vault.seal("recoveries.public", pair_id, b64decode(body["public"]))
    in_force = prove_pair(act.vault, pair_id, kind, act.now)
    keys.add_recovery(act.conn, RecoveryRow(pair_id, kind, sealed, in_force, act.now, None))
    approvals.drop(act.conn, ceremony_id)
    act.record("recovery_in_force", pair_id)
    settle(act)
    return True


def cancel(act: Act, kind: Kind = "recovery") -> None:
    """Give a running ceremony up: a share was lost before it came back."""
    ceremony_id, _ = _need(act, kind)
    if ROLE[kind] not in vouched.roles_of(act.conn, act.vault, act.person, act.now):
        raise Refused("not_an_officer")
    approvals.drop(act.conn, ceremony_id)
    act.record("ceremony_cancelled", ceremony_id)


def status(conn: Connection, vault: Vault, now: int, kind: Kind = "recovery") -> Status:
    """Say where the making of a pair stands."""
    pair = proved.pair(conn, vault, kind)
    running = _running(conn, vault, now, kind)
    shares = [] if running is None else running[1]["shares"]
    return Status(
        None if pair is None else pair.made_at,
        tuple((bytes.fromhex(share["holder"]), share["state"]) for share in shares),
        0 if pair is None or kind != "recovery" else threads.count_missing(conn, pair.id),
    )


def _check_holders(act: Act, holders: Sequence[bytes], kind: Kind) -> None:
    rows = [vouched.get(act.conn, act.vault, staff_id) for staff_id in holders]
    employers = {row.organisation_id for row in rows if row is not None}
    if kind == "recovery" and (len(set(holders)) < OFFICERS or len(employers) < 2):  # noqa: PLR2004
        raise Refused("three_officers")
    if kind == "reviewer" and (len(set(holders)) != 1 or employers & hubs(act.conn, act.vault)):
        raise Refused("reviewer_of_hub")


def _proof(text: str) -> str:
    # Of 512 random bits: nothing can be found back from it.
    return sha256(b"imsa/1 share typed back" + text.encode()).hexdigest()


def _running(
    conn: Connection, vault: Vault, now: int, kind: Kind
) -> tuple[bytes, dict[str, Any]] | None:
    for row in two_people.waiting(conn, {f"ceremony_{kind}"}, now):
        return row.id, two_people.opened(vault, row)
    return None


def _need(act: Act, kind: Kind) -> tuple[bytes, dict[str, Any]]:
    running = _running(act.conn, act.vault, act.now, kind)
    # Read again under the row's lock: two officers may type their shares back at once.
    row = None if running is None else approvals.get(act.conn, running[0])
    if row is None:
        raise Refused("no_ceremony")
    return row.id, two_people.opened(act.vault, row)
