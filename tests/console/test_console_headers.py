"""What every answer carries, and what is never shipped."""

import re
from http import HTTPStatus
from importlib.metadata import version

from bot.console.assets import STATIC
from bot.console.headers import HEADERS
from tests.office import Office

TEMPLATES = STATIC.parent / "templates"


async def test_every_answer_is_hardened(office: Office) -> None:
    visitor = await office.stranger()
    for path in ("/sign-in", "/no-such-page", "/healthz", "/static/console.css", "/"):
        await visitor.get(path)
        for name, value in HEADERS.items():
            if name != "Cache-Control":
                assert visitor.headers[name] == value, f"{name} on {path}"
        assert "Server" not in visitor.headers
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


async def test_a_browser_keeps_styles_and_scripts_for_as_long_as_they_stay_the_same(
    office: Office,
) -> None:
    visitor = await office.stranger()
    page = await visitor.get("/sign-in")
    assert visitor.headers["Cache-Control"] == "no-store"
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(found) == 4
    for address in found:
        await visitor.get(address)
        assert visitor.status == HTTPStatus.OK
        assert "immutable" in visitor.headers["Cache-Control"]
        for other in (address.partition("?")[0], address[:-1]):
            await visitor.get(other)
            assert visitor.headers["Cache-Control"] == "no-cache", "it may be another tomorrow"


async def test_the_cookie_is_the_strictest_there_is(office: Office) -> None:
    visitor = await office.stranger()
    await visitor.get("/sign-in")
    cookie = visitor.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    for template in TEMPLATES.glob("*.html"):
        text = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), template.name
        for script in re.findall(r"<script[^>]*>", text):
            assert 'src="{{ asset("' in script, template.name


def test_no_crown_no_crest_and_no_typeface_of_govuk_is_shipped() -> None:
    shipped = [path for path in STATIC.rglob("*") if path.is_file()]
    assert {path.suffix for path in shipped} <= {".css", ".js", ".svg", ".md"}
    for path in shipped:
        if path.suffix == ".md":
            continue
        text = path.read_text().replace("Crown copyright", "").lower()
        assert not re.search(r"transport|woff|@font-face|url\(|crown|crest", text), path.name
    for template in TEMPLATES.glob("*.html"):
        assert not re.search(r"govukHeader|govukFooter|govukLogo|GOV\.UK", template.read_text())


def test_macros_and_styles_are_of_matching_versions() -> None:
    """govuk-frontend-jinja 4.1 renders for GOV.UK Frontend 6.3."""
    assert version("govuk-frontend-jinja").startswith("4.1.")
    assert '--govuk-frontend-version: "6.3.0"' in (STATIC / "vendor.css").read_text()


def test_titles_name_nobody() -> None:
    for template in TEMPLATES.glob("*.html"):
        for title in re.findall(r"{% block title %}(.*?){% endblock %}", template.read_text()):
            assert "talk" not in title, template.name
            assert "person.name" not in title, template.name
