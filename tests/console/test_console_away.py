"""While the database is away: a plain page, nothing typed is lost, and then it just goes on."""

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
import structlog

from bot.clock import ManualClock
from bot.console.headers import HEADERS
from bot.console.table import PAGES, STAFF
from bot.storage import schema
from bot.storage.database import Database
from tests.office import Office, open_office
from tests.servers import PostgresServer

AWAY = "The console can&#39;t be used just now"
IN_DOUBT = "It may have been kept, or not."
CANARY = "canary words"


@pytest.fixture(scope="module")
def template() -> Iterator[tuple[PostgresServer, str]]:
    """A PostgreSQL of these tests' own, and a migrated database on it."""
    server = PostgresServer()
    name = server.create()
    schema.upgrade(server.url(name))
    yield server, name
    server.stop()


@pytest.fixture
def server(template: tuple[PostgresServer, str]) -> PostgresServer:
    """The same, to be ended and begun again; whatever the test before left, it runs."""
    server, _ = template
    server.begin()
    return server


@pytest.fixture
def url(server: PostgresServer, template: tuple[PostgresServer, str]) -> str:
    return server.url(server.create(template[1]))


@pytest.fixture
async def on_postgres(url: str, clock: ManualClock) -> AsyncIterator[Office]:
    database = await Database.open(url)
    async with open_office(database, clock) as opened:
        yield opened
    await database.close()


async def test_what_was_sent_while_it_is_away_is_kept_in_the_page_and_goes_once_it_is_back(
    on_postgres: Office, server: PostgresServer
) -> None:
    office = on_postgres
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "en")
    await office.phone(amina, river)
    visitor = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)

    server.end()
    with structlog.testing.capture_logs() as logs:
        await visitor.post(f"{place}/check", words=CANARY, language="en")
    assert visitor.status == 503
    assert int(visitor.headers["Retry-After"]) > 0
    assert AWAY in visitor.text
    assert "Nothing was sent or changed." in visitor.text
    assert f">{CANARY}</textarea>" in visitor.text, "to be read, and ended"
    assert "Signed in as ." not in visitor.text
    for name, value in HEADERS.items():
        assert visitor.headers[name] == value
    assert CANARY not in str(logs)
    assert "console.fault" not in str(logs)

    server.begin()
    await visitor.post(visitor.path, words=CANARY, language=visitor.hidden("language"))
    assert visitor.status == 200
    once = visitor.hidden("once")
    server.end()
    await visitor.post(f"{place}/send", words=CANARY, language="en", once=once)
    assert visitor.status == 503
    assert visitor.hidden("words") == CANARY, "it was checked, so it goes as it was"
    server.begin()
    fields = {name: visitor.hidden(name) for name in ("words", "language", "once")}
    await visitor.post(visitor.path, **fields)
    assert visitor.text.count(CANARY) == 1
    assert "Kept, not sent yet" in visitor.text


async def test_a_page_that_is_asked_for_says_so_and_opens_once_it_is_back(
    on_postgres: Office, server: PostgresServer
) -> None:
    office = on_postgres
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    server.end()
    for method in ("GET", "HEAD"):
        answer = await visitor.client.request(method, "/calendar?week=2026-03-09")
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
        text = await answer.text()
        assert (AWAY in text) == (method == "GET")
        assert ('href="/calendar?week=2026-03-09"' in text) == (method == "GET")
    await visitor.get("/help")
    assert visitor.status == 503, "it shows who is signed in"
    await (await office.stranger()).get("/healthz")
    server.begin()
    await visitor.get("/calendar?week=2026-03-09")
    assert visitor.status == 200


async def test_no_page_calls_it_a_fault_of_ours(
    on_postgres: Office, server: PostgresServer
) -> None:
    office = on_postgres
    everyone = await office.hire("Everyone", *STAFF)
    visitor, somewhere = await office.signed_in(everyone), "0" * 32
    await visitor.get("/help")
    token = visitor.token()
    server.end()
    for row in PAGES.values():
        path = row.path
        for name in ("id", "entry", "file", "ceremony", "kind", "token"):
            path = path.replace("{" + name + "}", somewhere)
        if row.path == "/sign-out":
            continue  # it needs no database, and would end the walk
        if row.method == "GET":
            await visitor.get(path)
        else:
            await visitor.send(path, [("csrf", token)])
        assert visitor.status == 503, f"{row.method} {row.path}: {visitor.status}"


async def test_who_signs_in_meanwhile_is_asked_for_the_secrets_again(
    on_postgres: Office, server: PostgresServer
) -> None:
    office = on_postgres
    amina = await office.hire("Amina", "advocate")
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    code = office.code(amina)
    server.end()
    await visitor.post("/sign-in", email=amina.email, code=code)
    assert visitor.status == 503
    assert visitor.hidden("email") == amina.email
    assert code not in visitor.text
    server.begin()
    await visitor.post(visitor.path, email=amina.email, code=code)
    server.end()
    await visitor.post("/sign-in/words", passphrase=amina.words)
    assert visitor.status == 503
    assert amina.words not in visitor.text
    server.begin()
    await visitor.post(visitor.path, passphrase=amina.words)
    assert "My day" in visitor.text


async def test_a_share_is_typed_again_from_the_paper(
    on_postgres: Office, server: PostgresServer
) -> None:
    """Nobody's share stands on a page a second time, nor is kept while the console is locked."""
    office = on_postgres
    ola = await office.hire("Ola", "officer")
    visitor = await office.signed_in(ola)
    await visitor.get("/keys")
    token = visitor.token()
    server.end()
    await visitor.send("/keys/recovery/back", [("csrf", token), ("share", CANARY)])
    assert visitor.status == 503
    assert CANARY not in visitor.text
    assert 'name="share"' in visitor.text
    server.begin()
    await visitor.post("/lock")
    await visitor.send("/keys/recovery/back", [("csrf", token), ("share", CANARY)])
    assert visitor.path == "/unlock"
    await visitor.post("/unlock", passphrase=ola.words)
    assert CANARY not in visitor.text
    assert 'name="share"' in visitor.text


async def test_where_nobody_can_know_whether_it_was_kept_the_page_says_so(
    on_postgres: Office, url: str
) -> None:
    office = on_postgres
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "en")
    visitor = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    with psycopg.connect(url) as other:
        other.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
        )
        other.execute(
            "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON entries"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"
        )
    await visitor.post(f"{place}/note", note=CANARY)
    assert visitor.status == 503
    assert IN_DOUBT in visitor.text
    assert "Nothing was sent or changed." not in visitor.text
    assert CANARY in visitor.text


async def test_a_full_disk_is_no_fault_of_ours(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "en")
    visitor = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)

    async def room(pages: int) -> None:
        change = f"PRAGMA max_page_count={pages}"
        await office.database.run(lambda conn: conn.exec_driver_sql(change) and None)

    await room(1)
    for _ in range(60):  # what is left of its pages fills up
        await visitor.post(f"{place}/note", note=CANARY * 300)
        if visitor.status != 200:
            break
    assert visitor.status == 503
    assert CANARY in visitor.text
    assert IN_DOUBT not in visitor.text
    await room(1_000_000)
    await visitor.post(visitor.path, note=CANARY)
    assert "Your note is kept." in visitor.text


async def test_a_try_that_nobody_could_check_is_given_back_and_a_wrong_one_is_not(
    on_postgres: Office, server: PostgresServer
) -> None:
    office = on_postgres
    amina = await office.hire("Amina", "advocate")
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    await visitor.post("/sign-in", email=amina.email, code="000000")
    server.end()
    for _ in range(12):
        await visitor.post("/sign-in", email=amina.email, code=office.code(amina))
        assert visitor.status == 503
    server.begin()
    await visitor.post("/sign-in", email=amina.email, code=office.code(amina))
    assert visitor.path == "/sign-in/words"
    server.end()
    for _ in range(12):
        await visitor.post("/sign-in/words", passphrase=amina.words)
        assert visitor.status == 503
    server.begin()
    for _ in range(8):  # beside the wrong code and the right one
        await visitor.post("/sign-in/words", passphrase="wrong words")
        assert visitor.status == 422
    await visitor.post("/sign-in/words", passphrase=amina.words)
    assert visitor.status == 429
