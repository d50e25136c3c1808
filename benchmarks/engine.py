"""What one turn of the conversation engine costs: ``python benchmarks/engine.py``.

The budget: a turn typically 40 µs, storing and reading a state 20 µs each. A hundred microseconds
more in the engine was measured to cost the whole service more than half of its replies a second.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

from bot.contact import pack, unpack
from bot.flows.engine import advance
from bot.flows.events import Chose, Event, Started, Wrote
from bot.flows.invented import Invented
from bot.flows.state import Offered, State

ROUNDS = 2_000
REPEATS = 7
MENU = tuple(Offered(str(number), f"key_{number}", "A label of some length") for number in range(7))

STORY: tuple[tuple[str, Event], ...] = (
    ("to the menu", Started()),
    ("menu: write", Chose("write")),
    ("who reads: go on", Chose("go_on")),
    ("words", Wrote("I would like to talk about my room.")),
    ("check: write more", Chose("add")),
    ("more words", Wrote("It is cold.")),
    ("check: send", Chose("send")),
    ("settings", Chose("menu")),
    ("stale tap", Chose("again")),
)


def microseconds(work: Callable[[], object]) -> float:
    """Return the median processor time of one call, over repeated rounds."""
    found = []
    for _ in range(REPEATS):
        began = time.process_time()
        for _ in range(ROUNDS):
            work()
        found.append((time.process_time() - began) / ROUNDS * 1e6)
    return statistics.median(found)


def main() -> None:
    """Print the cost of each turn of a story."""
    facts = Invented(consent="yes", settings={"word_offered": "yes"})
    state = State()
    costs, sizes = [], []
    for name, event in STORY:
        before = state
        cost = microseconds(partial(advance, before, event, facts))
        state = advance(state, event, facts).state.offering(MENU)
        stored = pack(state)
        put = microseconds(partial(pack, state))
        got = microseconds(partial(unpack, stored))
        assert unpack(stored) == state
        costs.append(cost)
        sizes.append(len(stored))
        print(f"{name:20} {cost:6.1f} µs   dump {put:5.1f}   load {got:5.1f}   {len(stored)} bytes")
    print(f"{'median':20} {statistics.median(costs):6.1f} µs   {max(sizes)} bytes at most")


if __name__ == "__main__":
    main()
