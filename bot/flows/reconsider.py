"""A wrong decision of the Home Office: reconsideration, which is not a complaint (facts 1.1).

The rule kept here: what can be done is said in one place, the page *If the answer is no* of
``config/rights``, with its marks, its sources and the date on which it was checked.
"""

from bot.flows.flow import Flow
from bot.flows.page_steps import page, state
from bot.flows.vocabulary import Decide, Finish, Offer

RECONSIDER = Flow(
    "reconsider",
    Offer("topic", source="reconsideration", none="withheld", alone=True, must=True),
    Decide("page", state, fresh="how", old="how", withheld="withheld"),
    *page("end", withheld="withheld"),
    Finish("end"),
    Finish(
        "withheld",
        "Our page on this is old. A decision can be looked at again. Time limits are short. "
        "Show a lawyer or your advocate the letter today.",
        of="complaint",
    ),
)
