"""An office in which every page has something on it: for axe, and for the pictures."""

import json

from bot.acts import (
    again,
    alerts,
    approvals,
    calendars,
    complaints_two,
    complaints_work,
    conversation,
    erasure,
    letters,
    meetings,
    regrant,
    relations,
    rota,
    staff,
    tasks,
)
from bot.acts.act import Act
from bot.acts.meetings import Wanted
from bot.acts.staff import NewStaff
from bot.booking import Rules
from bot.clock import HOUR_MS
from bot.storage import complaints_over, threads
from bot.storage.complaints_over import CountRow
from tests.casework import Casework, complain, taken
from tests.office import Office, Person


async def busy(office: Office) -> dict[str, dict[str, str]]:
    """An office in which every page has something on it; paths to see, by who sees them."""
    harbour = await office.organisation("Harbour")
    sol = await office.hire("Sol", "hub_admin", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate", "hub_lead")
    await office.hire("Ann", "auditor", organisation=harbour)
    await office.hire("Ola", "officer", "outside_reviewer", organisation=harbour)
    await office.hire("Per", "officer")
    await office.hire("Uma", "officer")
    dee = await office.hire("Dee", "advocate", state="unverified", invited_by=sol.id)
    new = NewStaff("Eve", "eve@example.org", harbour, ("advocate",))
    invitation = await office.does(sol, lambda act: staff.invite(act, new))
    body = {"staff": amina.id.hex(), "kind": "line_manager", "other": joe.id.hex()}
    await office.does(joe, lambda act: approvals.propose(act, "relation_add", body))
    now = office.clock.now()
    await office.does(sol, lambda act: rota.put(act, joe.id, now, now + 8 * HOUR_MS))
    river = await office.survivor(amina, "River-12", "vi", "Nguyen Thi Mai")
    cedar = await office.survivor(amina, "Cedar-3", "ar")
    await office.survivor(amina, "W" * 40)  # as long as a name may be, and nowhere to break
    sms = await office.phone(amina, river, "sms", "vi")
    chat = await office.phone(amina, cedar, "telegram", "ar")
    await office.writes(river, sms, "Chào chị. Em muốn hỏi về lá thư.", "vi", mark="locked")
    await office.writes(cedar, chat, "مرحبا، هل يمكنك الاتصال بي غدا؟", "ar")
    await office.does(amina, lambda act: conversation.reply(act, river, "Thank you.", "en"))
    await office.does(amina, lambda act: conversation.internal_note(act, river, "A note."))
    await office.does(
        None,
        lambda act: tasks.raise_task(
            act, "call_me", survivor_id=river, staff_id=amina.id, detail="any", urgent=True
        ),
    )
    await office.does(None, lambda act: erasure.ask(act, cedar, proved=False))
    asked, over = await _meetings(office, amina, river)
    await office.does(joe, lambda act: again.propose(act, amina.id, "factor") and None)
    kim = await _new_key(office, joe)
    talk = f"/conversation/{river.hex()}"
    file = f"{talk}/file/{'0' * 32}/{'0' * 32}"
    return {
        "": {
            "/sign-in": "/sign-in",
            "/invitation/{token}": f"/invitation/{invitation.token}",
            "gone": "/invitation/none",
            "missing": "/none",
        },
        "Amina": {
            "/": "/",
            "/help": "/help",
            "/conversation/{id}": talk,
            "cedar": f"/conversation/{cedar.hex()}",
            "/conversation/{id}/plan": f"{talk}/plan",
            "/conversation/{id}/data": f"/conversation/{cedar.hex()}/data",
            "nothing asked": f"{talk}/data",
            "/conversation/{id}/hold": f"{talk}/hold",
            "/conversation/{id}/link": f"{talk}/link",
            "/conversation/{id}/file/{entry}/{file}": f"{file}?kind=voice",
            "/survivor/new": "/survivor/new",
            "/calendar": "/calendar",
            "/meeting/{id}": f"/meeting/{asked.hex()}",
            "over": f"/meeting/{over.hex()}",
            "/meeting/{id}/not-met": f"/meeting/{over.hex()}/not-met",
            "/conversation/{id}/meeting": f"/conversation/{cedar.hex()}/meeting",
            "known meeting": f"{talk}/meeting",
        },
        "Sol": {
            "day": "/",
            "/people": "/people",
            "/people/new": "/people/new",
            "/people/{id}": f"/people/{amina.id.hex()}",
            "/people/{id}/words": f"/people/{dee.id.hex()}/words",
            "/organisations": "/organisations",
            "/organisations/{id}": f"/organisations/{harbour.hex()}",
            "/approvals": "/approvals",
            "/again": "/again",
            "/rota": "/rota",
            "/hub": "/hub",
            "/hub/content": "/hub/content",
            "/requests": "/requests",
        },
        "Dee": {"unverified": "/"},
        "Joe": {"asked": "/", "/new-key/{id}": f"/new-key/{kim.hex()}"},
        "Ola": {"/keys": "/keys", "/recovery": "/recovery", "/case-counts": "/case-counts"},
        "Ann": {"/audit": "/audit"},
        **await _cases(office, joe),
    }


async def _new_key(office: Office, joe: Person) -> bytes:
    """A colleague whose cover is Joe, and whose new key opens nothing of theirs yet."""
    kim = await office.hire("Kim", "advocate")
    await office.does(None, lambda act: relations.record(act, kim.id, "cover", joe.id))
    survivor = await office.survivor(kim, "Fern-6", "en")

    def unit(act: Act) -> None:
        thread = threads.of_survivor(act.conn, survivor)
        assert thread
        threads.drop_grants(act.conn, thread.id, kim.id)
        regrant.ask_holders(act, kim.id)

    await office.does(None, unit)
    return kim.id


async def _cases(office: Office, joe: Person) -> dict[str, dict[str, str]]:
    """Complaints in several states about an advocate of a charity, and a letter about one."""
    quay, shore = await office.organisation("Quay"), await office.organisation("Shore")
    beth = await office.hire("Beth", "advocate", organisation=shore)
    await office.does(
        joe, lambda act: relations.record(act, beth.id, "line_manager", joe.id, act.now)
    )
    river = await office.survivor(beth, "Elm-2", "vi")
    phone = await office.phone(beth, river, "sms", "vi")
    mara = await office.hire("Mara", "complaint_handler", organisation=quay)
    hal = await office.hire("Hal", "complaint_handler", organisation=quay)
    work = Casework(beth, joe, mara, hal, hal, joe, river, phone)
    ivy = await office.hire("Ivy", "hub_lead")
    now = office.clock.now()
    await office.does(ivy, lambda act: rota.put(act, ivy.id, now, now + 8 * HOUR_MS))
    case = await taken(office, work, "promises", "privacy")
    fresh = await complain(office, work, "afraid", reference="AAAA22")
    new = await complain(office, work, reference="BBBB22", text="")
    letter = await office.does(mara, lambda act: letters.write(act, case, beth.id, "Please."))
    await office.does(mara, lambda act: complaints_work.ask(act, case, "When was it?", "en"))
    await office.does(mara, lambda act: complaints_two.propose_exclude(act, case, joe.id))
    path = f"/cases/{case.hex()}"
    await office.does(None, _counts)
    (alert,) = await office.does(
        ivy, lambda act: alerts.of(act.conn, act.vault, act.person, act.now)
    )
    await office.does(ivy, lambda act: alerts.take(act, alert.id))
    await office.does(
        None,
        lambda act: alerts.raise_alert(act, "crisis", survivor_id=river, category="danger"),
    )
    return {
        "Ivy": {"/alerts": "/alerts", "/alerts/{id}": f"/alerts/{alert.id.hex()}"},
        "Mara": {
            "/cases": "/cases",
            "/cases/{id}": path,
            "safety": f"/cases/{fresh.hex()}",
            "new": f"/cases/{new.hex()}",
            "/cases/{id}/write/{kind}": f"{path}/write/ask",
            "update": f"{path}/write/update",
            "/cases/{id}/letter": f"{path}/letter",
            "/cases/{id}/file/{entry}/{file}": f"{path}/file/{'0' * 32}/{'0' * 32}?kind=voice",
            "approvals": "/approvals",
        },
        "Beth": {"/letters/{id}": f"/letters/{letter.hex()}"},
    }


def _counts(act: Act) -> None:
    """What is left of forty complaints about the Hub of last autumn."""
    row = act.new_id()
    sums = {"step": {"complaint": 40}, "area": {"promises": 32, "privacy": 8}}
    sums |= {"outcome": {"upheld": 25, "not_upheld": 15}, "nation": {"england": 40}}
    body = act.vault.seal("complaint_counts.body", row, json.dumps({"hub": sums}).encode())
    complaints_over.put_counts(act.conn, CountRow(row, "2025-11", body))


async def _meetings(office: Office, amina: Person, river: bytes) -> tuple[bytes, bytes]:
    """One that waits for a yes, one that is over, days away."""
    now = office.clock.now() // HOUR_MS * HOUR_MS
    wishes = {"interpreter": "woman", "language": "vi", "voicemail": "no"}

    def deed(act: Act) -> tuple[bytes, bytes]:
        asked = meetings.ask(act, Wanted(river, now + 50 * HOUR_MS, "phone", wishes), Rules())
        over = meetings.ask(
            act, Wanted(river, now - 2 * HOUR_MS, "there", wishes), Rules(at_once=True)
        )
        return asked, over

    made = await office.does(None, deed)
    later = now + 7 * 24 * HOUR_MS
    await office.does(
        amina, lambda act: calendars.add_span(act, "away", later, later + 30 * HOUR_MS)
    )
    return made
