"""A code, wherever it comes: it goes on to linking at once, and is nobody's to read.

The rules kept here: ten digits that are a whole text are a code, right or wrong; those that stand
alone among words are one only where they open a link, and else stay what they were. Either is a
try.
"""

from bot.flows.effects import TriedCode
from bot.flows.saying import LINKED
from bot.flows.says import Text
from bot.flows.state import Draft
from bot.flows.walk import Walk


def code_of(walk: Walk, text: str) -> str | None:
    """Return the code that a text is, or that opens a link and stands among its words."""
    code = walk.book.read_code(text)
    if code or not (among := walk.book.code_among(text)):
        return code
    if walk.facts.code_opens(among):
        return among
    walk.effects.append(TriedCode())
    return None


def links(walk: Walk, text: str) -> bool:
    """Go on to linking with a code, also through the curtain; say whether the words are one."""
    code = code_of(walk, text) if _may_link(walk) else None
    if code:
        walk.covered = False
        walk.begin(walk.book.link, {"payload": code}, over=False)
        walk.run()
    return bool(code)


def linked_already(walk: Walk) -> Text:
    """Say where a code can be used that came from a phone with a link."""
    return LINKED.filled(person_number=walk.facts.person_number())


def without_codes(walk: Walk, held: Draft) -> Draft:
    """Return what was held without a code of a card: nobody's to read, nor to be sent."""
    if not walk.resting and walk.gathers:
        return held
    left = held.only(lambda text: not walk.book.read_code(text))
    if left != held and (walk.resting or walk.place()[2].reveals != "none"):
        walk.lead.append(linked_already(walk))
    return left


def _may_link(walk: Walk) -> bool:
    """Say whether ten digits are a code: not linked, or an age to be asked again with a new one."""
    return not walk.facts.linked() or walk.facts.adult() in {"no", "unsure"}
