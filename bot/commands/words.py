"""``words …``: prints what the cores in ``bot.words.commands`` found."""

import argparse
from collections.abc import Mapping, Sequence

from bot.clock import SystemClock
from bot.clocks import local_date
from bot.commands.opened import say, settings_of
from bot.words import commands


def check(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print every breach of the rules of words."""
    fine, lines = commands.check(settings_of(environment).config_dir)
    return _print(lines, fine=fine)


def journeys(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print what each job costs in each language."""
    fine, lines = commands.journeys(settings_of(environment).config_dir)
    return _print(lines, fine=fine)


def status(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print how far each language is."""
    today = local_date(SystemClock().now())
    return _print(commands.status(settings_of(environment).config_dir, today))


def show(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print one entry as both channels render it."""
    config = settings_of(environment).config_dir
    return _print(commands.show(config, arguments.id, arguments.lang))


def extract(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Bring the catalogues up to date with the sentences."""
    return _print(commands.extract(settings_of(environment).config_dir))


def start(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Make the empty catalogue of a new language."""
    config = settings_of(environment).config_dir
    return _print(commands.start_language(config, arguments.language))


def _print(lines: Sequence[str], *, fine: bool = True) -> int:
    for line in lines:
        say(line)
    return 0 if fine else 1
