"""My data on a phone: what is kept, who reads, hide, stop, and what asking to erase takes."""

import pytest

from bot.acts import conversation, erasure
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import erased
from bot.storage.tables.survivors import consents, contacts, survivors
from tests.office import Person
from tests.street import Handset, Street


async def choose(phone: Handset, *labels: str) -> None:
    """Answer by the label, as the phone offers it."""
    for label in labels:
        if phone.channel == "telegram":
            await phone.tap(label)
            continue
        lines = phone.last.splitlines()
        number = next(line.split()[0] for line in lines if line.endswith(label))
        await phone.write(number)


async def to_my_data(phone: Handset) -> None:
    if phone.channel == "sms":
        await phone.write("MENU")
    await choose(phone, "Settings and my data", "My data")


async def with_word(town: Street, amina: Person, river: bytes) -> Handset:
    """A Telegram phone whose owner has set her word."""
    phone = await town.linked(amina, river, "telegram")
    for label in ("Settings and my data", "My word"):
        await phone.tap(label)
    await phone.write("green river")
    await phone.write("green river")
    for label in ("No", "Menu"):
        await phone.tap(label)
    return phone


async def test_what_is_kept_with_dates_and_how_long(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "my own words")
    await to_my_data(phone)
    await choose(phone, "What is kept")
    said = "\n".join(phone.screen)
    assert "Messages: 1, the first on " in said
    assert "Each is erased after 180 days." in said
    assert "my own words" not in phone.last


async def test_who_can_read_it_comes_from_the_grants_themselves(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "Who can read it")
    assert "Amina, your advocate: since " in phone.last


async def test_a_copy_never_comes_into_the_chat(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "A copy for me", "Ask for a copy")
    assert "I have asked Amina to call you." in phone.last
    assert [row.kind for row in await small_town.rows(tasks)] == ["data_request"]


async def test_putting_right_points_to_where_it_is_done(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "Put something right", "Quiet hours, notes")
    assert phone.last.startswith("Settings:")


async def test_hide_here_now_empties_the_chat(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await to_my_data(phone)
    await choose(phone, "Hide here now")
    assert phone.screen == []


async def test_stop_is_not_erase(small_town: Street, amina: Person, river: bytes) -> None:
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Only stop texts")
    assert "Text STOP. You get no more texts then, and nothing is erased." in phone.last
    await phone.write("STOP")
    await small_town.passes(hours=100)
    assert len(await small_town.rows(survivors)) == 1


async def test_with_her_word_it_is_settled_and_staff_are_told_only_to_call(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await with_word(small_town, amina, river)
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Erase everything")
    await phone.write("green river")
    assert "It will be erased in 72 hours." in phone.last
    assert not any("green river" in text for text in phone.screen)
    (row,) = await small_town.rows(tasks)
    assert (row.kind, row.urgent) == ("data_request", True)
    browser = await small_town.office.signed_in(amina)
    page = await browser.get("/")
    assert "Data request: call them, ask whether they asked for it and are alone" in page
    assert "erase" not in page.lower()


async def test_without_a_word_it_waits_for_a_call(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Erase everything")
    number = phone.last.split(": ")[1][:3]
    await phone.write(number)
    assert phone.last.startswith("A person will call and ask if it was you")
    await small_town.passes(hours=200)
    assert await small_town.rows(erased) == []


@pytest.mark.parametrize("script", [["1", "1", "1", "1"], ["6", "6", "1", "123"]])
async def test_no_fixed_script_erases_from_a_forged_number(
    small_town: Street, amina: Person, river: bytes, script: list[str]
) -> None:
    """The number to echo is drawn anew each time and never shown to somebody who only sends."""
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Erase everything")
    drawn = phone.last.split(": ")[1][:3]
    for line in script:
        if line != drawn:
            await phone.write(line)
    await small_town.passes(hours=100)
    (row,) = await small_town.rows(survivors)
    assert row.erase_at is None
    assert await small_town.rows(tasks) == []


async def test_nothing_is_sent_in_between(small_town: Street, amina: Person, river: bytes) -> None:
    phone = await with_word(small_town, amina, river)
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Erase everything")
    await phone.write("green river")
    await small_town.passes(minutes=20)
    said = len(phone.lit)
    await small_town.office.does(
        amina, lambda act: conversation.reply(act, river, "See you on Tuesday", "en")
    )
    await small_town.passes(hours=30)
    assert len(phone.lit) == said


async def test_taking_it_back_needs_the_same_and_what_waits_is_announced_again(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await with_word(small_town, amina, river)
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Erase everything")
    await phone.write("green river")
    await small_town.passes(minutes=20)
    await small_town.office.does(
        amina, lambda act: conversation.reply(act, river, "See you on Tuesday", "en")
    )
    await small_town.passes(hours=1)
    await phone.write("hello")
    await choose(phone, "Go on")
    if any("something to read" in text for text in phone.screen):
        await choose(phone, "Menu")
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Keep everything")
    await phone.write("blue lake")
    await phone.write("green river")
    assert "Everything is kept." in phone.last
    await small_town.passes(hours=100)
    assert await small_town.rows(erased) == []
    assert "You have something to read." in phone.lit


async def test_a_stranger_is_forgotten_at_once_if_they_ask(small_town: Street) -> None:
    phone = small_town.phone()
    await phone.write("hello")
    await phone.write("1")
    await phone.write("1")
    await choose(phone, "My data", "Erase it now")
    await small_town.passes(minutes=2)
    await small_town.passes(minutes=2)
    assert await small_town.rows(contacts) == []
    assert small_town.redacted


async def test_consents_are_counted(small_town: Street, amina: Person, river: bytes) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    assert len(await small_town.rows(consents)) == 1
    await to_my_data(phone)
    await choose(phone, "What is kept")
    assert any("What you said yes or no to: 1." in text for text in phone.screen)


async def test_what_she_asked_about_her_data_is_ticked_off_by_nobody(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Erase everything")
    await phone.write(phone.last.split(": ")[1][:3])
    browser = await small_town.office.signed_in(amina)
    place = f"/conversation/{river.hex()}/data"
    page = await browser.get("/")
    assert f'href="{place}">Data request' in page
    assert ">Done<" not in page
    (task,) = [row for row in await small_town.rows(tasks) if row.kind == "data_request"]
    await browser.post(f"/task/{bytes(task.id).hex()}/done")
    assert browser.status == 409
    await browser.get(place)
    await browser.post(place, said="erase")
    assert "Data request" not in await browser.get("/")
    (row,) = await small_town.rows(survivors)
    assert row.erase_at is not None


async def test_a_correction_agreed_by_voice_takes_no_erasure_back(
    small_town: Street, amina: Person, river: bytes
) -> None:
    office = small_town.office
    await office.does(None, lambda act: erasure.ask(act, river, proved=True))
    (row,) = await small_town.rows(survivors)
    due_at = row.erase_at
    assert due_at is not None
    phone = await small_town.linked(amina, river)
    await to_my_data(phone)
    await choose(phone, "Put something right", "My name, or other words")
    browser = await office.signed_in(amina)
    place = f"/conversation/{river.hex()}/data"
    await browser.get(place)
    await browser.post(place, said="other")
    assert "Data request" not in await browser.get("/")
    (row,) = await small_town.rows(survivors)
    assert row.erase_at == due_at
    await browser.post(place, said="keep")
    (row,) = await small_town.rows(survivors)
    assert row.erase_at is None, "that is another answer"


async def test_staff_say_in_the_console_what_was_said_by_voice(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    browser = await small_town.office.signed_in(amina)
    place = f"/conversation/{river.hex()}/data"
    assert "Nothing waits to be asked." in await browser.get(place)
    await browser.post(place, said="erase")
    assert "Nobody asked for that on their phone." in browser.text
    await to_my_data(phone)
    await choose(phone, "Erase everywhere", "Erase everything")
    await phone.write(phone.last.split(": ")[1][:3])
    browser = await small_town.office.signed_in(amina)
    assert "Are you alone?" in await browser.get(place)
    await browser.post(place)
    assert browser.status == 422
    await browser.post(place, said="erase")
    assert browser.path == f"/conversation/{river.hex()}"
    (row,) = await small_town.rows(survivors)
    assert row.erase_at is not None
