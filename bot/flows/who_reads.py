"""Who reads this, and the limits: before the first words, and again when the reader changes."""

from bot.flows.flow import Flow
from bot.flows.vocabulary import Decide, Here, Show


def operator_sentence(here: Here) -> str:
    """Say whether the operator's lawyer has written who is not told."""
    return "no" if here.facts.not_told() is None else "yes"


WHO_READS = Flow(
    "who_reads",
    Decide("operator", operator_sentence, yes="not_told", no="limits"),
    Show("not_told", "{not_told}", apart=True, of="consent"),
    Show(
        "limits",
        "{advocate} reads this. So can one cover person, and an interpreter if you two need one. "
        "Two key keepers together can open it if {advocate} loses the key.",
        "We may have to tell someone if a child or a life is in danger, or a court orders it. "
        "We tell you first unless that adds danger.",
        "Phone companies can see texts. So can anyone who opens this phone.",
        hold=True,
        of="consent",
        note="Calm and exact; this is what a person relies on before she writes.",
    ),
    once="advocate",
)
