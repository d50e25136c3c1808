"""Use of the recovery pair, and the server's key file sealed to it.

Two officers, each signed in with their own share, re-grant the threads named in the request and
nothing else; then the pair retires and a new ceremony is due. The first one's share waits sealed to
the other officers' keys. ``keys.sealed`` is kept with the backups and opens with any two shares.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot import vouched
from bot.acts import two_people
from bot.acts.act import Act
from bot.acts.grants import Epoch, give, take
from bot.acts.officers import (
    ROLE,
    join_shares,
    read_share,
    share_holder,
)
from bot.acts.regrant import close_if_whole
from bot.acts.tasks import close_of
from bot.acts.two_people import Rule, with_role
from bot.errors import Refused
from bot.our_files import KEY_FILE
from bot.routing import entitled, recovery, survivor, verified
from bot.storage import keys, people, threads
from bot.vault import Vault
from bot.vault.people import PrivateKey, open_with, private_from_seed, seal_to

KIND = "recovery_use"
_ID = 16


@dataclass(frozen=True, slots=True)
class Request:
    """A use of the recovery pair that waits for its second officer."""

    id: bytes
    asked_by: bytes
    survivor_ids: tuple[bytes, ...]
    expires_at: int


def ask(act: Act, share: str, survivor_ids: Sequence[bytes]) -> bytes:
    """Ask, with one's own share, that named threads be opened to those entitled to them.

    The share waits 24 hours, sealed to each of the other officers, and to nobody else.
    """
    share_holder(act, act.person, "recovery")
    if recovery(act.conn, act.vault) is None:
        raise Refused("no_recovery")
    text = read_share(share).text()
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
        if "officer" in vouched.roles_of(act.conn, act.vault, row.id, act.now):
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
    two_people.add(act, KIND, body, request_id)
    act.record("recovery_asked", request_id)
    two_people.call(act, _rule(act))
    return request_id


def requests(conn: Connection, vault: Vault, now: int) -> list[Request]:
    """Return the uses that wait for their second officer."""
    found = []
    for row in two_people.waiting(conn, {KIND}, now):
        body = two_people.opened(vault, row)
        named = tuple(bytes.fromhex(one) for one in body["survivors"])
        found.append(Request(row.id, row.proposed_by, named, row.expires_at))
    return found


def _rule(act: Act) -> Rule:
    return Rule(with_role(act, {ROLE["recovery"]}), says=("recovery_used", ""))


def use(act: Act, request_id: bytes, private: PrivateKey, share: str) -> int:
    """Join a second officer's share: grant the named threads, and let the pair retire.

    Returns how many copies were granted.
    """
    share_holder(act, act.person, "recovery")
    row = two_people.get(act, request_id, {KIND})
    two_people.decide(act, row, _rule(act), yes=True)
    pair = recovery(act.conn, act.vault)
    body = two_people.opened(act.vault, row)
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
    key = private_from_seed(join_shares(read_share(first), read_share(share)))
    if key.public != pair.public:
        raise Refused("another_share")
    given = sum(_grant_again(act, bytes.fromhex(one), pair.id, key) for one in body["survivors"])
    two_people.keep(act, request_id, {"survivors": [], "shares": {}})
    keys.retire_recovery(act.conn, "recovery", act.now)
    named = [survivor(act.conn, act.vault, bytes.fromhex(one)) for one in body["survivors"]]
    for advocate_id in sorted({her.advocate_id for her in named if her is not None}):
        close_if_whole(act, advocate_id)
    return given


def _grant_again(act: Act, survivor_id: bytes, pair_id: bytes, private: PrivateKey) -> int:
    thread = threads.of_survivor(act.conn, survivor_id)
    her = survivor(act.conn, act.vault, survivor_id)
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
    if given:
        close_of(act, survivor_id, "last_holder")
    return given


def sealed_key_file(conn: Connection, vault: Vault) -> bytes:
    """Return ``keys.sealed``: the server's key file, sealed to the recovery pair in force."""
    pair = recovery(conn, vault)
    if pair is None:
        raise Refused("no_recovery")
    sealed = seal_to(
        pair.public, vault.key_file(), purpose="key file", object_id=pair.id, entry_id=b"", epoch=0
    )
    return KEY_FILE + pair.id + sealed


def take_key_file(act: Act) -> bytes:
    """Give an officer ``keys.sealed`` to keep with the backups."""
    sealed = sealed_key_file(act.conn, act.vault)
    act.record("key_file_taken")
    return sealed


def open_key_file(sealed: bytes, one: str, other: str) -> str:
    """Open ``keys.sealed`` with two officers' shares; returns the key file's text."""
    if not sealed.startswith(KEY_FILE):
        raise Refused("not_a_sealed_key_file")
    pair_id, inside = sealed[len(KEY_FILE) :][:_ID], sealed[len(KEY_FILE) + _ID :]
    return open_with(
        private_from_seed(join_shares(read_share(one), read_share(other))),
        inside,
        purpose="key file",
        object_id=pair_id,
        entry_id=b"",
        epoch=0,
    ).decode()
