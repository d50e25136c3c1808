"""Codes on a card, freezing, and linking again."""

import re

import sqlalchemy as sa

from bot.storage.tables.duties import tasks
from bot.storage.tables.messages import outbox
from bot.storage.tables.survivors import contacts, invites
from bot.storage.tables.threads import waiting as waiting_table
from tests.office import Office
from tests.visitor import Visitor


async def _amina(office: Office) -> tuple[Visitor, bytes]:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    return await office.signed_in(amina), river


async def test_a_card_shows_the_code_once_in_groups_with_number_and_qr(office: Office) -> None:
    visitor, river = await _amina(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(f"{place}/link")
    page = await visitor.post(f"{place}/invite")
    code = re.search(r'id="code">(\d{3} \d{3} \d{4})<', page)
    assert code
    assert "07700 900 123" in page
    assert "<svg" in page
    page = await visitor.get(f"{place}/link")
    assert code.group(1) not in page
    assert "can be used once, until" in page


async def test_a_card_is_in_the_language_of_whom_it_is_for(office: Office) -> None:
    visitor, _ = await _amina(office)
    for alias, language, way, says in (
        ("Cedar-4", "ar", "rtl", "لا نطلب أبداً"),
        ("Lotus-7", "vi", "ltr", "Chúng tôi không bao giờ hỏi tiền"),
        ("Maple-3", "en", "ltr", "We never ask for money, documents or passwords."),
    ):
        one = await office.survivor(office.people["Amina"], alias, language)
        await visitor.get(f"/conversation/{one.hex()}/link")
        page = await visitor.post(f"/conversation/{one.hex()}/invite")
        card = page.partition('<article class="app-card"')[2].partition("</article>")[0]
        assert f'lang="{language}" dir="{way}"' in card
        assert says in card
        assert ("No person has reviewed this translation yet" in page) == (language != "en")
        assert ("We never ask for money" in card) == (language == "en")


async def test_a_code_that_is_withdrawn_opens_nothing(office: Office) -> None:
    visitor, river = await _amina(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(f"{place}/link")
    await visitor.post(f"{place}/invite")
    await visitor.get(f"{place}/link")
    await visitor.post(f"{place}/invite/revoke")
    assert "The code no longer works" in visitor.text
    row = await office.database.read(lambda c: c.execute(sa.select(invites)).one())
    assert row.revoked_at is not None


async def test_freezing_takes_one_press_and_empties_what_waits(office: Office) -> None:
    visitor, river = await _amina(office)
    phone = await office.phone(office.people["Amina"], river)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    await visitor.post(f"{place}/check", words="Hello", language="en")
    await visitor.post(f"{place}/send", words="Hello", language="en", once=visitor.hidden("once"))
    await visitor.get(f"{place}/link")
    await visitor.post(f"{place}/freeze", contact=phone.hex())
    assert "Frozen" in visitor.text

    def rows(conn: sa.Connection) -> tuple[str, int, list[str]]:
        standing = conn.execute(sa.select(contacts.c.standing)).scalar_one()
        left = len(conn.execute(sa.select(waiting_table)).all())
        left += len(conn.execute(sa.select(outbox).where(outbox.c.cls == "reply")).all())
        return standing, left, list(conn.execute(sa.select(tasks.c.kind)).scalars())

    standing, left, kinds = await office.database.read(rows)
    assert (standing, left) == ("frozen", 0)
    assert "frozen" in kinds, "it is on the Hub's list"
    page = await visitor.get(place)
    assert "The phone is frozen" in page


async def test_another_phone_of_somebody_else_cannot_be_frozen_from_here(office: Office) -> None:
    visitor, river = await _amina(office)
    joe = await office.hire("Joe", "advocate")
    cedar = await office.survivor(joe, "Cedar-3", "ar")
    theirs = await office.phone(joe, cedar)
    await visitor.get(f"/conversation/{river.hex()}/link")
    await visitor.post(f"/conversation/{river.hex()}/freeze", contact=theirs.hex())
    assert visitor.status == 404


async def test_a_new_person_gets_two_words_and_a_thread_of_their_own(office: Office) -> None:
    visitor, _ = await _amina(office)
    await visitor.get("/survivor/new")
    await visitor.post("/survivor/new", case_name="", language="vi", nation="")
    assert visitor.status == 422
    await visitor.post("/survivor/new", case_name="Elm-4", language="ar", nation="scotland")
    assert visitor.path.startswith("/conversation/")
    assert "Your two words with Elm-4" in visitor.text
