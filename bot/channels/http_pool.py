"""POST of JSON to one origin over kept connections: HTTP/1.1 as the replies need it, and no more.

One job, a reply's way to the carrier, which aiohttp's client does at three times the processor
time (docs/adr/0005). Everything else (files, polling, names) stays with aiohttp. The rules kept
here: one request on a connection at a time; a connection that did anything unexpected is closed; no
error says where it went.
"""

import asyncio
import ssl
from collections import deque
from typing import cast
from urllib.parse import urlsplit

CONNECT_S = 5.0
IDLE_S = 10.0  # carriers close idle connections; one older than this isn't trusted with a message
MOST_HEAD = 64 * 1024
MOST_BODY = 4 * 1024 * 1024
_END = b"\r\n\r\n"


class Broken(ConnectionError):
    """The other side closed, or said something that isn't HTTP."""


class HttpPool:
    """Connections to one origin.

    Args:
        origin: ``https://host`` or ``http://host:port``.
        limit: connections held at once; this over the carrier's time for a call caps the rate.
    """

    def __init__(self, origin: str, *, limit: int) -> None:
        parts = urlsplit(origin)
        self._host = parts.hostname or ""
        secure = parts.scheme == "https"
        self._port = parts.port or (443 if secure else 80)
        self._ssl = ssl.create_default_context() if secure else None
        self._base = parts.path.rstrip("/")
        self._lines = (
            f" HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n"
            "Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
        )
        self._places = limit
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._idle: list[_Connection] = []
        self._open: set[_Connection] = set()

    async def post(self, path: str, body: bytes, *, seconds: float) -> tuple[int, bytes]:
        """Post one body; return status and body of the answer.

        Raises:
            TimeoutError: when the other side took too long.
            OSError: when it could not be reached, or broke off.
        """
        await self._place()
        try:
            connection = self._rested() or await self._connect()
            head = f"POST {self._base}{path}{self._lines}{len(body)}\r\n\r\n"
            try:
                answer = await connection.exchange(head.encode() + body, seconds)
            except BaseException:
                connection.close()
                raise
            if connection.kept:
                self._idle.append(connection)
            else:
                connection.close()
            return answer
        finally:
            self._leave()

    def close(self) -> None:
        """Hang up everywhere."""
        for connection in tuple(self._open):
            connection.close()
        self._idle.clear()

    async def _place(self) -> None:
        if self._places > 0:
            self._places -= 1
            return
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._leave()  # it was given to us as we gave up
            raise

    def _leave(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._places += 1

    def _rested(self) -> "_Connection | None":
        """Take the connection that rested least; one that rested too long is closed."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            connection = self._idle.pop()
            if connection.kept and now - connection.rested_at < IDLE_S:
                return connection
            connection.close()
        return None

    async def _connect(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_S):
            _, protocol = await loop.create_connection(
                lambda: _Connection(self._open),
                self._host,
                self._port,
                ssl=self._ssl,
                server_hostname=self._host if self._ssl else None,
            )
        return protocol


class _Connection(asyncio.Protocol):
    """One connection, with one request on it at a time."""

    def __init__(self, opened: "set[_Connection]") -> None:
        self.kept = True
        self.rested_at = 0.0
        self._opened = opened
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._opened.add(self)

    async def exchange(self, request: bytes, seconds: float) -> tuple[int, bytes]:
        """Send a request and wait for its answer."""
        if self._transport is None or not self.kept:
            raise Broken
        answer: asyncio.Future[tuple[int, bytes]] = self._loop.create_future()
        self._answer = answer
        timer = self._loop.call_later(seconds, self._too_late)
        self._transport.write(request)
        try:
            return await answer
        finally:
            timer.cancel()
            self._answer = None
            self.rested_at = self._loop.time()

    def close(self) -> None:
        """Hang up."""
        self.kept = False
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        answer = self._answer
        if answer is None or answer.done():
            self.close()  # nobody asked
            return
        self._buffer += data
        try:
            whole = self._whole()
        except (ValueError, IndexError):
            answer.set_exception(Broken())
            return
        if whole is not None:
            self._buffer.clear()
            answer.set_result(whole)

    def connection_lost(self, _: Exception | None) -> None:
        self.kept = False
        self._transport = None
        self._opened.discard(self)
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Broken())

    def _too_late(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(TimeoutError())

    def _whole(self) -> tuple[int, bytes] | None:
        """Return status and body once all of it is there."""
        buffer = self._buffer
        end = buffer.find(_END)
        if end < 0:
            if len(buffer) > MOST_HEAD:
                raise ValueError
            return None
        head = bytes(buffer[:end]).lower()
        if not head.startswith(b"http/1."):
            raise ValueError
        status = int(head[9:12])
        if b"\r\nconnection: close" in head or head.startswith(b"http/1.0"):
            self.kept = False
        rest = bytes(buffer[end + 4 :])
        if b"\r\ntransfer-encoding: chunked" in head:
            found = _unchunked(rest)
        else:
            length = _length(head)
            found = (rest[:length], length) if len(rest) >= length else None
        if found is None:
            return None
        body, used = found
        if used < len(rest):
            self.kept = False  # more than was asked for
        return status, body


def _length(head: bytes) -> int:
    """Return the announced length; one that is missing, negative or absurd is an error."""
    at = head.index(b"\r\ncontent-length:")
    length = int(head[at + len(b"\r\ncontent-length:") :].split(b"\r\n", 1)[0])
    if not 0 <= length <= MOST_BODY:
        raise ValueError
    return length


def _unchunked(rest: bytes) -> tuple[bytes, int] | None:
    """Return the body of a chunked answer and where it ends, or None until all of it is there."""
    body, at = b"", 0
    while True:
        line_end = rest.find(b"\r\n", at)
        if line_end < 0:
            return None
        size = int(rest[at:line_end].split(b";", 1)[0], 16)
        start = line_end + 2
        if size < 0 or len(body) + size > MOST_BODY:
            raise ValueError
        if len(rest) < start + size + 2:
            return None
        if size == 0:
            return body, start + 2
        body += rest[start : start + size]
        at = start + size + 2
