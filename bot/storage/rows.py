"""Rows as dataclasses whose fields are named as the columns are, so that nothing is said twice."""

from dataclasses import fields
from typing import Any


def values_of(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass of a table
    """Return a row's values by column, to be inserted."""
    return {field.name: getattr(row, field.name) for field in fields(row)}
