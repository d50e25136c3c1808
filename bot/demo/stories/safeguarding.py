"""She is afraid of someone: no clock runs, and somebody who isn't the subject is called today."""

import re

from bot.acts import rota
from bot.clock import HOUR_MS
from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.complaining import (
    complains,
    complaint_stays_closed,
    opens_complaint,
    queue,
)
from bot.demo.stories.telling import (
    Story,
    expect,
    says,
    sealed_to_people,
    silent,
    there,
    unreadable,
)
from bot.demo.world import World
from bot.due.alerts import TEXT

WORDS = "I am afraid of her brother, Kanarymauve"
TAKE = re.compile(r'action="(/alerts/[0-9a-f]+/take)"')
OK = 200
SOLS, AMINAS = "+447700900800", "+447700900801"


async def play(world: World) -> None:
    """Amina herself is on call at that hour, before Sol; Sol is reached all the same."""
    people, case = world.people, world.people.cases["Cliff-6"]
    now = world.clock.now()
    await world.does(
        people.sol, lambda act: rota.put(act, people.amina.id, now - HOUR_MS, now + HOUR_MS)
    )
    hand: Hand = await arrived.by_link(world, case)
    before = {line.id for line in await queue(world, people.mara)}
    sol, amina = world.twilio.phone(SOLS), world.twilio.phone(AMINAS)
    calls = len(sol.texts), len(amina.texts)
    receipt = await complains(hand, WORDS, areas="6")
    says(receipt, "Kept. Number C-", "A person will look at this today.", "999")
    silent(receipt, "We will write by", where="on the receipt: no clock runs")

    (line,) = [one for one in await queue(world, people.mara) if one.id not in before]
    expect(line.state == "safeguarding_hold", "it to have left the clock")
    expect(line.safeguarding, "it to be marked")
    fresh = [text.body for text in sol.texts[calls[0] :]]
    expect(fresh == [TEXT], "one text to Sol, that says nothing but that there is something")
    expect(len(amina.texts) == calls[1], "no text to Amina, though she is on call")
    await _sol_takes_it(world)
    for name in ("Amina", "Dee"):
        browser = await world.browser(people.staff[name])
        silent(await browser.open("/alerts"), case.case_name, where=f"on {name}'s page of alerts")
        await complaint_stays_closed(world, people.staff[name], line.id)
    expect(line.reference not in sol.screen(), "no number of it on Sol's phone")
    await opens_complaint(world, people.mara, line.id, WORDS)
    await sealed_to_people(world, "Kanarymauve")
    unreadable(world, "Kanarymauve", line.reference)


async def _sol_takes_it(world: World) -> None:
    """Whoever was called sees that there is something, and takes it; not the words."""
    sol = await world.browser(world.people.sol)
    page = await sol.open("/alerts")
    silent(page, "Kanarymauve", where="on Sol's page of alerts")
    await sol.send(there(TAKE.search(sol.page), "a button to take the alert").group(1))
    expect(sol.status == OK, "Sol to have taken it")
    silent(sol.text, "Kanarymauve", where="with Sol, who took it")


STORY = Story(
    "afraid of someone",
    "no clock runs; somebody on call is reached at once, and not the one whom it is about",
    (
        "On her phone: Worry or complaint, about My advocate, I am afraid of someone.",
        "Open Alerts in the console as Sol: there is one. As Amina and as Dee: nothing.",
    ),
    play,
)
