"""Moments as a person reads them: London's clock, her language's names of days and months.

Nothing here is a date in figures alone: 3/12 is two different days in two languages.
"""

from datetime import datetime

from babel import Locale
from babel.dates import format_datetime, format_skeleton

from bot.clock import MINUTE_MS
from bot.clocks import local_time
from bot.flows.says import Moment
from bot.words.languages import Language

KEPT = 4096  # formatting costs 30 microseconds; the same day is shown to many


class Moments:
    """The moments of one language, formatted once each."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._locale = Locale.parse(language.locale)
        self._shown: dict[tuple[int, str], str] = {}

    def show(self, moment: Moment) -> str:
        """``Tue 1 Dec``, ``2:05 pm``, or both with the language's own join."""
        key = (moment.at // MINUTE_MS, moment.style)
        shown = self._shown.get(key)
        if shown is None:
            if len(self._shown) >= KEPT:
                self._shown.clear()
            shown = self._shown[key] = self._format(moment)
        return shown

    def _format(self, moment: Moment) -> str:
        local = local_time(moment.at)
        if moment.style == "weekday":
            return self._pattern(local, "EEE")
        if moment.style == "date" and self._language.date:
            return self._pattern(local, self._language.date)
        if moment.style == "date":
            return format_skeleton("yMMMd", local, locale=self._locale)
        day = self._pattern(local, self._language.day)
        clock = self._language.clock
        if clock.endswith(" a") and local.minute == 0:
            clock = clock.replace(":mm", "")  # "2 pm": six characters less on every list of slots
        time = self._pattern(local, clock)
        if moment.style == "day":
            return day
        if moment.style == "time":
            return time
        return self._language.both.replace("{day}", day).replace("{time}", time)

    def _pattern(self, local: datetime, pattern: str) -> str:
        # CLDR puts a narrow no-break space before "pm", which takes a text out of the SMS alphabet.
        return format_datetime(local, pattern, locale=self._locale).replace("\u202f", " ")
