"""Everything said and done in a complaint, in the order in which it was.

The rule kept here: who opened it is recorded, and not told here; what a handler did with a form
stands as a line, what was said stands in a bubble.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.acts import complaints_said
from bot.acts.act import Act
from bot.acts.complaints_case import Case
from bot.acts.complaints_said import Acknowledged, Did, GoesOn, Late, Outcome, Update
from bot.acts.sealing import File, Shown
from bot.console.complaint_sayings import (
    AREAS,
    CALL,
    DID,
    MARKS,
    OF_SHUTTING_OUT,
    OUTCOMES,
    REMEDIES,
    SAID,
    STEPS_TAKEN,
)
from bot.console.pages import day
from bot.console.sayings import DELIVERY
from bot.storage import audit

SIDES: Final = {"words": "received", "answer": "received", "question": "sent", "reply": "sent"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the timeline: words in a bubble, or (``side`` is empty) a line."""

    at: int
    side: str
    who: str
    words: str | None = field(repr=False)
    language: str = ""
    delivery: str = ""
    mark: str = ""
    files: tuple[File, ...] = ()
    entry: bytes = b""
    new_day: bool = False


def timeline(act: Act, case: Case, known: Mapping[bytes, str], me: bytes) -> tuple[Item, ...]:
    """Everything said and done, the oldest first."""
    who = {**known, me: "You"}
    found = [_entry(one, who) for one in case.entries]
    for row in audit.of_object(act.conn, case.line.id):
        says = STEPS_TAKEN.get(row.act)
        if says is None or (row.act == "complaint_grant" and row.at == case.line.made_at):
            continue  # who held it from the beginning stands among the readers
        if row.act in OF_SHUTTING_OUT and row.other_id == me:
            continue  # as on the Approvals page: not to whom it is about
        actor = who.get(row.actor_id or b"", "The service")
        other = who.get(row.other_id or b"", "")
        if "{other}" in says and not other:
            continue  # a pair of keys on paper: it stands there too
        found.append(Item(row.at, "", "", says.format(who=actor, other=other)))
    found.sort(key=lambda item: (item.at, item.words != STEPS_TAKEN["complaint_made"], item.side))
    shown: list[Item] = []
    for item in found:
        if shown and not item.side and shown[-1] == replace(item, new_day=shown[-1].new_day):
            continue  # one call for each of several holders: it was asked once
        fresh = not shown or day(shown[-1].at) != day(item.at)
        shown.append(replace(item, new_day=fresh))
    return tuple(shown)


def written_by(case: Case, me: bytes) -> Iterator[tuple[str, str]]:
    """What one person of staff wrote to them, with its language, the newest first."""
    for one in reversed(case.entries):
        if one.author_id != me or one.words is None or one.kind == "internal":
            continue
        if one.kind != "system":
            yield one.words.body.decode(), one.words.language
            continue
        said = complaints_said.read(one.words.body)
        if isinstance(said, Update | Outcome) and said.text:
            yield said.text, said.language


def _entry(one: Shown, who: Mapping[bytes, str]) -> Item:
    author = who.get(one.author_id, "Somebody who left") if one.author_id else "They"
    delivery = DELIVERY.get(one.delivery or "", "")
    mark = MARKS.get(one.mark or "", "")
    if one.words is None:
        side = SIDES.get(one.kind, "internal")
        return Item(one.created_at, side, author, None, delivery=delivery, mark=mark)
    if one.kind == "system":
        words, told = _system(one.words.body, who, one.author_id)
        side = "sent" if told else ""
        words = f"{words}. {mark}" if mark and not told else words
        return Item(one.created_at, side, author, words, "en", delivery if told else "")
    return Item(
        one.created_at,
        SIDES.get(one.kind, "internal"),
        _by(one, author),
        one.words.body.decode(),
        one.words.language,
        delivery,
        mark,
        one.files,
        one.id,
    )


def _by(one: Shown, author: str) -> str:
    kinds = {
        "answer": "Their answer",
        "question": f"A question of {author}" if author != "You" else "Your question",
        "internal": f"Note by {author}" if author != "You" else "Your note",
    }
    if one.mark == "letter":
        return f"Letter of {author}" if author != "You" else "Your letter"
    return kinds.get(one.kind, author)


def _system(body: bytes, who: Mapping[bytes, str], author_id: bytes | None) -> tuple[str, bool]:
    """A sentence of the service's own; whether it is the answer, which stands in a bubble."""
    match complaints_said.read(body):
        case Did(did, when, number):
            where = number or "no number: write to them, and ask for one"
            return DID.get(did, did).format(when=CALL.get(when, ""), number=where), False
        case Acknowledged(name, by):
            name = name or who.get(author_id or b"", "somebody")
            return SAID["acknowledged"].format(name=name, day=day(by)), False
        case Late(by):
            return SAID["late"].format(day=day(by)), False
        case GoesOn(by):
            return SAID["goes_on"].format(day=day(by)), False
        case Update(text, _, by):
            return f"{text}\n{SAID['update'].format(day=day(by))}", True
        case Outcome(points, remedies, text):
            lines = [
                f"{AREAS.get(area, area)}: {OUTCOMES.get(decision, decision).lower()}"
                for area, decision in points
            ]
            if remedies:
                done = ", ".join(REMEDIES.get(one, one) for one in remedies)
                lines.append(f"What is done: {done}")
            return "\n".join([*lines, text]), True
