"""Who reads this, and the limits: before the first words, and again when the reader changes.

The rules kept here: whoever carries the words is named as it is on this phone; and it is said whole
in every language: by text in two messages, of which the second asks.
"""

from bot.flows.flow import Flow
from bot.flows.vocabulary import Decide, Finish, Here, Show


def operator_sentence(here: Here) -> str:
    """Say whether the operator's lawyer has written who is not told."""
    return "no" if here.facts.not_told() is None else "yes"


def carrier(here: Here) -> str:
    """Say who carries what she writes: phone companies, or the company of a chat."""
    return "phone" if here.facts.can_be_forged() else "chat"


READERS = (
    "{advocate} reads this. So can one cover person, and an interpreter if you two need one. "
    "Two key keepers together can open it if {advocate} loses the key."
)
MAY_TELL = (
    "We may have to tell someone if a child or a life is in danger, or a court orders it. "
    "We tell you first unless that adds danger."
)
PHONE_SEES = "Phone companies can see texts. So can anyone who opens this phone."
CHAT_SEES = "Telegram can see messages. So can anyone who opens this phone."
EXACT = "Calm and exact; this is what a person relies on before she writes."

WHO_READS = Flow(
    "who_reads",
    Decide("operator", operator_sentence, yes="not_told", no="carrier"),
    Show("not_told", "{not_told}", apart=True, of="consent"),
    Decide("carrier", carrier, phone="readers", chat="limits_chat"),
    Show("readers", READERS, apart=True, of="consent", note=EXACT),
    Show(
        "limits",
        MAY_TELL,
        PHONE_SEES,
        hold=True,
        of="consent",
        note=EXACT,
        then="end",
    ),
    Show("limits_chat", READERS, MAY_TELL, CHAT_SEES, hold=True, of="consent"),
    Finish("end"),
    once="advocate",
)
