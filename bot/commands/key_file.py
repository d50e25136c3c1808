"""The key file on disk: written once, whole, for its owner's eyes only, never over another."""

from collections.abc import Mapping
from pathlib import Path

from bot import our_files
from bot.commands.opened import NotReady
from bot.errors import SettingsError


def refuse(path: Path) -> None:
    """Refuse a place where there is a key file; raises ``NotReady``."""
    if path.exists():
        raise NotReady(f"{path} exists, and a key file is never written over")


def write_new(path: Path, text: str) -> None:
    """Write a key file where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        our_files.write_new(path, text.encode())
    except FileExistsError:
        refuse(path)
        raise


def without(environment: Mapping[str, str]) -> tuple[Mapping[str, str], Path | None]:
    """Return the environment, and the key file it names, where that is still to be written."""
    path = environment.get("SECRET_KEYS_FILE", "").strip()
    if not path or Path(path).exists():
        return environment, None
    return {**environment, "SECRET_KEYS_FILE": ""}, Path(path)


def holds(path: Path, text: str) -> None:
    """Refuse to change a key file that is not the one in use: a key in it would be lost."""
    if not path.exists():
        raise SettingsError([f"there is no key file at {path}"])
    if path.read_text(encoding="utf-8").strip() != text.strip():
        raise SettingsError([f"SECRET_KEYS is not what {path} holds: restart with that file first"])


def named(given: Path | None, environment: Mapping[str, str]) -> Path:
    """Return the file that holds the keys: as given, or as the environment names it."""
    if given is not None:
        return given
    path = environment.get("SECRET_KEYS_FILE", "").strip()
    if not path:
        raise SettingsError(["SECRET_KEYS_FILE is not set: name the key file with --key-file"])
    return Path(path)
