"""What SQLAlchemy compiles, compiled once for all the databases of a test process.

Each test has a database of its own, and so an engine of its own, which would compile every
statement anew: a fifth of what such a test costs. A process that serves has one engine for years.
"""

from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event


def compile_once() -> None:
    """Give every connection the dialect of the first of its kind, and what was compiled for it."""
    dialects: dict[str, Dialect] = {}
    compiled: dict[Any, Any] = {}

    @event.listens_for(Engine, "engine_connect")
    def _share(connection: Connection) -> None:
        connection.dialect = dialects.setdefault(connection.dialect.driver, connection.dialect)
        connection.execution_options(compiled_cache=compiled)
