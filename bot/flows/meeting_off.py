"""Taking a meeting out: no reason is asked, and it is shown first that the phone is in her hand.

The rule kept here: where a sender proves nothing, a number just sent to the phone comes back before
anything is taken away.
"""

from collections.abc import Iterator

from bot.flows.effects import Effect
from bot.flows.effects_meeting import CancelMeeting
from bot.flows.flow import Flow
from bot.flows.proof import proof, prove
from bot.flows.vocabulary import Choose, Decide, Do, Finish, Here, Pick


def has_meeting(here: Here) -> str:
    """Say whether a meeting is to come."""
    return "no" if here.facts.meeting() is None else "yes"


def cancel(_here: Here) -> Iterator[Effect]:
    """Take the meeting out."""
    yield CancelMeeting()


MEETING_OFF = Flow(
    "meeting_off",
    Decide("has", has_meeting, yes="off", no="none"),
    Choose(
        "off",
        "Shall I take this out: {meeting_at}? You need no reason.",
        Pick("yes", "Take it out"),
        Pick("no", "Keep it", then="kept"),
        must=True,
    ),
    proof("proof", "cancel"),
    prove(out="kept"),
    Do("cancel", cancel),
    Finish("gone", "It is taken out. To choose another time: {way_back}.", receipt=True),
    Finish("kept", "Nothing was changed."),
    Finish("none", "You have no meeting now. To choose a time: {way_back}."),
)
