"""The log: events, counts and ids; never a number, a token, a library's words or an error's."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot import logs

CANARY = "canary-31415"
TOKEN = "7654321:AAbbCC_dd-EEffGG"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    logs.configure("debug", "json", stream)
    yield stream
    logging.captureWarnings(capture=False)
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_of_ours_is_one_line_with_its_time_and_level(written: io.StringIO) -> None:
    structlog.get_logger().info("outbox.sent", count=3, contact=bytes(16), seconds=0.5)
    [event] = events(written)
    assert event.pop("timestamp").endswith("Z")
    assert event == {
        "event": "outbox.sent",
        "level": "info",
        "count": 3,
        "contact": "00" * 16,
        "seconds": 0.5,
    }


@pytest.mark.parametrize(
    "value",
    [
        "+447700900123",
        "07700 900 123",
        "chat 1234567890 said so",
        1234567890,
        -1001234567890,
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        {"text": "1234567890"},
        ["+447700900123"],
        b"a sealed or unsealed body",
        ValueError("+447700900123"),
    ],
)
def test_whatever_looks_like_a_person_or_a_token_is_taken_out(
    value: object, written: io.StringIO
) -> None:
    structlog.get_logger().warning("odd", value=value)
    shown = json.dumps(json.loads(written.getvalue())["value"])  # a moment has digits of its own
    for part in ("7700", "900123", "1234567890", "AAbbCC", "body"):
        assert part not in shown


def test_of_an_error_only_its_class_and_way_are_kept(written: io.StringIO) -> None:
    try:
        int(CANARY)
    except ValueError:
        structlog.get_logger().exception("parked")
    [event] = events(written)
    assert event["fault"].startswith("ValueError at tests/test_logs.py:")
    assert CANARY not in written.getvalue()


def test_of_a_library_only_the_place_that_spoke_is_kept(written: io.StringIO) -> None:
    logger = logging.getLogger("aiohttp.server")
    logger.error("Error handling request from %s", CANARY, exc_info=KeyError(CANARY))
    logger.info("never shown, whatever LOG_LEVEL says")
    [event] = events(written)
    assert event["library"] == "aiohttp.server"
    assert event["where"].startswith("test_logs.py:")
    assert event["fault"].startswith("KeyError")
    assert CANARY not in written.getvalue()


async def test_the_http_client_of_the_bot_library_never_writes_its_token(
    written: io.StringIO,
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert events(written) == []


async def test_the_access_log_knows_method_route_and_status_only(written: io.StringIO) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(status=200 if request.match_info["number"] == "1" else 404)

    app = web.Application()
    app.router.add_get("/people/{number}", page)
    server = TestServer(app)
    await server.start_server(access_log_class=logs.AccessLog)
    async with TestClient(server) as client:
        await client.get("/people/1", headers={"User-Agent": CANARY})
        await client.get(f"/people/{CANARY}?q={CANARY}")
        await client.get(f"/{CANARY}")
    wanted = [
        ("debug", "/people/{number}", 200),
        ("info", "/people/{number}", 404),
        ("info", "unmatched", 404),
    ]
    shown = [event for event in events(written) if event["event"] == "access"]
    assert [(event["level"], event["route"], event["status"]) for event in shown] == wanted
    known = {"method", "route", "status", "ms", "event", "level", "timestamp"}
    assert all(event.keys() == known for event in shown)
    assert CANARY not in written.getvalue()


async def test_what_is_no_http_is_one_line_and_no_fault_of_ours(written: io.StringIO) -> None:
    server = TestServer(web.Application())
    await server.start_server(access_log_class=logs.AccessLog)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(f"{CANARY} hello\r\n\r\n".encode())
    assert b" 400 " in await reader.readline()
    writer.close()
    await server.close()
    shown = [(event["event"], event["route"], event["status"]) for event in events(written)]
    assert shown == [("access", "unmatched", 400)]
    assert CANARY not in written.getvalue()


def test_a_terminal_gets_plain_text() -> None:
    stream = io.StringIO()
    logs.configure("info", "text", stream)
    structlog.get_logger().info("serving", port=8080)
    structlog.get_logger().debug("hidden")
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()
    logging.captureWarnings(capture=False)
    assert "serving" in stream.getvalue()
    assert "8080" in stream.getvalue()
    assert "hidden" not in stream.getvalue()
