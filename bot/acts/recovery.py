"""The recovery pair: made by three officers, opened by any two of them.

A 32-byte seed is split so that one share says nothing; the seed makes the pair and is forgotten in
the same unit. Each share is sealed to its officer's own key, shown once, printed, typed back, and
then stands nowhere; when all three came back the pair is in force. **Threads that were there before
it are in nobody's hands but their holders':** each holder's session adds the pair to what it holds
(``grants.complete_recovery``); the epoch that runs is renewed by the server alone.

Use: two officers, each signed in with their own share, re-grant the threads named in the request
and nothing else; then the pair retires and a new ceremony is due. The outside reviewer's pair is
made in the same way by one person outside the Hub, who keeps the three shares apart.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Literal

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.acts.grants import Epoch, give, take
from bot.errors import Refused, SealBroken
from bot.routing import Holder, entitled, recovery, verified
from bot.storage import approvals, keys, people, survivors, threads
from bot.storage.approvals import ApprovalRow
from bot.storage.keys import RecoveryRow
from bot.storage.tables import Sealed
from bot.vault import Vault
from bot.vault.people import PrivateKey, open_with, private_from_seed, seal_to
from bot.vault.shares import SEED_BYTES, Share, join, split

Kind = Literal["recovery", "reviewer"]
LIFE_MS = 24 * 3_600_000
OFFICERS = 3
_ROLE = {"recovery": "officer", "reviewer": "outside_reviewer"}
_MAGIC = b"imsa keys 1\n"
_ID = 16


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


@dataclass(frozen=True, slots=True)
class Request:
    """A use of the recovery pair that waits for its second officer."""

    id: bytes
    asked_by: bytes
    survivor_ids: tuple[bytes, ...]
    expires_at: int


# --- the ceremony ---------------------------------------------------------------------------------


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
    found = [_holder(act, staff_id, kind) for staff_id in holders]
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
    _add(act, ceremony_id, f"ceremony_{kind}", body)
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
        _keep(act, ceremony_id, body)
        act.record("share_shown", ceremony_id)
        return text
    raise Refused("no_share")


def type_back(act: Act, text: str, kind: Kind = "recovery") -> bool:
    """Take a share as typed from paper; True when it was the last and the pair is in force."""
    ceremony_id, body = _need(act, kind)
    proof = _proof(_parsed(text).text())
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
        _keep(act, ceremony_id, body)
        return False
    pair_id = act.new_id()
    sealed = act.vault.seal("recoveries.public", pair_id, b64decode(body["public"]))
    keys.add_recovery(act.conn, RecoveryRow(pair_id, kind, sealed, act.now, None))
    approvals.drop(act.conn, ceremony_id)
    act.record("recovery_in_force", pair_id)
    return True


def cancel(act: Act, kind: Kind = "recovery") -> None:
    """Give a running ceremony up: a share was lost before it came back."""
    ceremony_id, _ = _need(act, kind)
    if _ROLE[kind] not in people.roles_of(act.conn, act.person, act.now):
        raise Refused("not_an_officer")
    approvals.drop(act.conn, ceremony_id)
    act.record("ceremony_cancelled", ceremony_id)


def status(conn: Connection, vault: Vault, now: int, kind: Kind = "recovery") -> Status:
    """Say where the making of a pair stands."""
    pair = keys.recovery_in_force(conn, kind)
    running = _running(conn, vault, now, kind)
    shares = [] if running is None else running[1]["shares"]
    return Status(
        None if pair is None else pair.made_at,
        tuple((bytes.fromhex(share["holder"]), share["state"]) for share in shares),
        0 if pair is None or kind != "recovery" else threads.count_missing(conn, pair.id),
    )


# --- the key file ---------------------------------------------------------------------------------


def sealed_key_file(conn: Connection, vault: Vault) -> bytes:
    """Return ``keys.sealed``: the server's key file, sealed to the recovery pair in force."""
    pair = recovery(conn, vault)
    if pair is None:
        raise Refused("no_recovery")
    sealed = seal_to(
        pair.public, vault.key_file(), purpose="key file", object_id=pair.id, entry_id=b"", epoch=0
    )
    return _MAGIC + pair.id + sealed


def open_key_file(sealed: bytes, one: str, other: str) -> str:
    """Open ``keys.sealed`` with two officers' shares; returns the key file's text."""
    if not sealed.startswith(_MAGIC):
        raise Refused("not_a_sealed_key_file")
    pair_id = sealed[len(_MAGIC) : len(_MAGIC) + _ID]
    return open_with(
        private_from_seed(_joined(_parsed(one), _parsed(other))),
        sealed[len(_MAGIC) + _ID :],
        purpose="key file",
        object_id=pair_id,
        entry_id=b"",
        epoch=0,
    ).decode()


# --- use ------------------------------------------------------------------------------------------


def ask(act: Act, share: str, survivor_ids: Sequence[bytes]) -> bytes:
    """Ask, with one's own share, that named threads be opened to those entitled to them.

    The share waits 24 hours, sealed to each of the other officers, and to nobody else.
    """
    _holder(act, act.person, "recovery")
    text = _parsed(share).text()
    if keys.recovery_in_force(act.conn, "recovery") is None:
        raise Refused("no_recovery")
    if not survivor_ids or any(
        threads.of_survivor(act.conn, survivor_id) is None for survivor_id in survivor_ids
    ):
        raise Refused("unknown")
    request_id = act.new_id()
    sealed = {}
    for row in people.everyone(act.conn):
        officer = verified(act.vault, row)
        if officer is None or row.id == act.person:
            continue
        if "officer" in people.roles_of(act.conn, row.id, act.now):
            sealed[row.id.hex()] = b64encode(
                seal_to(
                    officer.public,
                    text.encode(),
                    purpose="share in use",
                    object_id=request_id,
                    entry_id=row.id,
                    epoch=0,
                )
            ).decode()
    body = {"survivors": [one.hex() for one in survivor_ids], "shares": sealed}
    _add(act, request_id, "recovery_use", body)
    act.record("recovery_asked", request_id)
    return request_id


def requests(conn: Connection, vault: Vault, now: int) -> list[Request]:
    """Return the uses that wait for their second officer."""
    found = []
    for row in approvals.undecided(conn, now):
        if row.kind == "recovery_use":
            body = _body(vault, row)
            named = tuple(bytes.fromhex(one) for one in body["survivors"])
            found.append(Request(row.id, row.proposed_by, named, row.expires_at))
    return found


def use(act: Act, request_id: bytes, private: PrivateKey, share: str) -> int:
    """Join a second officer's share: grant the named threads, and let the pair retire.

    Returns how many copies were granted.
    """
    _holder(act, act.person, "recovery")
    row = approvals.get(act.conn, request_id)
    pair = recovery(act.conn, act.vault)
    if row is None or row.kind != "recovery_use" or row.decided_at or row.expires_at <= act.now:
        raise Refused("unknown")
    if row.proposed_by == act.person:
        raise Refused("same_person")
    body = _body(act.vault, row)
    theirs = body["shares"].get(act.person.hex())
    if pair is None or theirs is None:
        raise Refused("unknown")
    first = open_with(
        private,
        b64decode(theirs),
        purpose="share in use",
        object_id=request_id,
        entry_id=act.person,
        epoch=0,
    ).decode()
    key = private_from_seed(_joined(_parsed(first), _parsed(share)))
    if key.public != pair.public:
        raise Refused("another_share")
    given = sum(_grant_again(act, bytes.fromhex(one), pair.id, key) for one in body["survivors"])
    approvals.decide(act.conn, request_id, act.person, act.now, "yes")
    approvals.keep(act.conn, request_id, _seal_body(act.vault, request_id, {"shares": {}}))
    keys.retire_recovery(act.conn, "recovery", act.now)
    act.record("recovery_used", request_id, row.proposed_by)
    return given


def _grant_again(act: Act, survivor_id: bytes, pair_id: bytes, private: PrivateKey) -> int:
    thread = threads.of_survivor(act.conn, survivor_id)
    her = survivors.get(act.conn, survivor_id)
    if thread is None or her is None:
        return 0
    key = act.vault.unwrap(survivor_id, thread.wrapped)
    held = {(row.epoch, row.holder_id) for row in threads.grants_of(act.conn, thread.id)}
    given = 0
    for row in threads.grants_held(act.conn, thread.id, pair_id):
        epoch = Epoch(thread.id, row.epoch, take(act, row, private, key), key)
        for holder in entitled(act.conn, act.vault, her.advocate_id, act.now):
            if (row.epoch, holder.id) not in held:
                give(act, epoch, holder)
                given += 1
    return given


# --- what both need -------------------------------------------------------------------------------


def _holder(act: Act, staff_id: bytes, kind: Kind) -> Holder:
    """Return somebody who may hold a share of this kind."""
    holder = verified(act.vault, people.get(act.conn, staff_id))
    if holder is None or _ROLE[kind] not in people.roles_of(act.conn, staff_id, act.now):
        raise Refused("not_an_officer")
    return holder


def _check_holders(act: Act, holders: Sequence[bytes], kind: Kind) -> None:
    rows = [people.get(act.conn, staff_id) for staff_id in holders]
    employers = {row.organisation_id for row in rows if row is not None}
    if kind == "recovery" and (len(set(holders)) < OFFICERS or len(employers) < 2):  # noqa: PLR2004
        raise Refused("three_officers")
    if kind == "reviewer":
        hub = {row.id for row in people.organisations_all(act.conn) if row.hub}
        if len(set(holders)) != 1 or employers & hub:
            raise Refused("reviewer_of_hub")


def _parsed(text: str) -> Share:
    try:
        return Share.parse(text)
    except SealBroken:
        raise Refused("mistyped") from None


def _joined(one: Share, other: Share) -> bytes:
    try:
        return join(one, other)
    except SealBroken:
        raise Refused("another_share") from None


def _proof(text: str) -> str:
    # Of 512 random bits: nothing can be found back from it.
    return sha256(b"imsa/1 share typed back" + text.encode()).hexdigest()


def _add(act: Act, row_id: bytes, kind: str, body: dict[str, Any]) -> None:
    approvals.add(
        act.conn,
        ApprovalRow(
            row_id,
            kind,
            _seal_body(act.vault, row_id, body),
            act.person,
            act.now,
            act.now + LIFE_MS,
            None,
            None,
            None,
        ),
    )


def _seal_body(vault: Vault, row_id: bytes, body: dict[str, Any]) -> Sealed:
    return vault.seal("approvals.proposal", row_id, json.dumps(body).encode())


def _body(vault: Vault, row: ApprovalRow) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(vault.open("approvals.proposal", row.id, row.proposal))
    return body


def _keep(act: Act, row_id: bytes, body: dict[str, Any]) -> None:
    approvals.keep(act.conn, row_id, _seal_body(act.vault, row_id, body))


def _running(
    conn: Connection, vault: Vault, now: int, kind: Kind
) -> tuple[bytes, dict[str, Any]] | None:
    for row in approvals.undecided(conn, now):
        if row.kind == f"ceremony_{kind}":
            return row.id, _body(vault, row)
    return None


def _need(act: Act, kind: Kind) -> tuple[bytes, dict[str, Any]]:
    running = _running(act.conn, act.vault, act.now, kind)
    if running is None or approvals.get(act.conn, running[0]) is None:
        raise Refused("no_ceremony")
    return running
