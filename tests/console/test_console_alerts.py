"""An alert that comes from a complaint, as the person on call sees it."""

from bot.acts import alerts, rota
from bot.clock import HOUR_MS
from tests.casework import Casework, complain
from tests.office import Office


async def test_an_alert_that_opens_nobody_s_plan_says_whom_to_ring(
    office: Office, work: Casework
) -> None:
    now, sol = office.clock.now(), work.sol
    await office.does(sol, lambda act: rota.put(act, sol.id, now, now + 8 * HOUR_MS))
    case = await complain(office, work)
    alert = await office.does(
        None,
        lambda act: alerts.raise_alert(
            act, "safeguarding", complaint_id=case, category="safeguarding"
        ),
    )
    visitor = await office.signed_in(sol)
    await visitor.get("/alerts")
    page = await visitor.post(f"/alerts/{alert.hex()}/take")
    assert "It is in your hands. Ring a complaint handler now." in page
    assert "nothing about the person opens here" in page
    assert "contact plan" not in page
