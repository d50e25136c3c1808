"""The pool that carries replies: whatever the other side does, an answer is whole or an error."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.channels.http_pool import IDLE_S, HttpPool

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Carrier:
    """A server that says exactly what a test lets it say."""

    def __init__(self) -> None:
        self.says: Callable[[int], bytes | None] = lambda _: OK
        self.requests: list[bytes] = []
        self.whole = False
        """Whether an answer comes in one piece."""
        self.connections = 0
        self.at_once = 0
        self.most = 0
        self.heard: asyncio.Queue[None] = asyncio.Queue()
        self.held = asyncio.Event()
        self.held.set()
        self.pool = HttpPool("http://127.0.0.1:9", limit=2)
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.pool = HttpPool(f"http://127.0.0.1:{port}", limit=2)

    async def stop(self) -> None:
        self.pool.close()
        self.hang_up()
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    def hang_up(self) -> None:
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.append(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                self.heard.put_nowait(None)
                self.at_once += 1
                self.most = max(self.most, self.at_once)
                await self.held.wait()
                self.at_once -= 1
                answer = self.says(len(self.requests))
                if answer is None:
                    break
                size = len(answer) if self.whole else 7  # in pieces, as a network may
                for place in range(0, len(answer), size):
                    writer.write(answer[place : place + size])
                    await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


@pytest.fixture
async def carrier() -> AsyncIterator[Carrier]:
    carrier = Carrier()
    await carrier.start()
    yield carrier
    await carrier.stop()


async def test_a_body_goes_out_whole_and_the_answer_comes_back_whole(carrier: Carrier) -> None:
    answer = await carrier.pool.post("/bot1:a/sendMessage", b'{"text":"\xc3\xa9"}', seconds=5)
    assert answer == (200, b"{}")
    [request] = carrier.requests
    assert request.startswith(b"POST /bot1:a/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert request.endswith(b'\r\nContent-Length: 13\r\n\r\n{"text":"\xc3\xa9"}')


async def test_a_connection_is_kept_and_used_again(carrier: Carrier) -> None:
    for _ in range(5):
        await carrier.pool.post("/x", b"{}", seconds=5)
    assert carrier.connections == 1


async def test_no_more_connections_than_allowed_and_nobody_is_forgotten(carrier: Carrier) -> None:
    posts = (carrier.pool.post("/x", b"%d" % number, seconds=5) for number in range(20))
    assert await asyncio.gather(*posts) == [(200, b"{}")] * 20
    assert carrier.most <= 2
    assert carrier.connections == 2


async def test_an_error_of_the_carrier_is_an_answer(carrier: Carrier) -> None:
    carrier.says = lambda _: b"HTTP/1.1 429 Too Many\r\ncontent-length: 3\r\n\r\n{ }"
    assert await carrier.pool.post("/x", b"{}", seconds=5) == (429, b"{ }")


async def test_an_answer_in_chunks_is_put_together(carrier: Carrier) -> None:
    carrier.says = lambda _: (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b'5;x=y\r\n{"a":\r\nA\r\n"\r\n0\r\n\r\n"}\r\n0\r\n\r\n'
    )
    assert await carrier.pool.post("/x", b"{}", seconds=5) == (200, b'{"a":"\r\n0\r\n\r\n"}')


async def test_a_connection_that_is_to_be_closed_is_not_used_again(carrier: Carrier) -> None:
    carrier.says = lambda _: b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    for _ in range(3):
        await carrier.pool.post("/x", b"{}", seconds=5)
    assert carrier.connections == 3


@pytest.mark.parametrize(
    "answer",
    [
        OK.replace(b"1.1", b"1.0"),
        OK + OK,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + OK,
    ],
    ids=["of an older protocol", "and another", "in chunks, and another"],
)
async def test_a_connection_that_says_what_is_not_expected_is_not_used_again(
    carrier: Carrier, answer: bytes
) -> None:
    carrier.says = lambda _: answer
    carrier.whole = True
    for connections in (1, 2):
        assert await carrier.pool.post("/x", b"{}", seconds=5) == (200, b"{}")
        assert carrier.connections == connections


async def test_a_connection_that_rested_too_long_is_not_trusted_with_a_message(
    carrier: Carrier,
) -> None:
    await carrier.pool.post("/x", b"{}", seconds=5)
    (rested,) = carrier.pool._idle
    rested.rested_at -= IDLE_S
    await carrier.pool.post("/x", b"{}", seconds=5)
    assert carrier.connections == 2


async def test_a_place_given_to_who_gives_up_at_that_moment_goes_to_the_next(
    carrier: Carrier,
) -> None:
    for _ in range(2):
        await carrier.pool._place()
    waits = asyncio.create_task(carrier.pool._place())
    await asyncio.sleep(0)
    carrier.pool._leave()
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    async with asyncio.timeout(5):
        await carrier.pool._place()


async def test_a_connection_that_broke_while_it_rested_is_not_used_again(carrier: Carrier) -> None:
    await carrier.pool.post("/x", b"{}", seconds=5)
    carrier.hang_up()
    for _ in range(50):  # the loop sees it
        await asyncio.sleep(0)
    assert await carrier.pool.post("/x", b"{}", seconds=5) == (200, b"{}")
    assert carrier.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}",
        b"HTTP/1.1 abc\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"x" * 70_000,
    ],
)
async def test_what_is_no_answer_is_an_error_and_the_next_post_is_fine(
    answer: bytes | None, carrier: Carrier
) -> None:
    carrier.says = lambda count: answer if count == 1 else OK
    with pytest.raises(OSError) as caught:  # noqa: PT011 - any of its kinds
        await carrier.pool.post("/bot1:canary/x", b"{}", seconds=5)
    assert "canary" not in repr(caught.value)
    assert await carrier.pool.post("/x", b"{}", seconds=5) == (200, b"{}")


async def test_an_answer_that_stops_half_way_is_an_error(carrier: Carrier) -> None:
    carrier.says = lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"
    post = asyncio.create_task(carrier.pool.post("/x", b"{}", seconds=5))
    await carrier.heard.get()
    carrier.hang_up()
    with pytest.raises(OSError):  # noqa: PT011 - any of its kinds
        await post


async def test_a_carrier_that_takes_too_long_is_a_time_out_and_its_place_is_free_again(
    carrier: Carrier,
) -> None:
    carrier.held.clear()
    posts = (carrier.pool.post("/x", b"{}", seconds=0.02) for _ in range(2))
    for ending in await asyncio.gather(*posts, return_exceptions=True):
        assert isinstance(ending, TimeoutError)
    carrier.held.set()
    assert await carrier.pool.post("/x", b"{}", seconds=5) == (200, b"{}")


async def test_whoever_gives_up_gives_the_place_back(carrier: Carrier) -> None:
    carrier.held.clear()
    posts = [asyncio.create_task(carrier.pool.post("/x", b"{}", seconds=5)) for _ in range(6)]
    for _ in range(2):
        await carrier.heard.get()
    for post in posts:
        post.cancel()
    await asyncio.gather(*posts, return_exceptions=True)
    carrier.held.set()
    more = (carrier.pool.post("/x", b"{}", seconds=5) for _ in range(4))
    assert await asyncio.gather(*more) == [(200, b"{}")] * 4


async def test_a_carrier_that_cannot_be_reached_is_an_error() -> None:
    nobody = HttpPool("http://127.0.0.1:9", limit=1)
    for _ in range(2):
        with pytest.raises(OSError):  # noqa: PT011 - any of its kinds
            await nobody.post("/x", b"{}", seconds=5)
