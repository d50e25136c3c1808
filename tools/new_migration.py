"""Write a migration from the difference between bot/storage/tables/ and the newest revision.

    python -m tools.new_migration 0002 "Add the tables of booking."

What it writes is a draft: read it, and say in it what happens to the rows that are there.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.storage import engines, schema


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="the next number, such as 0002")
    parser.add_argument("message", help="what it does, one sentence")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.db"
        schema.upgrade(f"sqlite:///{path}")
        engine = engines.sqlite_migrator(path)
        with engine.begin() as connection:
            made = command.revision(
                schema.config(connection), given.message, rev_id=given.revision, autogenerate=True
            )
        engine.dispose()
    if made is None or isinstance(made, list):
        sys.exit("Alembic made no single revision.")
    path = Path(made.path)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line))
    for words in (["format"], ["check", "--fix", "--select", "F401,I001"]):
        subprocess.run(["ruff", *words, made.path], check=True)  # noqa: S603, S607
    print(made.path)


if __name__ == "__main__":
    main()
