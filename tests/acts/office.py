"""An office for tests: two organisations, people with keys, and a way to do one act in one unit."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.acts import enrolment, organisations, relations, staff, survivors
from bot.acts.act import Act
from bot.acts.staff import NewStaff
from bot.acts.survivors import NewSurvivor
from bot.clock import ManualClock
from bot.storage import contacts
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault.passphrase import Cost
from bot.vault.people import PrivateKey, generate_pair
from bot.vault.server import ServerKeys
from bot.vault.wordlist import check_words

P = ParamSpec("P")
T = TypeVar("T")

QUICK = Cost(kib=64, passes=1)


@dataclass(frozen=True)
class Person:
    """Somebody of staff with their unlocked key."""

    id: bytes
    private: PrivateKey

    @property
    def words(self) -> str:
        """What they read out on the telephone."""
        return " ".join(check_words(self.private.public))


class Office:
    """A database with the people that a test asks for."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock
        self.keys = ServerKeys.generate()
        self.vault = Vault(self.keys, QUICK)
        self.hub = b""
        self.charity = b""
        self.boss = Person(b"", generate_pair()[0])

    async def open(self) -> None:
        """Make two organisations and the first administrator, verified by the operator."""
        self.hub = await self.do(organisations.create, name="Hub", nation="england", hub=True)
        self.charity = await self.do(organisations.create, name="Charity", nation="wales")
        self.boss = await self.hire("Sol", "hub_admin", organisation=self.hub)

    async def do(
        self,
        function: Callable[Concatenate[Act, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do one act in one unit, as the service or the operator."""
        return await self.act_as(None)(function, *args, **kwargs)

    def act_as(self, person: Person | None) -> "Doer":
        """Return a way to do acts as somebody."""
        return Doer(self, None if person is None else person.id)

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Read."""
        return await self.database.read(query)

    async def hire(
        self,
        name: str,
        *roles: str,
        organisation: bytes | None = None,
        verified: bool = True,
    ) -> Person:
        """Invite somebody, let them enrol, and verify them unless told otherwise."""
        inviter = self.boss if self.boss.id else None
        new = NewStaff(name, f"{name}@example.org", organisation or self.charity, roles)
        invitation = await self.act_as(inviter)(staff.invite, new)
        person = await self.enrol(invitation.staff_id, invitation.token)
        if verified:
            await self.act_as(inviter)(enrolment.verify, person.id, person.words)
        return person

    async def enrol(self, staff_id: bytes, token: str) -> Person:
        """Accept an invitation with a new key."""
        private, public = generate_pair()
        kept = self.vault.enrol(staff_id, "six words", private)
        await self.do(
            enrolment.accept, token, enrolment=kept, public=public, totp_secret="JBSWY3DPEHPK3PXP"
        )
        return Person(staff_id, private)

    async def survivor(self, advocate: Person, case_name: str = "River-12") -> bytes:
        """Make a survivor of an advocate's."""
        new = NewSurvivor(advocate.id, case_name, "vi", "wales", name="Linh")
        return await self.act_as(advocate)(survivors.create, new)

    async def cover(self, advocate: Person, other: Person) -> None:
        """Name somebody's cover."""
        await self.do(relations.record, advocate.id, "cover", other.id)

    async def phone(self, address: str = "+447700900001", channel: str = "sms") -> bytes:
        """Let a stranger's phone write for the first time."""
        contact_id = secrets.token_bytes(16)

        def first(conn: Connection) -> None:
            key, wrapped = self.vault.new_data_key(contact_id)
            sealed = self.vault.seal("contacts.address", contact_id, address.encode(), key)
            contacts.create(
                conn,
                contact_id=contact_id,
                channel=channel,
                index=self.vault.address_index(channel, address),
                address=sealed,
                wrapped=wrapped,
                now=self.clock.now(),
            )
            language = self.vault.seal("contacts.language", contact_id, b"vi", key)
            contacts.change(conn, contact_id, language=language)

        await self.database.run(first)
        return contact_id


class Doer:
    """Does acts as one person."""

    def __init__(self, office: Office, actor: bytes | None) -> None:
        self._office = office
        self._actor = actor

    async def __call__(
        self,
        function: Callable[Concatenate[Act, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do one act in one unit."""
        office = self._office

        def unit(conn: Connection) -> T:
            act = Act(conn, office.vault, office.clock.now(), self._actor)
            return function(act, *args, **kwargs)

        return await office.database.run(unit)
