"""HTTP/1.1 as cheaply as Python can: the load must not be what is measured.

Only what these benchmarks need: requests and answers with a Content-Length over kept connections.
"""

import asyncio
from collections.abc import Callable
from typing import cast

Handler = Callable[[bytes, bytes], bytes]  # path and body → JSON body of the answer


class Incoming(asyncio.Protocol):
    """The server's side of one connection; answers at once, so nothing is ever pipelined."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._buffer += data
        while True:
            head = self._buffer.find(b"\r\n\r\n")
            if head < 0:
                return
            whole = head + 4 + _length(self._buffer[:head])
            if len(self._buffer) < whole:
                return
            path = self._buffer[: self._buffer.index(b"\r\n")].split(b" ", 2)[1]
            answer = self._handler(path, self._buffer[head + 4 : whole])
            self._buffer = self._buffer[whole:]
            if self._transport is not None:
                self._transport.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    b"%d\r\n\r\n%b" % (len(answer), answer)
                )


class Outgoing(asyncio.Protocol):
    """The client's side of one connection: one request at a time, its status to a callback.

    Args:
        idle: called with this connection when it can take a request.
        answered: called with the body that was posted and the status it got; 0 when it broke.
    """

    def __init__(
        self, idle: Callable[["Outgoing"], None], answered: Callable[[bytes, int], None]
    ) -> None:
        self._idle = idle
        self._answered = answered
        self._buffer = b""
        self._posted: bytes | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say that there is a connection."""
        self._transport = cast("asyncio.Transport", transport)
        self._idle(self)

    def post(self, head: bytes, body: bytes) -> None:
        """Post one body."""
        self._posted = body
        if self._transport is None or self._transport.is_closing():
            self._done(0)
            return
        self._transport.write(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body))

    def data_received(self, data: bytes) -> None:
        """Read the status once the whole answer is there."""
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        whole = head + 4 + _length(self._buffer[:head])
        if len(self._buffer) < whole:
            return
        status = int(self._buffer[9:12])
        self._buffer = self._buffer[whole:]
        self._done(status)
        self._idle(self)

    def connection_lost(self, _: Exception | None) -> None:
        """Give what was posted back as not answered."""
        self._transport = None
        self._done(0)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def _done(self, status: int) -> None:
        posted, self._posted = self._posted, None
        if posted is not None:
            self._answered(posted, status)


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    if at < 0:
        return 0
    end = head.find(b"\r\n", at)
    return int(head[at + 15 : end if end > 0 else None])
