"""What a column may be: its class (security.md 2), and the kinds of which every table is made.

Classes: ``clear`` (random ids, coarse states, times, indexes, MACs, public and wrapped keys),
``server`` (a field envelope that the server can open), ``sealed`` (an outer field envelope around
an HPKE envelope that only granted people can open). The fourth class, *never kept*, has no column.

Ids are 16 random bytes; integers never leave a table. Times are milliseconds since 1970 UTC.
"""

from typing import Literal, NewType

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    text,
)

Sealed = NewType("Sealed", bytes)
"""A value that has been through the vault. A column about a person takes nothing else."""

ColumnClass = Literal["clear", "server", "sealed"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id(name: str = "id", *, primary: bool = True, null: bool = False) -> Column[bytes]:
    """An id of 16 random bytes, of this row or of another."""
    return Column(
        name, LargeBinary(16), primary_key=primary, nullable=null, info={"class": "clear"}
    )


def ref(name: str, target: str, *, null: bool = False) -> Column[bytes]:
    """The id of a row that must be there."""
    return Column(name, LargeBinary(16), ForeignKey(target), nullable=null, info={"class": "clear"})


def loose(name: str, *, null: bool = False) -> Column[bytes]:
    """An id without a foreign key: its row may be gone before this one."""
    return own_id(name, primary=False, null=null)


def blob(name: str, *, null: bool = False, unique: bool = False) -> Column[bytes]:
    """Bytes that tell nothing: a MAC, a hash, a salt, a wrapped or sealed key."""
    return Column(name, LargeBinary, nullable=null, unique=unique, info={"class": "clear"})


def server(name: str, *, null: bool = False) -> Column[bytes]:
    """A field envelope that the server can open."""
    return Column(name, LargeBinary, nullable=null, info={"class": "server"})


def sealed(name: str, *, null: bool = False) -> Column[bytes]:
    """An envelope that only granted people can open."""
    return Column(name, LargeBinary, nullable=null, info={"class": "sealed"})


def word(name: str, *, null: bool = False, length: int = 40) -> Column[str]:
    """A coarse state or kind, or an id that others gave."""
    return Column(name, String(length), nullable=null, info={"class": "clear"})


def moment(name: str, *, null: bool = False) -> Column[int]:
    """Milliseconds since 1970 UTC."""
    return Column(name, BigInteger, nullable=null, info={"class": "clear"})


def count(name: str) -> Column[int]:
    """A small number, at first 0."""
    return Column(name, Integer, nullable=False, default=0, info={"class": "clear"})


def flag(name: str) -> Column[bool]:
    """Yes or no, at first no."""
    return Column(name, Boolean, nullable=False, default=False, info={"class": "clear"})


def counted() -> Column[int]:
    """A number that the database gives out; it never leaves its table."""
    big = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only INTEGER keys by itself
    return Column("seq", big, primary_key=True, autoincrement=True, info={"class": "clear"})


def few(name: str, *columns: str, where: str) -> Index:
    """An index of the few rows that a page asks for again and again."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
