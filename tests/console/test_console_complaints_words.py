"""What handlers write in a complaint: what goes to her, and what never does."""

import re

from bot.acts import complaints_hers
from bot.storage import held_back
from tests.casework import Casework, page_of, said_in, taken
from tests.office import Office


async def test_a_question_goes_without_names_numbers_and_addresses(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = f"{page_of(case)}/write/ask"
    await mara.get(path)
    typed = "Did Amina ring Mai on 07700 900123 or write to mai@example.org?"
    page = await mara.post(f"{path}/check", words=typed, language="en")
    shown = page.partition("What they open")[2].partition("What a bystander")[0]
    assert "Did […] ring […] on […] or write to […]?" in shown
    assert "choose not to answer" in page
    assert 'id="taken-out"' in page
    assert "Bạn có tin để đọc." in page, "what a bystander sees, in her language"
    await mara.post(f"{path}/send", words=typed, language="en", once=mara.hidden("once"))
    assert "They can choose not to answer." in mara.text
    asked = await said_in(office, work, case, "question")
    assert asked == ["Did […] ring […] on […] or write to […]?"]
    await office.does(None, lambda act: complaints_hers.decline(act, case))
    page = await mara.get(page_of(case))
    assert "They chose not to answer the question" in page


async def test_back_from_the_check_page_with_the_words_as_they_were_typed(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = f"{page_of(case)}/write/ask"
    await mara.get(path)
    await mara.post(f"{path}/check", words="Was Amina there?", language="en")
    page = await mara.post(path, words="Was Amina there?", language="en")
    assert ">Was Amina there?</textarea>" in page
    page = await mara.post(f"{path}/check", words="", language="en")
    assert mara.status == 422


async def test_what_is_checked_of_an_answer_is_opened_again_until_it_went(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = f"{page_of(case)}/write/refer"
    await mara.get(f"{path}/check")
    assert mara.path == path, "nothing is checked"
    form = {"csrf": mara.token(), "words": "Dee looks at it.", "language": "en"}
    async with mara.client.post(f"{path}/check", data=form, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, f"{path}/check")
    assert "Dee looks at it." in await mara.get(f"{path}/check")
    async with mara.client.post(path, data=form, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, path)
    assert ">Dee looks at it.</textarea>" in await mara.get(path)
    await mara.get(f"{path}/check")
    sent = {"words": "Dee looks at it.", "language": "en", "once": mara.hidden("once")}
    await mara.post(f"{path}/send", **sent)
    assert mara.path == page_of(case)
    await mara.get(f"{path}/check")
    assert mara.path == path
    assert "Dee looks at it." not in mara.text


async def test_a_phrase_goes_in_the_language_of_the_phone(office: Office, work: Casework) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = f"{page_of(case)}/write/ask"
    await mara.get(path)
    page = await mara.post(f"{path}/check", phrase="call_at")
    assert "Fill in the phrase" in page
    fields = {"phrase": "call_at", "slot__day": "2026-03-05", "slot__time": "14:00"}
    page = await mara.post(f"{path}/check", **fields)
    assert "What they open" in page
    await mara.post(f"{path}/send", once=mara.hidden("once"), **fields)
    assert "They can choose not to answer." in mara.text
    assert len(await said_in(office, work, case, "question")) == 1
    await mara.get(path)
    await mara.post(f"{path}/check", phrase="received")
    assert mara.status == 404, "not a phrase that fits here"


async def test_with_how_it_stands_goes_the_day_on_which_they_hear_next(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = f"{page_of(case)}/write/update"
    page = await mara.get(path)
    assert "Thank you. I have read your message." in page
    assert "I will write again by" not in page, "the service says the day, and one is enough"
    page = await mara.post(f"{path}/check", words="We still look.", language="en")
    assert "Chúng tôi sẽ viết chậm nhất Thứ Hai 16 tháng 3." in page
    await mara.post(f"{path}/send", words="We still look.", language="en", once=mara.hidden("once"))
    assert "They also read: we write by" in mara.text


async def test_notes_and_reasons_are_never_sent(office: Office, work: Casework) -> None:
    case = await taken(office, work)
    before = await office.database.read(
        lambda conn: len(held_back.of_complaint(conn, case, office.clock.now()))
    )
    mara = await office.signed_in(work.mara)
    await mara.get(page_of(case))
    await mara.post(f"{page_of(case)}/note", note="")
    assert mara.status == 422
    await mara.post(f"{page_of(case)}/note", note="Rota seen.")
    assert "Rota seen." in mara.text
    await mara.post(f"{page_of(case)}/pause", unsafe="He reads her phone.")
    assert "Paused: no safe way to write" in mara.text
    after = await office.database.read(
        lambda conn: len(held_back.of_complaint(conn, case, office.clock.now()))
    )
    assert after == before
    await mara.post(f"{page_of(case)}/resume")
    assert "Told them: it goes on. We write by" in mara.text


async def test_an_answer_that_is_no_one_text_with_its_decisions_is_not_sent(
    office: Office, work: Casework
) -> None:
    """A carrier refuses a text of more than 1600 letters for good, and she would never read it."""
    case = await taken(office, work, "promises", "privacy")
    path = page_of(case)
    mara = await office.signed_in(work.mara)
    await mara.get(path)
    for point in re.findall(r'value="([0-9a-f]{32})" name="point"', mara.text):
        await mara.post(f"{path}/decide", point=point, decision="upheld", reason="So it was.")
    await mara.get(f"{path}/write/outcome")
    await mara.post(f"{path}/write/outcome/check", words="a" * 1490, remedies="new_advocate")
    assert mara.status == 422
    assert "With what is said with it, too long for a phone" in mara.text
    await mara.post(f"{path}/write/outcome/check", words="a" * 1200, remedies="new_advocate")
    assert "What a bystander sees first" in mara.text


async def test_the_language_is_the_one_last_written_in(office: Office, work: Casework) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = f"{page_of(case)}/write"
    chosen = re.compile(r'name="words\.language"[^>]*value="(\w+)" checked')
    assert chosen.findall(await mara.get(f"{path}/ask")) == ["en"]
    for kind, language in (("ask", "vi"), ("update", "en"), ("update", "vi")):
        office.clock.forward(minutes=1)
        await mara.get(f"{path}/{kind}")
        fields = {"words": "Xin chào", "language": language}
        await mara.post(f"{path}/{kind}/check", **fields)
        await mara.post(f"{path}/{kind}/send", **fields, once=mara.hidden("once"))
        assert chosen.findall(await mara.get(f"{path}/ask")) == [language]
