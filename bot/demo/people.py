"""Invented people: who works where, what only they know, and whom they stand by.

Nobody here exists; every number is one that Ofcom keeps free for drama.
"""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import pyotp

from bot.acts.invites import Card
from bot.vault.people import PrivateKey

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
