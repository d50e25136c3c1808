"""Takes values out of the environment and gathers every fault it meets, for ``bot.settings``.

The rule kept here: a fault names what to fix and never repeats the value.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

# What examples and the demo use: whoever kept one of these has set nothing.
DEFAULTS = re.compile(r"demo.*|change[-_ ]?me|default|example|password", re.IGNORECASE)
LAST_PORT = 65_535
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Environment:
    """Names and values, and the faults found so far.

    Args:
        values: as in ``os.environ``.
        secrets: names that may also be given as ``NAME_FILE``.
        lost: what to do where the file of such a name is not there.
    """

    def __init__(
        self, values: Mapping[str, str], secrets: Collection[str], lost: Mapping[str, str]
    ) -> None:
        self.faults: list[str] = []
        self._lost = lost
        self._values = {name: value.strip() for name, value in values.items()}
        for name in secrets:
            self._read_file(name)

    def fault(self, name: str, words: str) -> None:
        """Note that this name has to be fixed."""
        self.faults.append(f"{name} {words}")

    def text(self, name: str, default: str = "") -> str:
        """Return the value; an empty one counts as unset."""
        return self._values.get(name) or default

    def matching(self, name: str, pattern: str, words: str) -> str:
        """Return the value, which must have this form where it is set."""
        value = self.text(name)
        if value and re.fullmatch(pattern, value) is None:
            self.fault(name, words)
        return value

    def secret(self, name: str, pattern: str, words: str) -> str:
        """Return a value of this form that nobody else knows."""
        value = self.matching(name, pattern, words)
        if DEFAULTS.fullmatch(value.rpartition(":")[2]):
            self.fault(name, "is a value from an example or the demo: make one of your own")
        return value

    def choice(self, name: str, *allowed: str, default: str) -> str:
        """Return one of these, whatever its case."""
        value = self.text(name, default).lower()
        if value not in allowed:
            self.fault(name, f"must be one of: {', '.join(allowed)}")
        return value

    def port(self, name: str, default: int = 0) -> int:
        """Return a port; without a default it may be off, which is 0."""
        value = self.text(name, str(default)).lower()
        if not default and value in {"0", "off"}:
            return 0
        if re.fullmatch(r"[0-9]{1,5}", value) is None or not 0 < int(value) <= LAST_PORT:
            self.fault(name, f"must be a port between 1 and {LAST_PORT}")
            return default
        return int(value)

    def origin(self, name: str, default: str = "") -> str:
        """Return scheme, host and port of a public address; plain http only on this machine."""
        value = self.text(name, default).rstrip("/")
        if value and not _is_origin(value):
            self.fault(name, "must be an origin like https://bot.example.org: https, no path")
        return value

    def url(self, name: str, *schemes: str, default: str = "") -> str:
        """Return an address of one of these schemes."""
        value = self.text(name, default)
        if value and value.partition("://")[0] not in schemes:
            starts = " or ".join(f"{scheme}://" for scheme in schemes)
            self.fault(name, f"must begin with {starts}")
        elif value and not _splits(value):
            self.fault(name, "is not an address")
        return value

    def _read_file(self, name: str) -> None:
        path = self._values.get(f"{name}_FILE", "")
        if not path:
            return
        if self._values.get(name):
            self.fault(name, f"and {name}_FILE are both set: keep one")
            return
        try:
            self._values[name] = Path(path).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            self.fault(f"{name}_FILE", f"names no file that is there{self._lost.get(name, '')}")
            return
        except (OSError, UnicodeDecodeError, ValueError) as error:
            self.fault(f"{name}_FILE", f"cannot be read ({type(error).__name__})")
            return
        if not self._values[name]:
            self.fault(f"{name}_FILE", "names an empty file")


def _splits(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.port != 0 and bool(parts.hostname or parts.path or parts.query)
    except ValueError:
        return False


def _is_origin(value: str) -> bool:
    if not _splits(value):
        return False
    parts = urlsplit(value)
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return bare and safe and bool(parts.hostname)
