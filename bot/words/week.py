"""Days of the week as words in any language: ``Mon-Thu``, ``Mon, Wed``."""

from collections.abc import Collection

from bot.clock import DAY_MS
from bot.flows.says import Moment, Text

MONDAY = 1_795_435_200_000  # Monday 23 November 2026, noon in London
SPAN = 3  # fewer days are named one by one


def week(days: Collection[int]) -> Text:
    """Working days (Monday is 0) for a sentence."""
    named = sorted(days)
    if len(named) >= SPAN and named[-1] - named[0] == len(named) - 1:
        return Text(
            "words.days", "{first}-{last}", {"first": _day(named[0]), "last": _day(named[-1])}
        )
    said: Text | Moment = _day(named[0])
    for day in named[1:]:
        said = Text("words.and", "{one}, {two}", {"one": said, "two": _day(day)})
    return said if isinstance(said, Text) else Text("words.one", "{one}", {"one": said})


def _day(day: int) -> Moment:
    return Moment(MONDAY + day * DAY_MS, "weekday")
