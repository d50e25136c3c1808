"""The words in which the conversations are played."""

import pytest

from bot.words import Catalogues
from tests.today import catalogues_of_today


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    """Every language, drafts included."""
    return catalogues_of_today()
