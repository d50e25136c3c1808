"""Writes the golden transcripts anew: ``python -m tools.transcripts``. Read the difference."""

import sys
from pathlib import Path

from bot.channels.wire import Channel
from bot.flows.book import BOOK
from bot.words import Catalogues
from tests.conversations.scripts import CHANNELS
from tests.conversations.transcripts import FOLDER, file_of, files, write
from tests.conversations.ways import ways_file, write_ways


def main() -> None:
    """Play every script on every channel it can be had on."""
    catalogues = Catalogues(drafts=True)
    wanted = {file_of(script, channel): (script, channel) for script, channel in files()}
    for path, (script, channel) in wanted.items():
        path.parent.mkdir(exist_ok=True)
        try:
            text = write(script, channel, catalogues)
        except LookupError as error:
            sys.exit(f"scripts.py, {script.name} ({channel}): {error}")
        path.write_text(text, encoding="utf-8")
    for path in set(FOLDER.glob("*/*.txt")) - set(wanted):
        path.unlink()
    ways = [_ways(flow, channel, catalogues) for flow in BOOK.flows for channel in CHANNELS]
    for path in set(FOLDER.glob("*/ways/*.txt")) - set(ways):
        path.unlink()
    print(f"{len(wanted)} transcripts")


def _ways(flow: str, channel: Channel, catalogues: Catalogues) -> Path:
    """Play every way of a flow on a channel."""
    path = ways_file(flow, channel)
    if text := write_ways(flow, channel, catalogues):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
