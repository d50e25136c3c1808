"""``keys …``: the server's own keys, their rotation, and the way back from ``keys.sealed``."""

import argparse
import getpass
import sys
from collections.abc import Mapping

from bot import our_files
from bot.acts import officers, recovery_use, rotation
from bot.acts.act import Act
from bot.acts.rotation import Place
from bot.commands import key_file
from bot.commands.opened import NotReady, look, opened, run_async, say, settings_of
from bot.errors import Refused, SealBroken
from bot.our_files import KEY_FILE, mistaken
from bot.service import Service
from bot.settings import Settings
from bot.vault.server import ServerKeys

SENTENCES = {
    "another_share": "these two shares are not of one ceremony: take two of the newest",
}
NOT_OPENED = (
    "these shares do not open this file: shares and keys.sealed are of two ceremonies (try the"
    " keys.sealed of another copy), or the file is cut or another one"
)
RESTART = (
    "Restart every process with this file, then run `keys rotate` again to seal everything anew."
)


def status(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print how many envelopes need each field key."""
    settings = settings_of(environment, needs_keys=True)
    needed = _needed(settings)
    newest = next(iter(needed))
    for key, count in needed.items():
        words = "newest" if key == newest else "may be dropped" if not count else "needed"
        say(f"{key}  {count:>8} envelopes  {words}")
    return 0


def rotate(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Do the next step of a rotation: a new key in front, everything anew, the old one dropped."""
    settings = settings_of(environment, needs_keys=True)
    path = key_file.named(arguments.key_file, environment)
    key_file.holds(path, settings.secret_keys)
    keys = ServerKeys.from_json(settings.secret_keys)
    needed = _needed(settings)
    newest, *old = needed
    if old and not _served(settings):
        raise NotReady(f"no process has begun with {newest} yet: restart every one of them first")
    if arguments.drop:
        unused = [key for key in old if not needed[key]]
        for key in unused:
            keys = keys.without(bytes.fromhex(key))
        our_files.replace(path, keys.to_json().encode())
        say(f"{len(unused)} old keys dropped. Backups made under them open no more.")
    elif any(needed[key] for key in old):
        run_async(lambda: _seal_anew(settings))
        say("Everything is under the newest key. `keys status` shows what may be dropped.")
    else:
        our_files.replace(path, keys.rotated().to_json().encode())
        say(f"A new key stands in front of {newest}. {RESTART}")
    return 0


def recover(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Open ``keys.sealed`` with two officers' shares, and write the key file."""
    environment, path = key_file.without(environment)
    settings_of(environment)
    path = key_file.named(arguments.key_file or path, environment)
    key_file.refuse(path)
    sealed = arguments.sealed.read_bytes()
    if why := mistaken(arguments.sealed.name, sealed, KEY_FILE):
        raise NotReady(f"{why}: it lies with the backups")
    # Only now does anybody type 120 characters.
    one, other = _share("first"), _share("second")
    if officers.read_share(one) == officers.read_share(other):
        raise NotReady("that is the same share twice: another officer's is needed")
    try:
        text = recovery_use.open_key_file(sealed, one, other)
    except Refused as refused:
        raise NotReady(SENTENCES.get(refused.code, str(refused))) from None
    except SealBroken:
        raise NotReady(NOT_OPENED) from None
    ServerKeys.from_json(text)
    key_file.write_new(path, text)
    say(f"{path} is written, as it was before. Everybody's words open what they opened.")
    say("Next: `restore` the newest copy, or start the service where the database is still there.")
    return 0


def _share(number: str) -> str:
    """Ask for a share; one that was mistyped is told before the next one is typed."""
    question = f"The {number} officer's share: "
    typed = getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()
    try:
        officers.read_share(typed)
    except Refused:
        raise NotReady(f"the {number} share was mistyped: its checksum does not fit") from None
    return typed


def _needed(settings: Settings) -> dict[str, int]:
    return look(settings, lambda conn, service: rotation.status(conn, service.vault))


def _served(settings: Settings) -> bool:
    return look(settings, lambda conn, service: rotation.served(conn, service.vault))


async def _seal_anew(settings: Settings) -> None:
    async with opened(settings) as service:
        place: Place | None = Place()
        while place is not None:
            place = await _batch(service, place)


async def _batch(service: Service, place: Place) -> Place | None:
    now = service.clock.now()
    return await service.database.run(
        lambda conn: rotation.rewrap_batch(Act(conn, service.vault, now), place)
    )
