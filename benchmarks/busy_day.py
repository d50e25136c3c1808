"""One Monday of the busy office: something real behind every page of the console that has an id."""

import io
import secrets
from functools import partial

import pyotp
import sqlalchemy as sa
from PIL import Image

from benchmarks.busy_office import MORNING, Deed, Filled, Size, begin
from bot.acts import (
    alerts,
    approvals,
    calendars,
    complaints,
    complaints_entries,
    complaints_work,
    enrolment,
    erasure,
    letters,
    meetings,
    meetings_after,
    recovery_use,
    regrant,
    rota,
    staff,
    tasks,
    words,
)
from bot.acts.act import Act
from bot.acts.complaints import New
from bot.acts.meetings import Wanted
from bot.booking import Hours, Rules
from bot.clock import DAY_MS, HOUR_MS
from bot.storage import attachments
from bot.storage import entries as entry_rows
from bot.storage.tables.keys import grants
from bot.vault.entries import Words
from bot.vault.people import generate_pair
from tests.casework import RULES
from tests.office import Office


async def fill(office: Office, size: Size) -> Filled:
    """Write half a year's history, and this morning."""
    filled = await begin(office, size)
    await _messages(filled)
    await _alerts(filled)
    await _calendar(filled)
    await _complaints(filled)
    await _hub(filled)
    return filled


async def _messages(filled: Filled) -> None:
    """New messages and tasks; a long conversation with a photo; a data request."""
    office = filled.office
    linked = [one for one in filled.hers if one[1]]
    busy = linked[: max(len(linked) // 10, 1)]
    for one, phone, _ in busy:
        for line in range(2):
            await office.writes(one, phone, f"Message {line}", "vi")
    await filled.at_once(
        (
            None,
            MORNING,
            partial(
                tasks.raise_task, kind="call_me", survivor_id=one, staff_id=to.id, detail="any"
            ),
        )
        for one, _, to in busy
    )
    river, phone, _ = filled.hers[0]
    for _ in range(filled.size.messages):
        await office.writes(river, phone, "Một tin nhắn dài hơn một chút.", "vi")
    entry, file = await _photo(office, river, phone)
    here = f"/conversation/{river.hex()}"
    for tail in ("", "/check", "/hold", "/link", "/meeting", "/plan"):
        filled.paths["/conversation/{id}" + tail] = here + tail
    for tail in ("", "/content"):
        path = "/conversation/{id}/file/{entry}/{file}"
        filled.paths[path + tail] = f"{here}/file/{entry.hex()}/{file.hex()}{tail}"
    asked = filled.hers[len(filled.advocates)][0]
    await office.does(None, partial(erasure.ask, survivor_id=asked, proved=False))
    filled.paths["/conversation/{id}/data"] = f"/conversation/{asked.hex()}/data"


def _picture() -> Words:
    out = io.BytesIO()
    Image.effect_noise((1280, 960), 40).convert("RGB").save(out, "JPEG", quality=80)
    return Words(None, "in", 0, "image/jpeg", "", out.getvalue())


async def _photo(office: Office, river: bytes, phone: bytes) -> tuple[bytes, bytes]:
    """A photo as a telephone takes it, already fetched and sealed."""
    file, body = secrets.token_bytes(16), _picture()
    entry = await office.writes(river, phone, "Look", "vi")

    def unit(act: Act) -> None:
        sealed = office.vault.seal("attachments.file", file, b"carrier-id", act.key_of(river))
        entry_rows.add_attachment(
            act.conn, attachment_id=file, entry_id=entry, kind="photo", file=sealed, now=act.now
        )
        kept = words.seal_attachment(act, river, file, body)
        attachments.keep(act.conn, attachment_id=file, body=kept)

    await office.does(None, unit)
    return entry, file


async def _alerts(filled: Filled) -> None:
    """Turns on call for a week and more, and alerts of which one was taken."""
    office, sol = filled.office, filled.by_role["hub_admin"]
    turns = [(one.id, MORNING + n * 8 * HOUR_MS) for n, one in enumerate([sol, *filled.advocates])]
    await filled.at_once(
        (sol, MORNING, partial(rota.put, staff_id=to, starts_at=at, ends_at=at + 8 * HOUR_MS))
        for to, at in turns
    )
    raised = [
        await office.does(
            None,
            partial(alerts.raise_alert, kind="crisis", survivor_id=her, category="danger"),
        )
        for her, _, _ in filled.hers[: filled.size.alerts]
    ]
    await office.does(sol, partial(alerts.take, alert_id=raised[0]))
    filled.paths["/alerts/{id}"] = f"/alerts/{raised[0].hex()}"


async def _calendar(filled: Filled) -> None:
    """Everybody met twice and meets again; hours, and an absence."""
    rules = Rules(length_minutes=30, buffer_minutes=0)
    week = tuple(Hours(day, 9 * 60, 17 * 60) for day in range(5))
    away = MORNING + 5 * DAY_MS
    span = partial(calendars.add_span, kind="away", starts_at=away, ends_at=away + DAY_MS)
    deeds: list[Deed] = []
    for one in filled.advocates:
        deeds += [(one, MORNING, partial(calendars.keep_hours, week=week)), (one, MORNING, span)]
    made: dict[bytes, bytes] = {}

    def meet(act: Act, her: bytes, at: int) -> None:
        made[her] = meetings.put(act, Wanted(her, at, "phone", {}), rules)

    def met(act: Act, her: bytes) -> None:
        meetings_after.met(act, made[her])

    for number, (her, _, advocate) in enumerate(filled.hers):
        day, slot = divmod(number // len(filled.advocates), 14)
        at = MORNING - HOUR_MS + slot * HOUR_MS // 2 + day % 5 * DAY_MS + day // 5 * 7 * DAY_MS
        for back in (56 * DAY_MS, 28 * DAY_MS):
            deeds.append((advocate, at - back - DAY_MS, partial(meet, her=her, at=at - back)))
            deeds.append((advocate, at - back + HOUR_MS, partial(met, her=her)))
        deeds.append((advocate, at - 3 * DAY_MS, partial(meet, her=her, at=at)))
    await filled.at_once(deeds)
    first = f"/meeting/{made[filled.hers[0][0]].hex()}"
    filled.paths |= {"/meeting/{id}": first, "/meeting/{id}/not-met": f"{first}/not-met"}


async def _complaints(filled: Filled) -> None:
    """Complaints from many phones; one with a long history and a letter."""
    office, size = filled.office, filled.size
    handler = filled.by_role["complaint_handler"]
    linked = [phone for _, phone, _ in filled.hers if phone]
    made: list[bytes] = []
    for number in range(size.complaints):
        phone = linked[number % len(linked)]
        files = () if number else (("photo", "carrier-id"),)
        ref, areas = f"{number:06}", ("promises",)
        new = New(ref, phone, "complaint", "advocate", areas, "Words.", "vi", files=files)
        made.append(await office.does(None, partial(complaints.file, rules=RULES, new=new)))
    case, to = made[0], filled.advocates[0].id
    taken = partial(complaints_work.acknowledge, rules=RULES, complaint_id=case)
    await office.does(handler, taken)
    note = partial(complaints_work.internal_note, complaint_id=case)
    await filled.at_once(
        (handler, MORNING, partial(note, text=f"Note {number}")) for number in range(size.notes)
    )
    letter = await office.does(
        handler, partial(letters.write, complaint_id=case, staff_id=to, text="Please tell me.")
    )
    entry, file = await office.does(None, partial(_fetched, case=case))
    here = f"/cases/{case.hex()}"
    for tail in ("", "/content"):
        path = "/cases/{id}/file/{entry}/{file}"
        filled.paths[path + tail] = f"{here}/file/{entry.hex()}/{file.hex()}{tail}"
    filled.paths |= {
        "/cases/{id}": here,
        "/cases/{id}/letter": f"{here}/letter",
        "/cases/{id}/write/{kind}": f"{here}/write/ask",
        "/cases/{id}/write/{kind}/check": f"{here}/write/ask/check",
        "/letters/{id}": f"/letters/{letter.hex()}",
    }


def _fetched(act: Act, case: bytes) -> tuple[bytes, bytes]:
    """The photo that came with a complaint has been fetched from the carrier."""
    found = entry_rows.newest(act.conn, case, act.now + 1, 1000)
    (row,) = entry_rows.attachments_of(act.conn, [entry.id for entry in found])
    sealed = complaints_entries.seal_file(act, case, row.id, _picture())
    attachments.keep(act.conn, attachment_id=row.id, body=sealed)
    return row.entry_id, row.id


def _lost_words(act: Act, staff_id: bytes) -> None:
    """Somebody came back with a new key, and whoever covers is asked to give copies."""
    act.conn.execute(sa.delete(grants).where(grants.c.holder_id == staff_id))
    regrant.ask_holders(act, staff_id)


async def _hub(filled: Filled) -> None:
    """Invitations, somebody whose words are waiting, proposals, a use of the recovery key."""
    office, sol, place = filled.office, filled.by_role["hub_admin"], filled.places[0]
    invited = []
    for number in range(8):
        email = f"new{number}@example.org"
        new = staff.NewStaff(f"New{number}", email, place, ("advocate",))
        invited.append(await office.does(sol, partial(staff.invite, new=new)))
    private, public = generate_pair()
    accepted, open_ = invited[0], invited[1]
    six = office.vault.enrol(accepted.staff_id, "one two three four five six", private)
    await office.does(
        None,
        partial(
            enrolment.accept,
            token=accepted.token,
            enrolment=six,
            public=public,
            totp_secret=pyotp.random_base32(),
        ),
    )
    somebody = filled.advocates[1].id
    filled.paths |= {
        "/invitation/{token}": f"/invitation/{open_.token}",
        "/people/{id}/words": f"/people/{accepted.staff_id.hex()}/words",
        "/people/{id}": f"/people/{somebody.hex()}",
        "/organisations/{id}": f"/organisations/{place.hex()}",
    }
    about = [filled.advocates[n % len(filled.advocates)].id for n in range(filled.size.proposals)]
    bodies = [{"staff": one.hex(), "role": "officer"} for one in about]
    await filled.at_once(
        (sol, MORNING, partial(approvals.propose, kind="role_give", body=body)) for body in bodies
    )
    theirs = [her for her, _, advocate in filled.hers if advocate.id == somebody]
    share = filled.shares["Per"]
    await office.does(None, partial(_lost_words, staff_id=filled.advocates[2].id))
    filled.paths["/new-key/{id}"] = f"/new-key/{filled.advocates[2].id.hex()}"
    await office.does(
        office.people["Per"], partial(recovery_use.ask, share=share, survivor_ids=theirs)
    )
