"""Notices: content-free, sent once, tried again, and an invitation's link goes with its row."""

import asyncio
import os
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from bot.acts.tasks import hubs
from bot.clock import ManualClock
from bot.due.notices import TRIES, Notices
from bot.errors import SendError
from bot.mail import Mailer
from bot.service import Service
from bot.storage import notices as rows
from bot.storage.database import Database
from bot.storage.tables.duties import notices
from bot.storage.tables.staff import organisations, staff
from bot.vault import Vault
from bot.vault.server import ServerKeys
from bot.words import Catalogues
from bot.words.catalogues import CONFIG
from tests.today import content_of_today

ADDRESS = "amina@canary.example.org"
LINK = "https://console.example.org/invitation/canary"
CONSOLE = "https://console.example.org"


class MailServer:
    """A mail server that keeps what it gets, or refuses with a code."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = ""
        self.goodbye = "221 bye"
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return f"smtp://127.0.0.1:{port}?from=hub@example.org"

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        async for line in reader:
            verb = line.split()[0].upper() if line.split() else b""
            answer = b"250 ok"
            if verb == b"RCPT" and self.refuses:
                answer = self.refuses.encode()
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                data = await reader.readuntil(b"\r\n.\r\n")
                mail = message_from_bytes(data[:-3], policy=policy.default)
                assert isinstance(mail, EmailMessage)
                self.mails.append(mail)
            elif verb == b"QUIT":
                answer = self.goodbye.encode()
            writer.write(answer + b"\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    server = MailServer()
    yield server
    await server.stop()


@pytest.fixture
async def service(database: Database, clock: ManualClock) -> Service:
    content = content_of_today()
    vault = Vault(ServerKeys.generate())
    return Service(database, vault, Catalogues(CONFIG), content, clock)


@pytest.fixture
async def person(service: Service) -> bytes:
    """A member of staff with an address."""
    org, row = os.urandom(16), os.urandom(16)

    def unit(conn: sa.Connection) -> None:
        def seal(contract: str, value: str) -> bytes:
            where = org if contract.startswith("organisations") else row
            return service.vault.seal(contract, where, value.encode())

        conn.execute(
            sa.insert(organisations).values(
                id=org,
                name=seal("organisations.name", "Canary House"),
                nation=seal("organisations.nation", "wales"),
                languages=seal("organisations.languages", "en"),
                created_at=0,
            )
        )
        conn.execute(
            sa.insert(staff).values(
                id=row,
                organisation_id=org,
                email_index=service.vault.email_index(ADDRESS),
                name=seal("staff.name", "Amina Canary"),
                sms_name=seal("staff.sms_name", "Amina"),
                email=seal("staff.email", ADDRESS),
                working_days=seal("staff.working_days", "Mon-Thu"),
                state="active",
                created_at=0,
            )
        )

    await service.database.run(unit)
    return row


async def wait_for(service: Service, person: bytes, kind: str, link: str = "") -> None:
    id_ = os.urandom(16)
    now = service.clock.now()
    sealed = service.vault.seal("notices.link", id_, link.encode()) if link else None
    row = rows.NoticeRow(id_, person, kind, sealed, 0, now, now)
    await service.database.run(lambda conn: rows.add(conn, row))


async def waiting(service: Service) -> int:
    count = sa.select(sa.func.count()).select_from(notices)
    return await service.database.read(lambda conn: int(conn.execute(count).scalar_one()))


@pytest.mark.parametrize(("kind", "subject"), [("new", "You have"), ("priority", "Priority:")])
async def test_a_notice_says_that_there_is_something_and_nothing_else(
    kind: str, subject: str, service: Service, person: bytes, mail_server: MailServer
) -> None:
    await wait_for(service, person, kind)
    sender = Notices(service, Mailer(await mail_server.start()), CONSOLE)
    assert await sender.send_due() == 1
    [mail] = mail_server.mails
    assert mail["To"] == ADDRESS
    assert mail["Subject"].startswith(subject)
    words = f"{mail['Subject']} {mail['From']} {mail.get_content()}"
    assert "canary" not in words.lower()
    assert "Amina" not in words
    assert CONSOLE in words
    assert await waiting(service) == 0


async def test_an_invitation_carries_its_link_and_forgets_it(
    service: Service, person: bytes, mail_server: MailServer
) -> None:
    await wait_for(service, person, "invitation", LINK)
    await Notices(service, Mailer(await mail_server.start()), CONSOLE).send_due()
    assert LINK in mail_server.mails[0].get_content()
    assert await waiting(service) == 0


async def test_a_server_that_is_away_is_tried_again_later_and_not_before(
    service: Service, person: bytes, clock: ManualClock, mail_server: MailServer
) -> None:
    url = await mail_server.start()
    sender = Notices(service, Mailer(url), CONSOLE)
    mail_server.refuses = "451 later"
    await wait_for(service, person, "new")
    assert await sender.send_due() == 0
    mail_server.refuses = ""
    clock.forward(seconds=59)
    assert await sender.send_due() == 0
    clock.forward(seconds=1)
    assert await sender.send_due() == 1
    assert len(mail_server.mails) == 1


async def test_a_server_that_parts_oddly_is_not_given_the_notice_twice(
    service: Service, person: bytes, clock: ManualClock, mail_server: MailServer
) -> None:
    sender = Notices(service, Mailer(await mail_server.start()), CONSOLE)
    mail_server.goodbye = "500 what"
    await wait_for(service, person, "new")
    assert await sender.send_due() == 1
    clock.forward(minutes=60)
    assert await sender.send_due() == 0
    assert len(mail_server.mails) == 1


async def test_an_address_that_does_not_exist_is_given_up(
    service: Service, person: bytes, mail_server: MailServer
) -> None:
    mail_server.refuses = "550 nobody here"
    await wait_for(service, person, "new")
    assert await Notices(service, Mailer(await mail_server.start()), CONSOLE).send_due() == 0
    assert await waiting(service) == 0


async def test_an_invitation_that_does_not_arrive_is_the_hubs_task(
    service: Service, person: bytes, mail_server: MailServer
) -> None:
    """Whoever invited them would wait; only the log knew."""
    mail_server.refuses = "550 nobody here"
    sender = Notices(service, Mailer(await mail_server.start()), CONSOLE)
    for kind, link in (("new", ""), ("invitation", LINK)):
        await wait_for(service, person, kind, link)
        await sender.send_due()
    [task] = await service.database.read(lambda conn: hubs(conn, service.vault, person, 0))
    assert (task.kind, task.detail) == ("invitation_refused", person.hex())


async def test_after_two_days_of_failing_a_notice_is_dropped(
    service: Service, person: bytes, clock: ManualClock, mail_server: MailServer
) -> None:
    mail_server.refuses = "451 later"
    sender = Notices(service, Mailer(await mail_server.start()), CONSOLE)
    await wait_for(service, person, "new")
    for _ in range(TRIES):
        assert await waiting(service) == 1
        await sender.send_due()
        clock.forward(hours=6)
    assert await waiting(service) == 0


async def test_two_workers_send_a_notice_once(
    service: Service, person: bytes, mail_server: MailServer
) -> None:
    mailer = Mailer(await mail_server.start())
    for _ in range(25):
        await wait_for(service, person, "invitation", LINK)
    workers = [Notices(service, mailer, CONSOLE) for _ in range(3)]
    sent = await asyncio.gather(*(worker.send_due() for worker in workers))
    assert sum(sent) == len(mail_server.mails) == 25


async def test_whoever_was_disabled_gets_nothing(
    service: Service, person: bytes, mail_server: MailServer
) -> None:
    disable = sa.update(staff).where(staff.c.id == person).values(state="disabled")
    await service.database.run(lambda conn: conn.execute(disable).rowcount)
    await wait_for(service, person, "new")
    await Notices(service, Mailer(await mail_server.start()), CONSOLE).send_due()
    assert mail_server.mails == []
    assert await waiting(service) == 0


async def test_without_a_mail_server_notices_are_only_counted(
    service: Service, person: bytes, mail_server: MailServer
) -> None:
    await mail_server.start()
    await wait_for(service, person, "new")
    assert await Notices(service, None, CONSOLE).send_due() == 1
    assert await waiting(service) == 0


async def test_no_error_carries_an_address(mail_server: MailServer) -> None:
    mailer = Mailer(await mail_server.start())
    mail_server.refuses = f"550 <{ADDRESS}> unknown"
    with pytest.raises(SendError) as caught:
        await mailer.send(ADDRESS, "s", "b")
    assert caught.value.permanent
    assert ADDRESS not in f"{caught.value!r} {caught.value.__cause__!r}"
