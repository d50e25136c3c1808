"""Conflict of interest: who may work on a complaint, and who is shut out of it (security.md 4).

The rules kept here: eligible is a verified complaint handler who is not named, has another
employer than everyone named, never held a grant on this survivor's threads, and has no declared
relation with anyone named, now or in the last 24 months. An organisation named goes to the Hub, the
Hub named to the outside reviewer, nobody left to the outside reviewer. It fails closed: until an
organisation has declared each advocate's line manager, its complaints go to the Hub. Who was shut
out once stays so.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot import vouched
from bot.clock import DAY_MS
from bot.proved import hubs
from bot.routing import (
    Holder,
    Relation,
    advocate_of,
    recovery,
    relations_now,
    relations_since,
    reviewer,
    verified,
)
from bot.storage import complaints, survivors, threads
from bot.storage.complaints import ComplaintRow
from bot.storage.people import StaffRow
from bot.vault import DataKey, Vault

Tier = Literal["hub", "others", "reviewer", "nobody"]
About = Literal["advocate", "person", "organisation", "hub"]
Held = Mapping[bytes, frozenset[str]]
"""Who of staff holds which roles."""

LOOK_BACK_MS = 730 * DAY_MS
ENOUGH = 2
"""Where there are two, at least two hold a complaint."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom a complaint is about: staff who are named, and organisations that are."""

    staff: frozenset[bytes] = frozenset()
    organisations: frozenset[bytes] = frozenset()

    def dump(self) -> bytes:
        """Return it as JSON, to be sealed."""
        return json.dumps(
            {
                "staff": sorted(one.hex() for one in self.staff),
                "organisations": sorted(one.hex() for one in self.organisations),
            }
        ).encode()

    @classmethod
    def load(cls, body: bytes) -> "Subjects":
        """Read what ``dump`` wrote."""
        found = json.loads(body)
        return cls(
            frozenset(map(bytes.fromhex, found["staff"])),
            frozenset(map(bytes.fromhex, found["organisations"])),
        )


@dataclass(frozen=True, slots=True)
class Team:
    """Who is to hold a complaint.

    Attributes:
        handlers: complaint handlers, or outside reviewers where there is no other.
        pair: the outside reviewer's pair of keys, where the ceremony was held.
        recovery: the recovery pair, unless it is about an officer or an officer's employer.
        tier: who that is, in one word for the person who complains.
        shut: everybody of staff who is shut out.
    """

    handlers: tuple[Holder, ...]
    pair: Holder | None
    recovery: Holder | None
    tier: Tier
    shut: frozenset[bytes]

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Return everybody who gets a copy, each once."""
        found = (*self.handlers, *(one for one in (self.pair, self.recovery) if one is not None))
        return tuple({one.id: one for one in found}.values())


def subjects_of(
    conn: Connection, vault: Vault, about: About, advocate_id: bytes | None
) -> Subjects:
    """Return whom a complaint names: *another person* may be anybody of the advocate's employer."""
    if about == "hub":
        return Subjects(organisations=frozenset(hubs(conn, vault)))
    advocate = vouched.get(conn, vault, advocate_id) if advocate_id is not None else None
    if advocate is None:
        return Subjects()
    if about == "advocate":
        return Subjects(staff=frozenset({advocate.id}))
    return Subjects(frozenset({advocate.id}), frozenset({advocate.organisation_id}))


def named_in(vault: Vault, row: ComplaintRow, key: DataKey) -> Subjects:
    """Return whom a complaint names, as it was kept."""
    return Subjects.load(vault.open("complaints.subjects", row.id, row.subjects, key))


def shut_so_far(vault: Vault, row: ComplaintRow, key: DataKey) -> frozenset[bytes]:
    """Return who of staff was shut out of a complaint until now: they stay so."""
    return Subjects.load(vault.open("complaints.excluded", row.id, row.excluded, key)).staff


def shut_out(
    conn: Connection, vault: Vault, subjects: Subjects, survivor_id: bytes | None, now: int
) -> frozenset[bytes]:
    """Return everybody of staff who may not learn of a complaint, whatever their role."""
    return _shut_out(conn, vault, vouched.everyone(conn, vault), subjects, survivor_id, now)


def _shut_out(
    conn: Connection,
    vault: Vault,
    everyone: Collection[StaffRow],
    subjects: Subjects,
    survivor_id: bytes | None,
    now: int,
) -> frozenset[bytes]:
    named = {row.id for row in everyone if row.id in subjects.staff}
    employers = {row.organisation_id for row in everyone if row.id in named}
    employers |= subjects.organisations
    inside = {row.id for row in everyone if row.organisation_id in employers}
    around = named | {row.id for row in everyone if row.organisation_id in subjects.organisations}
    shut = set(inside)
    for relation in relations_since(conn, vault, now - LOOK_BACK_MS):
        if relation.staff_id in around:
            shut.add(relation.other_id)
        if relation.other_id in around:
            shut.add(relation.staff_id)
    if survivor_id is not None:
        shut |= _ever_near(conn, vault, (survivor_id,))
    return frozenset(shut)


def shut_out_of(conn: Connection, vault: Vault, complaint_id: bytes) -> frozenset[bytes]:
    """Return who may not learn of a complaint that there is: no list of theirs tells of it."""
    row = complaints.get(conn, complaint_id)
    if row is None:
        return frozenset()
    return shut_so_far(vault, row, vault.unwrap(row.id, row.wrapped))


def shut_out_of_any(
    conn: Connection, vault: Vault, complaint_ids: Collection[bytes], now: int
) -> frozenset[bytes]:
    """Return who may not learn of some of these: shut out then, or by what is declared since.

    Those that are over are not looked at again at every change of people, so they are here.
    """
    rows = complaints.some(conn, complaint_ids)
    hers = {row.survivor_id for row in rows if row.survivor_id is not None}
    shut = _ever_near(conn, vault, hers)
    staff, places = set[bytes](), set[bytes]()
    for row in rows:
        key = vault.unwrap(row.id, row.wrapped)
        shut |= shut_so_far(vault, row, key)
        subjects = named_in(vault, row, key)
        staff |= subjects.staff
        places |= subjects.organisations
    every = Subjects(frozenset(staff), frozenset(places))
    return shut_out(conn, vault, every, None, now) | shut


def _ever_near(conn: Connection, vault: Vault, survivor_ids: Collection[bytes]) -> set[bytes]:
    """Return who holds, or ever held, a copy of these survivors' threads, and their advocates.

    Those whom we sealed as their advocates, and those whom the clear column names.
    """
    sealed = {advocate_of(vault, row) for row in survivors.some(conn, survivor_ids)}
    return threads.ever_held(conn, survivor_ids) | sealed


def team(
    conn: Connection,
    vault: Vault,
    subjects: Subjects,
    survivor_id: bytes | None,
    now: int,
    *,
    shut_before: Iterable[bytes] = (),
) -> Team:
    """Return who is to hold a complaint; ``shut_before``: who was shut out of it already."""
    hub, everyone = hubs(conn, vault), vouched.everyone(conn, vault)
    held = vouched.roles_among(vault, everyone, now)
    shut = _shut_out(conn, vault, everyone, subjects, survivor_id, now) | frozenset(shut_before)
    free = [
        (row, holder)
        for row in everyone
        if row.id not in shut and (holder := verified(vault, row)) is not None
    ]

    def with_role(role: str) -> list[tuple[StaffRow, Holder]]:
        return [(row, one) for row, one in free if role in held.get(row.id, frozenset())]

    handlers = with_role("complaint_handler")
    at_hub = tuple(one for row, one in handlers if row.organisation_id in hub)
    all_of_them = tuple(one for _, one in handlers)
    reviewers = tuple(
        one for row, one in with_role("outside_reviewer") if row.organisation_id not in hub
    )
    pair = reviewer(conn, vault)
    only_hub = bool(subjects.organisations) or _undeclared(
        everyone,
        held,
        subjects,
        relations_now(conn, vault, now),
    )
    if subjects.organisations & hub:
        chosen: tuple[Holder, ...] = ()
    elif only_hub or not subjects.staff or len(at_hub) >= ENOUGH:
        chosen = at_hub
    else:
        chosen = all_of_them
    tier: Tier = "hub" if set(chosen) <= set(at_hub) else "others"
    if not chosen:
        tier = "reviewer" if reviewers or pair else "nobody"
    if not chosen or pair is None:
        chosen += reviewers
    return Team(
        tuple({one.id: one for one in chosen}.values()),
        pair,
        None if _about_officers(everyone, held)(subjects) else recovery(conn, vault),
        tier,
        shut,
    )


def _undeclared(
    everyone: Collection[StaffRow], held: Held, subjects: Subjects, relations: Iterable[Relation]
) -> bool:
    """Say whether an employer of somebody named has an advocate without a declared manager."""
    employers = {row.organisation_id for row in everyone if row.id in subjects.staff}
    declared = {one.staff_id for one in relations if one.kind == "line_manager"}
    return any(
        row.organisation_id in employers
        and row.state != "disabled"
        and "advocate" in held.get(row.id, frozenset())
        and row.id not in declared
        for row in everyone
    )


def about_officers(conn: Connection, vault: Vault, now: int) -> Callable[[Subjects], bool]:
    """Return how to say whether somebody named is an officer, or works where an officer does."""
    everyone = vouched.everyone(conn, vault)
    return _about_officers(everyone, vouched.roles_among(vault, everyone, now))


def _about_officers(everyone: Iterable[StaffRow], held: Held) -> Callable[[Subjects], bool]:
    employers = {row.id: row.organisation_id for row in everyone}
    theirs = {
        organisation
        for one, organisation in employers.items()
        if "officer" in held.get(one, frozenset())
    }

    def about(subjects: Subjects) -> bool:
        named = {employers[one] for one in subjects.staff if one in employers}
        return not theirs.isdisjoint(named | subjects.organisations)

    return about
