"""The log: one line an event, JSON or text, with nothing in it about a person.

Our own events carry words of ours, ids and counts; a scrubber takes out whatever looks like a
number or a token all the same. Libraries are not trusted with words: of their records only the
place that spoke is kept, and of every error only its class and its way through the files. The rule
kept here: LOG_LEVEL=debug shows more events, never more about anybody.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TextIO

import structlog
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import BaseRequest, Request, RequestKey, StreamResponse

# httpx logs whole addresses with the bot's token in them, Twilio's client its query parameters,
# python-telegram-bot every parameter of a call. What is worth knowing is said by us.
TALKATIVE = (
    "aiogram",
    "aiohttp.access",
    "aiohttp.client",
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "twilio",
    "twilio.async_http_client",
)
LONG_NUMBER = 10**6  # six digits are a count; more may be a chat id
FRAMES = 12

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{8,}|\b(?:AC|MG|SM|MM)[0-9a-f]{8,}\b")
_NUMBER = re.compile(r"\+?\d(?:[ ()-]{0,2}\d){6,}")
_HEX_ID = re.compile(r"[0-9a-f]{32}")  # our own random ids


def configure(
    level: str = "info", form: Literal["json", "text"] = "json", stream: TextIO | None = None
) -> None:
    """Send every event of ours, and the traces of libraries, to stderr (or that stream)."""
    number = logging.getLevelNamesMapping()[level.upper()]
    render: Any = structlog.processors.JSONRenderer(sort_keys=False)
    if form == "text":
        render = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _faults,
            _scrub,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    AccessLog.every = number <= logging.DEBUG
    root = logging.getLogger()
    root.handlers[:] = [_Traces()]
    root.setLevel(logging.WARNING)
    quiet_libraries()
    logging.captureWarnings(capture=True)


def quiet_libraries() -> None:
    """Keep every library that could speak of somebody to warnings, for any ``LOG_LEVEL``.

    Who calls a carrier asks for it, too: the log may be somebody else's.
    """
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


ROUTE = RequestKey("ROUTE", str)
"""Under this name a request carries the path it was found under."""


class AccessLog(AbstractAccessLogger):
    """Method, route template and status; nothing else of a request is ever written."""

    every = True
    """Whether requests that went well are written too: only at debug."""

    def log(self, request: BaseRequest, response: StreamResponse, time: float) -> None:
        """Write one request; the many that went well on the carriers' side only at debug."""
        fine = response.status < 300  # noqa: PLR2004 - HTTP
        if fine and not self.every:
            return
        route = request.get(ROUTE, "unmatched")
        if isinstance(request, Request):
            route = _template(request) or route
        method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
        say = _access.debug if fine else _access.info
        say("access", method=method, route=route, status=response.status, ms=round(time * 1000))


def _template(request: Request) -> str:
    with suppress(AssertionError):  # what is no HTTP was led nowhere
        resource = request.match_info.route.resource
        return "" if resource is None else resource.canonical
    return ""


_access = structlog.get_logger("access")


class _Traces(logging.Handler):
    """Turns a record of a library into an event that says only who spoke, and where."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._log = structlog.get_logger("library")

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
            return  # anybody can send what is no HTTP: the access log has its 400
        where = f"{Path(record.pathname).name}:{record.lineno}"
        details: dict[str, Any] = {"library": record.name, "where": where}
        if record.exc_info and record.exc_info[1] is not None:
            details["exc_info"] = record.exc_info[1]
        self._log.log(record.levelno, "library", **details)


def fault(error: BaseException) -> str:
    """Say what went wrong: the error's class and the innermost places it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    words = f"{type(error).__name__} at {places or 'nowhere'}"
    return f"{words}; from {type(cause).__name__}" if cause is not None else words


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def _faults(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["fault"] = fault(error)
    event.pop("stack_info", None)
    return event


def _scrub(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        event[key] = _scrubbed(value)
    return event


def _scrubbed(value: object) -> object:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < LONG_NUMBER else "[number]"
    if isinstance(value, bytes):
        return value.hex() if len(value) == 16 else f"[{len(value)} bytes]"  # noqa: PLR2004 - an id
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, str):
        if _HEX_ID.fullmatch(value):
            return value
        return _NUMBER.sub("[number]", _TOKEN.sub("[token]", value))
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrubbed(one) for one in value]
    return f"[{type(value).__name__}]"
