"""What people write is text on every page, and it never reaches an address or a log."""

import re

import pytest
import structlog

from bot.acts import organisations
from tests.office import Office

SHARP = "\"><script>alert(1)</script><b x='"
CANARY = "Zebrafinch"


async def test_markup_stays_text_everywhere(office: Office) -> None:
    sol = await office.hire("Sol", "hub_admin")
    amina = await office.hire(f"Amina{SHARP}", "advocate")
    await office.does(sol, lambda act: organisations.create(act, name=SHARP, nation="wales"))
    river = await office.survivor(amina, f"R{SHARP}", "en", f"N{SHARP}")
    phone = await office.phone(amina, river)
    await office.writes(river, phone, f"W{SHARP}")
    hers, admin = await office.signed_in(amina), await office.signed_in(sol)
    place = f"/conversation/{river.hex()}"
    pages = [await hers.get("/"), await hers.get(f"{place}/plan")]
    await hers.post(f"{place}/plan", meeting=SHARP, else_=SHARP, phone=hers.hidden("phone"))
    pages += [await hers.get(place), await hers.get(f"{place}/link")]
    await hers.get(place)
    pages.append(await hers.post(f"{place}/note", note=SHARP))
    pages.append(await hers.post(f"{place}/check", words=SHARP, language="en"))
    pages.append(await hers.post(place, words=SHARP))
    for path in ("/people", f"/people/{amina.id.hex()}", "/organisations", "/rota", "/hub"):
        pages.append(await admin.get(path))
    for page in pages:
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


async def test_no_address_holds_a_word_and_no_log_holds_a_name(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    amina = await office.hire(f"Amina{CANARY}", "advocate")
    river = await office.survivor(amina, f"River{CANARY}", "en", f"Name{CANARY}")
    phone = await office.phone(amina, river)
    await office.writes(river, phone, f"Words{CANARY}")
    visitor = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}"
    with structlog.testing.capture_logs() as logs:
        for path in ("/", place, f"{place}/plan", f"{place}/link"):
            page = await visitor.get(path)
            addresses = re.findall(r'(?:href|action|src)="([^"]+)"', page)
            assert not [one for one in addresses if CANARY in one]
            title = re.search(r"<title>(.*?)</title>", page)
            assert title
            assert CANARY not in title.group(1)
        await visitor.post(f"{place}/check", words=CANARY, language="en")
        await visitor.get("/no-such-page")
    assert CANARY not in str(logs)
    said = capsys.readouterr()
    assert CANARY not in said.out + said.err


async def test_a_fault_of_ours_is_a_page_and_a_place_and_no_words(office: Office) -> None:
    """Something breaks with words in its mouth; the page says so, the log a class and a line."""
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/")
    await office.break_name(amina, CANARY)
    with structlog.testing.capture_logs() as logs:
        page = await visitor.get("/")
    assert visitor.status == 500
    assert "Something did not work" in page
    assert [one["fault"] for one in logs if one["event"] == "console.fault"] == ["SealBroken"]
    assert CANARY not in str(logs) + page


async def test_a_fault_gives_back_what_was_written(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "en")
    await office.phone(amina, river)
    visitor = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    await visitor.post(f"{place}/check", words="A long answer", language="en")
    once = visitor.hidden("once")
    await office.lose("waiting")
    await visitor.post(f"{place}/send", words="A long answer", language="en", once=once)
    assert visitor.status == 500
    assert 'value="A long answer"' in visitor.text
    await office.find("waiting")
    await visitor.post(
        visitor.path, words=visitor.hidden("words"), language="en", once=visitor.hidden("once")
    )
    assert "Kept, not sent yet" in visitor.text


async def test_a_form_too_large_is_refused_and_says_so(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    await visitor.get("/")
    await visitor.post("/lock", words="x" * 300_000)
    assert visitor.status == 413
    assert "make it shorter" in visitor.text


async def test_a_new_release_ends_every_session(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    visitor = await office.signed_in(amina)
    newer = Office(office.database, office.clock, office.coordination, release="next")
    newer.vault = office.vault
    await newer.open(hub=False)
    other = await newer.stranger()
    other.keep(visitor.cookie)
    await other.get("/")
    assert other.path == "/sign-in"
    await newer.close()
