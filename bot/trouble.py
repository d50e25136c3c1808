"""What goes wrong again and again is told when it begins, and when it is over; not each time.

A disk that is full lets everything fail every second: the log would fill it, and hide the one line
that says why.
"""

from structlog.typing import FilteringBoundLogger


class Trouble:
    """How one thing goes that is done again and again.

    Args:
        log: where it is told.
        begins: the line when it goes wrong, once for each kind of fault until it is over.
        over: the line when it has gone well again; it counts how many times it went wrong.
        named: what else the lines hold.
    """

    def __init__(self, log: FilteringBoundLogger, begins: str, over: str, **named: str) -> None:
        self._log, self._begins, self._over, self._named = log, begins, over, named
        self._told: set[str] = set()
        self._times = 0

    def wrong(self, fault: str) -> None:
        """It went wrong; ``fault`` is the fault's name, never its own words."""
        self._times += 1
        if fault not in self._told:
            self._told.add(fault)
            self._log.error(self._begins, fault=fault, **self._named)

    def well(self) -> None:
        """It went well."""
        if self._times:
            self._log.warning(self._over, times=self._times, **self._named)
            self._told.clear()
            self._times = 0
