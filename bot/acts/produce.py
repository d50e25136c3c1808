"""What we hold of one person, as far as the server opens it: for a court, or as they ask for it.

The rules kept here (security.md 1 and 7): sealed words are counted and said to be sealed, never
opened; nothing that is about a complaint is in it, whether or not there is one, because what is
asked for in the name of a member of staff, or by way of them, must not tell of it: a complaint's
file comes from those who hold it. That it was produced is recorded.
"""

from collections.abc import Mapping

from bot.acts import holds, plans, relations, staff, survivors
from bot.acts.act import Act
from bot.acts.tasks import OF_COMPLAINTS
from bot.errors import Refused
from bot.proved import turns
from bot.routing import survivors_of
from bot.storage import audit, contacts, erasures, meetings, people, tasks
from bot.storage import survivors as survivor_rows

Produced = Mapping[str, object]

CLOSED = "Words are sealed to those named under readers. The server can't open them."
LEFT_OUT = (
    "Complaints are left out, whether or not there are any: those who hold one answer for it."
)


def survivor(act: Act, mark: str) -> Produced:
    """Return what we hold of a survivor, by the mark that the Hub's list shows."""
    found = [row for row in survivor_rows.everyone(act.conn) if row.id.hex().startswith(mark)]
    if len(found) != 1 or len(mark) < 8:  # noqa: PLR2004 - what the list shows
        raise Refused("unknown")
    survivor_id = found[0].id
    conn, vault = act.conn, act.vault
    her = survivors.describe(conn, vault, survivor_id)
    counted = erasures.counted(conn, survivor_id, act.now)
    key = act.key_of(survivor_id)
    body = {
        "about": "survivor",
        "case_name": her.case_name,
        "name": her.name,
        "language": her.language,
        "nation": her.nation,
        "advocate": _name(act, her.advocate_id),
        "since": her.created_at,
        "phones": [
            {
                "channel": row.channel,
                "address": vault.open("contacts.address", row.id, row.address, key).decode(),
                "standing": row.standing,
            }
            for row in contacts.of_survivor(conn, survivor_id)
        ],
        "contact_plan": dict(plans.read(conn, vault, survivor_id).lines),
        "meetings": [
            {"starts_at": row.starts_at, "ends_at": row.ends_at, "state": row.state}
            for row in meetings.of_survivor(conn, survivor_id)
        ],
        "messages": {"count": counted.messages, "first_at": counted.first_at, "words": CLOSED},
        "agreed_or_not": counted.agreed,
        "readers": [
            {"who": _name(act, holder), "since": since}
            for holder, since in erasures.readers(conn, survivor_id)
        ],
        "holds": [
            {"kind": one.kind, "until": one.until, "why": one.reason}
            for one in holds.of(conn, vault, survivor_id, act.now)
        ],
        "left_out": LEFT_OUT,
    }
    act.record("produced", survivor_id)
    return body


def member_of_staff(act: Act, email: str) -> Produced:
    """Return what we hold of a member of staff, by their e-mail address."""
    row = people.by_email(act.conn, act.vault.email_index(email))
    if row is None:
        raise Refused("unknown")
    one = staff.describe(act.conn, act.vault, row.id, act.now)
    theirs = [
        (it.kind, _name(act, it.other_id))
        for it in relations.declared(act.conn, act.vault, row.id, act.now)
    ]
    body = {
        "about": "staff",
        "name": one.name,
        "short_name": one.sms_name,
        "email": one.email,
        "phone": one.phone,
        "organisation": one.organisation_id.hex(),
        "working_days": one.working_days,
        "cohort": one.cohort,
        "state": one.state,
        "roles": sorted(one.roles),
        "verified_at": one.verified_at,
        "relations": [{"kind": kind, "with": other} for kind, other in sorted(theirs)],
        "caseload": len(survivors_of(act.conn, act.vault, row.id)),
        "on_call": [
            {"starts_at": turn.starts_at, "ends_at": turn.ends_at}
            for turn in turns(act.conn, act.vault, 0, act.now)
            if turn.staff_id == row.id
        ],
        "to_do": [
            {"kind": task.kind, "at": task.created_at}
            for task in tasks.of(act.conn, row.id)
            if not task.kind.startswith(OF_COMPLAINTS)
        ],
        "acts": [{"at": done.at, "act": done.act} for done in audit.of_actor(act.conn, row.id)],
        "left_out": LEFT_OUT,
    }
    act.record("produced", row.id)
    return body


def _name(act: Act, staff_id: bytes) -> str:
    """Name a holder; what is nobody of staff is the recovery pair."""
    row = people.get(act.conn, staff_id)
    if row is None:
        return "recovery key"
    return act.vault.open("staff.name", row.id, row.name).decode()
