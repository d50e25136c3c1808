"""The clock of a complaint in words: ``3 of 5 working days, due Thu 26 Nov``. Pure.

The rule kept here: only working days count, the first is the one after it began, and a day is over
when the office closes, as in the promise itself.
"""

from collections.abc import Collection
from datetime import date

from bot import clocks
from bot.clocks import local_date
from bot.complaint_clocks import between


def in_words(since: int, promised_at: int, now: int, holidays: Collection[date]) -> str:
    """Say how far a promise is, from the moment the work on it began."""
    began, due, today = local_date(since), local_date(promised_at), local_date(now)
    if now > promised_at:
        over = between(due, today, holidays)
        days = {0: "due today, the day is over", 1: "1 working day late"}
        return f"{days.get(over, f'{over} working days late')}, was due {short(promised_at)}"
    total, passed = between(began, due, holidays), between(began, today, holidays)
    when = "due today" if due == today else f"due {short(promised_at)}"
    return f"{passed} of {total} working days, {when}"


def short(at: int) -> str:
    """``Thu 26 Nov``, never broken over two lines."""
    local = clocks.local_time(at)
    return f"{local:%a}\N{NO-BREAK SPACE}{local.day}\N{NO-BREAK SPACE}{local:%b}"
