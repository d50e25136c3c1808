"""Reads tables of ``config/`` into frozen values and gathers every fault to be told at once.

The rule kept here: a fault names the file, the place and what to do; one fault never hides another.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

Kind = TypeVar("Kind")


class Faults:
    """The faults of one configuration folder, as they are met.

    A file is named by its path inside the folder: one of the same name may lie further below.
    """

    def __init__(self) -> None:
        self.found: list[str] = []
        self._unread: set[str] = set()

    def add(self, where: str, what: str) -> None:
        """Remember one fault; that a file nobody could read lacks its keys is none."""
        if self.could_read(f"{where.partition('.toml')[0]}.toml"):
            self.found.append(f"{where}: {what}")

    def unread(self, name: str, why: str) -> None:
        """Remember that a file could not be read."""
        self.add(name, why)
        self._unread.add(name)

    def twice(self, where: str, names: Sequence[str]) -> None:
        """Remember each name that stands there more than once."""
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.add(f"{where}: {name}", "is there twice")

    def could_read(self, name: str) -> bool:
        """Whether what a file lacks is a fault of its own, or only that nobody could read it."""
        return name not in self._unread


def read_table(config: Path, name: str, faults: Faults) -> dict[str, Any]:
    """The parsed file; an empty table and one fault where there is none to parse.

    Args:
        config: the configuration folder.
        name: the file's path inside it, as faults name it.
        faults: where what is wrong is remembered.
    """
    try:
        return tomllib.loads((config / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.unread(name, "is missing in the configuration folder")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.unread(name, str(error))
    return {}


class Table:
    """One table of a file, asked key by key; whatever was not asked for is a fault at ``close``.

    The tables in it are closed with it.
    """

    def __init__(self, where: str, values: object, faults: Faults) -> None:
        self.where = where
        self._values: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
        self._faults = faults
        self._asked: set[str] = set()
        self._within: list[Table] = []
        if not isinstance(values, Mapping):
            faults.add(where, "is missing")

    @staticmethod
    def of(config: Path, name: str, faults: Faults) -> "Table":
        """A whole file, by its path inside the configuration folder."""
        return Table(name, read_table(config, name, faults), faults)

    def __iter__(self) -> Iterator[str]:
        """The keys that are there, whatever may be asked for."""
        return iter(map(str, self._values))

    def table(self, key: str) -> "Table":
        """A table in this one, which must be there."""
        between = ": " if self.where.endswith(".toml") else "."
        return self._hold(f"{self.where}{between}{key}", self.take(key, dict))

    def block(self, label: str, values: object) -> "Table":
        """One table of a list in this one."""
        return self._hold(f"{self.where}: {label}", values)

    def _hold(self, where: str, values: object) -> "Table":
        held = Table(where, values, self._faults)
        self._within.append(held)
        return held

    def take(self, key: str, kind: type[Kind], default: Kind | None = None) -> Kind:
        """The value of a key; a wrong or missing one is a fault, and an empty value of the kind."""
        self._asked.add(key)
        value = self._values.get(key, default)
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        fault = "is missing" if value is None else f"must be {_NAMES[kind]}"
        self.fault(key, fault)
        return _EMPTY[kind]  # type: ignore[no-any-return]

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        found = self.take(key, list, default)
        if not all(isinstance(item, str) for item in found):
            self.fault(key, "must hold texts only")
            return ()
        return tuple(found)

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """A text out of a few."""
        value = self.take(key, str)
        if value and value not in allowed:
            self.fault(key, f"must be one of {', '.join(sorted(allowed))}")
        return value

    def some_of(
        self, key: str, allowed: Collection[str], default: list[str] | None = None
    ) -> tuple[str, ...]:
        """Texts out of a few; at least one, unless there is a default."""
        found = self.texts(key, default)
        if set(found) - set(allowed) or (default is None and not found):
            self.fault(key, f"must be of {', '.join(allowed)}")
        return found

    def count(self, key: str, least: int = 1) -> int:
        """A whole number that is at least ``least``."""
        value = self.take(key, int)
        if value < least and isinstance(self._values.get(key), int):
            self.fault(key, f"must be {least} or more")
        return value

    def fault(self, key: str, what: str) -> None:
        """A fault of this table that only its reader can see."""
        self._faults.add(f"{self.where}.{key}", what)

    def close(self) -> None:
        """Every key that nobody asked for is a spelling mistake waiting to be noticed."""
        for key in sorted(set(self._values) - self._asked):
            self.fault(key, "is not known here")
        for table in self._within:
            table.close()


_NAMES: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date such as 2026-11-23",
}
_EMPTY: Mapping[type, Any] = {str: "", int: 0, bool: False, list: [], dict: {}, date: date.min}
