"""What the Hub has to look at again: pages about rights, numbers and the rest, by file and date.

The rule kept here: an old page is never shown as new; a help number is never withheld (A3 rule 37).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from aiohttp import web

from bot.clocks import local_date
from bot.console.call import Call
from bot.console.table import page
from bot.content import Content
from bot.flows.rights_pages import DUE_DAYS, OLD_DAYS
from bot.roles import HUB
from bot.words.review import due

RIGHTS: Final = "rights/"


@dataclass(frozen=True, slots=True)
class Due:
    """One page about rights: its file, its date, and what people see of it now."""

    file: str
    title: str
    checked: date
    seen: str


def pages_due(content: Content, today: date) -> list[Due]:
    """Every page that was checked 150 days ago or more, the oldest first."""
    return [
        Due(
            file=f"config/{RIGHTS}{topic.id}.toml",
            title=topic.title.english,
            checked=topic.checked,
            seen=_seen(topic.age(today), dated=any("dated" in one.marks for one in topic.cards)),
        )
        for topic in content.rights.due(today)
    ]


def _seen(age: int, *, dated: bool) -> str:
    if age < OLD_DAYS:
        return "Shown as before."
    if dated:
        return "Withheld where law that changes is on it."
    return "Not offered; opens under a warning."


@page("GET", "/hub/content", who=HUB)
async def show(call: Call) -> web.StreamResponse:
    """What is due, with the file to edit and the date in it."""
    content, today = call.desk.content, local_date(call.now)
    others = [line for line in due(content, today) if not line.startswith(RIGHTS)]
    return call.page(
        "content.html",
        pages=pages_due(content, today),
        others=others,
        topics=len(content.rights.topics),
        due_days=DUE_DAYS,
        old_days=OLD_DAYS,
    )
