"""Writes the golden transcripts anew: ``python tools/transcripts.py``. Read the difference."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.words import Catalogues
from tests.conversations.transcripts import FOLDER, file_of, files, write


def main() -> None:
    """Play every script on every channel it can be had on."""
    catalogues = Catalogues(drafts=True)
    wanted = {file_of(script, channel): (script, channel) for script, channel in files()}
    for path, (script, channel) in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(write(script, channel, catalogues), encoding="utf-8")
    for path in set(FOLDER.glob("*/*.txt")) - set(wanted):
        path.unlink()
    print(f"{len(wanted)} transcripts")


if __name__ == "__main__":
    main()
