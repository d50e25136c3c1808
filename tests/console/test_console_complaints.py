"""The complaint handlers' pages: who sees what, and a complaint from the queue to its end."""

import re

from bot.acts import complaints_more
from bot.storage import audit, held_back
from tests.casework import (
    RULES,
    Casework,
    complain,
    page_of,
    said_in,
    taken,
    withdraw,
)
from tests.office import Office
from tests.visitor import Visitor

DAY = 24 * 3600


async def test_the_queue_says_the_clock_in_working_days_and_puts_what_is_late_first(
    office: Office, work: Casework
) -> None:
    await complain(office, work, reference="AAAA22")
    office.clock.forward(seconds=2 * DAY)  # Wednesday
    await complain(office, work, reference="BBBB22")
    mara = await office.signed_in(work.mara)
    page = await mara.get("/cases")
    assert page.index("C-AAAA-22") < page.index("C-BBBB-22")
    assert "2 of 3 working days, due Thu\xa05\xa0Mar" in page
    assert "0 of 3 working days, due Mon\xa09\xa0Mar" in page
    assert "nobody has it yet" in page
    office.clock.forward(seconds=2 * DAY)  # Friday
    mara = await office.signed_in(work.mara)
    page = await mara.get("/cases")
    assert "1 working day late, was due Thu\xa05\xa0Mar" in page
    assert page.count("Overdue</strong>") == 1


async def test_only_who_holds_it_sees_that_there_is_one(office: Office, work: Casework) -> None:
    case = await complain(office, work)
    ivy = await office.hire("Ivy", "complaint_handler")  # eligible, and holds no copy yet
    for person in (work.dee, ivy):
        visitor = await office.signed_in(person)
        page = await visitor.get("/cases")
        assert "C-7KQ4-M2" not in page
        assert "Nothing waits here" in page
        missing = await visitor.get("/no-such-page")
        for tail in ("", "/write/ask", "/letter"):
            assert await visitor.get(page_of(case) + tail) == missing
            assert visitor.status == 404
        for tail in ("/take", "/note", "/recuse", "/triage"):
            await visitor.get("/")
            await visitor.post(page_of(case) + tail, note="Mine", danger="no")
            assert visitor.status == 404
    for person in (work.amina, work.sol):
        visitor = await office.signed_in(person)
        assert "Complaints" not in await visitor.get("/")
        await visitor.get("/cases")
        assert visitor.status == 404


async def test_opening_is_recorded_and_names_who_can(office: Office, work: Casework) -> None:
    case = await complain(office, work)
    mara = await office.signed_in(work.mara)
    page = await mara.get(page_of(case))
    assert "She was late three times." in page
    assert 'lang="vi"' in page
    assert "Their advocate: Amina" in page
    assert "River-12, Nguyen Thi Mai" in page
    readers = page.partition('class="govuk-list app-readers"')[2].partition("</ul>")[0]
    assert "You" in readers
    assert "Hal" in readers
    assert "Dee" not in readers
    assert "C-7KQ4-M2" not in page.partition("</title>")[0]
    rows = await office.database.read(lambda conn: audit.of_object(conn, case))
    assert [row.actor_id for row in rows if row.act == "complaint_open"] == [work.mara.id]


async def test_without_a_name_no_name_is_shown(office: Office, work: Casework) -> None:
    case = await complain(office, work, level="none")
    mara = await office.signed_in(work.mara)
    page = await mara.get(page_of(case))
    assert "River-12" not in page
    assert "Nguyen" not in page
    assert "Without a name" in page


async def _from_queue_to_answer(office: Office, work: Casework, mara: Visitor) -> bytes:
    case = await complain(office, work, "promises", "privacy")
    path = page_of(case)
    await mara.get("/cases")
    looked = "Somebody has looked: nobody seemed to be in danger."
    assert looked not in await mara.get(path)
    await mara.post(f"{path}/triage")
    assert mara.status == 422
    await mara.post(f"{path}/triage", danger="no")
    assert "Looked at for danger" in mara.text
    assert looked in mara.text
    await mara.post(f"{path}/take")
    assert "Told them: Mara works on it and writes by" in mara.text
    assert "Decide about every area below" in mara.text
    await mara.get(f"{path}/write/outcome")
    assert mara.status == 404, "an answer needs every decision"
    await mara.get(path)
    for point in re.findall(r'value="([0-9a-f]{32})" name="point"', mara.text):
        await mara.post(f"{path}/decide", point=point, decision="upheld")
        assert mara.status == 422
        assert "Write why, in plain words" in mara.text
        await mara.post(f"{path}/decide", point=point, decision="upheld", reason="She said so.")
        assert "The decision is kept." in mara.text
    await mara.get(f"{path}/write/outcome")
    form = [("csrf", mara.token()), ("remedies", "apology"), ("remedies", "training")]
    page = await mara.send(f"{path}/write/outcome/check", [*form, ("words", "We are sorry.")])
    assert "What a bystander sees first" in page
    assert page.count('name="remedies"') == 4, "kept for sending, and for changing"
    once = mara.hidden("once")
    send = [*form, ("words", "We are sorry."), ("language", "en"), ("once", once)]
    page = await mara.send(f"{path}/write/outcome/send", send)
    assert "The answer waits behind a neutral note." in page
    assert "What is done: Apology, Training" in page
    page = await mara.send(f"{path}/write/outcome/send", send)
    assert "Nothing was sent twice" in page
    return case


async def test_from_the_queue_to_an_answer_a_review_and_the_end(
    office: Office, work: Casework
) -> None:
    mara = await office.signed_in(work.mara)
    case = await _from_queue_to_answer(office, work, mara)
    held = await office.database.read(
        lambda conn: held_back.of_complaint(conn, case, office.clock.now())
    )
    assert len(held) == 2, "what she was told at the start, and the answer"
    await office.does(None, lambda act: complaints_more.ask_review(act, RULES, case))
    page = await mara.get(page_of(case))
    assert "They asked for a review" in page
    assert "You were involved, so somebody else looks at it again." in page
    await mara.post(f"{page_of(case)}/take")
    assert mara.status == 409
    hal = await office.signed_in(work.hal)
    await hal.get(page_of(case))
    await hal.post(f"{page_of(case)}/take")
    assert "Being reviewed" in hal.text


async def test_more_time_needs_a_reason_and_another_who_holds_it(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    mara, hal = await office.signed_in(work.mara), await office.signed_in(work.hal)
    path, told = page_of(case), "this takes longer, and is not because of them"
    await mara.get(path)
    await mara.post(f"{path}/extend")
    assert mara.status == 422
    await mara.post(f"{path}/extend", extend="A witness is away.")
    await mara.get(path)
    assert "More time was asked for" in mara.text
    assert told not in mara.text
    page = await mara.get("/approvals")
    assert "C-7KQ4-M2: take longer" in page
    assert "You proposed this" in page
    page = await hal.get("/approvals")
    assert f'href="{path}"' in page
    assert "A witness is away." in await hal.get(path)
    await hal.get("/approvals")
    agrees = re.search(r'action="(/approvals/case/[0-9a-f]{32})"', page)
    assert agrees
    await hal.post(agrees.group(1), answer="yes")
    page = await mara.get(path)
    assert "Hal agreed that it takes longer" in page
    assert told in page


async def test_what_was_taken_back_while_in_danger_goes_on_only_on_purpose(
    office: Office, work: Casework
) -> None:
    case = await complain(office, work, "afraid")
    await withdraw(office, case)
    mara = await office.signed_in(work.mara)
    path = page_of(case)
    page = await mara.get(path)
    assert "They took it back." in page
    assert "When it goes on, they are told a new date." not in page
    await mara.post(f"{path}/resume")
    assert mara.status == 422
    await mara.post(f"{path}/resume", wanted="She rang on Tuesday.")
    assert "Told them: it goes on. We write by" in mara.text
    assert "She rang on Tuesday." in mara.text


async def test_a_new_advocate_is_a_task_of_the_hub_and_nobody_is_handed_over(
    office: Office, work: Casework
) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = page_of(case)
    await mara.get(path)
    (point,) = re.findall(r'value="([0-9a-f]{32})" name="point"', mara.text)
    await mara.post(f"{path}/decide", point=point, decision="upheld", reason="So it was.")
    page = await mara.get(f"{path}/write/outcome")
    assert "nobody is handed over by the service" in page
    assert ">So it was.</textarea>" in page, "the reason is what they are to read"
    fields = [("words", "We agree."), ("language", "en")]
    fields += [("remedies", "new_advocate"), ("remedies", "apology")]
    page = await mara.send(f"{path}/write/outcome/check", [("csrf", mara.token()), *fields])
    said = page.partition("What they open")[2]
    assert said.index("xin lỗi") < said.index("Bạn có thể có người hỗ trợ mới.")
    assert "<li>Giữ lời, đúng giờ: " in said, "as the phone says it"
    assert "In English: Promises, being on time: " in said, "and as who sends it reads it"
    once = [("csrf", mara.token()), ("once", mara.hidden("once"))]
    await mara.send(f"{path}/write/outcome/send", [*once, *fields])
    sol = await office.signed_in(work.sol)
    page = await sol.get("/")
    assert "A new advocate was promised in an answer" in page
    assert case.hex() not in page
    for person in (work.amina, work.dee):
        theirs = await office.signed_in(person)
        assert "A new advocate was promised" not in await theirs.get("/")


async def test_a_pause_says_why(office: Office, work: Casework) -> None:
    case = await taken(office, work)
    mara = await office.signed_in(work.mara)
    path = page_of(case)
    await mara.get(f"{path}/write/pause")
    await mara.post(f"{path}/write/pause/check", words="You asked to wait.", language="en")
    await mara.post(
        f"{path}/write/pause/send",
        words="You asked to wait.",
        language="en",
        once=mara.hidden("once"),
    )
    assert "Paused. No clock runs." in mara.text
    assert await said_in(office, work, case, "reply") == ["You asked to wait."]
    await mara.get(f"{path}/write/pause")
    assert mara.status == 404


async def test_what_she_took_back_stays_to_be_seen(office: Office, work: Casework) -> None:
    case = await taken(office, work)
    await withdraw(office, case)
    mara = await office.signed_in(work.mara)
    page = await mara.get("/cases")
    assert "Taken back" in page.partition('id="over"')[2]
    page = await mara.get(page_of(case))
    assert "They took it back" in page
    await mara.get(f"{page_of(case)}/write/ask")
    assert mara.status == 404
