"""``people import``: a pilot at once from three CSV files; all or nothing."""

import argparse
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from bot.acts import csv_files, people_import
from bot.commands.opened import NotReady, act, invitation_url, say, settings_of
from bot.content import Content


def import_(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Write the templates, or read the files and import them."""
    if arguments.template:
        return _template(arguments.folder)
    settings = settings_of(environment, needs_keys=True)
    languages = {one.code for one in Content.load(settings.config_dir).languages}
    files, faults = csv_files.read(arguments.folder, languages)
    dry_run: bool = arguments.dry_run
    link = partial(invitation_url, settings)
    mail = link if settings.smtp_url else None
    report = act(
        settings, lambda act: people_import.load(act, files, faults, dry_run=dry_run, mail=mail)
    )
    if report.faults:
        return _faults([str(fault) for fault in report.faults])
    counts = (
        f"{report.organisations} organisations, {report.staff} staff, {report.survivors} survivors"
    )
    if dry_run:
        say(f"No fault. This would add {counts}; nothing was changed.")
        return 0
    say(f"Added {counts}.")
    if settings.smtp_url:
        say("Invitations go out by e-mail.")
        return 0
    for one in report.invited:
        say(f"{one.name} <{one.email}>: {link(one.token)}")
    return 0


def _template(folder: Path) -> int:
    try:
        for path in csv_files.write_template(folder):
            say(str(path))
    except FileExistsError as error:
        raise NotReady(f"{error.filename} exists, and nothing is written over") from None
    return 0


def _faults(lines: list[str]) -> int:
    for line in lines:
        say(line)
    many = "1 thing" if len(lines) == 1 else f"{len(lines)} things"
    raise NotReady(f"{many} to mend; nothing was imported")
