"""What the documents claim of the code is true of it."""

import re
from pathlib import Path

import pytest

from bot.storage.tables import column_classes
from tools import data_map

ROOT = Path(__file__).resolve().parents[1]


def test_the_data_map_names_every_table_and_column_with_its_class() -> None:
    text = data_map.PAGE.read_text(encoding="utf-8")
    assert data_map.page(text) == text, "run python -m tools.data_map"
    for name in column_classes():
        table, column = name.split(".")
        row = next(line for line in text.splitlines() if line.startswith(f"| `{table}` |"))
        assert f"`{column}`" in row


@pytest.mark.parametrize(
    "page", sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md"))
)
def test_no_document_links_to_what_is_not_there(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{page} links to {target}"


def test_every_promise_names_a_test_that_exists() -> None:
    text = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "test_" in line]
    assert rows
    for row in rows:
        for found in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row):
            file, name = found
            path = ROOT / file
            assert path.is_file(), f"{file} is not there"
            assert not name or f"def {name}(" in path.read_text(encoding="utf-8"), found
