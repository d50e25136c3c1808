"""The list beside a complaint: about whom, from whom, whose working days, how long it is kept."""

from collections.abc import Mapping

from bot.acts import complaints_over
from bot.acts.complaints_case import Case
from bot.acts.complaints_over import Rule
from bot.clock import DAY_MS
from bot.console.call import Call
from bot.console.complaint_queue import handler_of
from bot.console.complaint_sayings import (
    ABOUT,
    BEHALF,
    HELPS,
    LEVELS,
    SOURCES,
)
from bot.console.pages import day
from bot.console.sayings import NATIONS
from bot.storage.complaints import ComplaintRow


def summary(
    call: Call, case: Case, about: list[str], theirs: tuple[str, ...], known: Mapping[bytes, str]
) -> list[tuple[str, str]]:
    """What a handler wants to know at a glance; what is empty is left out."""
    named = f": {', '.join(about)}" if about and case.about in {"advocate", "person"} else ""
    rows = [
        ("About", ABOUT.get(case.about, case.about) + named),
        ("From", ", ".join(theirs)),
        ("Name", LEVELS.get(case.level, "")),
        ("For", BEHALF.get(case.behalf, "")),
        ("Came from", SOURCES.get(case.source, "")),
        ("Would help", ", ".join(HELPS.get(one, one) for one in case.help)),
        ("Made", day(case.line.made_at)),
        ("Working days of", NATIONS.get(case.nation, "")),
        ("Handled by", handler_of(call, case.line.handler_id, known) or "Nobody yet"),
        ("Six digits", _pin(case)),
    ]
    return [(name, value) for name, value in rows if value]


def kept(call: Call, row: ComplaintRow) -> str:
    """Until when it is kept, or for how long once it is over."""
    rule = Rule.of(call.desk.content)
    until = complaints_over.kept_until(rule, row)
    if until is None:
        return f"{rule.keeping.months(row.step)} months after it is closed"
    gone = f"gone on {day(until + rule.going_days * DAY_MS)} with everything in it"
    return f"Until {day(until - 1)}, {gone}" if until > call.now else f"Going: {gone}"


def _pin(case: Case) -> str:
    if case.pin_closed:
        return "Closed after five wrong tries"
    return "Chosen: any phone can read and add" if case.has_pin else "None"
