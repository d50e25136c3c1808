"""The doors of rights, meetings, complaints, crisis words and My data, each gone through once.

What is written, named and counted there carries the marks of ``test_canary``; it says nothing of
what is expected.
"""

import re
from dataclasses import dataclass
from functools import partial

from bot.acts import calendars, complaints_case, complaints_work, meetings_after, relations, rota
from bot.acts.act import Act
from bot.booking import Rules as BookingRules
from bot.clock import DAY_MS
from bot.complaint_clocks import Rules
from bot.storage.tables.meetings import appointments
from tests.office import Person
from tests.street import Handset, Street

TIME = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri) \d{1,2} \w{3}, \d{1,2}(?::\d{2})? [ap]m")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is looked for afterwards."""

    words: str
    answer: str
    name: str
    place: str
    pin: str
    staff_number: str


@dataclass(frozen=True, slots=True)
class Desks:
    """Those of staff who take part: an advocate of a charity, and a handler who is on call."""

    amina: Person
    hope: Person


async def move_in(town: Street, marks: Marks) -> Desks:
    """Hire them, and put the handler, who has a phone, on call."""
    office = town.office
    charity = await office.organisation(f"{marks.name} Charity")
    amina = await office.hire(marks.name, "advocate", organisation=charity)
    dee = await office.hire(f"{marks.name}dee", organisation=charity)
    hope = await office.hire(f"{marks.name}hope", "complaint_handler")
    await office.hire(f"{marks.name}noor", "complaint_handler")
    await office.does(None, lambda act: relations.record(act, amina.id, "line_manager", dee.id))
    now = town.clock.now()
    await office.does(hope, lambda act: rota.put(act, hope.id, now, now + 30 * DAY_MS))
    rings = town.phone("sms", marks.staff_number)
    await office.rings(hope, rings.address)
    await office.does(amina, lambda act: calendars.keep_rules(act, BookingRules(at_once=True)))
    return Desks(amina, hope)


async def menu(phone: Handset) -> None:
    """Come to the menu, whatever is open or waits."""
    await phone.write("menu")
    if offers(phone, "Go on") and offers(phone, "Not now"):
        await phone.pick("Go on")
        await phone.write("menu")
    if "You have something to read." in phone.last:
        await phone.pick("Menu")
    assert offers(phone, "Worry or complaint"), phone.last


def offers(phone: Handset, label: str) -> bool:
    """Whether a choice is on the newest message."""
    return any(label == one or one.endswith(f" {label}") for one in choices(phone))


def choices(phone: Handset) -> list[str]:
    """What the newest message offers: its buttons and its numbered lines."""
    markup = list(phone.shown.values())[-1].get("reply_markup", {})
    assert isinstance(markup, dict)
    buttons = [one["text"] for row in markup.get("inline_keyboard", []) for one in row]
    return [*buttons, *(line.strip() for line in phone.last.splitlines())]


async def picks(phone: Handset, *labels: str) -> None:
    """Choose one after the other; what is not offered is passed over."""
    for label in labels:
        if offers(phone, label):
            await phone.pick(label)


async def reads_rights(phone: Handset, marks: Marks) -> None:
    """She looks for a page by a typed word."""
    await menu(phone)
    await phone.pick("My rights")
    await picks(phone, "England")
    await phone.write(f"{marks.words} health")
    await phone.write("health")


async def books(town: Street, desks: Desks, phone: Handset, marks: Marks) -> None:
    """She books a time; a place is written down; she asks where it is."""
    await menu(phone)
    for label in ("Meet my advocate", "In person", "No", "Any time", "No steps", "Done", "Yes"):
        await picks(phone, label)
    times = [found.group() for one in choices(phone) if (found := TIME.search(one))]
    assert times, phone.last
    await phone.pick(times[0])
    await phone.pick("Book it")
    await picks(phone, "No reminder")
    rows = [row for row in await town.rows(appointments) if row.state == "booked"]

    def keeps(act: Act) -> None:
        for row in rows:
            meetings_after.keep_place(act, row.id, marks.place)

    await town.office.does(desks.amina, keeps)
    await menu(phone)
    await picks(phone, "Meet my advocate", "Where")


async def complains(town: Street, desks: Desks, phone: Handset, marks: Marks) -> None:
    """She complains; a handler asks, decides and answers; she reads, and adds something."""
    await menu(phone)
    await phone.pick("Worry or complaint")
    await phone.pick("I want someone independent to look into it")
    await phone.pick("My advocate")
    await phone.pick("Go on")
    await phone.write("13")
    await phone.write(f"{marks.words} complaint")
    await phone.pick("Send")
    if offers(phone, "Say sorry"):
        await phone.pick("Say sorry")
        await phone.write(marks.pin)
    await _handled(town, desks.hope, marks)
    await town.passes(minutes=20)
    await phone.write("1") if phone.channel == "sms" else await phone.tap("Show")
    await menu(phone)
    await picks(phone, "Worry or complaint", "About one I sent before")


async def _handled(town: Street, hope: Person, marks: Marks) -> None:
    office, rules = town.office, Rules.of(town.service.content)
    now, vault = town.clock.now(), town.service.vault
    queue = await office.database.read(
        lambda conn: complaints_case.queue(conn, vault, hope.id, now)
    )

    def works(act: Act, case_id: bytes) -> None:
        complaints_work.acknowledge(act, rules, case_id)
        complaints_work.internal_note(act, case_id, f"{marks.words} note")
        complaints_work.ask(act, case_id, f"{marks.answer} asks", "en")
        for point in complaints_case.open_case(act, case_id, hope.private).points:
            complaints_work.decide(act, case_id, point.id, "upheld", f"{marks.words} reason")
        complaints_work.notify(act, case_id, f"{marks.answer} end", "en")

    for line in (one for one in queue if one.state == "submitted"):
        await office.does(hope, partial(works, case_id=line.id))


async def alarms(phone: Handset, marks: Marks) -> None:
    """She writes what sounds like a crisis, and lets the person on call be told."""
    await menu(phone)
    await phone.write(f"I want to die {marks.words}")
    await phone.pick("Tell the on-call worker")
    await menu(phone)


async def looks_at_her_data(phone: Handset) -> None:
    """She looks at what is kept and who reads it, and asks for it to be put right."""
    for label in ("What is kept", "Who can read it", "Put something right"):
        await menu(phone)
        await phone.pick("Settings and my data")
        await phone.pick("My data")
        await phone.pick(label)
    await phone.pick("My name, or other words")
    await menu(phone)
