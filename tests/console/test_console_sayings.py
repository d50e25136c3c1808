"""Every code that an act of these pages carries has its words."""

import re

from bot.console import deeds, refusals, sayings
from bot.console.app import PACKAGE


def _acts() -> set[str]:
    """The acts that the pages call."""
    named: set[str] = set()
    for path in (PACKAGE / "console").glob("*.py"):
        text = path.read_text()
        named |= set(re.findall(r"from bot\.acts\.(\w+) import", text))
        for line in re.findall(r"from bot\.acts import ([\w, ]+)", text):
            named |= {name.strip().split(" ")[0] for name in line.split(",")}
    return named


def _found(pattern: str) -> set[str]:
    texts = [(PACKAGE / "acts" / f"{name}.py").read_text() for name in _acts()]
    return {code for text in texts for code in re.findall(pattern, text)}


def test_every_rule_has_its_sentence() -> None:
    assert _found(r'Refused\(\s*"(\w+)"') <= set(refusals.REFUSED)


def test_every_act_in_the_audit_has_its_words() -> None:
    """Acts on complaints are not on the general list; a case's own timeline says them."""
    named = {act for act in _found(r'\.record\(\s*"(\w+)"') if not act.startswith("complaint")}
    assert named <= set(deeds.ACTS)


def test_every_task_has_its_words() -> None:
    kinds = _found(r'raise_task\(\s*\w+,\s*"(\w+)"') | {"call_me", "check_by_voice", "under_18"}
    known = {*sayings.TASKS, *sayings.CASE_TASKS}
    assert kinds - {"verify_staff"} <= known, "verify_staff is its own line on My day"


def test_nothing_says_that_somebody_read_it() -> None:
    said = [text.lower().replace("not read", "") for text in sayings.DELIVERY.values()]
    assert not [text for text in said if "read" in text]
