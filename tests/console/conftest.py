"""A console over a real database, with staff who hold real keys."""

import pytest

from tests.casework import Casework, open_casework
from tests.office import Office


@pytest.fixture
async def work(office: Office) -> Casework:
    """Handlers, an advocate, and a survivor with a phone."""
    return await open_casework(office)
