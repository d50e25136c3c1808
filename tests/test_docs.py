"""The documents: every file they point to is there, and every command they name exists."""

import re
from pathlib import Path

import pytest

from bot.commands.table import parser

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r"python -m bot ((?:[a-z]+ ?){1,2})")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_whatever_a_page_points_to_is_there(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_whatever_command_a_page_names_exists(page: Path) -> None:
    for named in COMMAND.findall(page.read_text(encoding="utf-8")):
        words = named.split()
        level = parser()
        for word in words:
            choices = next(
                (one.choices for one in level._actions if isinstance(one.choices, dict)), None
            )
            if choices is None:
                break
            assert word in choices, f"{page.name}: python -m bot {named}"
            level = choices[word]
