"""Writes the data map of docs/dpia.md from the tables themselves: ``python -m tools.data_map``.

The rule kept here: every table and every column is on the map, with its class; a test compares.
"""

import sys
from pathlib import Path

from bot.storage.tables.columns import metadata

PAGE = Path(__file__).resolve().parents[1] / "docs" / "dpia.md"
BEGIN, END = "<!-- data map: begins -->", "<!-- data map: ends -->"

PURPOSES = {
    "absences": ("advocates", "when an advocate is away", "as the calendar"),
    "alerts": ("survivors, staff", "somebody on call is asked at once", "24 months"),
    "appointments": ("survivors, advocates", "meetings", "with the thread"),
    "approvals": ("staff", "what takes two people", "24 months"),
    "attachments": ("survivors", "voice notes and photos", "with the thread"),
    "audit": (
        "staff, survivors (ids)",
        "who opened, granted, changed what",
        "24 months; grants: as the thread",
    ),
    "audit_days": ("nobody", "sealed days, so that a change shows", "24 months"),
    "calendars": ("advocates", "rules for meetings", "as employed"),
    "complaint_counts": ("nobody", "counts by month, when complaints have gone", "as statistics"),
    "complaint_days": ("nobody", "as `audit_days`, of acts in complaints", "24 months"),
    "complaint_leaves": ("nobody", "what a day needs of acts that have gone", "24 months"),
    "complaints": (
        "survivors, strangers, staff",
        "concerns and complaints",
        "12 / 24 months + 7 d",
    ),
    "consents": ("survivors", "what was agreed to, with the text's hash", "with the survivor"),
    "contact_plans": ("survivors", "how it is safe to reach her", "with the survivor"),
    "contacts": ("survivors, strangers", "one address and its conversation", "24 h / link"),
    "entries": ("survivors, staff", "words, sealed to those entitled", "180 d / 90 d after"),
    "erased": ("survivors (ids)", "so that no backup brings anybody back", "60 days"),
    "grants": ("staff", "who can open which epoch", "with the thread"),
    "holds": ("survivors", "a legal or safeguarding hold", "until its date"),
    "hours": ("advocates", "weekly hours", "as employed"),
    "inbound": ("nobody (carriers' ids)", "a repeated webhook changes nothing", "7 days"),
    "invites": ("survivors, staff", "invitations, only as MACs", "72 h / 14 days, then the fact"),
    "keys": ("survivors", "data keys, wrapped: erasing one erases a person", "with the survivor"),
    "leases": ("nobody", "one worker polls; times of the last backup and round", "always"),
    "ledger": ("survivors", "message ids on a phone, to be deleted", "30 days"),
    "notices": ("staff", "content-free notices that wait", "until sent"),
    "organisations": ("organisations", "who employs whom", "as in the pilot"),
    "outbox": ("survivors", "what is to be sent", "10 / 60 minutes, 48 h"),
    "parked": ("survivors", "what our own code failed on", "48 h, then sealed"),
    "points": ("survivors, staff", "a complaint's areas and decisions", "with the complaint"),
    "quarters": ("advocates", "no double booking", "with the meeting"),
    "recoveries": ("officers", "public halves of recovery keys", "always"),
    "relations": ("staff", "line managers, cover, conflicts", "24 months after the end"),
    "roles": ("staff", "who may do what", "as employed"),
    "rota": ("staff", "who is on call", "24 months"),
    "staff": ("staff", "sign-in and keys", "as employed"),
    "survivors": ("survivors", "who is supported by whom", "90 days after the end"),
    "tasks": ("survivors, staff", "what a person has to do", "with the survivor"),
    "threads": ("survivors", "the public half of a thread's keys", "with the survivor"),
    "timers": ("survivors (ids)", "what begins later", "until it fires"),
    "waiting": ("survivors", "text not shown to her yet", "7 days"),
}


def table() -> str:
    """Return the map as a Markdown table."""
    lines = [
        "| table | about whom | what for | how long | clear | server-readable | sealed to people |",
        "|---|---|---|---|---|---|---|",
    ]
    for found in sorted(metadata.tables.values(), key=lambda one: one.name):
        whom, why, long = PURPOSES[found.name]
        columns = {
            kind: ", ".join(
                f"`{column.name}`" for column in found.columns if column.info["class"] == kind
            )
            for kind in ("clear", "server", "sealed")
        }
        cells = (f"`{found.name}`", whom, why, long, *(value or "-" for value in columns.values()))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def page(text: str) -> str:
    """Return the page with the map as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
