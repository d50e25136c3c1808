"""What a turn decides about meetings, done in its unit.

The rule kept here: a time belongs to one person by primary key; who is a moment too late is told
so by the same conversation, run again on what is true now.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot import clocks
from bot.acts import meetings
from bot.acts.meetings import Wanted
from bot.acts.tasks import notify
from bot.clock import HOUR_MS
from bot.errors import Conflict
from bot.flows import effects as do
from bot.flows.effects_meeting import BookMeeting, CancelMeeting, ChooseForMe, KeepWishes
from bot.perform.tasks import diary_of, raise_task
from bot.turning import Turning

BEFORE_IT_MS = 2 * HOUR_MS
"""A yes or no is due so long before the time that it is about, however late the day promised."""


def _book(turning: Turning, effect: BookMeeting) -> None:
    diary, survivor_id = diary_of(turning), turning.contact.survivor_id
    if survivor_id is None or not diary.is_free(effect.at):
        raise Conflict
    wishes = {**diary.wishes, **dict(effect.wishes)}
    if effect.wishes or not diary.wishes:
        wishes = meetings.keep_wishes(turning.act, survivor_id, dict(effect.wishes))
    answer_by = min(clocks.moment(diary.confirm_day(), clocks.CLOSES), effect.at - BEFORE_IT_MS)
    wanted = Wanted(survivor_id, effect.at, effect.how, wishes, turning.contact.id, answer_by)
    old, rules = diary.next, diary.calendar.rules
    if effect.moves and old is not None:
        meetings.move(turning.act, old.id, wanted, rules)
    else:
        meetings.ask(turning.act, wanted, rules)
    turning.result.wake = True


def _cancel(turning: Turning, _effect: CancelMeeting) -> None:
    meeting = diary_of(turning).next
    if meeting is not None:
        meetings.cancel(turning.act, meeting.id)
        turning.result.wake = True


def _choose_for_me(turning: Turning, effect: ChooseForMe) -> None:
    survivor_id = turning.contact.survivor_id
    if survivor_id is None:
        raise Conflict
    if effect.wishes:
        meetings.keep_wishes(turning.act, survivor_id, dict(effect.wishes))
    raise_task(turning, "meeting_choose", detail=effect.how)


def _keep_wishes(turning: Turning, effect: KeepWishes) -> None:
    if turning.contact.survivor_id is not None:
        meetings.keep_wishes(turning.act, turning.contact.survivor_id, dict(effect.wishes))


def _tell_cover(turning: Turning, _effect: do.TellCover) -> None:
    cover = diary_of(turning).cover_id
    if cover is not None:
        notify(turning.act, cover, "new")


PERFORM_BOOKING: Mapping[type, Callable[[Turning, Any], None]] = MappingProxyType(
    {
        BookMeeting: _book,
        CancelMeeting: _cancel,
        ChooseForMe: _choose_for_me,
        KeepWishes: _keep_wishes,
        do.TellCover: _tell_cover,
    }
)
