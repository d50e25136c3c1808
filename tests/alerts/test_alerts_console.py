"""The console of the person on call: take an alert, see how to reach her, and no more."""

import pytest

from bot.acts import alerts, plans
from tests.alerts.conftest import Watch
from tests.office import Person
from tests.street import Street


@pytest.fixture
async def alert(small_town: Street, amina: Person, river: bytes, sol: Person) -> bytes:
    """Somebody has asked for the person on call, who is Sol."""
    assert sol
    lines = {"number": "07700 900999", "safe_times": "after 5", "voicemail": "no"}
    await small_town.office.does(amina, lambda act: plans.keep(act, river, lines))
    return await small_town.office.does(
        None,
        lambda act: alerts.raise_alert(act, "crisis", survivor_id=river, category="held"),
    )


async def test_my_day_says_it_first_and_taking_it_shows_how_to_reach_her(
    small_town: Street, sol: Person, alert: bytes
) -> None:
    browser = await small_town.office.signed_in(sol)
    assert "Somebody asks for you now" in await browser.get("/")
    page = await browser.get("/alerts")
    assert "Crisis words of being held or watched" in page
    assert "River-12" not in page
    page = await browser.post(f"/alerts/{alert.hex()}/take")
    assert browser.path == f"/alerts/{alert.hex()}"
    for said in ("River-12", "07700 900999", "after 5", "No message", "England"):
        assert said in page
    small_town.clock.forward(minutes=9)
    assert "How to reach them" in await browser.get("/alerts")


async def test_who_took_it_and_presses_again_is_not_told_that_somebody_else_has_it(
    small_town: Street, sol: Person, alert: bytes
) -> None:
    browser = await small_town.office.signed_in(sol)
    await browser.get("/alerts")
    for _ in range(2):
        page = await browser.post(f"/alerts/{alert.hex()}/take")
        assert browser.path == f"/alerts/{alert.hex()}"
        assert "It is in your hands." in page
        await browser.get("/alerts")
    day = await browser.get("/")
    assert "asks for you now" not in day
    assert "An alert is in your hands" in day


async def test_after_the_hour_it_is_not_there(
    small_town: Street, sol: Person, alert: bytes
) -> None:
    await small_town.office.does(sol, lambda act: alerts.take(act, alert))
    small_town.clock.forward(minutes=61)
    browser = await small_town.office.signed_in(sol)
    await browser.get(f"/alerts/{alert.hex()}")
    assert browser.status == 404
    assert "Nobody asks for you now." in await browser.get("/alerts")


async def test_nobody_else_sees_that_there_is_one(
    small_town: Street, amina: Person, watch: Watch, alert: bytes
) -> None:
    mara = await watch.hire("Mara", "hub_lead")
    for person in (amina, mara):
        browser = await small_town.office.signed_in(person)
        assert "asks for you now" not in await browser.get("/")
        await browser.get("/alerts")
        await browser.post(f"/alerts/{alert.hex()}/take")
        assert "River-12" not in browser.text
        await browser.get(f"/alerts/{alert.hex()}")
        assert browser.status == 404


async def test_the_number_she_texts_from_is_shown_where_none_was_agreed(
    small_town: Street, amina: Person, river: bytes, sol: Person
) -> None:
    phone = await small_town.linked(amina, river)
    alert_id = await small_town.office.does(
        None,
        lambda act: alerts.raise_alert(act, "crisis", survivor_id=river, category="danger"),
    )
    await small_town.office.does(sol, lambda act: alerts.take(act, alert_id))
    browser = await small_town.office.signed_in(sol)
    page = await browser.get(f"/alerts/{alert_id.hex()}")
    assert phone.address in page.replace("&#43;", "+")
    assert "Nobody has agreed yet" in page
