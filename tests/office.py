"""An office for the tests of the console: a real console over a real database, and its staff."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import pyotp
import sqlalchemy as sa
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from yarl import URL

from bot import vouched
from bot.acts import invites, link, survivors, words
from bot.acts.act import Act
from bot.acts.survivors import NewSurvivor
from bot.clock import ManualClock
from bot.console.app import FORM_S, create_console
from bot.console.desk import DESK
from bot.console.staffing import enter
from bot.coordination import Coordination, MemoryCoordination
from bot.proved import prove_organisation
from bot.storage import contacts
from bot.storage.database import Database
from bot.storage.tables.staff import organisations, roles, staff
from bot.vault import Vault
from bot.vault.passphrase import Cost, draw_passphrase
from bot.vault.people import PrivateKey, generate_pair
from bot.vault.server import ServerKeys
from bot.vouched import Standing
from tests.today import COMPILED, catalogues_of_today, content_of_today
from tests.visitor import Visitor

T = TypeVar("T")

CHEAP = Cost(kib=64, passes=1)  # these tests try passphrases, not their price
URL_ = "http://127.0.0.1:8081"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff and everything they know."""

    id: bytes
    name: str
    email: str
    words: str
    totp: str
    private: PrivateKey = field(repr=False)


@asynccontextmanager
async def open_office(
    database: Database, clock: ManualClock, keys: ServerKeys | None = None
) -> AsyncIterator["Office"]:
    """Open an office; ``keys``: those of one that was there before."""
    coordination = await Coordination.open()
    office = Office(database, clock, coordination, keys=keys)
    await office.open(hub=keys is None)
    try:
        yield office
    finally:
        await office.close()
        await coordination.close()


class Office:
    """The console and who works there."""

    def __init__(
        self,
        database: Database,
        clock: ManualClock,
        coordination: Coordination,
        release: str = "",
        keys: ServerKeys | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.coordination = coordination
        self.vault = Vault(keys or ServerKeys.generate(), CHEAP)
        self._release = release
        self._console: TestServer | None = None
        self.people: dict[str, Person] = {}
        self.hub = b""
        self.form_s = FORM_S
        self._numbers = 0
        self._visitors: list[Visitor] = []

    async def open(self, *, hub: bool = True) -> None:
        """Found the Hub; the console itself opens for who comes first."""
        if hub:
            self.hub = await self.organisation("The Hub", hub=True)

    async def close(self) -> None:
        """Close the doors."""
        for visitor in self._visitors:
            await visitor.client.close()
        if self._console is not None:
            await self._console.close()

    async def console(self) -> TestServer:
        """The console, open."""
        if self._console is None:
            app = create_console(
                database=self.database,
                vault=self.vault,
                coordination=self.coordination,
                clock=self.clock,
                url=URL_,
                content=content_of_today(),
                catalogues=catalogues_of_today(),
                sms_number="07700900123",
                telegram_bot="willow_line_bot",
                release=self._release,
                form_s=self.form_s,
                strangers=MemoryCoordination(lambda: self.clock.now() / 1000),
            )
            app[DESK].pages.bytecode_cache = COMPILED
            self._console = TestServer(app)
            await self._console.start_server()
        return self._console

    async def cookie(self, person: Person) -> str:
        """The cookie of a session that this person has just signed in to."""
        desk = (await self.console()).app[DESK]
        session = await enter(desk, person.id, person.private, self.clock.now())
        return session.ticket.cookie()

    async def organisation(self, name: str, *, hub: bool = False) -> bytes:
        """Found an organisation."""
        row = secrets.token_bytes(16)
        seal = self.vault.seal

        def unit(conn: sa.Connection) -> None:
            conn.execute(
                sa.insert(organisations).values(
                    id=row,
                    name=seal("organisations.name", row, name.encode()),
                    nation=seal("organisations.nation", row, b"england"),
                    languages=seal("organisations.languages", row, b"en"),
                    hub=hub,
                    proof=prove_organisation(self.vault, row, hub=hub),
                    created_at=self.clock.now(),
                )
            )

        await self.database.run(unit)
        return row

    async def hire(
        self,
        name: str,
        *held: str,
        organisation: bytes = b"",
        state: str = "active",
        invited_by: bytes | None = None,
    ) -> Person:
        """Hire somebody whose check words have been heard, unless ``state`` says otherwise."""
        row, words, totp = secrets.token_bytes(16), draw_passphrase(), pyotp.random_base32()
        private, public = generate_pair()
        kept = self.vault.enrol(row, words, private)
        email = f"{name.lower()}@example.org"
        seal, now = self.vault.seal, self.clock.now()

        def unit(conn: sa.Connection) -> None:
            conn.execute(
                sa.insert(staff).values(
                    id=row,
                    organisation_id=organisation or self.hub,
                    email_index=self.vault.email_index(email),
                    name=seal("staff.name", row, name.encode()),
                    sms_name=seal("staff.sms_name", row, name.encode()),
                    email=seal("staff.email", row, email.encode()),
                    working_days=seal("staff.working_days", row, b"Mon-Fri"),
                    state=state,
                    public=seal("staff.public", row, public.raw),
                    totp=seal("staff.totp", row, totp.encode()),
                    salt=kept.salt,
                    kdf=kept.kdf,
                    verifier=kept.verifier,
                    wrapped=kept.wrapped,
                    invited_by=invited_by,
                    verified_at=now if state == "active" else None,
                    standing=vouched.seal(
                        self.vault,
                        row,
                        Standing(
                            state,
                            organisation or self.hub,
                            invited_by,
                            now if state == "active" else None,
                            vouched.key_hash(public.raw),
                            dict.fromkeys(held, now),
                        ),
                    ),
                    created_at=now,
                )
            )
            for role in held:
                conn.execute(sa.insert(roles).values(staff_id=row, role=role, since=now))

        await self.database.run(unit)
        person = Person(row, name, email, words, totp, private)
        self.people[name] = person
        return person

    async def rings(self, person: Person, number: str) -> None:
        """Give somebody a staff phone."""
        sealed = self.vault.seal("staff.phone", person.id, number.encode())
        change = sa.update(staff).where(staff.c.id == person.id).values(phone=sealed)
        await self.database.run(lambda conn: conn.execute(change) and None)

    async def disable(self, person: Person) -> None:
        """They may not sign in any more."""
        change = sa.update(staff).where(staff.c.id == person.id).values(state="disabled")

        def unit(conn: sa.Connection) -> None:
            conn.execute(change)
            vouched.change(conn, self.vault, person.id, state="disabled")

        await self.database.run(unit)

    async def break_name(self, person: Person, words: str) -> None:
        """Somebody wrote into the database by hand."""
        change = sa.update(staff).where(staff.c.id == person.id).values(name=words.encode())
        await self.database.run(lambda conn: conn.execute(change) and None)

    async def lose(self, table: str) -> None:
        """Part of the database is not there for a while."""
        await self._rename(table, f"{table}_lost")

    async def find(self, table: str) -> None:
        """It is there again."""
        await self._rename(f"{table}_lost", table)

    async def _rename(self, old: str, new: str) -> None:
        change = sa.text(f"ALTER TABLE {old} RENAME TO {new}")
        await self.database.run(lambda conn: conn.execute(change) and None)

    async def survivor(
        self, advocate: Person, alias: str, language: str = "en", name: str = ""
    ) -> bytes:
        """Add a survivor to an advocate's caseload."""
        new = NewSurvivor(advocate.id, alias, language, "england", name)
        return await self.does(advocate, lambda act: survivors.create(act, new))

    async def phone(
        self, advocate: Person, survivor: bytes, channel: str = "sms", language: str = "en"
    ) -> bytes:
        """Link an invented phone to a survivor, by a code; return the contact."""
        card = await self.does(advocate, lambda act: invites.make(act, survivor))
        contact = secrets.token_bytes(16)
        self._numbers += 1
        address = f"+4477009{self._numbers:05}" if channel == "sms" else str(10_000 + self._numbers)
        key, wrapped = self.vault.new_data_key(contact)

        def unit(conn: sa.Connection) -> None:
            contacts.create(
                conn,
                contact_id=contact,
                channel=channel,
                index=self.vault.address_index(channel, address),
                address=self.vault.seal("contacts.address", contact, address.encode(), key),
                wrapped=wrapped,
                now=self.clock.now(),
            )
            speaks = self.vault.seal("contacts.language", contact, language.encode(), key)
            contacts.change(conn, contact, language=speaks)
            linked = link.use_code(Act(conn, self.vault, self.clock.now()), contact, card.code)
            assert linked == survivor

        await self.database.run(unit)
        return contact

    async def writes(
        self,
        survivor: bytes,
        contact: bytes,
        text: str,
        language: str = "en",
        mark: str | None = None,
    ) -> bytes:
        """Something arrives from a phone."""
        now = self.clock.now()

        def unit(conn: sa.Connection) -> bytes:
            return words.keep(
                conn,
                self.vault,
                survivor,
                text,
                language=language,
                contact_id=contact,
                sequence=now,
                now=now,
                mark=mark,
            )

        return await self.database.run(unit)

    async def does(self, person: Person | None, deed: Callable[[Act], T]) -> T:
        """Run one act."""
        actor = person.id if person else None
        now = self.clock.now()
        return await self.database.run(lambda conn: deed(Act(conn, self.vault, now, actor)))

    def code(self, person: Person) -> str:
        """The code that their authenticator app shows now."""
        return pyotp.TOTP(person.totp).at(self.clock.now() // 1000)

    async def stranger(self) -> Visitor:
        """A browser that has never been here."""
        origin = URL(f"http://127.0.0.1:{(await self.console()).port}")
        jar = CookieJar(unsafe=True, treat_as_secure_origin=origin)
        visitor = Visitor(ClientSession(origin, cookie_jar=jar), origin)
        self._visitors.append(visitor)
        return visitor

    async def signed_in(self, person: Person) -> Visitor:
        """A browser in which this person has just signed in."""
        cookie = await self.cookie(person)
        visitor = await self.stranger()
        visitor.keep(cookie)
        return visitor
