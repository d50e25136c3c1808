"""What a turn asks of staff: a task for her advocate, or the Hub's where there is none."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.acts import tasks
from bot.clock import HOUR_MS
from bot.diary import Diary
from bot.errors import Conflict
from bot.flows import effects as do
from bot.routing import NOBODY, survivor
from bot.storage import links
from bot.storage import tasks as rows
from bot.turning import Turning


def diary_of(turning: Turning) -> Diary:
    """Open the diary of the person this phone stands for.

    Raises:
        Conflict: there is none any more; the unit runs again and finds a stranger.
    """
    contact = turning.contact
    link = None if contact.survivor_id is None else links.find(turning.conn, contact.survivor_id)
    if link is None:
        raise Conflict
    return Diary(
        turning.conn, turning.vault, turning.service.content, link, contact.key, turning.now
    )


def raise_task(
    turning: Turning,
    kind: str,
    *,
    detail: str = "",
) -> None:
    """Ask her advocate to do something; the Hub, where there is nobody."""
    tasks.raise_for(
        turning.conn,
        turning.vault,
        kind,
        survivor_id=turning.contact.survivor_id,
        detail=detail,
        now=turning.now,
    )
    turning.result.wake = True


def ask_for_call(turning: Turning, when: str) -> None:
    """Ask for a call, where she can't say of whom: of somebody who is there."""
    _ask(turning, when, _who_is_there(turning))


def _call_me(turning: Turning, effect: do.CallMe) -> None:
    of = _hers(turning) if effect.whose == "advocate" else None
    _ask(turning, effect.when, diary_of(turning).cover_id if effect.whose == "cover" else of)


def _who_is_there(turning: Turning) -> bytes | None:
    """Her advocate; else who covers; where both are away None: the Hub finds somebody."""
    diary = diary_of(turning)
    return _hers(turning) if diary.back_on is None else diary.there_id


def _hers(turning: Turning) -> bytes | None:
    """Her advocate, by what we sealed; None where that is nobody."""
    about = turning.contact.survivor_id
    her = None if about is None else survivor(turning.conn, turning.vault, about)
    return None if her is None or her.advocate_id == NOBODY else her.advocate_id


def _ask(turning: Turning, when: str, of: bytes | None) -> None:
    """Ask somebody for a call, None: the Hub.

    The same again within the hour, while it still is to do, is no other task: anybody can ring
    under her number, and a list of a thousand such lines would hide all others.
    """
    about = turning.contact.survivor_id
    fresh = [
        row
        for row in rows.of_survivor(turning.conn, about, ("call_me",))
        if row.created_at > turning.now - HOUR_MS and row.staff_id == of
    ]
    if when not in {tasks.detail_of(turning.conn, turning.vault, row) for row in fresh}:
        tasks.raise_task(turning.act, "call_me", survivor_id=about, staff_id=of, detail=when)
        turning.result.wake = True


def _raise_task(turning: Turning, effect: do.RaiseTask) -> None:
    if not effect.urgent:
        raise_task(turning, effect.kind)
        return
    there, about = _who_is_there(turning), turning.contact.survivor_id
    tasks.raise_task(turning.act, effect.kind, survivor_id=about, staff_id=there, urgent=True)
    turning.result.wake = True


PERFORM_TASKS: Mapping[type, Callable[[Turning, Any], None]] = MappingProxyType(
    {do.CallMe: _call_me, do.RaiseTask: _raise_task}
)
