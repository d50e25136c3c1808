"""Invented people: who works where, with keys, second factors, relations and a caseload.

They are made by the same acts that the console calls, so whatever a rule refuses is refused here
too. Nobody here exists; every number is one that Ofcom keeps free for drama.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
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
from bot.service import Service
from bot.vault.argon_thread import run_one
from bot.vault.passphrase import draw_passphrase
from bot.vault.people import PrivateKey, generate_pair
from bot.vault.wordlist import check_words

T = TypeVar("T")

HOUR_MS: Final = 3_600_000
ON_CALL_MS: Final = 365 * 24 * HOUR_MS

HUB, HARBOUR, NORTHGATE, FELLSIDE = "The Hub", "Harbour Support", "Northgate Care", "Fellside Law"

ORGANISATIONS: Final = MappingProxyType(
    {HUB: "england", HARBOUR: "england", NORTHGATE: "scotland", FELLSIDE: "wales"}
)


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the invented service: who holds it, where, and what it may do."""

    name: str
    organisation: str
    roles: tuple[str, ...]
    says: str


SOL: Final = Post("Sol", HUB, ("hub_admin",), "Hub administrator, on call")
POSTS: Final = (
    Post("Amina", HARBOUR, ("advocate",), "advocate"),
    Post("Joe", HARBOUR, ("advocate",), "advocate, Amina's cover"),
    Post("Mara", HUB, ("complaint_handler", "hub_lead"), "complaint handler"),
    Post("Dee", HARBOUR, ("complaint_handler",), "Amina's line manager"),
    Post("Olu", HUB, ("officer",), "recovery officer"),
    Post("Pia", NORTHGATE, ("officer",), "recovery officer"),
    Post("Quinn", HARBOUR, ("officer",), "recovery officer"),
    Post("Ravi", FELLSIDE, ("outside_reviewer",), "outside reviewer"),
    Post("Tess", HUB, ("auditor",), "auditor"),
)

CASES: Final = (
    ("River-12", "en", "england", "Amina"),
    ("Cedar-4", "ar", "england", "Amina"),
    ("Lotus-7", "vi", "scotland", "Amina"),
    ("Maple-3", "en", "wales", "Amina"),
    ("Ridge-9", "en", "ni", "Amina"),
    ("Heron-2", "en", "england", "Amina"),
    ("Alder-1", "en", "england", "Amina"),
    ("Brook-8", "en", "england", "Amina"),
    ("Cliff-6", "en", "england", "Amina"),
    ("Dune-10", "en", "england", "Amina"),
    ("Fern-13", "en", "england", "Amina"),
    ("Otter-11", "en", "england", "Amina"),
    ("Birch-14", "en", "england", "Amina"),
    ("Hazel-15", "en", "england", "Amina"),
    ("Rowan-16", "en", "england", "Amina"),
    ("Stone-5", "en", "england", "Joe"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff, and everything that only they know."""

    id: bytes
    name: str
    email: str
    organisation_id: bytes
    roles: tuple[str, ...]
    says: str
    passphrase: str = field(repr=False)
    totp: str = field(repr=False)
    private: PrivateKey = field(repr=False)

    def code(self, now: int) -> str:
        """Return what their authenticator shows at a moment."""
        return pyotp.TOTP(self.totp).at(now // 1000)


@dataclass(frozen=True, slots=True)
class Case:
    """A survivor whom nobody has linked to a phone yet, and the card printed for her."""

    survivor_id: bytes
    case_name: str
    language: str
    advocate: Person
    card: Card


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by name."""

    organisations: dict[str, bytes]
    staff: dict[str, Person]
    cases: dict[str, Case]
    shares: dict[str, str] = field(repr=False)
    """What the three officers wrote down at the ceremony."""

    @property
    def amina(self) -> Person:
        """The advocate whom the survivors write to."""
        return self.staff["Amina"]

    @property
    def joe(self) -> Person:
        """Her named cover, an advocate himself."""
        return self.staff["Joe"]

    @property
    def mara(self) -> Person:
        """The complaint handler of the Hub."""
        return self.staff["Mara"]

    @property
    def sol(self) -> Person:
        """The Hub's administrator, on call."""
        return self.staff["Sol"]

    @property
    def dee(self) -> Person:
        """Amina's line manager."""
        return self.staff["Dee"]

    @property
    def officers(self) -> tuple[Person, Person, Person]:
        """Those who hold the shares of the recovery key."""
        return self.staff["Olu"], self.staff["Pia"], self.staff["Quinn"]

    @property
    def ravi(self) -> Person:
        """The outside reviewer."""
        return self.staff["Ravi"]

    @property
    def tess(self) -> Person:
        """The auditor."""
        return self.staff["Tess"]

    @property
    def river(self) -> Case:
        """The first case: English, in England, Amina's."""
        return self.cases["River-12"]


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
