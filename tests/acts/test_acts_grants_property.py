"""In whatever order things happen: who holds a sealed copy reads, and nobody else does.

A machine of Hypothesis hires, verifies, covers, writes, revokes and disables against a model that
knows only who was entitled when an epoch began. After every step each person tries every thread
with their own key.
"""

import secrets
from dataclasses import dataclass, field

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from bot.acts import conversation, enrolment, grants, organisations, relations, staff, survivors
from bot.acts.act import Act
from bot.acts.staff import NewStaff
from bot.acts.survivors import NewSurvivor
from bot.acts.words import keep
from bot.errors import Refused
from bot.storage.tables.columns import metadata
from bot.vault import Vault
from bot.vault.people import PrivateKey, generate_pair
from bot.vault.server import ServerKeys
from bot.vault.wordlist import check_words
from tests.acts.office import QUICK

MOST_THREADS = 3
PLACES = st.integers(0, MOST_THREADS - 1)
ENGINE = sa.create_engine("sqlite://")  # every office is written down in it, and taken back
metadata.create_all(ENGINE)
VAULT = Vault(ServerKeys.generate(), QUICK)


@dataclass
class Thread:
    """The model of one thread: who was let into each epoch, and what was written in it."""

    advocate: bytes
    holders: list[set[bytes]]
    words: list[tuple[int, str]] = field(default_factory=list)


class Keys(RuleBasedStateMachine):
    """The office as a machine."""

    new = Bundle("new")
    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.conn = ENGINE.connect()
        self.now = 1_772_445_600_000
        self.private: dict[bytes, PrivateKey] = {}
        self.active: set[bytes] = set()
        self.cover: dict[bytes, bytes] = {}
        self.model: dict[bytes, Thread] = {}
        self.hub_id = b""

    def teardown(self) -> None:
        self.conn.rollback()
        self.conn.close()

    def act(self, actor: bytes | None = None) -> Act:
        self.now += 1
        return Act(self.conn, VAULT, self.now, actor)

    def due(self, advocate: bytes) -> set[bytes]:
        return {advocate, self.cover.get(advocate, advocate)} & self.active

    def renew(self, thread: Thread) -> None:
        if self.due(thread.advocate):
            thread.holders.append(self.due(thread.advocate))

    @initialize(target=people)
    def open_office(self) -> object:
        """Two people, one covering the other, so that there is something to lose."""
        self.hub_id = organisations.create(self.act(), name="Hub", nation="wales", hub=True)
        amina, joe = self.verify(self.hire()), self.verify(self.hire())
        self.name_cover(amina, joe)
        self.begin(amina)
        self.write(0)
        return multiple(amina, joe)

    @rule(target=new)
    def invite(self) -> bytes:
        return self.hire()

    @rule(target=people, person=consumes(new))
    def hear_the_words(self, person: bytes) -> bytes:
        return self.verify(person)

    def hire(self) -> bytes:
        address = f"{secrets.token_hex(8)}@example.org"
        invitation = staff.invite(
            self.act(), NewStaff("X", address, self.hub_id, ("advocate", "hub_admin"))
        )
        private, public = generate_pair()
        kept = VAULT.enrol(invitation.staff_id, "six words", private)
        enrolment.accept(
            self.act(), invitation.token, enrolment=kept, public=public, totp_secret="A"
        )
        self.private[invitation.staff_id] = private
        return invitation.staff_id

    def verify(self, person: bytes) -> bytes:
        words = " ".join(check_words(self.private[person].public))
        enrolment.verify(self.act(), person, words)
        self.active.add(person)
        for thread in self.model.values():
            if self.cover.get(thread.advocate) == person:
                self.renew(thread)
        return person

    @rule(person=people)
    def assign(self, person: bytes) -> None:
        if person in self.active and len(self.model) < MOST_THREADS:
            self.begin(person)

    def begin(self, person: bytes) -> None:
        her = survivors.create(self.act(person), NewSurvivor(person, "River", "vi", "wales"))
        self.model[her] = Thread(person, [self.due(person)])

    @rule(person=people, other=st.one_of(people, new))
    def cover_for(self, person: bytes, other: bytes) -> None:
        self.name_cover(person, other)

    def name_cover(self, person: bytes, other: bytes) -> None:
        if person != other and person not in self.cover:
            relations.record(self.act(), person, "cover", other)
            self.cover[person] = other

    def her(self, place: int) -> bytes:
        return list(self.model)[place % len(self.model)]

    @rule(place=PLACES)
    def she_writes(self, place: int) -> None:
        self.write(place)

    def write(self, place: int) -> None:
        her = self.her(place)
        text = secrets.token_hex(4)
        act = self.act()
        keep(
            act.conn,
            VAULT,
            her,
            text,
            language="vi",
            contact_id=b"c" * 16,
            sequence=self.now,
            now=act.now,
        )
        thread = self.model[her]
        thread.words.append((len(thread.holders), text))

    @rule(place=PLACES, person=people)
    def revoke(self, place: int, person: bytes) -> None:
        her = self.her(place)
        thread = self.model[her]
        alone = any(held == {person} for held in thread.holders)
        refused = person in self.due(thread.advocate) or alone
        try:
            grants.revoke(self.act(), her, person)
        except Refused:
            assert refused
            return
        assert not refused
        had = any(person in held for held in thread.holders)
        for held in thread.holders:
            held.discard(person)
        if had:
            self.renew(thread)

    @precondition(lambda self: len(self.active) > 1)
    @rule(person=people)
    def disable(self, person: bytes) -> None:
        if person not in self.active:
            return
        staff.disable(self.act(), person)
        self.active.discard(person)
        for thread in self.model.values():
            if any(held == {person} for held in thread.holders):
                continue
            if any(person in held for held in thread.holders):
                for held in thread.holders:
                    held.discard(person)
                self.renew(thread)

    @rule()
    def settle(self) -> None:
        while grants.settle(self.act()):
            pass
        for thread in self.model.values():
            if self.due(thread.advocate) not in (set(), thread.holders[-1]):
                self.renew(thread)

    @invariant()
    def everybody_reads_what_they_hold_a_copy_of_and_nothing_else(self) -> None:
        for person, private in self.private.items():
            for her, thread in self.model.items():
                expected = [
                    text if person in thread.holders[epoch - 1] else None
                    for epoch, text in thread.words
                ]
                try:
                    seen = conversation.open_thread(self.act(person), her, private)
                except Refused:
                    assert not any(person in held for held in thread.holders)
                    continue
                assert any(person in held for held in thread.holders)
                found = [one.words.body.decode() if one.words else None for one in seen.entries]
                assert found == expected[-len(found) :] if found else not expected


Keys.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestKeys = Keys.TestCase
