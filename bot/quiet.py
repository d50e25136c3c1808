"""Quiet hours: when no note may go out, as she chose for this phone, by London's clocks."""

from datetime import timedelta

from bot import clocks

HOURS = {"night": (20, 9), "evening": (17, 9)}  # settings.quiet → no notes from, until


def hours_of(setting: str) -> tuple[int, int] | None:
    """Return from and until which hour no note goes out; None: at any hour one may."""
    return HOURS.get(setting or "night")


def quiet_until(setting: str, now: int) -> int:
    """Return when quiet hours that run now end; the moment itself where none run."""
    hours = hours_of(setting)
    if hours is None:
        return now
    local = clocks.local_time(now)
    start, end = hours
    if end <= local.hour < start:
        return now
    day = local.date() if local.hour < end else local.date() + timedelta(days=1)
    return clocks.moment(day, end)
