from functools import partial

import pytest
from sqlalchemy import Connection

from bot.acts import recovery, relations, sign_in
from bot.acts import staff as staff_acts
from bot.acts.officers import Kind
from bot.clock import ManualClock
from bot.demo.hiring import invent
from bot.demo.people import CASES, POSTS
from bot.routing import on_call
from bot.service import Service
from bot.storage import threads
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault.passphrase import Cost
from bot.vault.server import ServerKeys
from bot.words import Catalogues
from bot.words.catalogues import CONFIG
from tests.today import content_of_today


@pytest.fixture
def service(sqlite_database: Database, clock: ManualClock) -> Service:
    vault = Vault(ServerKeys.generate(), Cost(kib=64, passes=1))
    words = Catalogues(CONFIG, drafts=True)
    return Service(sqlite_database, vault, words, content_of_today(), clock)


async def test_everybody_is_verified_and_their_passphrase_opens_their_key(service: Service) -> None:
    people = await invent(service)
    now = service.clock.now()
    for person in people.staff.values():
        kept = await service.database.read(
            partial(sign_in.enrolment, person=person.id, without_factor=False)
        )
        assert kept is not None
        assert service.vault.unlock(person.id, person.passphrase, kept) == person.private
    found = await service.database.read(lambda conn: staff_acts.everyone(conn, service.vault, now))
    assert {one.name for one in found} == {post.name for post in POSTS} | {"Sol"}
    assert {one.state for one in found} == {"active"}


async def test_both_ceremonies_were_held(service: Service) -> None:
    await invent(service)
    now = service.clock.now()
    kinds: tuple[Kind, ...] = ("recovery", "reviewer")
    for kind in kinds:
        status = await service.database.read(
            partial(recovery.status, vault=service.vault, now=now, kind=kind)
        )
        assert status.made_at is not None
        assert status.missing == 0


async def test_only_advocate_cover_and_recovery_hold_a_thread(service: Service) -> None:
    people = await invent(service)

    def holders(conn: Connection) -> set[bytes]:
        thread = threads.of_survivor(conn, people.river.survivor_id)
        assert thread is not None
        return {row.holder_id for row in threads.grants_of(conn, thread.id)}

    held = await service.database.read(holders)
    assert {people.amina.id, people.joe.id} < held
    assert len(held) == 3
    for person in (people.mara, people.sol, people.dee, people.ravi, people.tess):
        assert person.id not in held


async def test_sol_is_on_call_and_dee_is_declared(service: Service) -> None:
    people = await invent(service)
    now = service.clock.now()
    row = await service.database.read(lambda conn: on_call(conn, service.vault, now))
    assert row is not None
    assert row.id == people.sol.id
    open_ = await service.database.read(lambda conn: relations.undeclared(conn, service.vault, now))
    assert open_ == []


async def test_every_case_has_a_card_of_its_own(service: Service) -> None:
    people = await invent(service)
    assert set(people.cases) == {name for name, *_ in CASES}
    codes = {case.card.code for case in people.cases.values()}
    assert len(codes) == len(CASES)
    assert all(len(code) == 10 for code in codes)
