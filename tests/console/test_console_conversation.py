"""A conversation from the first message to the answer on its way."""

import re
from functools import partial

import sqlalchemy as sa

from bot.acts import conversation, plans
from bot.acts.conversation import PAGE
from bot.storage.tables.audit import audit
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries, waiting
from tests.office import Office, Person
from tests.visitor import Visitor

CANARY = "Zebrafinch-words"


async def _world(office: Office, channel: str = "sms") -> tuple[Person, bytes, bytes, Visitor]:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi", "Nguyen Thi Mai")
    phone = await office.phone(amina, river, channel, "vi")
    return amina, river, phone, await office.signed_in(amina)


async def test_my_day_counts_what_is_new_and_shows_no_word_and_no_name(office: Office) -> None:
    _, river, phone, visitor = await _world(office)
    await office.writes(river, phone, CANARY, "vi")
    page = await visitor.get("/")
    assert "River-12" in page
    assert "1 new message since" in page
    assert CANARY not in page
    assert "Nguyen" not in page


async def test_opening_shows_the_words_and_is_recorded(office: Office) -> None:
    amina, river, phone, visitor = await _world(office)
    await office.writes(river, phone, CANARY, "vi", mark="locked")
    page = await visitor.get(f"/conversation/{river.hex()}")
    assert CANARY in page
    assert 'lang="vi"' in page
    assert "it may not be them" in page
    assert "1 new message" not in await visitor.get("/")
    acts = await office.database.read(
        lambda c: (
            c.execute(sa.select(audit.c.act).where(audit.c.actor_id == amina.id)).scalars().all()
        )
    )
    assert "open" in acts


async def test_one_lands_on_the_first_message_that_is_new(office: Office) -> None:
    _, river, phone, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    for words in ("Old words", "First new words", "Last new words"):
        await office.writes(river, phone, words, "vi")
        if words == "Old words":
            await visitor.get(place)
        office.clock.forward(minutes=1)
    for lands_on in ("First new words", "Last new words"):
        page = await visitor.get(place)
        assert lands_on in page.partition('id="newest"')[2].partition("</li>")[0]


async def test_the_contact_plan_can_be_rung_from_and_says_that_it_is_night(office: Office) -> None:
    amina, river, phone, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    for number, dials in (
        ("07700 900456", 'href="tel:07700900456"'),
        ("07700 900456, or her friend", "07700 900456, or her friend</dd>"),
    ):
        kept = partial(plans.keep, survivor_id=river, lines={"number": number}, contact_id=phone)
        await office.does(amina, kept)
        assert dials in await visitor.get(place)
    assert "Quiet until" not in visitor.text
    office.clock.forward(hours=11)
    assert "Quiet until 09:00" in await (await office.signed_in(amina)).get(place)


async def test_an_answer_by_phrase_is_checked_then_kept_for_the_phone(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    page = await visitor.post(f"{place}/check", phrase="received")
    assert "What a bystander sees first" in page
    assert "River-12" in page
    await visitor.post(f"{place}/send", phrase="received", once=visitor.hidden("once"))
    assert visitor.path == place
    assert "Kept, not sent yet" in visitor.text
    kept = await office.database.read(lambda c: c.execute(sa.select(waiting)).all())
    assert len(kept) == 1


async def test_a_phrase_with_slots_asks_for_them_and_fills_them(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    page = await visitor.post(f"{place}/check", phrase="call_at")
    assert 'name="slot-day"' in page
    assert "Send to" not in page
    page = await visitor.post(
        f"{place}/check", phrase="call_at", slot__day="soon", slot__time="14:30"
    )
    assert visitor.status == 422
    assert "Enter a day" in page
    page = await visitor.post(
        f"{place}/check", phrase="call_at", slot__day="2026-03-05", slot__time="14:30"
    )
    assert "Thu 5 Mar" in page
    await visitor.post(
        f"{place}/send",
        phrase="call_at",
        slot__day="2026-03-05",
        slot__time="14:30",
        once=visitor.hidden("once"),
    )
    assert visitor.path == place
    assert "Thứ Năm 5 tháng 3 lúc 14:30" in visitor.text


async def test_own_words_come_back_to_be_changed_and_never_go_twice(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    await visitor.post(f"{place}/check", words="See you tomorrow", language="en")
    assert "Send to River-12" in visitor.text
    once = visitor.hidden("once")
    page = await visitor.post(place, words="See you tomorrow")
    assert "See you tomorrow</textarea>" in page
    for _ in range(2):
        await visitor.post(f"{place}/send", words="See you tomorrow", language="en", once=once)
    sent = await office.database.read(
        lambda c: c.execute(sa.select(sa.func.count()).where(entries.c.kind == "reply")).scalar()
    )
    assert sent == 1


async def test_the_check_page_says_what_it_costs_and_who_can_read_it(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    await visitor.get(f"/conversation/{river.hex()}")
    page = await visitor.post(f"/conversation/{river.hex()}/check", words="ạ" * 71, language="vi")
    assert "71 characters, of which a text message holds 70 at most." in page
    assert "With the choices below the words: 2 text messages to send" in page
    assert "The telephone company can read" in page
    page = await visitor.post(f"/conversation/{river.hex()}/check", words="X", language="en")
    assert "1 character. With the choices" in page
    _, cedar, _, other = await _world_two(office)
    await other.get(f"/conversation/{cedar.hex()}")
    page = await other.post(f"/conversation/{cedar.hex()}/check", words="Hello", language="en")
    assert "Telegram can read" in page


async def _world_two(office: Office) -> tuple[Person, bytes, bytes, Visitor]:
    joe = await office.hire("Joe", "advocate")
    cedar = await office.survivor(joe, "Cedar-3", "ar")
    phone = await office.phone(joe, cedar, "telegram", "ar")
    return joe, cedar, phone, await office.signed_in(joe)


async def test_a_day_that_has_passed_is_promised_to_nobody(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    page = await visitor.post(f"{place}/check", phrase="working_on_it", slot__day="2026-03-01")
    assert visitor.status == 422
    assert "This day has passed" in page
    assert 'value="2026-03-01"' in page
    await visitor.post(f"{place}/check", phrase="working_on_it", slot__day="2026-03-02")
    assert "Send to River-12" in visitor.text
    once = visitor.hidden("once")
    office.clock.forward(days=1)  # a night, with the page open
    visitor.keep(await office.cookie(office.people["Amina"]))
    await visitor.get(place)
    await visitor.post(f"{place}/send", phrase="working_on_it", slot__day="2026-03-02", once=once)
    assert visitor.status == 422
    assert "This day has passed" in visitor.text
    kept = await office.database.read(lambda c: c.execute(sa.select(waiting)).all())
    assert not kept


async def test_what_is_checked_is_a_page_that_may_be_opened_again_until_it_went(
    office: Office,
) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    assert 'name="once"' not in await visitor.get(f"{place}/check"), "nothing is checked"
    assert visitor.path == place
    form = {"csrf": visitor.token(), "words": CANARY, "language": "en"}
    async with visitor.client.post(f"{place}/check", data=form, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, f"{place}/check")
    assert not [value for value in _store(office) if CANARY.encode() in value], "it waits sealed"
    for _ in range(2):
        page = await visitor.get(f"{place}/check")
        assert (visitor.status, CANARY in page) == (200, True)
    back = {"csrf": visitor.token(), "words": CANARY, "language": "en"}
    async with visitor.client.post(place, data=back, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, place)
    assert f">{CANARY}</textarea>" in await visitor.get(place)
    await visitor.get(f"{place}/check")
    await visitor.post(f"{place}/send", words=CANARY, language="en", once=visitor.hidden("once"))
    await visitor.get(f"{place}/check")
    assert visitor.path == place, "what went is not offered to be sent again"
    assert f">{CANARY}</textarea>" not in visitor.text


async def test_nobody_else_sees_what_is_checked(office: Office) -> None:
    amina, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    await visitor.post(f"{place}/check", words=CANARY, language="en")
    other = await office.signed_in(amina)  # her own, at another browser
    await other.get(f"{place}/check")
    assert other.path == place
    assert CANARY not in other.text


async def test_where_nothing_can_be_sent_nothing_is_offered_to_be_sent(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    assert 'id="send"' in await visitor.post(f"{place}/check", words="Hello", language="en")
    stop = sa.update(contacts).values(stopped=True)
    await office.database.run(lambda conn: conn.execute(stop) and None)
    page = await visitor.post(f"{place}/check", words="Hello", language="en")
    assert "They texted STOP: nothing can be sent. Call them by voice." in page
    assert 'id="send"' not in page


async def test_quiet_hours_are_said_before_sending(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    office.clock.forward(hours=11, minutes=30)  # 21:30
    visitor = await office.signed_in(office.people["Amina"])
    await visitor.get(f"/conversation/{river.hex()}")
    page = await visitor.post(f"/conversation/{river.hex()}/check", phrase="received")
    assert "the note goes out at 09:00 tomorrow." in page
    office.clock.forward(hours=5)  # 02:30
    visitor = await office.signed_in(office.people["Amina"])
    await visitor.get(f"/conversation/{river.hex()}")
    page = await visitor.post(f"/conversation/{river.hex()}/check", phrase="received")
    assert "the note goes out at 09:00." in page


async def test_a_form_that_meets_the_lock_is_kept_and_given_back(office: Office) -> None:
    amina, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    office.clock.forward(minutes=11)
    page = await visitor.post(
        f"{place}/check", words="A long answer, written slowly", language="en"
    )
    assert visitor.path == "/unlock"
    assert "What you were writing is kept" in page
    stored = [value for value in _store(office) if b"written slowly" in value]
    assert not stored, "the form waits sealed"
    page = await visitor.post("/unlock", passphrase=amina.words)
    assert "Go on where you were" in page
    assert re.search(r'<textarea[^>]* name="words"[^>]*>A long answer, written slowly<', page)
    words = "A long answer, written slowly"
    await visitor.post(f"{place}/check", words=words, language=visitor.hidden("language"))
    assert "A long answer, written slowly" in visitor.text


def _store(office: Office) -> list[bytes]:
    return [value for value, _ in office.coordination._own._values.values()]


async def test_an_internal_note_is_kept_and_never_waits_for_the_phone(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    await visitor.post(f"{place}/note", note="Rang the solicitor")
    assert "Rang the solicitor" in visitor.text
    assert "Your note" in visitor.text
    assert await office.database.read(lambda c: c.execute(sa.select(waiting)).first()) is None


async def test_the_contact_plan_is_kept_and_shown_beside_the_thread(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(f"{place}/plan")
    await visitor.post(
        f"{place}/plan",
        number="07700 900456",
        safe_times="weekdays after 14:00",
        voicemail="no",
        phone=visitor.hidden("phone"),
    )
    assert visitor.path == place
    assert "weekdays after 14:00" in visitor.text
    assert "No message" in visitor.text


async def test_the_real_name_is_behind_show(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    page = await visitor.get(f"/conversation/{river.hex()}")
    shown = page.index("Nguyen Thi Mai")
    assert page.rindex("Show the real name", 0, shown) < shown
    assert "<details" in page[:shown][page[:shown].rindex("Show the real name") - 300 :]


async def test_a_long_thread_opens_page_by_page(office: Office) -> None:
    _, river, phone, visitor = await _world(office)
    for number in range(60):
        await office.writes(river, phone, f"message {number:02}", "vi")
        office.clock.forward(seconds=1)
    page = await visitor.get(f"/conversation/{river.hex()}")
    assert "message 59" in page
    assert "message 05" not in page
    earlier = re.search(r'href="(/conversation/[^"]+before=[0-9]+)"', page)
    assert earlier
    page = await visitor.get(earlier.group(1))
    assert "message 05" in page
    assert "message 59" not in page
    await visitor.get(f"/conversation/{river.hex()}?before=never")
    assert visitor.status == 200


async def test_what_is_being_written_is_kept_sealed_until_it_is_sent(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    written = {"page": place, "words.words": "Half a sentence", "note.note": "Ask Joe"}
    await visitor.post("/draft", **written, quiet="1")
    assert visitor.status == 204
    assert not [value for value in _store(office) if b"Half" in value]
    assert "Half a sentence</textarea>" in await visitor.get(place)
    await visitor.post(f"{place}/check?part=words", **written)
    assert "Half a sentence</textarea>" in await visitor.get(place), "it was not sent yet"
    await visitor.post(f"{place}/check?part=words", **written)
    await visitor.post(
        f"{place}/send", words="Half a sentence", language="en", once=visitor.hidden("once")
    )
    assert "Half a sentence</textarea>" not in visitor.text
    assert "Ask Joe</textarea>" in visitor.text


async def test_what_is_kept_of_a_page_is_kept_for_no_other_session_and_at_no_other_place(
    office: Office,
) -> None:
    amina, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    await visitor.get(place)
    await visitor.post("/draft", **{"page": place, "note.note": "Ask Joe"})
    assert visitor.path == place
    assert "Nothing was sent" in visitor.text
    assert "Ask Joe</textarea>" in visitor.text
    again = await office.signed_in(amina)
    assert "Ask Joe" not in await again.get(place)
    office.clock.forward(minutes=11)
    typed = {"page": place, "note.note": "Ask Hal", "quiet": "1"}
    await visitor.post("/draft", **typed)
    assert visitor.status == 204, "it is kept though the page is locked by now"
    await visitor.get(place)
    await visitor.post("/unlock", passphrase=amina.words)
    assert "Ask Hal</textarea>" in visitor.text
    for elsewhere in ("https://example.org/", "//example.org", "/../x?y", ""):
        await visitor.get(place)
        await visitor.post("/draft", **{"page": elsewhere, "note.note": "Ask Joe"})
        assert visitor.status == 204, elsewhere


def _language(page: str) -> str:
    """The language that is chosen under *I wrote this in*."""
    found = re.search(r'name="words\.language"[^>]*value="(\w+)" checked', page)
    assert found, page
    return found.group(1)


async def test_the_language_is_the_one_last_written_in_by_hand(office: Office) -> None:
    _, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"
    assert _language(await visitor.get(place)) == "en"

    async def sends(**fields: str) -> None:
        office.clock.forward(minutes=1)
        await visitor.get(place)
        await visitor.post(f"{place}/check", **fields)
        await visitor.post(f"{place}/send", **fields, once=visitor.hidden("once"))

    await sends(words="Xin chào", language="vi")
    assert _language(await visitor.get(place)) == "vi"
    await sends(words="Good morning", language="en")
    assert _language(await visitor.get(place)) == "en"
    dated = {"phrase": "call_at", "slot__day": "2026-03-05", "slot__time": "14:30"}
    for fields in ({"phrase": "received"}, dated):
        await sends(**fields)
        assert _language(await visitor.get(place)) == "en", "a phrase is nobody's own words"
    await sends(words="Xin chào", language="vi")
    assert _language(await visitor.get(place)) == "vi"


async def test_an_older_page_begins_with_the_language_last_written_in_too(office: Office) -> None:
    amina, river, _, visitor = await _world(office)
    place = f"/conversation/{river.hex()}"

    async def answers(words: str, language: str) -> None:
        office.clock.forward(seconds=1)
        await office.does(amina, lambda act: conversation.reply(act, river, words, language))

    await answers("Good morning", "en")
    for _ in range(PAGE):
        await answers("Chào buổi sáng", "vi")
    page = await visitor.get(place)
    assert _language(page) == "vi"
    older = re.search(r'href="(/conversation/\w+\?before=\d+)"', page)
    assert older
    page = await visitor.get(older.group(1))
    assert "Good morning" in page
    assert _language(page) == "vi"


async def test_no_page_promises_to_tell_whom_nothing_reaches(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    visitor = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}"
    page = await visitor.get(place)
    assert "Nothing can go to River-12 now: no phone is linked." in page
    assert "River-12 gets it in" not in page
    assert "tell them yourself" in await visitor.get(f"{place}/meeting")
    await office.phone(amina, river, "sms", "vi")
    assert "River-12 gets it in Vietnamese." in await visitor.get(place)
    assert "They are told behind a neutral note" in await visitor.get(f"{place}/meeting")
