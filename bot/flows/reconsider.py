"""A wrong decision of the Home Office: reconsideration, which is not a complaint (facts 1.1).

The rule kept here: what was not checked is said to be so, and the date of checking stands on it.
"""

from bot.flows.flow import Flow
from bot.flows.vocabulary import Choose, Finish, Pick, Show

RECONSIDER = Flow(
    "reconsider",
    Show(
        "again",
        "A decision is not for the complaints team. It can be looked at again. "
        "This is called reconsideration.",
        "30 days from the letter. Show your advocate the letter today.",
        hold=True,
        reveals="topic",
        of="complaint",
    ),
    Choose(
        "who",
        "Ask a lawyer or your advocate first. Who can ask, and what happens after 30 days, "
        "we have not checked.",
        "Checked on 23 Nov 2026. This is information, not legal advice.",
        Pick("ok", "OK", skip=True),
        reveals="topic",
        of="complaint",
    ),
    Finish("end"),
)
