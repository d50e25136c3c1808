"""The tables of meetings: when an advocate can be met, and what was booked."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

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

calendars = Table(  # an advocate's rules
    "calendars",
    metadata,
    own_id("advocate_id"),
    flag("at_once"),  # book at once; otherwise the advocate confirms
    count("length_minutes"),
    count("buffer_minutes"),
    count("notice_hours"),
    count("horizon_days"),
    moment("changed_at"),
)

hours = Table(
    "hours",
    metadata,
    own_id(),
    loose("advocate_id"),
    count("weekday"),  # Monday is 0, Europe/London
    count("from_minute"),
    count("to_minute"),
    Index(None, "advocate_id"),
)

absences = Table(  # and exceptions: extra hours on one day
    "absences",
    metadata,
    own_id(),
    loose("advocate_id"),
    word("kind", length=10),  # away | extra
    moment("starts_at"),
    moment("ends_at"),
    Index(None, "advocate_id", "ends_at"),
)

appointments = Table(
    "appointments",
    metadata,
    own_id(),
    loose("advocate_id"),
    ref("survivor_id", "survivors.id"),
    loose("contact_id", null=True),
    moment("starts_at"),
    moment("ends_at"),
    word("zone", length=40),
    word("state", length=12),  # asked | booked | cancelled | met | missed
    server("how"),  # phone, in person, video; preferences as agreed; topic
    server("place", null=True),
    moment("made_at"),
    moment("confirmed_at", null=True),
    moment("reminded_at", null=True),
    loose("moved_to", null=True),
    Index(None, "advocate_id", "starts_at"),
    Index(None, "survivor_id"),
)

quarters = Table(  # double booking is impossible by this primary key
    "quarters",
    metadata,
    loose("advocate_id"),
    moment("quarter"),  # quarter hours since 1970 UTC, buffers included
    ref("appointment_id", "appointments.id"),
    PrimaryKeyConstraint("advocate_id", "quarter"),
    Index(None, "appointment_id"),
)
