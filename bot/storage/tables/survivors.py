"""The tables of survivors and their phones: what they agreed to, and how they are reached."""

from typing import Final

from sqlalchemy import Index, Table

from bot.storage.tables.columns import (
    blob,
    count,
    few,
    flag,
    loose,
    metadata,
    moment,
    own_id,
    ref,
    server,
    word,
)

FAILING: Final = "failed_days > 0"
"""Of ``contacts``: phones that could not be reached. A query says it in the same letters."""

survivors = Table(
    "survivors",
    metadata,
    own_id(),
    loose("advocate_id"),  # for queries; who it is, is what we sealed:
    server("advocate", null=True),
    server("case_name"),  # the advocate's alias for her
    server("name", null=True),  # behind "show" in the console
    server("language"),
    server("nation"),
    server("staff_words"),  # two words by which both recognise each other
    server("preferences", null=True),  # how she likes to meet: asked once, offered as one line
    moment("erase_at", null=True),  # she asked for everything to be erased: when it will be
    moment("created_at"),
    moment("ended_at", null=True),
    Index(None, "advocate_id"),
)

contacts = Table(
    "contacts",
    metadata,
    own_id(),
    word("channel", length=10),
    blob("address_index", unique=True),
    server("address"),
    ref("survivor_id", "survivors.id", null=True),
    loose(
        "link_id", null=True
    ),  # drawn at each linking: a complaint belongs to one link, not to a phone
    word("standing", length=10),  # open | locked | asleep | frozen
    flag("stopped"),
    server("language", null=True),
    server("settings", null=True),  # quiet hours, note length, who uses this phone, danger display
    server("state", null=True),
    count("revision"),
    blob("word_mac", null=True),
    count("word_tries"),  # wrong words while locked; by text, wrong numbers: see bot/tries.py
    moment("word_tried_at", null=True),
    moment("heard_at"),
    moment("thread_at", null=True),  # last did what her advocate sees; by this alone links sleep
    moment("hushed_at", null=True),  # the locked line was said, at most once a quarter of an hour
    moment("adult_at", null=True),  # said "18 or over"
    moment("sending_until", null=True),  # the sending lease
    loose("sending_by", null=True),
    moment("retry_at", null=True),  # a temporary failure makes the contact wait
    count("failed_days"),  # days with a permanent delivery failure (links sleep after two and 90 d)
    moment("failed_at", null=True),
    word("card", null=True, length=64),  # the living card's message id
    word("unsaid", null=True, length=10),  # what went too late to be sent: step | kept
    flag("covered"),  # that card shows the curtain, or there is nothing left to hide
    moment("created_at"),
    Index(None, "survivor_id"),
    Index(None, "heard_at"),
    few("ix_contacts_failing", "thread_at", where=FAILING),
)

ledger = Table(
    "ledger",
    metadata,
    own_id(),
    ref("contact_id", "contacts.id"),
    word("message", length=64),
    word("kind", length=10),  # card | note | ours | theirs | sms
    loose("entry_id", null=True),
    moment("sent_at"),
    Index(None, "contact_id"),
    Index(None, "message"),
)

consents = Table(
    "consents",
    metadata,
    own_id(),
    ref("survivor_id", "survivors.id"),
    word("kind", length=20),  # notes | reminders
    flag("given"),
    word("version", length=64),  # hash of the text that was shown
    moment("at"),
    Index(None, "survivor_id"),
)

contact_plans = Table(
    "contact_plans",
    metadata,
    own_id("survivor_id"),
    loose("contact_id", null=True),  # where we write
    server("plan"),
    moment("changed_at"),
)

invites = Table(
    "invites",
    metadata,
    own_id(),
    word("kind", length=10),  # survivor | staff | again
    loose("subject_id"),  # the survivor, or the staff member invited
    loose("made_by", null=True),
    blob("code_mac", unique=True),
    blob("link_mac", null=True, unique=True),  # the deep link of the same invite
    blob("proof", null=True),  # a MAC of whom it leads to, who made it and what opens it
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
    moment("revoked_at", null=True),
    loose("contact_id", null=True),
    Index(None, "subject_id"),
)
