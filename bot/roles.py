"""The roles of staff (interfaces.md), and which of them do one thing together."""

from typing import Final, Literal, get_args

Role = Literal[
    "advocate",
    "complaint_handler",
    "hub_admin",
    "hub_lead",
    "officer",
    "outside_reviewer",
    "interpreter",
    "auditor",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
HUB: Final[frozenset[Role]] = frozenset(("hub_admin", "hub_lead"))
"""Who looks after the Hub's list and after people, and is called in working hours."""

DECIDERS: Final[frozenset[Role]] = HUB | {"officer"}
"""Two of these decide what is held, given out or deleted at once, and who is let in again."""
