"""A state at rest is small JSON that comes back as it was, and never a newer release's."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contact import pack, unpack
from bot.flows.state import Draft, Frame, NewerState, Offered, State, dump

WORDS = st.text(max_size=30)
NAMES = st.text("abcdefgh_", min_size=1, max_size=12)
DRAFTS = st.builds(
    Draft,
    st.lists(WORDS, max_size=3).map(tuple),
    st.lists(st.tuples(st.sampled_from(["voice", "photo"]), NAMES), max_size=2).map(tuple),
)
FRAMES = st.builds(
    Frame,
    NAMES,
    NAMES,
    st.dictionaries(NAMES, WORDS | st.lists(NAMES, max_size=3).map(tuple), max_size=4),
    st.lists(NAMES, max_size=4).map(tuple),
    st.integers(0, 2**32 - 1),
)
STATES = st.builds(
    State,
    frames=st.lists(FRAMES, max_size=4).map(tuple),
    menu=st.lists(st.builds(Offered, NAMES, NAMES, WORDS), max_size=10).map(tuple),
    drafts=st.dictionaries(NAMES, DRAFTS, max_size=3).map(lambda found: tuple(found.items())),
    told=st.lists(NAMES, max_size=2).map(tuple),
    page=st.integers(0, 5),
    faults=st.integers(0, 3),
    stray=DRAFTS,
    ticked=st.lists(NAMES, max_size=3).map(tuple),
    covered=st.booleans(),
    held=DRAFTS,
    revision=st.integers(0, 10**9),
)


@given(STATES)
def test_any_state_comes_back_as_it_was(state: State) -> None:
    assert unpack(pack(state)) == state


def test_the_state_of_a_newer_release_is_left_alone() -> None:
    newer = dump(State())
    newer[0] += 1
    with pytest.raises(NewerState):
        unpack(orjson.dumps(newer))


def test_the_error_says_nothing_of_what_was_written() -> None:
    newer = orjson.dumps([99, "my words"])
    with pytest.raises(NewerState) as raised:
        unpack(newer)
    assert "my words" not in str(raised.value)
