"""A complaint about Amina, and everybody who may and may not know: for the tests of the console."""

from dataclasses import dataclass

from bot.acts import complaints, complaints_case, complaints_hers, complaints_work, relations
from bot.acts.complaints import New
from bot.complaint_clocks import Rules
from tests.office import Office, Person
from tests.today import content_of_today

RULES = Rules.of(content_of_today())


@dataclass(frozen=True, slots=True)
class Casework:
    """Who is there: Mara and Hal handle, Ravi reviews, Dee manages Amina, Sol runs the Hub."""

    amina: Person
    dee: Person
    mara: Person
    hal: Person
    ravi: Person
    sol: Person
    river: bytes
    phone: bytes


async def open_casework(office: Office) -> Casework:
    """Hire them, and give Amina somebody to stand beside."""
    harbour = await office.organisation("Harbour")
    quay = await office.organisation("Quay")
    amina = await office.hire("Amina", "advocate", organisation=harbour)
    dee = await office.hire("Dee", "complaint_handler", organisation=harbour)
    mara = await office.hire("Mara", "complaint_handler")
    hal = await office.hire("Hal", "complaint_handler", organisation=quay)
    ravi = await office.hire("Ravi", "outside_reviewer", organisation=quay)
    sol = await office.hire("Sol", "hub_admin", "hub_lead")
    await office.does(
        sol, lambda act: relations.record(act, amina.id, "line_manager", dee.id, act.now)
    )
    river = await office.survivor(amina, "River-12", "vi", "Nguyen Thi Mai")
    phone = await office.phone(amina, river, "sms", "vi")
    return Casework(amina, dee, mara, hal, ravi, sol, river, phone)


async def complain(
    office: Office,
    work: Casework,
    *areas: str,
    reference: str = "7KQ4M2",
    text: str = "She was late three times.",
    step: str = "complaint",
    level: str = "team",
    behalf: str = "me",
) -> bytes:
    """File one about Amina; return its id."""
    new = New(
        reference,
        work.phone,
        step,
        "advocate",
        areas or ("promises",),
        text,
        "vi",
        level,
        behalf,
    )
    return await office.does(None, lambda act: complaints.file(act, RULES, new))


async def taken(office: Office, work: Casework, *areas: str) -> bytes:
    """File one that Mara has taken."""
    case = await complain(office, work, *areas)
    await office.does(work.mara, lambda act: complaints_work.acknowledge(act, RULES, case))
    return case


async def withdraw(office: Office, case: bytes) -> None:
    """She takes it back."""
    await office.does(None, lambda act: complaints_hers.withdraw(act, case))


def page_of(case: bytes) -> str:
    """Where a handler reads it."""
    return f"/cases/{case.hex()}"


async def said_in(office: Office, work: Casework, case: bytes, kind: str) -> list[str]:
    """The words of one kind in a complaint, as Mara opens them."""
    opened = await office.does(
        work.mara, lambda act: complaints_case.open_case(act, case, work.mara.private)
    )
    return [one.words.body.decode() for one in opened.entries if one.words and one.kind == kind]
