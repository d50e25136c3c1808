"""Statements of the hot path: compiled once, run on the driver's own cursor (ADR 0002).

SQLAlchemy's ``execute`` costs about 25 µs a statement beyond what the database does, most of it for
result objects; a message runs a dozen statements within a budget of 750 µs. A ``Hot`` statement is
an ordinary Core statement, still built once at import; only the way to the driver is short.
"""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import BigInteger, Boolean, Connection, Executable, Integer, LargeBinary, String
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Values = dict[str, Any]
Row = tuple[Any, ...]

_AS_THEY_COME = (
    BigInteger,
    Boolean,
    Integer,
    LargeBinary,
    String,
)  # both drivers give Python's own
_SQLITE = sqlite.dialect(paramstyle="named")


@dataclass(frozen=True, slots=True)
class _Prepared:
    sql: str
    constants: dict[str, object]  # written in the statement, or a column's default
    flags: tuple[int, ...]  # places of booleans, which SQLite gives as numbers


class Hot:
    """A statement that is run very often.

    Args:
        statement: select, insert, update or delete; an ``ON CONFLICT`` of PostgreSQL's ``insert``
            serves SQLite too. No ``IN`` of a varying length.
    """

    __slots__ = ("_prepared", "_statement")

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._prepared: dict[tuple[str, ...], _Prepared] = {}

    def run(self, connection: Connection, values: Values) -> int:
        """Run it, and return how many rows it touched."""
        rowcount: int = self._execute(connection, values)[1].rowcount
        return rowcount

    def first(self, connection: Connection, values: Values) -> Row | None:
        """Run it, and return the first row, if there is one."""
        prepared, cursor = self._execute(connection, values)
        row: Row | None = cursor.fetchone()
        cursor.close()  # or SQLite would keep the statement open
        return row if row is None or not prepared.flags else _with_flags(row, prepared.flags)

    def all(self, connection: Connection, values: Values) -> list[Row]:
        """Run it, and return every row."""
        prepared, cursor = self._execute(connection, values)
        rows: list[Row] = cursor.fetchall()
        return [_with_flags(row, prepared.flags) for row in rows] if prepared.flags else rows

    def _execute(self, connection: Connection, values: Values) -> tuple[_Prepared, Any]:
        dialect = connection.dialect
        key = (dialect.name, *values)
        prepared = self._prepared.get(key)
        if prepared is None:
            prepared = self._prepared[key] = _prepare(self._statement, dialect, list(values))
        raw: Any = connection.connection.dbapi_connection
        cursor = raw.cursor()
        cursor.execute(prepared.sql, prepared.constants | values if prepared.constants else values)
        return prepared, cursor


def _prepare(statement: Executable, dialect: Dialect, names: list[str]) -> _Prepared:
    if dialect.name == "sqlite":
        dialect = _SQLITE
    clause = cast("ClauseElement", statement)
    compiled = cast("SQLCompiler", clause.compile(dialect=dialect, column_keys=names))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise TypeError("a hot statement has no IN of a varying length")
    columns = [column.type for column in compiled._result_columns]  # noqa: SLF001 - no public name
    if not all(isinstance(kind, _AS_THEY_COME) for kind in columns):
        raise TypeError("a hot statement returns bytes, text, numbers and booleans only")
    constants = {
        name: value
        for name, value in compiled.construct_params(dict.fromkeys(names)).items()
        if name not in names
    }
    for column in compiled.insert_prefetch:
        if not isinstance(column.default, ScalarElementColumnDefault):
            raise TypeError(f"the default of {column} is not a plain value")
        constants[column.key] = column.default.arg
    flags = [place for place, kind in enumerate(columns) if isinstance(kind, Boolean)]
    return _Prepared(str(compiled), constants, tuple(flags) if dialect is _SQLITE else ())


def _with_flags(row: Row, flags: tuple[int, ...]) -> Row:
    values = list(row)
    for place in flags:
        if values[place] is not None:
            values[place] = bool(values[place])
    return tuple(values)
