"""Quiet hours: when no note may go out, as she chose for this phone, by London's clocks."""

from datetime import timedelta

from bot import clocks

HOURS = {"night": (20, 9), "evening": (17, 9)}  # settings.quiet → no notes from, until


def quiet_until(setting: str, now: int) -> int:
    """Return when quiet hours that run now end; the moment itself where none run."""
    hours = HOURS.get(setting or "night")
    if hours is None:
        return now
    local = clocks.local_time(now)
    start, end = hours
    if end <= local.hour < start:
        return now
    day = local.date() if local.hour < end else local.date() + timedelta(days=1)
    return clocks.moment(day, end)
