"""A console for the Hub's list of pages that are due."""

from tests.console.conftest import office

__all__ = ["office"]
