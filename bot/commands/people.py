"""``people import``: a pilot at once from three CSV files; all or nothing."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection

from bot.acts import csv_files, people_import
from bot.acts.act import Act
from bot.acts.people_import import Report
from bot.commands.opened import NotReady, opened, run_async, say, settings_of
from bot.content import Content
from bot.settings import Settings


def import_(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Write the templates, or read the files and import them."""
    if arguments.template:
        return _template(arguments.folder)
    settings = settings_of(environment, needs_keys=True)
    languages = {one.code for one in Content.load(settings.config_dir).languages}
    files, faults = csv_files.read(arguments.folder, languages)
    dry_run: bool = arguments.dry_run
    report = run_async(lambda: _load(settings, files, faults, dry_run=dry_run))
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
        say(f"{one.name} <{one.email}>: {_link(settings)(one.token)}")
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
    raise NotReady(f"{len(lines)} things to mend; nothing was imported")


def _link(settings: Settings) -> Callable[[str], str]:
    return lambda token: f"{settings.console_url}/invitation/{token}"


async def _load(
    settings: Settings, files: csv_files.Files, found: list[csv_files.Fault], *, dry_run: bool
) -> Report:
    async with opened(settings) as service:
        now = service.clock.now()
        mail = _link(settings) if settings.smtp_url else None

        def unit(conn: Connection) -> Report:
            act = Act(conn, service.vault, now)
            return people_import.load(act, files, found, dry_run=dry_run, mail=mail)

        return await service.database.run(unit)
