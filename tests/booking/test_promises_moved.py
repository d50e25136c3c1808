"""An absence that is entered later leaves nobody with a day by which nobody answers."""

from bot.storage.tables.meetings import absences
from tests.office import Person
from tests.street import Handset, Street
from tests.visitor import Visitor

AWAY = {"kind": "away", "first": "2026-03-03", "last": "2026-03-06"}
"""Tuesday to Friday; the words are of Monday."""


async def _wrote(town: Street, amina: Person, her: bytes) -> Handset:
    """Somebody who was promised an answer by Wednesday."""
    phone = await town.linked(amina, her)
    for label in ("Write to my advocate", "Go on"):
        await phone.pick(label)
    await phone.write("My room is cold.")
    for label in ("Send", "Yes", "Not now"):
        await phone.pick(label)
    assert any("answer by Wed 4 Mar" in text for text in phone.screen)
    await town.passes(minutes=20)
    return phone


async def _calendar(town: Street, amina: Person) -> Visitor:
    visitor = await town.office.signed_in(amina)
    await visitor.get("/calendar")
    return visitor


async def test_who_was_promised_one_of_these_days_is_told_another_behind_a_note(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await _wrote(small_town, amina, river)
    visitor = await _calendar(small_town, amina)
    page = await visitor.post("/calendar/span", **AWAY)
    assert visitor.status == 422
    assert "1 person was promised an answer by a day that this moves" in page
    assert "River-12: Wed 4 Mar 2026, now Tue 10 Mar 2026" in page
    assert not await small_town.rows(absences), "nothing is kept before she has seen whom"

    phone.lit.clear()
    await visitor.post("/calendar/span", **AWAY, tell="yes")
    assert visitor.status == 200
    assert "answer promised by Tue 10 Mar" in await visitor.get("/"), "it is no answer"
    await small_town.passes(minutes=20)
    assert phone.lit == ["You have something to read.\nReply 1 to read it."]
    await phone.write("1")
    assert "This takes longer. You can expect an answer by Tue 10 Mar." in phone.last
    assert "It is not because of you." in phone.last


async def test_who_waits_for_no_such_day_is_not_written_to(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await _wrote(small_town, amina, river)
    visitor = await _calendar(small_town, amina)
    phone.lit.clear()
    later = {**AWAY, "first": "2026-03-10", "last": "2026-03-12"}
    for span in (later, {**AWAY, "kind": "extra"}):
        await visitor.post("/calendar/span", **span)
        assert visitor.status == 200
    talk = f"/conversation/{river.hex()}"
    await visitor.get(talk)
    await visitor.post(f"{talk}/settled")
    await visitor.get("/calendar")
    await visitor.post("/calendar/span", **AWAY)
    assert visitor.status == 200, "nobody waits any more"
    await small_town.passes(minutes=20)
    assert phone.lit == []


async def test_who_texted_stop_finds_the_new_day_after_start(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await _wrote(small_town, amina, river)
    await phone.write("STOP")
    phone.lit.clear()
    visitor = await _calendar(small_town, amina)
    await visitor.post("/calendar/span", **AWAY, tell="yes")
    assert visitor.status == 200, "whom nothing reaches keeps nobody from being away"
    await small_town.passes(minutes=20)
    assert phone.lit == []
    await phone.write("START")
    phone.lit.clear()
    await small_town.passes(minutes=20)
    assert phone.lit == ["You have something to read.\nReply 1 to read it."]
    await phone.write("1")
    assert "You can expect an answer by Tue 10 Mar." in phone.last
