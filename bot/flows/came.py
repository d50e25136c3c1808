"""What waits to be read, named by when it came; what came in one minute is told apart."""

from collections import Counter
from collections.abc import Iterable

from bot.flows.says import Moment, Option, Text

CAME = Text("facts.came", "{when}")
IN_TURN = (
    Text("facts.label_first", "{when}, first"),
    Text("facts.label_second", "{when}, second"),
    Text("facts.label_third", "{when}, third"),
    Text("facts.label_fourth", "{when}, fourth"),
    Text("facts.label_fifth", "{when}, fifth"),
)
"""Of those of one minute, in their order; more than five never wait."""

MINUTE_MS = 60_000


def by_time(items: Iterable[tuple[str, int]]) -> tuple[Option, ...]:
    """Return choices named by time.

    Args:
        items: what each is chosen by, and when it came (milliseconds), the oldest first.
    """
    known = list(items)
    together = Counter(at // MINUTE_MS for _, at in known)
    before = Counter[int]()
    found = []
    for ref, at in known:
        minute = at // MINUTE_MS
        turn = before[minute]
        before[minute] += 1
        twins = together[minute] > 1 and turn < len(IN_TURN)
        label = IN_TURN[turn] if twins else CAME
        found.append(Option(ref, label.filled(when=Moment(at, "both"))))
    return tuple(found)
