"""The documents: what they name exists, and the data map is as the tables are."""

import re
from pathlib import Path

import pytest

from bot.commands.table import parser
from bot.storage.tables import column_classes
from tools import data_map

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PROMISES = ROOT / "docs" / "promises.md"
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
PROOF = re.compile(r"`(tests/[\w/]+?(?:\.py)?)(?:::(\w+))?`")
COMMAND = re.compile(r"python -m bot ((?:[a-z]+ ?){1,2})")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_whatever_a_page_points_to_is_there(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_whatever_test_a_page_names_is_there(page: Path) -> None:
    for place, name in PROOF.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / place).exists(), f"{page.name}: {place}"
        if name:
            source = (ROOT / place).read_text(encoding="utf-8")
            assert re.search(rf"^(async )?def {name}\(", source, re.MULTILINE), f"{place}::{name}"


def test_the_data_map_names_every_table_and_column_with_its_class() -> None:
    text = data_map.PAGE.read_text(encoding="utf-8")
    assert data_map.page(text) == text, "run python -m tools.data_map"
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    [heading] = [line for line in text.splitlines() if line.startswith("| table |")]
    titles = [cell.strip() for cell in heading.split("|")]
    for name, kind in column_classes().items():
        table, column = name.split(".")
        [row] = [row for row in rows if row.startswith(f"| `{table}` |")]
        cells = dict(zip(titles, row.split("|"), strict=True))
        of = {"server": "server-readable", "sealed": "sealed to people"}.get(kind, kind)
        assert f"`{column}`" in cells[of], name


def test_every_promise_names_a_test() -> None:
    rows = [line for line in PROMISES.read_text(encoding="utf-8").splitlines() if "|" in line][2:]
    assert len(rows) > 50
    assert [row for row in rows if not PROOF.search(row)] == []


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


def test_the_map_of_the_tour_has_every_module_once() -> None:
    text = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    modules = {path.stem for path in ROOT.glob("bot/*.py") if not path.stem.startswith("__")}
    assert sorted(named) == sorted(modules)
    folders = set(re.findall(r"`(\w+)/`", text))
    kept = {path.parent.name for path in ROOT.glob("bot/*/__init__.py")}
    assert kept <= folders
