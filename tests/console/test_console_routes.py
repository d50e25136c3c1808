"""The table of pages is the truth: every row is walked as every role, and as nobody."""

from pathlib import Path

import pytest

from bot.console.app import declare_pages
from bot.console.table import PAGES, STAFF, Page, markdown
from bot.roles import ROLES
from tests.office import Office

DOCS = Path(__file__).resolve().parents[2] / "docs" / "routes.md"

declare_pages()

ROLES_TOGETHER = tuple(role for role in ROLES if role not in {"auditor", "outside_reviewer"})
"""As many as one person may hold."""


def _path(row: Page) -> str:
    path = row.path.replace("{id}", "0" * 32).replace("{entry}", "0" * 32)
    return path.replace("{file}", "0" * 32).replace("{kind}", "recovery").replace("{token}", "none")


def test_the_printed_table_is_the_one_that_is_served() -> None:
    assert DOCS.read_text() == markdown(), "run: python -m bot.console > docs/routes.md"


async def test_every_page_needs_a_session_except_those_that_say_so(office: Office) -> None:
    for row in PAGES.values():
        visitor = await office.stranger()
        if row.method == "GET":
            await visitor.get(_path(row))
        else:
            await visitor.get("/sign-in")
            await visitor.post(_path(row))
        if row.needs != "nothing":
            assert visitor.path == "/sign-in", f"{row.method} {row.path}"


async def test_nobody_is_let_in_but_to_sign_in_and_to_accept_an_invitation(office: Office) -> None:
    public = {row.path for row in PAGES.values() if row.needs == "nothing"}
    assert all(path.startswith(("/sign-in", "/invitation/")) for path in public)
    visitor = await office.stranger()
    page = await visitor.get("/sign-in")
    assert "If you can’t sign in" in page
    assert 'href="/help"' not in page, "it would only lead back here"
    locked = await office.signed_in(await office.hire("Sam", "advocate"))
    await locked.get("/")
    await locked.post("/lock")
    assert 'href="/help"' in locked.text
    await locked.get("/help")
    assert (locked.status, locked.path) == (200, "/help")


@pytest.mark.parametrize("role", ROLES)
async def test_who_is_not_named_gets_the_404_of_a_page_that_is_not_there(
    office: Office, role: str
) -> None:
    person = await office.hire("Sam", role)
    visitor = await office.signed_in(person)
    missing = await visitor.get("/no-such-page")
    assert visitor.status == 404
    for row in PAGES.values():
        if row.who == STAFF or role in row.who:
            continue
        await visitor.get("/")
        if row.method == "GET":
            text = await visitor.get(_path(row))
        else:
            text = await visitor.post(_path(row))
        assert visitor.status == 404, f"{role} {row.method} {row.path}"
        assert text == missing


@pytest.mark.parametrize("role", ROLES)
async def test_no_page_breaks_for_anybody_who_may_call_it(office: Office, role: str) -> None:
    """Asked for things that aren't there, pages answer; none of them is a fault of ours."""
    person = await office.hire("Sam", role)
    for row in PAGES.values():
        if role not in row.who:
            continue
        visitor = await office.signed_in(person)
        await visitor.get("/")
        if row.method == "GET":
            await visitor.get(_path(row))
        else:
            await visitor.post(_path(row))
        assert visitor.status < 500, f"{role} {row.method} {row.path}"


async def test_somebody_unverified_sees_one_page_only(office: Office) -> None:
    person = await office.hire("Sam", "hub_admin", state="unverified")
    visitor = await office.signed_in(person)
    page = await visitor.get("/")
    assert "four check words" in page
    await visitor.get("/people")
    assert visitor.status == 404


async def test_a_person_of_another_caseload_is_not_there(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    hers, his = await office.signed_in(amina), await office.signed_in(joe)
    for tail in ("", "/link", "/plan"):
        await hers.get(f"/conversation/{river.hex()}{tail}")
        assert hers.status == 200
        await his.get(f"/conversation/{river.hex()}{tail}")
        assert his.status == 404


async def test_no_form_of_any_page_does_anything_without_the_token_of_its_session(
    office: Office,
) -> None:
    """Another site can let a browser send a form; it can't know the token."""
    person = await office.hire("Sam", *ROLES_TOGETHER)
    other = await office.hire("Mo", "advocate")
    theirs = await office.signed_in(other)
    await theirs.get("/")
    stolen = theirs.token()
    visitor = await office.signed_in(person)
    for row in PAGES.values():
        if row.method != "POST":
            continue
        for token in ("", "0" * 64, stolen):
            await visitor.get("/")
            await visitor.post(_path(row), csrf=token)
            assert visitor.status == 403, f"{row.path} with {token or 'none'}"
    await visitor.get("/")
    assert "Lock now" in visitor.text, "nor was the session locked or ended"
