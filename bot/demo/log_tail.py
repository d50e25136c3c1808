"""The end of the log, as the try-it page shows it and as stories search it."""

import io
from collections import deque

LINES = 2000


class LogTail(io.StringIO):
    """A stream that keeps its last lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=LINES)

    def write(self, text: str) -> int:
        """Take what is logged."""
        self.lines.extend(line for line in text.splitlines() if line)
        return len(text)

    @property
    def text(self) -> str:
        """Everything that is still here."""
        return "\n".join(self.lines)
