"""The soak's mutations still find the lines they take out; looked at in every run of the tests."""

import ast

import pytest

from tests.soak.test_mutations import MUTATIONS, ROOT, Mutation
from tests.soak.test_twin_mutations import PLANTED


@pytest.mark.parametrize("mutation", [*MUTATIONS, *PLANTED], ids=lambda one: one.name)
def test_whoever_moves_a_line_moves_its_mutation_along(mutation: Mutation) -> None:
    source = (ROOT / mutation.file).read_text()
    assert source.count(mutation.line) == 1
    ast.parse(source.replace(mutation.line, mutation.instead))
