"""The tables of what staff have to do: alerts, the rota, approvals, tasks and notices."""

from sqlalchemy import Index, Table

from bot.storage.tables.columns import (
    count,
    flag,
    loose,
    metadata,
    moment,
    own_id,
    ref,
    server,
    word,
)

alerts = Table(  # crisis words, safeguarding: somebody on call, at once
    "alerts",
    metadata,
    own_id(),
    word("kind", length=20),  # crisis | safeguarding
    loose("survivor_id", null=True),
    loose("complaint_id", null=True),
    server("category"),  # never the words
    loose("staff_id", null=True),  # whom it is with now
    server("asked"),  # who was asked; who took it, and until when it opens
    moment("made_at"),
    moment("next_at", null=True),  # then the next person is asked
    loose("taken_by", null=True),
    moment("taken_at", null=True),
    moment("opens_until", null=True),  # for queries; how long the contact plan is open is sealed
    Index(None, "next_at"),
    Index(None, "staff_id"),
)

rota = Table(
    "rota",
    metadata,
    own_id(),
    ref("staff_id", "staff.id"),
    moment("starts_at"),
    moment("ends_at"),
    server("proof", null=True),  # that we put them on call from then to then: see bot/proved.py
    Index(None, "starts_at"),
)

approvals = Table(
    "approvals",
    metadata,
    own_id(),
    word("kind", length=20),
    server("proposal"),
    server("proof", null=True),  # of what kind it is, and who proposed it
    loose("proposed_by"),
    moment("proposed_at"),
    moment("expires_at"),
    loose("decided_by", null=True),
    moment("decided_at", null=True),
    word("decision", null=True, length=10),
)

tasks = Table(
    "tasks",
    metadata,
    own_id(),
    word("kind", length=20),
    loose("survivor_id", null=True),
    loose("staff_id", null=True),  # whose task; null: the Hub's
    server("detail", null=True),
    flag("urgent"),
    moment("created_at"),
    moment("due_at", null=True),
    moment("done_at", null=True),
    loose("done_by", null=True),
    Index(None, "staff_id", "done_at"),
    Index(None, "survivor_id"),
)

notices = Table(  # content-free e-mails to staff that wait to be sent
    "notices",
    metadata,
    own_id(),
    ref("staff_id", "staff.id"),
    word("kind", length=20),  # new | priority | invitation
    server("link", null=True),  # an invitation's link, until sent
    count("tries"),
    moment("not_before"),
    moment("created_at"),
    Index(None, "not_before"),
)
