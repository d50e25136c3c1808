"""The tables of complaints: the case, its points, what stops their end, and what is left."""

from sqlalchemy import Index, Table, UniqueConstraint

from bot.storage.tables.columns import (
    blob,
    count,
    flag,
    loose,
    metadata,
    moment,
    own_id,
    ref,
    sealed,
    server,
    word,
)

complaints = Table(  # a concern and a complaint are one row with a step; its own data key and pair
    "complaints",
    metadata,
    own_id(),
    blob("reference_mac", unique=True),
    blob("pin_mac", null=True),
    count("pin_tries"),
    loose("survivor_id", null=True),  # null: a stranger's, or her own row is gone
    loose("link_id", null=True),  # the link it was made from; a later one never sees it
    loose("contact_id", null=True),
    word("step", length=10),  # concern | complaint | review
    word("state", length=20),
    flag("safeguarding"),
    loose("handler_id", null=True),  # who works on it
    loose("decider_id", null=True),  # who decided: a review goes to somebody else
    count("epoch"),
    server("public"),
    server("reference"),
    server("language"),
    server("nation"),  # of the advocate's employer, the Hub's where there is none: its working days
    server("about"),  # who it is about, the name level, what would help: answered with buttons
    server("subjects"),  # everybody named, and the organisations
    server("excluded"),  # who is shut out, computed and added by two people
    server("way_back", null=True),  # its own copy of channel and address
    moment("made_at"),
    moment("promised_at"),
    moment("acknowledged_at", null=True),
    moment("paused_at", null=True),
    moment("late_told_at", null=True),  # "this takes longer" was said for the promise now in force
    moment("decided_at", null=True),
    moment("closed_at", null=True),
    Index(None, "promised_at"),
    Index(None, "survivor_id"),
)

points = Table(
    "points",
    metadata,
    own_id(),
    ref("complaint_id", "complaints.id"),
    word("area", length=20),
    word("decision", null=True, length=20),
    sealed("reason", null=True),
    moment("decided_at", null=True),
    Index(None, "complaint_id"),
)

holds = Table(  # legal or safeguarding: stops retention and erasure until a date
    "holds",
    metadata,
    own_id(),
    loose("object_id"),
    word("kind", length=12),  # legal | safeguarding
    server("reason"),
    loose("made_by"),
    moment("made_at"),
    moment("until"),
    moment("ended_at", null=True),
    Index(None, "object_id"),
)

complaint_counts = Table(  # all that is left of complaints that had their time
    "complaint_counts",
    metadata,
    own_id(),
    word("month", length=7),  # in which they were closed
    server("body"),  # counts by side, kind and value
    UniqueConstraint("month"),
)
