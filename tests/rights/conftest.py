"""A console and a street for what the Hub and people see of the pages."""

from tests.console.conftest import office
from tests.intake.conftest import amina, river, small_town, town

__all__ = ["amina", "office", "river", "small_town", "town"]
