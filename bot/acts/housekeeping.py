"""What the service does by itself to keep links and ceremonies as they ought to be."""

from bot.acts import link, officers, tasks
from bot.acts.act import Act
from bot.clock import DAY_MS
from bot.storage import sleepers

WARNING_DAYS = 7
BATCH = 25


def keep_house(act: Act, *, silent_days: int, failure_days: int) -> int:
    """Do a batch of what is due; return how much it was, so that it is run until nothing is.

    Ceremonies that ran out; links that sleep, with a task for the advocate a week before, which
    ends when she is heard again, and one after.
    """
    done = officers.forget_expired(act)
    soon = act.now - (silent_days - WARNING_DAYS) * DAY_MS
    for _, survivor_id in sleepers.unwarned(act.conn, soon, failure_days, BATCH):
        tasks.raise_for(act.conn, act.vault, "sleeps_soon", survivor_id=survivor_id, now=act.now)
        done += 1
    done += _heard_again(act, soon, failure_days)
    now = act.now - silent_days * DAY_MS
    for contact_id, _ in sleepers.silent(act.conn, now, failure_days, BATCH):
        link.put_to_sleep(act, contact_id)
        done += 1
    return done


def _heard_again(act: Act, before: int, failure_days: int) -> int:
    """A link that was about to sleep is in use again: nobody need check its number."""
    warned = tasks.of_kind(act.conn, act.vault, "sleeps_soon")
    if not warned:
        return 0
    silent = {one for _, one in sleepers.silent(act.conn, before, failure_days, len(warned))}
    over = [task for task in warned if task.survivor_id not in silent]
    for task in over:
        tasks.close_of(act, task.survivor_id, "sleeps_soon")
    return len(over)
