"""Who may hold a complaint, in offices of every shape: checked against the rules said plainly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import conflicts, vouched
from bot.acts import relations, survivors
from bot.acts.act import Act
from bot.acts.survivors import NewSurvivor
from bot.clock import DAY_MS
from bot.proved import prove_organisation, prove_pair
from bot.storage import keys
from bot.storage.tables.columns import metadata
from bot.storage.tables.staff import organisations, staff
from bot.storage.tables.staff import relations as relation_table
from bot.vault import Vault
from bot.vault.people import PublicKey, generate_pair
from bot.vault.server import ServerKeys
from bot.vouched import Standing
from tests.office import CHEAP

NOW = 1_772_445_600_000
VAULT = Vault(ServerKeys.generate(), CHEAP)
KEY: PublicKey = generate_pair()[1]
ENGINE = sa.create_engine("sqlite://")  # every office is written down in it, and taken back
metadata.create_all(ENGINE)
ABOUTS = ("advocate", "person", "organisation", "hub")


@dataclass(frozen=True)
class One:
    """Somebody of staff."""

    employer: int  # 0 is the Hub
    handler: bool = False
    reviewer: bool = False
    verified: bool = True
    manager: bool = False  # has a declared line manager, the first of the same employer


@dataclass(frozen=True)
class Tie:
    """A relation between two of staff, and how many days ago it ended; None: it holds."""

    one: int
    other: int
    ended: int | None


PEOPLE = st.lists(
    st.builds(One, st.integers(0, 2), st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    min_size=2,
    max_size=8,
)
TIES = st.lists(
    st.builds(
        Tie,
        st.integers(0, 8),
        st.integers(0, 8),
        st.sampled_from((None, 1, 729, 731, 2000)),
    ),
    max_size=4,
)


@contextmanager
def office(people: list[One], ties: list[Tie]) -> Iterator[tuple[sa.Connection, list[bytes]]]:
    """Write an office down: the advocate is number 0, at organisation 1."""
    with ENGINE.connect() as conn:
        for number in range(3):
            row = bytes([200 + number]) * 16
            conn.execute(
                sa.insert(organisations).values(
                    id=row,
                    name=VAULT.seal("organisations.name", row, b"x"),
                    nation=VAULT.seal("organisations.nation", row, b"england"),
                    languages=VAULT.seal("organisations.languages", row, b"en"),
                    hub=number == 0,
                    proof=prove_organisation(VAULT, row, hub=number == 0),
                    created_at=NOW - number,
                )
            )
        ids = [bytes([number + 1]) * 16 for number in range(len(people))]
        for row, one in zip(ids, people, strict=True):
            _hire(conn, row, one)
        vouched.give_role(conn, VAULT, ids[0], "advocate", 0)
        act = Act(conn, VAULT, NOW - 3000 * DAY_MS)
        if people[0].manager and len(ids) > 1:
            relations.record(act, ids[0], "line_manager", ids[1])
        for tie in ties:
            first, second = tie.one % len(ids), tie.other % len(ids)
            if first == second:
                continue
            row = relations.record(act, ids[first], "related", ids[second])
            if tie.ended is not None:
                relations.end(act, row, NOW - tie.ended * DAY_MS)
        yield conn, ids
        conn.rollback()


def _standing(one: One) -> Standing:
    state, at = ("active", NOW) if one.verified else ("unverified", None)
    employer = bytes([200 + one.employer]) * 16
    return Standing(state, employer, None, at, vouched.key_hash(KEY.raw), {})


def _hire(conn: sa.Connection, row: bytes, one: One) -> None:
    conn.execute(
        sa.insert(staff).values(
            id=row,
            organisation_id=bytes([200 + one.employer]) * 16,
            email_index=row,
            **{
                name: VAULT.seal(f"staff.{name}", row, b"Mon-Fri")
                for name in ("name", "sms_name", "email", "working_days")
            },
            state="active" if one.verified else "unverified",
            public=VAULT.seal("staff.public", row, KEY.raw),
            verified_at=NOW if one.verified else None,
            standing=vouched.seal(VAULT, row, _standing(one)),
            created_at=NOW,
        )
    )
    held = {"complaint_handler": one.handler, "outside_reviewer": one.reviewer}
    for role in (name for name, has in held.items() if has):
        vouched.give_role(conn, VAULT, row, role, 0)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ABOUTS), PEOPLE, TIES)
def test_nobody_holds_a_complaint_who_is_named_close_or_of_the_same_employer(
    about: conflicts.About, people: list[One], ties: list[Tie]
) -> None:
    people[0] = One(1, handler=people[0].handler, manager=people[0].manager)
    with office(people, ties) as (conn, ids):
        subjects = conflicts.subjects_of(conn, VAULT, about, ids[0])
        team = conflicts.team(conn, VAULT, subjects, None, NOW)
    chosen = {ids.index(holder.id) for holder in team.handlers}
    named: set[int] = set() if about == "hub" else {0}
    shut_employers = {0} if about == "hub" else {1}
    around = set(named)
    if about != "advocate":
        around |= {n for n, one in enumerate(people) if one.employer in shut_employers}
    close: set[int] = set()
    for tie in ties:
        first, second = tie.one % len(ids), tie.other % len(ids)
        if tie.ended is None or tie.ended <= 730:
            close |= {second} if first in around else set()
            close |= {first} if second in around else set()
    if people[0].manager:
        close |= {1} if 0 in around else set()
        close |= {0} if 1 in around else set()
    for number in chosen:
        one = people[number]
        assert one.verified
        assert one.employer not in shut_employers
        assert number not in named | close
        assert one.handler or one.reviewer
    undeclared = not people[0].manager
    if about == "hub":
        assert all(people[number].reviewer for number in chosen)
    elif about in {"person", "organisation"} or undeclared:
        assert all(people[n].employer == 0 or people[n].reviewer for n in chosen)
    fit = {
        n
        for n, one in enumerate(people)
        if one.verified and one.handler and one.employer not in shut_employers
        if n not in named | close
    }
    if about == "advocate" and not undeclared:
        assert len(chosen & fit) >= min(2, len(fit))
    assert (team.tier == "nobody") == (not chosen)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, TIES)
def test_who_was_shut_out_once_stays_so(people: list[One], ties: list[Tie]) -> None:
    people[0] = One(1, manager=people[0].manager)
    with office(people, ties) as (conn, ids):
        subjects = conflicts.Subjects(frozenset({ids[0]}))
        before = conflicts.team(conn, VAULT, subjects, None, NOW).shut
        conn.execute(sa.delete(relation_table))
        after = conflicts.team(conn, VAULT, subjects, None, NOW, shut_before=before)
    assert before <= after.shut
    assert not before & {holder.id for holder in after.handlers}


def test_who_ever_held_her_thread_is_shut_out() -> None:
    people = [One(1, manager=True), One(1)]
    people += [One(0, handler=True), One(0, handler=True)]
    with office(people, []) as (conn, ids):
        act = Act(conn, VAULT, NOW, ids[0])
        river = survivors.create(act, NewSurvivor(ids[0], "River-12", "en", "england"))
        subjects = conflicts.Subjects(frozenset({ids[0]}))
        both = conflicts.team(conn, VAULT, subjects, river, NOW)
        thread = conn.execute(sa.text("SELECT id FROM threads")).scalar_one()
        act.record("grant", thread, ids[2])  # as once, long ago
        one = conflicts.team(conn, VAULT, subjects, river, NOW)
    assert {holder.id for holder in both.handlers} == {ids[2], ids[3]}
    assert {holder.id for holder in one.handlers} == {ids[3]}


def test_no_recovery_copy_of_a_complaint_about_an_officer_or_where_one_works() -> None:
    with office([One(1, manager=True), One(1)], []) as (conn, ids):
        row = bytes(16)
        sealed = VAULT.seal("recoveries.public", row, KEY.raw)
        proof = prove_pair(VAULT, row, "recovery", NOW)
        keys.add_recovery(conn, keys.RecoveryRow(row, "recovery", sealed, proof, NOW, None))
        subjects = conflicts.Subjects(frozenset({ids[0]}))
        assert conflicts.team(conn, VAULT, subjects, None, NOW).recovery is not None
        vouched.give_role(conn, VAULT, ids[1], "officer", 0)
        assert conflicts.team(conn, VAULT, subjects, None, NOW).recovery is None
