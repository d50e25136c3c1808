"""STOP, done: the whole word at the gates, or *Yes* to being asked.

The rule kept here: nothing is deleted, and nothing is said afterwards until START.
"""

from bot.flows import lines
from bot.perform.tasks import raise_task
from bot.storage import contacts, tasks
from bot.turning import Turning


def stop(turning: Turning, *, says: bool) -> None:
    """Send nothing more; ``says``: after one neutral line that tells how to come back."""
    contact = turning.contact
    turning.hush()
    if not contact.stopped:
        if says:
            turning.say(lines.STOPPED)
        if contact.channel == "sms" and contact.linked:
            _ask_by_voice(turning)
    contacts.change(turning.conn, contact.id, stopped=True)
    contact.stopped = True


def stop_texts(turning: Turning, _effect: object) -> None:
    """Do what she said yes to: no carrier has heard of it, so it is confirmed here."""
    stop(turning, says=True)


def _ask_by_voice(turning: Turning) -> None:
    """A sender's number proves nothing: whoever wrote STOP may have wanted her cut off."""
    survivor_id = turning.contact.survivor_id
    if tasks.of_survivor(turning.conn, survivor_id, ("check_by_voice",)):
        return
    raise_task(turning, "check_by_voice", detail="stopped_by_text")
