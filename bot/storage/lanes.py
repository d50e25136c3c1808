"""One contact's units one at a time, in order of arrival, before any of them takes a thread.

Without lanes one person's burst would hold every connection, each waiting for the row lock of the
one before, and somebody else's message would wait behind all of them.
"""

from collections import deque
from collections.abc import Callable

from bot.storage.units import Job

Lane = bytes | str


class Lanes:
    """Queues by contact, made at the first unit and dropped when empty; event loop only.

    Args:
        start: gives a job to a thread; must call ``leave`` when the job has ended.
    """

    def __init__(self, start: Callable[[Job, Lane | None], None]) -> None:
        self._start = start
        self._waiting: dict[Lane, deque[Job]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, job: Job, lane: Lane | None) -> None:
        """Start a job, or let it wait until those before it in its lane have ended."""
        if lane is None:
            self._start(job, None)
        elif (queue := self._waiting.get(lane)) is not None:
            queue.append(job)
        else:
            self._waiting[lane] = deque()
            self._start(job, lane)

    def leave(self, lane: Lane | None) -> None:
        """A job of this lane has ended: the next one starts."""
        if lane is None:
            return
        queue = self._waiting[lane]
        if queue:
            self._start(queue.popleft(), lane)
        else:
            del self._waiting[lane]
