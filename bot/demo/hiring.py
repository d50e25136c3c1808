"""Invents everybody in an empty database: hired, verified, related, with keys and a caseload.

It is done by the same acts that the console calls, so whatever a rule refuses is refused here too.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import pyotp

from bot.acts import (
    enrolment,
    invites,
    organisations,
    recovery,
    relations,
    rota,
    staff,
    survivors,
    tasks,
)
from bot.acts.act import Act
from bot.acts.invites import Card
from bot.acts.officers import Kind
from bot.acts.staff import NewStaff
from bot.acts.survivors import NewSurvivor
from bot.clock import HOUR_MS
from bot.demo.people import CASES, HUB, ORGANISATIONS, POSTS, SOL, Case, People, Person, Post
from bot.service import Service
from bot.vault.argon_thread import run_one
from bot.vault.passphrase import draw_passphrase
from bot.vault.people import PrivateKey, generate_pair
from bot.vault.wordlist import check_words

T = TypeVar("T")

ON_CALL_MS: Final = 365 * 24 * HOUR_MS


async def invent(service: Service) -> People:
    """Invent everybody in an empty, migrated database."""
    office = _Office(service)
    places = await office.found()
    sol = await office.hire(SOL, places, None)
    everyone = {post.name: await office.hire(post, places, sol) for post in POSTS[:3]}
    everyone[sol.name] = sol
    for post in POSTS[3:]:
        everyone[post.name] = await office.hire(post, places, sol)
    amina, joe, dee = everyone["Amina"], everyone["Joe"], everyone["Dee"]

    def relate(act: Act) -> None:
        relations.record(act, amina.id, "line_manager", dee.id)
        relations.record(act, joe.id, "line_manager", dee.id)
        relations.record(act, amina.id, "cover", joe.id)
        rota.put(act, sol.id, act.now - HOUR_MS, act.now + ON_CALL_MS)
        for task in tasks.mine(act.conn, act.vault, sol.id):
            tasks.done(act, task.id)

    await office.does(sol, relate)
    shares = await office.ceremony([everyone[name] for name in ("Olu", "Pia", "Quinn")])
    await office.reviewers_ceremony(everyone["Ravi"])
    cases = {}
    for name, language, nation, advocate in CASES:
        cases[name] = await office.case(name, language, nation, everyone[advocate])
    return People(places, everyone, cases, shares)


class _Office:
    """Does the acts one after another, each in a unit of its own."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._database, self._vault = service.database, service.vault
        self._numbers = iter(range(800, 900))

    async def does(self, person: Person | None, deed: Callable[[Act], T]) -> T:
        """Do an act as somebody, or as the operator."""
        now, actor = self._service.clock.now(), person.id if person else None
        return await self._database.run(lambda conn: deed(Act(conn, self._vault, now, actor)))

    async def found(self) -> dict[str, bytes]:
        """Found the Hub and those who employ."""

        def deed(act: Act) -> dict[str, bytes]:
            return {
                name: organisations.create(act, name=name, nation=nation, hub=name == HUB)
                for name, nation in ORGANISATIONS.items()
            }

        return await self.does(None, deed)

    async def hire(self, post: Post, places: dict[str, bytes], inviter: Person | None) -> Person:
        """Invite somebody, let them accept, and verify their key by its words."""
        new = NewStaff(
            name=post.name,
            email=f"{post.name.lower()}@example.org",
            organisation_id=places[post.organisation],
            roles=post.roles,
            phone=f"+447700900{next(self._numbers)}",
        )
        invitation = await self.does(inviter, lambda act: staff.invite(act, new))
        words, totp = draw_passphrase(), pyotp.random_base32()
        private, public = generate_pair()
        kept = await run_one(self._vault.enrol, invitation.staff_id, words, private)

        def accept(act: Act) -> bytes:
            return enrolment.accept(
                act, invitation.token, enrolment=kept, public=public, totp_secret=totp
            )

        staff_id = await self.does(None, accept)
        heard = " ".join(check_words(public))
        await self.does(inviter, lambda act: enrolment.verify(act, staff_id, heard))
        place = new.organisation_id
        return Person(
            staff_id, new.name, new.email, place, new.roles, post.says, words, totp, private
        )

    async def ceremony(self, officers: Sequence[Person]) -> dict[str, str]:
        """Make the recovery pair: each officer is shown a share once and types it back."""
        holders = [officer.id for officer in officers]
        await self.does(officers[0], lambda act: recovery.begin(act, holders))
        shares = {}
        for officer in officers:
            text = await self.does(officer, _shown(officer.private))
            await self.does(officer, _typed(text))
            shares[officer.name] = text
        return shares

    async def reviewers_ceremony(self, reviewer: Person) -> None:
        """Make the outside reviewer's pair: one person, three shares, kept apart."""
        holders = [reviewer.id] * recovery.OFFICERS
        await self.does(reviewer, lambda act: recovery.begin(act, holders, "reviewer"))
        for _ in range(recovery.OFFICERS):
            text = await self.does(reviewer, _shown(reviewer.private, "reviewer"))
            await self.does(reviewer, _typed(text, "reviewer"))

    async def case(self, name: str, language: str, nation: str, advocate: Person) -> Case:
        """Begin a case, and print its card."""
        new = NewSurvivor(advocate.id, name, language, nation)

        def deed(act: Act) -> tuple[bytes, Card]:
            survivor_id = survivors.create(act, new)
            return survivor_id, invites.make(act, survivor_id)

        survivor_id, card = await self.does(advocate, deed)
        return Case(survivor_id, name, language, advocate, card)


def _shown(private: PrivateKey, kind: Kind = "recovery") -> Callable[[Act], str]:
    return lambda act: recovery.show_share(act, private, kind)


def _typed(text: str, kind: Kind = "recovery") -> Callable[[Act], bool]:
    return lambda act: recovery.type_back(act, text, kind)
