"""When police, a court or somebody else asks what is held: written down, and decided by two.

The rules kept here (security.md 7): one person writes down who asks, on what legal basis, about
whom and for what, and proposes an answer; somebody of another employer decides within 24 hours;
what was given, and whether she was told, is added once it was done. A request about somebody of
staff is to that person as if it were not there. All of it is sealed; nothing is given out by it:
``produce`` is run at the server.
"""

import re
from dataclasses import asdict, dataclass, field, fields, replace

from sqlalchemy import Connection

from bot.acts import two_people
from bot.acts.act import Act
from bot.acts.two_people import Rule, with_role
from bot.errors import Refused
from bot.roles import DECIDERS
from bot.storage import approvals, people
from bot.storage.approvals import ApprovalRow
from bot.storage.people import StaffRow
from bot.vault import Vault

KIND = "outside_request"
ASKERS = frozenset({"police", "court", "other"})
ANSWERS = frozenset({"all", "part", "nothing"})
TOLD = frozenset({"yes", "no"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and what was done.

    Attributes:
        asker: police, court or other.
        name: who asks, with their reference.
        basis: the law, order or consent that it rests on.
        about: the mark of a survivor, or somebody of staff.
        scope: what is asked for.
        answer: what is proposed: all of it, part of it, or nothing.
        reason: why.
        given: what was given in the end; empty until it was.
        told: whether the person it is about was told; empty until that is known.
        how: by whom and how they were told, or what bars it.
    """

    asker: str
    name: str
    basis: str
    about: str
    scope: str
    answer: str
    reason: str = field(repr=False)
    given: str = ""
    told: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, and how far it is; ``decision``: yes, no, or nothing yet."""

    id: bytes
    asked: Asked
    proposed_by: bytes
    proposed_at: int
    expires_at: int
    decided_by: bytes | None
    decision: str | None

    @property
    def done(self) -> bool:
        """Whether it is written down what was given."""
        return bool(self.asked.told)


def propose(act: Act, asked: Asked) -> bytes:
    """Write a request down and propose its answer; returns its id."""
    _needs_decider(act)
    words = (asked.name, asked.basis, asked.about, asked.scope, asked.reason)
    known = asked.asker in ASKERS and asked.answer in ANSWERS
    if not known or not all(one.strip() for one in words):
        raise Refused("no_reason")
    if _is_about(act.conn, act.vault, asked, act.person):
        raise Refused("yourself")
    request_id = two_people.add(act, KIND, asdict(replace(asked, given="", told="", how="")))
    act.record("propose", request_id)
    two_people.call(act, _rule(act, asked))
    return request_id


def everything(conn: Connection, vault: Vault, staff_id: bytes) -> list[Request]:
    """Return every request that is not about this person, the newest first."""
    return _seen(conn, vault, approvals.of_kind(conn, KIND), staff_id)


def waiting(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Request]:
    """Return what waits for the second person and is not about this one."""
    return _seen(conn, vault, two_people.waiting(conn, {KIND}, now), staff_id)


def _says(vault: Vault, row: StaffRow, asked: Asked) -> bool:
    """Whether a request says that it is about them, by their work address or whole name."""
    said = " ".join(asked.about.casefold().split())
    email = vault.open("staff.email", row.id, row.email).decode()
    name = vault.open("staff.name", row.id, row.name).decode()
    theirs = [re.escape(" ".join(one.casefold().split())) for one in (email, name) if one.strip()]
    return any(re.search(rf"(?<![\w.@-]){one}(?![\w@-]|\.\w)", said) for one in theirs)


def _is_about(conn: Connection, vault: Vault, asked: Asked, staff_id: bytes) -> bool:
    row = people.get(conn, staff_id)
    return row is not None and _says(vault, row, asked)


def decide(act: Act, request_id: bytes, *, yes: bool) -> None:
    """Agree to the answer that was proposed or not, as somebody of another employer."""
    row = two_people.get(act, request_id, {KIND})
    asked = _open(act.vault, row).asked
    if _is_about(act.conn, act.vault, asked, act.person):
        raise Refused("unknown")
    two_people.decide(act, row, _rule(act, asked), yes=yes)


def finish(act: Act, request_id: bytes, given: str, told: str, how: str) -> None:
    """Write down what was given, and whether the person it is about was told; once."""
    _needs_decider(act)
    row = approvals.get(act.conn, request_id)
    if row is None or row.kind != KIND or row.decision != "yes":
        raise Refused("unknown")
    found = _open(act.vault, row)
    if _is_about(act.conn, act.vault, found.asked, act.person):
        raise Refused("unknown")
    if found.done or told not in TOLD or not given.strip() or not how.strip():
        raise Refused("not_waiting")
    asked = replace(found.asked, given=given, told=told, how=how)
    two_people.keep(act, request_id, asdict(asked))
    act.record("request_done", request_id)


def _rule(act: Act, asked: Asked) -> Rule:
    about = {one.id for one in people.everyone(act.conn) if _says(act.vault, one, asked)}
    return Rule(with_role(act, DECIDERS), about, apart=True)


def _seen(
    conn: Connection, vault: Vault, rows: list[ApprovalRow], staff_id: bytes
) -> list[Request]:
    found, reader = [_open(vault, row) for row in rows], people.get(conn, staff_id)
    return [one for one in found if reader is None or not _says(vault, reader, one.asked)]


def _needs_decider(act: Act) -> None:
    if not with_role(act, DECIDERS)(act.person):
        raise Refused("not_yours")


def _open(vault: Vault, row: ApprovalRow) -> Request:
    body = two_people.opened(vault, row)
    asked = Asked(**{one.name: body[one.name] for one in fields(Asked)})
    return Request(
        row.id,
        asked,
        row.proposed_by,
        row.proposed_at,
        row.expires_at,
        row.decided_by,
        row.decision,
    )
