"""A concern or complaint is made: its own key, its own pair, copies for those eligible, a date.

The rules kept here (security.md 3 and 4): the row has its own data key and its own copy of the way
back, so that erasing a survivor neither waits for it nor shows it; who is shut out is worked out
before a word is sealed, and fails closed; danger leaves the clock, and somebody who is not the
subject is asked the same day.
"""

import json
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot import conflicts
from bot.acts import alerts, complaints_tasks, tasks
from bot.acts.act import Act
from bot.acts.complaints_entries import keep, row_of, seal_public
from bot.acts.complaints_keys import give
from bot.acts.grants import Epoch
from bot.acts.link import LIVE
from bot.acts.sealing import expect_files
from bot.complaint_clocks import Rules
from bot.conflicts import About, Subjects, Team
from bot.errors import Refused, SealBroken
from bot.proved import is_hub
from bot.routing import survivor
from bot.storage import complaints, contacts, intake, keys, links, points
from bot.storage import organisations as organisation_rows
from bot.storage.complaints import ComplaintRow
from bot.storage.contacts import ContactRow
from bot.storage.tables.columns import Sealed
from bot.vault import DataKey, Vault
from bot.vault.entries import Words
from bot.vault.people import generate_pair

CLOCKS = ("due_before", "due_today", "due_missed")
TRIAGE = "due_triage"


@dataclass(frozen=True, slots=True)
class New:
    """What a person says with buttons and, if they like, words.

    Attributes:
        reference: six letters and digits, drawn before it is said.
        contact_id: the phone it is made from.
        step: ``concern`` (noted or put right) or ``complaint`` (somebody independent looks).
        about: whom it is about.
        areas: ids of the areas ticked.
        text: their words, may be empty.
        language: the language of the words, and of what is written back.
        level: who knows the name: the team, also those spoken to (``share``), or nobody (``none``).
        behalf: ``me``; for somebody who agreed (``agreed``) or did not say so (``unsaid``).
        files: kind and the carrier's file id of each voice note or photo.
    """

    reference: str = field(repr=False)
    contact_id: bytes
    step: str
    about: About
    areas: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    language: str = "en"
    level: str = "team"
    behalf: str = "me"
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """Where a complaint comes from, as far as that may count."""

    survivor_id: bytes | None
    advocate_id: bytes | None
    nation: str


def made_from(conn: Connection, vault: Vault, contact: ContactRow) -> Made:
    """Return whose phone it is, or was before it was frozen or fell asleep: for conflicts only."""
    link = links.find(conn, contact.survivor_id) if contact.survivor_id is not None else None
    if link is not None:
        her = survivor(conn, vault, link.survivor_id)
        if her is None or her.advocate_id != link.advocate_id:
            raise SealBroken(
                "an assignment that we never made"
            )  # it is parked, and seen by `check`
        sealed = link.organisation_nation
        nation = vault.open("organisations.nation", link.organisation_id, sealed).decode()
        return Made(contact.survivor_id, link.advocate_id, nation)
    for row in organisation_rows.every(conn):
        if is_hub(vault, row):
            return Made(None, None, vault.open("organisations.nation", row.id, row.nation).decode())
    return Made(contact.survivor_id, None, "")


def team_for(
    conn: Connection, vault: Vault, made: Made, about: About, now: int
) -> tuple[Subjects, Team]:
    """Return whom a complaint would name, and who would hold it: said before anything is sealed."""
    subjects = conflicts.subjects_of(conn, vault, about, made.advocate_id)
    return subjects, conflicts.team(conn, vault, subjects, made.survivor_id, now)


def file(act: Act, rules: Rules, new: New) -> bytes:
    """Keep a concern or complaint; returns its id. Refused (``nobody``) if none could read it."""
    contact = contacts.peek(act.conn, new.contact_id)
    if contact is None:
        raise Refused("unknown")
    made = made_from(act.conn, act.vault, contact)
    subjects, team = team_for(act.conn, act.vault, made, new.about, act.now)
    if team.tier == "nobody":
        raise Refused("nobody")
    complaint_id = act.new_id()
    key, wrapped = act.vault.new_data_key(complaint_id)
    keys.add(act.conn, complaint_id, wrapped, act.now)
    private, public = generate_pair()
    safeguarding = rules.complaints.safeguarding(new.areas, new.text)
    promised_at = rules.by(act.now, made.nation, rules.clocks.acknowledge)
    link_id = complaints.link_of(act.conn, contact.id)
    complaints.add(
        act.conn,
        ComplaintRow(
            id=complaint_id,
            pin_mac=None,
            pin_tries=0,
            survivor_id=made.survivor_id,
            link_id=link_id,
            contact_id=contact.id,
            step=new.step,
            state="safeguarding_hold" if safeguarding else "submitted",
            safeguarding=safeguarding,
            handler_id=None,
            decider_id=None,
            epoch=1,
            public=seal_public(act.vault, complaint_id, 1, public, key),
            made_at=act.now,
            promised_at=promised_at,
            acknowledged_at=None,
            paused_at=act.now if safeguarding else None,
            late_told_at=None,
            decided_at=None,
            closed_at=None,
            wrapped=wrapped,
            **_fields(act, complaint_id, key, new, contact, made, subjects, team),
        ),
        reference_mac(act.vault, new.reference),
    )
    row = row_of(act, complaint_id)
    for holder in team.holders:
        give(act, Epoch(complaint_id, 1, private, key), holder)
    for area in dict.fromkeys(new.areas):
        points.add(act.conn, act.new_id(), complaint_id, area)
    if new.text or new.files:
        words = Words(None, "in", act.now, "text/plain", new.language, new.text.encode())
        expect_files(act, key, keep(act, row, key, words, "words"), new.files)
    act.record("complaint_made", complaint_id)
    if safeguarding:
        alert(act, row, team)
    else:
        set_clocks(act, rules, complaint_id, promised_at, made.nation)
        look_at = rules.that_day(rules.by(act.now, made.nation, rules.clocks.triage))
        intake.set_timer(act.conn, act.new_id(), TRIAGE, complaint_id, look_at)
    for holder in team.handlers:
        tasks.notify(act, holder.id, "priority" if safeguarding else "new")
    return complaint_id


def _fields(
    act: Act,
    complaint_id: bytes,
    key: DataKey,
    new: New,
    contact: ContactRow,
    made: Made,
    subjects: Subjects,
    team: Team,
) -> dict[str, Sealed]:
    theirs = act.vault.unwrap(contact.owner, contact.wrapped)
    address = act.vault.open("contacts.address", contact.id, contact.address, theirs).decode()
    about = {
        "about": new.about,
        "level": new.level,
        "behalf": new.behalf,
        "help": [],
        "from": "linked" if contact.survivor_id and contact.standing in LIVE else contact.standing,
        "extended": 0,
    }
    if contact.survivor_id is None:
        about["from"] = "stranger"
    values = {
        "reference": new.reference,
        "language": new.language,
        "nation": made.nation,
        "about": json.dumps(about),
        "subjects": subjects.dump().decode(),
        "excluded": Subjects(team.shut).dump().decode(),
        "way_back": json.dumps({"channel": contact.channel, "address": address}),
    }
    return {
        name: act.vault.seal(f"complaints.{name}", complaint_id, value.encode(), key)
        for name, value in values.items()
    }


def alert(act: Act, row: ComplaintRow, team: Team) -> None:
    """Ask somebody today who is not shut out: whoever is on call, and one who holds it."""
    alerts.raise_alert(
        act,
        "safeguarding",
        survivor_id=row.survivor_id,
        complaint_id=row.id,
        category="safeguarding",
    )
    holder = next((one.id for one in team.handlers), None)
    if holder is None:
        complaints_tasks.give_hub(act, row.id, team.shut, "safeguarding", act.now)
    else:
        tasks.raise_task(
            act,
            "safeguarding",
            staff_id=holder,
            detail=row.id.hex(),
            urgent=True,
            due_at=act.now,
        )
    act.record("complaint_alert", row.id, holder)


def set_clocks(act: Act, rules: Rules, complaint_id: bytes, promised_at: int, nation: str) -> None:
    """Set the notices of a promised date: the working day before, that morning, and when missed."""
    complaints_tasks.end(act, complaint_id, *complaints_tasks.DATES)
    before = rules.day_before(promised_at, nation)
    moments = zip(CLOCKS, (before, rules.that_day(promised_at), promised_at), strict=True)
    for kind, due_at in moments:
        intake.set_timer(act.conn, act.new_id(), kind, complaint_id, max(due_at, act.now))


def stop_clocks(act: Act, complaint_id: bytes) -> None:
    """Let no notice of a date come any more."""
    complaints_tasks.end(act, complaint_id, *complaints_tasks.DATES, "complaint_triage")
    for kind in (*CLOCKS, TRIAGE):
        intake.drop_timers(act.conn, complaint_id, kind)


def bare_reference(text: str) -> str:
    """Return a reference as it is compared: no C in front, no dashes, one letter case."""
    kept = "".join(letter for letter in text.upper() if letter.isalnum())
    return kept[1:] if len(kept) == 7 and kept.startswith("C") else kept  # noqa: PLR2004


def shown_reference(reference: str) -> str:
    """Return a reference as people read it out: C-7KQ4-M2."""
    return f"C-{reference[:4]}-{reference[4:]}"


def reference_mac(vault: Vault, text: str) -> bytes:
    """Return what is kept of a reference to find it by."""
    return vault.code_mac(f"complaint {bare_reference(text)}")
