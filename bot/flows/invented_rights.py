"""Invented pages about rights, and the part of an invented world that asks about them."""
# ruff: noqa: D102 - what each method means stands in ``facts.Facts``

from dataclasses import dataclass, field
from datetime import date

from bot.flows.rights_pages import RECONSIDERATION, Card, Rights, Source, Topic
from bot.flows.rights_read import ReadsRights
from bot.flows.says import Text

CHECKED = date(2026, 11, 20)
LAW, NOTES = Source("law", "UK law"), Source("K", "")


def _card(topic: str, name: str, text: str, nation: str = "uk", marks: str = "") -> Card:
    source = NOTES if marks else LAW
    return Card(
        name, (nation,), Text(f"rights.{topic}.{name}", text), (source,), tuple(marks.split())
    )


def _topic(name: str, title: str, *cards: Card, hard: bool = False) -> Topic:
    words = {"en": frozenset((*title.casefold().split(), "law")), "vi": frozenset((f"{name}-vi",))}
    return Topic(name, Text(f"rights.{name}.title", title), CHECKED, cards, words, hard)


PAGES = Rights(
    (
        _topic(
            "work",
            "Work",
            _card("work", "referral", "A referral gives no right to work."),
            _card("work", "gives", "Some permission lets you work.", marks="unconfirmed"),
            _card("work", "asylum", "After 12 months you may ask.", marks="dated"),
        ),
        _topic(
            "health",
            "Health",
            _card("health", "free", "Emergency care is free for everyone."),
            _card("health", "england", "In England, ask about form HC2.", "england"),
            _card("health", "wales", "In Wales, medicine is free.", "wales", "unconfirmed dated"),
        ),
        _topic(
            "crime",
            "If I am accused",
            _card("crime", "lawyer", "Tell a lawyer before you answer."),
            hard=True,
        ),
        Topic(
            RECONSIDERATION,
            Text(f"rights.{RECONSIDERATION}.title", "If the answer is no"),
            CHECKED,
            (
                _card(RECONSIDERATION, "what", "A no can be looked at again."),
                _card(RECONSIDERATION, "limit", "30 days from the letter.", marks="unconfirmed"),
            ),
            {"en": frozenset(("refused",))},
        ),
    )
)


@dataclass
class InventedRights(ReadsRights):
    """What pages there are, and whether this phone can turn a card."""

    pages: Rights = field(default=PAGES)
    lockable: bool = False

    def rights(self) -> Rights:
        return self.pages

    def turns_cards(self) -> bool:
        return self.lockable
