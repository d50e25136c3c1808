"""When a complaint is to be answered, and when she hears next: kept in it, and told to her.

The rules kept here: working days run from the first one after it was received, or asked for anew;
a complaint that takes long is told of midway, and again each time as many days later; a pause
takes no day away; nothing is promised sooner than the next working day.
"""

import json

from bot import clocks
from bot.acts.act import Act
from bot.acts.complaints_about import change_about
from bot.acts.complaints_entries import field, key_of
from bot.complaint_clocks import Rules, between
from bot.storage.complaints import ComplaintRow


def begin(act: Act, row: ComplaintRow) -> None:
    """Let its days begin anew: it is to be looked into, or looked at again."""
    change_about(act, row, since=act.now, answer_at=None)


def next_at(act: Act, rules: Rules, row: ComplaintRow) -> int:
    """Return when she hears next: of the answer, or midway of how it stands."""
    nation = _nation(act, row)
    due = max(_answer_at(act, rules, row), rules.by(act.now, nation, 1))
    if row.step == "complaint":
        due = min(due, rules.by(act.now, nation, rules.clocks.update))
    return due


def put_off(act: Act, rules: Rules, row: ComplaintRow, days: int) -> None:
    """Let the answer come so many working days later."""
    due = max(_answer_at(act, rules, row), act.now)
    change_about(act, row, answer_at=rules.by(due, _nation(act, row), days))


def missed(act: Act, rules: Rules, row: ComplaintRow, told_at: int) -> None:
    """Let the answer come no sooner than the day that she is told now, after another was missed."""
    change_about(act, row, answer_at=max(_answer_at(act, rules, row), told_at))


def go_on(act: Act, rules: Rules, row: ComplaintRow) -> None:
    """Give back the days that were left when it was paused."""
    if row.paused_at is None:
        return
    nation, paused = _nation(act, row), clocks.local_date(row.paused_at)
    due = clocks.local_date(_answer_at(act, rules, row))
    left = max(between(paused, due, rules.holidays.of(nation)), 1)
    change_about(act, row, answer_at=rules.by(act.now, nation, left))


def _answer_at(act: Act, rules: Rules, row: ComplaintRow) -> int:
    about = json.loads(field(act.vault, row, "about", key_of(act.vault, row)))
    since: int = about.get("since") or row.made_at
    kept: int | None = about.get("answer_at")
    return kept or rules.answer_by(since, _nation(act, row), row.step)


def _nation(act: Act, row: ComplaintRow) -> str:
    return field(act.vault, row, "nation", key_of(act.vault, row))
