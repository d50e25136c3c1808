"""Every table, every column, and the class of each column (security.md 2).

Classes: ``clear`` (random ids, coarse states, times, indexes, MACs, public and wrapped keys),
``server`` (a field envelope that the server can open), ``sealed`` (an outer field envelope around
an HPKE envelope that only granted people can open). The fourth class, *never kept*, has no column.
A test compares this list with what the database holds.

Ids are 16 random bytes; integers never leave a table. Times are milliseconds since 1970 UTC.
"""

from typing import Final, Literal, NewType

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

Sealed = NewType("Sealed", bytes)
"""A value that has been through the vault. A column about a person takes nothing else."""

ColumnClass = Literal["clear", "server", "sealed"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_TinyInt = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only INTEGER keys by itself


def _id(name: str = "id", *, primary: bool = True, null: bool = False) -> Column[bytes]:
    return Column(
        name, LargeBinary(16), primary_key=primary, nullable=null, info={"class": "clear"}
    )


def _ref(name: str, target: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary(16), ForeignKey(target), nullable=null, info={"class": "clear"})


def _loose(name: str, *, null: bool = False) -> Column[bytes]:
    """An id without a foreign key: its row may be gone before this one."""
    return _id(name, primary=False, null=null)


def _blob(name: str, *, null: bool = False, unique: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, unique=unique, info={"class": "clear"})


def _server(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, info={"class": "server"})


def _sealed(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, info={"class": "sealed"})


def _word(name: str, *, null: bool = False, length: int = 40) -> Column[str]:
    return Column(name, String(length), nullable=null, info={"class": "clear"})


def _time(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null, info={"class": "clear"})


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0, info={"class": "clear"})


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False, info={"class": "clear"})


def _few(name: str, *columns: str, where: str) -> Index:
    """An index of the few rows that a page asks for again and again."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


UNREAD: Final = "kind = 'words' AND read_at IS NULL"
"""Of ``entries``: words that nobody of staff has opened. A query says it in the same letters."""

UNOPENED: Final = "kind = 'reply' AND delivery <> 'opened'"
"""Of ``entries``: answers that she has not opened."""

# --- keys -----------------------------------------------------------------------------------------

keys = Table("keys", metadata, _id("owner_id"), _blob("wrapped"), _time("created_at"))

recoveries = (
    Table(  # recovery and outside-reviewer pairs: the public halves, and which one is in force
        "recoveries",
        metadata,
        _id(),
        _word("kind"),  # recovery | reviewer
        _server("public"),
        _time("made_at"),
        _time("retired_at", null=True),
    )
)

# --- people on the phone --------------------------------------------------------------------------

survivors = Table(
    "survivors",
    metadata,
    _id(),
    _loose("advocate_id"),
    _server("case_name"),  # the advocate's alias for her
    _server("name", null=True),  # behind "show" in the console
    _server("language"),
    _server("nation"),
    _server("staff_words"),  # two words by which both recognise each other
    _server("preferences", null=True),  # how she likes to meet: asked once, offered as one line
    _time("erase_at", null=True),  # she asked for everything to be erased: when it will be
    _time("created_at"),
    _time("ended_at", null=True),
    Index(None, "advocate_id"),
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
    _word("channel", length=10),
    _blob("address_index", unique=True),
    _server("address"),
    _ref("survivor_id", "survivors.id", null=True),
    _loose(
        "link_id", null=True
    ),  # drawn at each linking: a complaint belongs to one link, not to a phone
    _word("standing", length=10),  # open | locked | asleep | frozen
    _flag("stopped"),
    _server("language", null=True),
    _server("settings", null=True),  # quiet hours, note length, who uses this phone, danger display
    _server("state", null=True),
    _count("revision"),
    _blob("word_mac", null=True),
    _count("word_tries"),
    _time("word_tried_at", null=True),
    _time("heard_at"),
    _time("hushed_at", null=True),  # the locked line was said, at most once a quarter of an hour
    _time("adult_at", null=True),  # said "18 or over"
    _time("sending_until", null=True),  # the sending lease
    _loose("sending_by", null=True),
    _time("retry_at", null=True),  # a temporary failure makes the contact wait
    _count(
        "failed_days"
    ),  # days with a permanent delivery failure (links sleep after two and 90 d)
    _time("failed_at", null=True),
    _word("card", null=True, length=64),  # the living card's message id
    _word("unsaid", null=True, length=10),  # what went too late to be sent: step | kept
    _flag("covered"),  # that card shows the curtain, or there is nothing left to hide
    _time("created_at"),
    Index(None, "survivor_id"),
    Index(None, "heard_at"),
)

ledger = Table(
    "ledger",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id"),
    _word("message", length=64),
    _word("kind", length=10),  # card | note | ours | theirs | sms
    _loose("entry_id", null=True),
    _time("sent_at"),
    Index(None, "contact_id"),
    Index(None, "message"),
)

consents = Table(
    "consents",
    metadata,
    _id(),
    _ref("survivor_id", "survivors.id"),
    _word("kind", length=20),  # notes | reminders
    _flag("given"),
    _word("version", length=64),  # hash of the text that was shown
    _time("at"),
    Index(None, "survivor_id"),
)

contact_plans = Table(
    "contact_plans",
    metadata,
    _id("survivor_id"),
    _loose("contact_id", null=True),  # where we write
    _server("plan"),
    _time("changed_at"),
)

invites = Table(
    "invites",
    metadata,
    _id(),
    _word("kind", length=10),  # survivor | staff | again
    _loose("subject_id"),  # the survivor, or the staff member invited
    _loose("made_by", null=True),
    _blob("code_mac", unique=True),
    _blob("link_mac", null=True, unique=True),  # the deep link of the same invite
    _time("created_at"),
    _time("expires_at"),
    _time("used_at", null=True),
    _time("revoked_at", null=True),
    _loose("contact_id", null=True),
    Index(None, "subject_id"),
)

# --- words ----------------------------------------------------------------------------------------

threads = Table(
    "threads",
    metadata,
    _id(),
    _ref("survivor_id", "survivors.id"),
    _count("epoch"),
    _server("public"),
    _time("created_at"),
    UniqueConstraint("survivor_id"),
)

entries = Table(
    "entries",
    metadata,
    _id(),
    _loose("object_id"),  # a thread (or, in time, a complaint)
    _word("kind", length=12),  # words | reply | internal | system
    _count("epoch"),
    _sealed("body"),
    _word("mark", null=True, length=20),  # locked | fault
    _loose("author_id", null=True),  # staff who wrote it; null: she did
    _loose("contact_id", null=True),
    _time("sequence"),  # the carrier's own number
    _time("created_at"),
    _word(
        "delivery", null=True, length=20
    ),  # kept, note_held, note_sent, opened, delivered, not_delivered, not_read
    _time("read_at", null=True),  # staff opened it, or she did
    Index(None, "object_id", "created_at"),
    _few("ix_entries_unread", "object_id", "created_at", where=UNREAD),
    _few("ix_entries_unopened", "object_id", "created_at", where=UNOPENED),
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
    _ref("entry_id", "entries.id"),
    _word("kind", length=10),  # voice | photo
    _server("file", null=True),  # the carrier's file id, until fetched
    _sealed("body", null=True),
    _word("state", length=10),  # waiting | kept | lost
    _count("tries"),
    _time("next_at", null=True),
    _time("created_at"),
    Index(None, "entry_id"),
    Index(None, "state", "next_at"),
)

grants = Table(
    "grants",
    metadata,
    _id(),
    _loose("object_id"),
    _count("epoch"),
    _loose("holder_id"),  # staff member, or the recovery pair
    _server("holder"),  # proof that holder_id was written by us, bound to it
    _blob("sealed"),  # the private half of the epoch, sealed to the holder
    _time("created_at"),
    UniqueConstraint("object_id", "epoch", "holder_id"),
    Index(None, "holder_id"),
)

waiting = Table(
    "waiting",
    metadata,
    _id(),
    _ref("survivor_id", "survivors.id", null=True),
    _ref("contact_id", "contacts.id", null=True),  # null in the lane of complaints: no phone's
    _word("lane", length=10),  # thread | complaint
    _loose("complaint_id", null=True),  # whose data key seals it, in that lane
    _loose("entry_id", null=True),
    _server("body"),
    _time("created_at"),
    _time("expires_at"),
    _time("opened_at", null=True),
    _time("noted_at", null=True),  # the neutral note went out
    Index(None, "contact_id"),
    Index(None, "complaint_id"),
    Index(None, "expires_at"),
)

# --- complaints -----------------------------------------------------------------------------------

complaints = Table(  # a concern and a complaint are one row with a step; its own data key and pair
    "complaints",
    metadata,
    _id(),
    _blob("reference_mac", unique=True),
    _blob("pin_mac", null=True),
    _count("pin_tries"),
    _loose("survivor_id", null=True),  # null: a stranger's, or her own row is gone
    _loose("link_id", null=True),  # the link it was made from; a later one never sees it
    _loose("contact_id", null=True),
    _word("step", length=10),  # concern | complaint | review
    _word("state", length=20),
    _flag("safeguarding"),
    _loose("handler_id", null=True),  # who works on it
    _loose("decider_id", null=True),  # who decided: a review goes to somebody else
    _count("epoch"),
    _server("public"),
    _server("reference"),
    _server("language"),
    _server(
        "nation"
    ),  # of the advocate's employer, the Hub's where there is none: its working days
    _server("about"),  # who it is about, the name level, what would help: answered with buttons
    _server("subjects"),  # everybody named, and the organisations
    _server("excluded"),  # who is shut out, computed and added by two people
    _server("way_back", null=True),  # its own copy of channel and address
    _time("made_at"),
    _time("promised_at"),
    _time("acknowledged_at", null=True),
    _time("paused_at", null=True),
    _time("late_told_at", null=True),  # "this takes longer" was said for the promise now in force
    _time("decided_at", null=True),
    _time("closed_at", null=True),
    Index(None, "promised_at"),
    Index(None, "survivor_id"),
)

points = Table(
    "points",
    metadata,
    _id(),
    _ref("complaint_id", "complaints.id"),
    _word("area", length=20),
    _word("decision", null=True, length=20),
    _sealed("reason", null=True),
    _time("decided_at", null=True),
    Index(None, "complaint_id"),
)

holds = Table(  # legal or safeguarding: stops retention and erasure until a date
    "holds",
    metadata,
    _id(),
    _loose("object_id"),
    _word("kind", length=12),  # legal | safeguarding
    _server("reason"),
    _loose("made_by"),
    _time("made_at"),
    _time("until"),
    _time("ended_at", null=True),
    Index(None, "object_id"),
)

alerts = Table(  # crisis words, safeguarding: somebody on call, at once
    "alerts",
    metadata,
    _id(),
    _word("kind", length=20),  # crisis | safeguarding
    _loose("survivor_id", null=True),
    _loose("complaint_id", null=True),
    _server("category"),  # never the words
    _loose("staff_id", null=True),  # whom it is with now
    _server("asked"),  # who was asked before
    _time("made_at"),
    _time("next_at", null=True),  # then the next person is asked
    _loose("taken_by", null=True),
    _time("taken_at", null=True),
    _time("opens_until", null=True),  # the contact plan is open so long
    Index(None, "next_at"),
    Index(None, "staff_id"),
)

# --- meetings -------------------------------------------------------------------------------------

calendars = Table(  # an advocate's rules
    "calendars",
    metadata,
    _id("advocate_id"),
    _flag("at_once"),  # book at once; otherwise the advocate confirms
    _count("length_minutes"),
    _count("buffer_minutes"),
    _count("notice_hours"),
    _count("horizon_days"),
    _time("changed_at"),
)

hours = Table(
    "hours",
    metadata,
    _id(),
    _loose("advocate_id"),
    _count("weekday"),  # Monday is 0, Europe/London
    _count("from_minute"),
    _count("to_minute"),
    Index(None, "advocate_id"),
)

absences = Table(  # and exceptions: extra hours on one day
    "absences",
    metadata,
    _id(),
    _loose("advocate_id"),
    _word("kind", length=10),  # away | extra
    _time("starts_at"),
    _time("ends_at"),
    Index(None, "advocate_id", "ends_at"),
)

appointments = Table(
    "appointments",
    metadata,
    _id(),
    _loose("advocate_id"),
    _ref("survivor_id", "survivors.id"),
    _loose("contact_id", null=True),
    _time("starts_at"),
    _time("ends_at"),
    _word("zone", length=40),
    _word("state", length=12),  # asked | booked | cancelled | met | missed
    _server("how"),  # phone, in person, video; preferences as agreed; topic
    _server("place", null=True),
    _time("made_at"),
    _time("confirmed_at", null=True),
    _time("reminded_at", null=True),
    _loose("moved_to", null=True),
    Index(None, "advocate_id", "starts_at"),
    Index(None, "survivor_id"),
)

quarters = Table(  # double booking is impossible by this primary key
    "quarters",
    metadata,
    _loose("advocate_id"),
    _time("quarter"),  # quarter hours since 1970 UTC, buffers included
    _ref("appointment_id", "appointments.id"),
    PrimaryKeyConstraint("advocate_id", "quarter"),
    Index(None, "appointment_id"),
)

# --- in and out -----------------------------------------------------------------------------------

inbound = Table(
    "inbound",
    metadata,
    _word("source", length=64),
    _word("external", length=64),
    _time("at"),
    PrimaryKeyConstraint("source", "external"),
    Index(None, "at"),
)

parked = Table(
    "parked",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id"),
    _server("raw"),
    _word("fault", length=80),  # the error's class
    _count("revision"),
    _count("tries"),
    _time("at"),
    _time("next_at"),
    Index(None, "next_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", _TinyInt, primary_key=True, autoincrement=True, info={"class": "clear"}),
    _id("id", primary=False),
    _ref("contact_id", "contacts.id"),
    _word("cls", length=10),
    _server("payload"),
    _flag("fresh"),
    _loose("entry_id", null=True),
    _count("tries"),
    _time("not_before"),
    _time("not_after"),
    _time("created_at"),
    Index(None, "contact_id", "seq"),
)

timers = Table(
    "timers",
    metadata,
    _id(),
    _word("kind", length=20),
    _loose("subject_id"),
    _time("due_at"),
    UniqueConstraint("kind", "subject_id"),
    Index(None, "due_at"),
)

leases = Table(  # one worker polls, one worker runs retention
    "leases",
    metadata,
    _word("name", length=40),
    _loose("holder", null=True),
    _time("until"),
    _time("value"),
    PrimaryKeyConstraint("name"),
)

# --- staff ----------------------------------------------------------------------------------------

organisations = Table(
    "organisations",
    metadata,
    _id(),
    _server("name"),
    _server("nation"),
    _server("languages"),
    _loose("lead_id", null=True),  # complaints_lead: whom a handler elsewhere writes to
    _flag("hub"),
    _time("created_at"),
)

staff = Table(
    "staff",
    metadata,
    _id(),
    _ref("organisation_id", "organisations.id"),
    _blob("email_index", unique=True),
    _server("name"),
    _server("sms_name"),
    _server("email"),
    _server("phone", null=True),  # for the content-free SMS to the person on call
    _server("working_days"),
    _server("cohort", null=True),
    _word("state", length=10),  # invited | unverified | active | disabled
    _server("public", null=True),
    _server("totp", null=True),
    _count("totp_step"),
    _blob("salt", null=True),
    _word("kdf", null=True, length=40),
    _blob("verifier", null=True),
    _blob("wrapped", null=True),  # the private key under the passphrase
    _loose("invited_by", null=True),
    _loose("verified_by", null=True),
    _time("verified_at", null=True),
    _time("created_at"),
)

roles = Table(
    "roles",
    metadata,
    _ref("staff_id", "staff.id"),
    _word("role", length=20),
    _time("since"),
    PrimaryKeyConstraint("staff_id", "role"),
)

relations = Table(
    "relations",
    metadata,
    _id(),
    _ref("staff_id", "staff.id"),
    _server("body"),  # kind (line_manager | cover | related) and the other's id, bound to staff_id
    _time("since"),
    _time("ended_at", null=True),
    Index(None, "staff_id"),
)

rota = Table(
    "rota",
    metadata,
    _id(),
    _ref("staff_id", "staff.id"),
    _time("starts_at"),
    _time("ends_at"),
    Index(None, "starts_at"),
)

approvals = Table(
    "approvals",
    metadata,
    _id(),
    _word("kind", length=20),
    _server("proposal"),
    _loose("proposed_by"),
    _time("proposed_at"),
    _time("expires_at"),
    _loose("decided_by", null=True),
    _time("decided_at", null=True),
    _word("decision", null=True, length=10),
)

tasks = Table(
    "tasks",
    metadata,
    _id(),
    _word("kind", length=20),
    _loose("survivor_id", null=True),
    _loose("staff_id", null=True),  # whose task; null: the Hub's
    _server("detail", null=True),
    _flag("urgent"),
    _time("created_at"),
    _time("due_at", null=True),
    _time("done_at", null=True),
    _loose("done_by", null=True),
    Index(None, "staff_id", "done_at"),
    Index(None, "survivor_id"),
)

notices = Table(  # content-free e-mails to staff that wait to be sent
    "notices",
    metadata,
    _id(),
    _ref("staff_id", "staff.id"),
    _word("kind", length=20),  # new | priority | invitation
    _server("link", null=True),  # an invitation's link, until sent
    _count("tries"),
    _time("not_before"),
    _time("created_at"),
    Index(None, "not_before"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", _TinyInt, primary_key=True, autoincrement=True, info={"class": "clear"}),
    _id("id", primary=False),
    _time("at"),
    _loose("actor_id", null=True),
    _word("act", length=40),
    _loose("object_id", null=True),
    _loose("other_id", null=True),
    UniqueConstraint("id"),
    Index(None, "at"),
    Index(None, "object_id"),
)

audit_days = Table(
    "audit_days",
    metadata,
    _word("day", length=10),
    _blob("salt"),
    _blob("hash"),
    PrimaryKeyConstraint("day"),
)

complaint_days = Table(  # as audit_days, of what was done in complaints: a chain of its own
    "complaint_days",
    metadata,
    _word("day", length=10),
    _blob("salt"),
    _blob("hash"),
    PrimaryKeyConstraint("day"),
)

complaint_leaves = Table(  # what a sealed day still needs of acts that went with their complaint
    "complaint_leaves",
    metadata,
    _blob("leaf"),
    _word("day", length=10),
    _loose("gone_by"),  # the act by which they went, which vouches for them
    PrimaryKeyConstraint("leaf"),
    Index(None, "day"),
    Index(None, "gone_by"),
)

complaint_counts = Table(  # all that is left of complaints that had their time
    "complaint_counts",
    metadata,
    _id(),
    _word("month", length=7),  # in which they were closed
    _server("body"),  # counts by side, kind and value
    UniqueConstraint("month"),
)

erased = Table("erased", metadata, _id("owner_id"), _time("at"))


def column_classes() -> dict[str, ColumnClass]:
    """Return ``table.column`` → class for every column there is."""
    return {
        f"{table.name}.{column.name}": column.info["class"]
        for table in metadata.sorted_tables
        for column in table.columns
    }
