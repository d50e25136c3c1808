"""Whoever knows her work address cannot keep her out of a browser in which she has signed in."""

import pytest
import sqlalchemy as sa

from bot.console.known import COOKIE
from bot.storage.tables.staff import staff
from tests.office import Office, Person
from tests.visitor import Visitor

DAYS = 91


async def signs_in(office: Office, visitor: Visitor, person: Person) -> Visitor:
    """Sign in with everything right."""
    office.clock.forward(minutes=1)  # a code works once
    await visitor.get("/sign-in")
    await visitor.post("/sign-in", email=person.email, code=office.code(person))
    if visitor.path == "/sign-in/words":
        await visitor.post("/sign-in/words", passphrase=person.words)
    return visitor


async def known(office: Office, person: Person) -> Visitor:
    """A browser in which somebody has signed in and out."""
    visitor = await signs_in(office, await office.stranger(), person)
    assert visitor.path == "/"
    await visitor.post("/sign-out")
    return visitor


async def keeps_out(office: Office, person: Person, visitor: Visitor | None = None) -> str:
    """Guess codes until there are no more tries; returns what the last answer says."""
    visitor = visitor or await office.stranger()
    await visitor.get("/sign-in")
    for _ in range(11):
        await visitor.post("/sign-in", email=person.email, code="000000")
    assert visitor.status == 429
    return visitor.text


def said(visitor: Visitor) -> str:
    """What a browser keeps to be known by."""
    found = [one.value for one in visitor.client.cookie_jar if one.key == COOKIE]
    return found[0] if found else ""


def keep(visitor: Visitor, cookie: str) -> None:
    """Put such a cookie there."""
    visitor.client.cookie_jar.update_cookies({COOKIE: cookie}, visitor.origin)


async def test_guessing_all_day_keeps_her_out_of_no_browser_that_knows_her(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    hers, new = await known(office, amina), await office.stranger()
    for _ in range(3):
        await keeps_out(office, amina)
    await signs_in(office, new, amina)
    assert (new.path, new.status) == ("/sign-in", 429), "any other waits a quarter of an hour"
    await signs_in(office, hers, amina)
    assert hers.path == "/"


async def test_a_browser_that_is_known_has_ten_tries_of_its_own_and_no_more(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    stolen = await known(office, amina)
    await keeps_out(office, amina, stolen)
    await signs_in(office, stolen, amina)
    assert (stolen.path, stolen.status) == ("/sign-in", 429)
    other = await signs_in(office, await office.stranger(), amina)
    assert other.path == "/", "and uses up nobody else's"


async def test_wrong_words_are_counted_with_the_codes_of_the_same_browser(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    hers = await known(office, amina)
    office.clock.forward(minutes=1)
    await hers.get("/sign-in")
    for _ in range(6):
        await hers.post("/sign-in", email=amina.email, code="000000")
    await hers.post("/sign-in", email=amina.email, code=office.code(amina))
    for _ in range(3):
        await hers.post("/sign-in/words", passphrase="wrong")
    await hers.post("/sign-in/words", passphrase=amina.words)
    assert "Wait 15 minutes" in hers.text


async def test_it_says_nothing_of_another_account(office: Office) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    joes = await known(office, joe)
    await keeps_out(office, amina)
    await joes.get("/sign-in")
    await joes.post("/sign-in", email=amina.email, code=office.code(amina))
    assert joes.status == 429


async def test_a_cookie_that_was_changed_or_made_up_says_nothing(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    good = said(await known(office, amina))
    await keeps_out(office, amina)
    middle = len(good) // 2
    other = "A" if good[middle] != "A" else "B"
    for cookie in (good[:middle] + other + good[middle + 1 :], good[:-4], "A" * len(good), "é", ""):
        visitor = await office.stranger()
        await visitor.get("/sign-in")
        keep(visitor, cookie)
        await visitor.post("/sign-in", email=amina.email, code=office.code(amina))
        assert visitor.status == 429
    visitor = await office.stranger()
    keep(visitor, good)
    assert (await signs_in(office, visitor, amina)).path == "/"


@pytest.mark.parametrize("what", ["words", "factor", "time"])
async def test_it_ends_with_the_words_the_second_factor_and_its_days(
    office: Office, what: str
) -> None:
    amina = await office.hire("Amina", "advocate")
    hers = await known(office, amina)
    change = sa.update(staff).where(staff.c.id == amina.id)
    secret = office.vault.seal("staff.totp", amina.id, b"JBSWY3DPEHPK3PXP")
    if what == "time":
        office.clock.forward(days=DAYS)
    else:
        change = change.values(**({"salt": b"another"} if what == "words" else {"totp": secret}))
        await office.database.run(lambda conn: conn.execute(change) and None)
    await keeps_out(office, amina)
    office.clock.forward(minutes=1)
    await hers.get("/sign-in")
    await hers.post("/sign-in", email=amina.email, code=office.code(amina))
    assert hers.status == 429


async def test_it_ends_with_the_access(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    hers = await known(office, amina)
    await office.disable(amina)
    await keeps_out(office, amina)
    await hers.get("/sign-in")
    await hers.post("/sign-in", email=amina.email, code="000000")
    assert hers.status == 429


async def test_who_is_kept_out_reads_the_same_of_an_account_that_there_is_not(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    cookie, pages = said(await known(office, amina)), []
    for email in (amina.email, "nobody@example.org"):
        visitor = await office.stranger()
        keep(visitor, cookie)
        person = Person(b"", "", email, "", "", amina.private)
        text = await keeps_out(office, person, visitor)
        pages.append(text.replace(email, "-").replace(visitor.token(), "-"))
    assert pages[0] == pages[1]


async def test_the_cookie_is_the_strictest_there_is(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    await visitor.post("/sign-in", email=amina.email, code=office.code(amina))
    form = {"csrf": visitor.token(), "passphrase": amina.words}
    answer = await visitor.client.post("/sign-in/words", data=form, allow_redirects=False)
    (cookie,) = [one for one in answer.headers.getall("Set-Cookie") if one.startswith(COOKIE)]
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=7776000"):
        assert part in cookie
    assert "Domain" not in cookie
    assert amina.email not in cookie
