"""What she asks in her own words at any time: who reads this, to have it erased, one of the jobs.

The rules kept here: it is answered at once and true of where she asks it, over whatever is open,
which waits; what the operator's lawyer has not written is not said (who is told nothing); and words
alone never erase anything.
"""

from bot.flows.arriving import GOOD_TIME, UNDER_18
from bot.flows.concern import CONCERN
from bot.flows.flow import Flow
from bot.flows.meeting import MEET
from bot.flows.menu import GET_ADVOCATE
from bot.flows.my_data import MY_DATA
from bot.flows.person import CONCERNS
from bot.flows.vocabulary import Decide, Finish, Here, Show
from bot.flows.who_reads import (
    CHAT_SEES,
    EXACT,
    MAY_TELL,
    PHONE_SEES,
    READERS,
    WHO_READS,
    carrier,
    operator_sentence,
)
from bot.flows.write import WRITE_TO_ADVOCATE

STRANGER = (
    "No person reads what you write here, unless you send it to the team as a worry. "
    "It is erased after 24 hours."
)
TEAM = "Once you send it, the complaints team reads it. Those it is about can't open it here."


def whose(here: Here) -> str:
    """Say whose words they would be: of a worry, of her who has an advocate, or of nobody."""
    if here.facts.linked() and here.facts.adult() in {"no", "unsure"}:
        return "young"
    if here.answer("over") in CONCERNS:
        return "team"
    return "hers" if here.facts.linked() else "stranger"


def grown(here: Here) -> str:
    """Say whether she has the ordinary flows; somebody who may be under 18 has none."""
    return "young" if whose(here) == "young" else "yes"


def under(here: Here) -> str:
    """Say whether the limits are what she was reading: they are said again there."""
    return "limits" if here.answer("over") == WHO_READS.name else "other"


def may_begin(here: Here) -> str:
    """Say whether a job with her advocate can begin, or what comes first."""
    if not here.facts.linked():
        return "stranger"
    return {"yes": "hers", "": "new"}.get(here.facts.adult(), "young")


READERS_ASKED = Flow(
    "readers_asked",
    Show("not_police", "I am a computer service. This is not the police or the Home Office."),
    Decide("operator", operator_sentence, yes="not_told", no="whose"),
    Show("not_told", "{not_told}", apart=True, of="consent"),
    Decide("whose", whose, young="young", team="team", hers="hers", stranger="stranger"),
    Decide("hers", carrier, phone="readers", chat="readers_chat"),
    Show("readers", READERS, apart=True, of="consent", note=EXACT),
    Decide("under", under, limits="end", other="limits"),
    Show("readers_chat", READERS, hold=True, of="consent", note=EXACT, then="limits_chat"),
    Decide("team", carrier, phone="team_reads", chat="team_chat"),
    Show("team_reads", TEAM, apart=True, of="consent", note=EXACT, then="limits"),
    Show("team_chat", TEAM, hold=True, of="consent", note=EXACT, then="limits_chat"),
    Show("limits", MAY_TELL, PHONE_SEES, apart=True, of="consent", note=EXACT, then="end"),
    Show("limits_chat", MAY_TELL, CHAT_SEES, hold=True, of="consent", note=EXACT),
    Finish("end"),
    Decide("stranger", carrier, phone="nobody", chat="nobody_chat"),
    Finish("nobody", STRANGER, PHONE_SEES, apart=True, of="consent", note=EXACT),
    Finish("nobody_chat", STRANGER, CHAT_SEES, apart=True, of="consent", note=EXACT),
    Finish("young", "What you write here is not read. Danger now: call 999."),
)

DATA_ASKED = Flow(
    "data_asked",
    Decide("grown", grown, young=UNDER_18, yes="not_yet"),
    Show("not_yet", "Nothing is erased yet. You choose here.", then=MY_DATA),
)

COMPLAINT_ASKED = Flow("complaint_asked", Decide("grown", grown, young=UNDER_18, yes=CONCERN))

MEET_ASKED = Flow(
    "meet_asked",
    Decide("may", may_begin, stranger=GET_ADVOCATE, new=GOOD_TIME, young=UNDER_18, hers=MEET),
)

WRITE_ASKED = Flow(
    "write_asked",
    Decide(
        "may",
        may_begin,
        stranger=GET_ADVOCATE,
        new=GOOD_TIME,
        young=UNDER_18,
        hers=WRITE_TO_ADVOCATE,
    ),
)
