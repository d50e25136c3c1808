"""A conversation as it is shown: messages, tags, the phone's standing and the contact plan.

The rule kept here: words are opened by the act with the caller's own key, and go nowhere but to the
page; who may not see a survivor gets the 404 of one who isn't there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from aiohttp import web
from sqlalchemy import Connection

from bot.acts import plans
from bot.acts import survivors as survivor_acts
from bot.acts.conversation import Conversation
from bot.acts.plans import Plan
from bot.acts.sealing import File, Shown
from bot.acts.survivors import Phone, Survivor
from bot.console.call import Call
from bot.console.pages import clock, day, moment
from bot.console.people_view import name_of
from bot.console.sayings import CHANNELS, DELIVERY, MARKS, NATIONS, PLACES, STANDINGS, VOICEMAIL
from bot.contact import Contact
from bot.quiet import HOURS, quiet_until
from bot.routing import held_by, survivor, where_we_write
from bot.storage import meetings, people, replies
from bot.storage.meetings import AppointmentRow
from bot.vault import Vault

Colour = Literal["grey", "blue", "red", "yellow", "green"]
SIDES: Final = {"words": "received", "reply": "sent", "internal": "internal", "system": "internal"}
QUIET: Final = {name: f"{a}:00 to {b:02}:00" for name, (a, b) in HOURS.items()}


@dataclass(frozen=True, slots=True)
class Tag:
    """A word beside the name."""

    text: str
    colour: Colour = "grey"


@dataclass(frozen=True, slots=True)
class Message:
    """One entry on the page; ``words`` is None where the caller's key doesn't open it."""

    id: bytes
    side: str
    who: str
    at: int
    words: str | None = field(repr=False)
    language: str
    delivery: str
    mark: str
    files: tuple[File, ...]
    new_day: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """What every page about one survivor shows of her.

    Attributes:
        her: the survivor.
        linked: whether she has a phone that works now.
        stopped: whether she texted STOP on it, so that nothing can be sent.
        channel: the channel of the phone we write to; empty where there is none.
        phone_language: the language that phone speaks.
        link_says: the state of her phone, in a sentence.
        tags: beside her alias.
        plan: the lines of the box on the right.
        lines: the contact plan as it is edited.
        meeting: the next one that is to come.
    """

    her: Survivor
    linked: bool
    stopped: bool
    channel: str
    phone_language: str
    link_says: str
    tags: tuple[Tag, ...]
    plan: tuple[tuple[str, str], ...]
    lines: Mapping[str, str] = field(repr=False)
    meeting: AppointmentRow | None = None

    @property
    def id(self) -> bytes:
        """Her id."""
        return self.her.id

    @property
    def reached(self) -> bool:
        """Whether anything goes to a phone of theirs now."""
        return self.linked and not self.stopped

    @property
    def alias(self) -> str:
        """Her advocate's name for her."""
        return self.her.case_name

    @property
    def language(self) -> str:
        """The language she is answered in: her phone's, else the one she was added with."""
        return self.phone_language or self.her.language


async def talk_of(call: Call) -> Talk:
    """The survivor of this path, if she is the caller's to see."""
    survivor_id, me = call.id(), call.who

    def read(conn: Connection) -> Talk | None:
        row = survivor(conn, call.desk.vault, survivor_id)
        if row is None or row.ended_at is not None:
            return None
        if row.advocate_id != me.id and row.id not in held_by(conn, call.desk.vault, me.id):
            return None
        return _talk(conn, call.desk.vault, survivor_id, call.now)

    found = await call.read(read)
    if found is None:
        raise web.HTTPNotFound
    return found


def _talk(conn: Connection, vault: Vault, survivor_id: bytes, now: int) -> Talk:
    her = survivor_acts.describe(conn, vault, survivor_id)
    plan = plans.read(conn, vault, survivor_id)
    row = where_we_write(conn, survivor_id)
    contact = (
        Contact(vault, row) if row is not None and row.standing in {"open", "locked"} else None
    )
    return Talk(
        her=her,
        linked=contact is not None,
        stopped=contact is not None and contact.stopped,
        channel=contact.channel if contact else "",
        phone_language=contact.language if contact else "",
        link_says=_link(her.phones, contact),
        tags=_tags(her, contact, now),
        plan=_plan(her, plan, contact),
        lines=plan.lines,
        meeting=next(
            (
                one
                for one in meetings.of_survivor(conn, survivor_id)
                if one.state in {"asked", "booked"} and one.starts_at > now
            ),
            None,
        ),
    )


def _link(phones: tuple[Phone, ...], contact: Contact | None) -> str:
    if contact is not None:
        via = "Linked by text message" if contact.channel == "sms" else "Linked on Telegram"
        stopped = ". They texted STOP: nothing can be sent" if contact.stopped else ""
        (phone,) = (one for one in phones if one.id == contact.row.id)
        return f"{via}. {_wrote(phone)}{stopped}."
    if not phones:
        return "No phone is linked yet."
    newest = max(phones, key=lambda phone: phone.linked_at)
    says = {"frozen": "The phone is frozen.", "asleep": "The link sleeps."}
    return f"{says.get(newest.standing, 'No phone is linked now.')} Make a code to go on."


def _tags(her: Survivor, contact: Contact | None, now: int) -> tuple[Tag, ...]:
    if contact is None:
        standings = {phone.standing for phone in her.phones}
        none = "Frozen" if "frozen" in standings else "Asleep" if standings else "No phone linked"
        return (Tag(none, "yellow"),)
    tags = [Tag(CHANNELS[contact.channel], "blue")]
    if contact.standing == "locked":
        tags.append(Tag("Locked by their word", "yellow"))
    if contact.stopped:
        tags.append(Tag("Texted STOP", "red"))
    elif (ends := quiet_until(contact.settings.get("quiet", ""), now)) > now:
        tags.append(Tag(f"Quiet until {clock(ends)}"))
    return tuple(tags)


def _plan(her: Survivor, plan: Plan, contact: Contact | None) -> tuple[tuple[str, str], ...]:
    lines = plan.lines
    settings = contact.settings if contact else {}
    word = contact is not None and contact.row.word_mac is not None
    rows = [
        ("We write by", CHANNELS[contact.channel] if contact else "No phone linked"),
        ("No notes", QUIET.get(settings.get("quiet") or "night", "None")),
        ("Call", lines.get("number", "")),
        ("Safe times", lines.get("safe_times", "")),
        ("Voice message", VOICEMAIL[lines.get("voicemail", "")]),
        ("Their word", "Set: ask for it by voice" if word else "Not set"),
        ("Interpreter", lines.get("interpreter", "")),
        ("Places", PLACES[lines.get("places", "")]),
        ("No answer", lines.get("no_answer", "")),
        ("Next meeting", lines.get("meeting", "")),
        ("Lives in", NATIONS.get(her.nation, "")),
        ("Also", lines.get("else", "")),
    ]
    return tuple((name, value) for name, value in rows if value)


def standing_says(phone: Phone) -> str:
    """One phone of hers, without its number."""
    stopped = "; texted STOP" if phone.stopped else ""
    return (
        f"{CHANNELS.get(phone.channel, phone.channel)}: "
        f"{STANDINGS.get(phone.standing, phone.standing)}{stopped}. "
        f"Linked {day(phone.linked_at)}. {_wrote(phone)}."
    )


def _wrote(phone: Phone) -> str:
    return f"Last wrote {moment(phone.wrote_at)}" if phone.wrote_at else "Nothing written yet"


async def messages_of(call: Call, talk: Talk, conversation: Conversation) -> list[Message]:
    """The entries of a page, with names."""
    me, vault = call.who, call.desk.vault
    authors = {one.author_id for one in conversation.entries if one.author_id} - {me.id}

    def read(conn: Connection) -> dict[bytes | None, str]:
        found = {one: people.get(conn, one) for one in authors}
        return {one: name_of(vault, row) for one, row in found.items() if row is not None}

    names = {None: talk.alias, me.id: "You", **await call.read(read)}
    found: list[Message] = []
    for one in conversation.entries:
        found.append(_message(one, names, found[-1].at if found else None))
    return found


def written(conversation: Conversation) -> Iterator[tuple[str, str]]:
    """What the reader wrote to her, with its language, the newest first, on every page the same.

    What is said of a meeting is said in her language whoever says it.
    """
    for one in reversed(conversation.newest):
        if one.words is not None and one.mark != replies.MEETING:
            yield one.words.body.decode(), one.words.language


def _by(one: Shown, who: str) -> str:
    """Whose it is: a note for staff says that it is one."""
    if one.kind != "internal":
        return who
    return "Your note" if who == "You" else f"Note by {who}"


def _message(one: Shown, names: Mapping[bytes | None, str], before: int | None) -> Message:
    service = one.author_id is None and one.kind == "reply"  # said by no person
    who = "This service" if service else names.get(one.author_id, "Somebody who left")
    return Message(
        id=one.id,
        side=SIDES.get(one.kind, "internal"),
        who=_by(one, who),
        at=one.created_at,
        words=None if one.words is None else one.words.body.decode(),
        language="" if one.words is None else one.words.language,
        delivery=DELIVERY.get(one.delivery or "", "") if one.kind == "reply" else "",
        mark=MARKS.get(one.mark or "", ""),
        files=one.files,
        new_day=before is None or day(before) != day(one.created_at),
    )
