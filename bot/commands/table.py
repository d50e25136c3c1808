"""The table of commands, so that ``--help`` is instant: nothing that serves is imported here.

Where a command runs is written as ``module:function`` of ``bot.commands``. The rule kept here:
wrong arguments are one plain line with what to do, as every other failure is.
"""

import argparse
from pathlib import Path
from typing import NoReturn

MISUSED = 2


class Parser(argparse.ArgumentParser):
    """Reads one command's arguments."""

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong with them, and where it is written how they go."""
        said = " ".join(message.split())
        self.exit(MISUSED, f"imsa-bot: {said}; `{self.prog} --help` says how it goes\n")


def parser() -> argparse.ArgumentParser:
    """Build the table of commands."""
    root = Parser(
        prog="python -m bot",
        description="A bot for survivors of modern slavery and the people who stand by them.",
        parents=[_common()],
    )
    table = Table(root)

    demo = table.add("demo", "demo:demo", "everything on this machine, with invented people")
    demo.add_argument("--port", type=_port, metavar="N", help="port of the try-it page")
    demo.add_argument("--keep", type=Path, metavar="DIR", help="keep the data in this folder")
    demo.add_argument(
        "--once", action="store_true", help="play the guided stories and end; 0 when all went well"
    )

    table.add("run", "serve:run", "web, console and worker in one process")
    table.add("web", "serve:web", "carriers' webhooks, health, and the replies to them")
    table.add("console", "serve:console", "the staff console alone")
    table.add("worker", "serve:worker", "outbox, reminders, clocks, retention, polling")
    table.add("migrate", "setup:migrate", "bring a database that was begun to the newest schema")

    setup = table.add("setup", "setup:setup", "first run: key file, schema, first administrator")
    setup.add_argument("--key-file", type=Path, metavar="PATH", help="where to write the keys")
    setup.add_argument("--admin-name", metavar="NAME")
    setup.add_argument("--admin-short-name", metavar="NAME", help="if the first name is long")
    setup.add_argument("--admin-email", metavar="ADDRESS")
    setup.add_argument("--json", action="store_true", help="ask nothing, print one JSON object")

    _shell(table)
    return root


def _shell(table: "Table") -> None:
    """Add the short commands of an operator."""
    people = table.group("people", "a whole pilot at once")
    load = people.add("import", "people:import_", "organisations, staff and survivors from CSV")
    load.add_argument("folder", type=Path, metavar="DIR")
    load.add_argument("--template", action="store_true", help="write empty files to DIR instead")
    load.add_argument("--dry-run", action="store_true", help="report every fault, change nothing")

    carriers = table.group("carriers", "Telegram's and Twilio's own settings")
    carriers.add("connect", "carriers:connect", "set webhooks, names, descriptions, commands, URLs")
    carriers.add("status", "carriers:status", "compare what is with what should be")

    table.add("check", "check:check", "what is right and what is wrong; 0 only when fit to serve")

    chat = table.add("chat", "chat:chat", "talk to the bot in this terminal")
    chat.add_argument("--channel", choices=("telegram", "sms"), default="telegram")
    chat.add_argument("--lang", default="en", metavar="CODE", help="language of the chat")

    flows = table.group("flows", "the conversations")
    flows.add("check", "flows:check", "walk every edge of every conversation")
    flows.add("diagram", "flows:diagram", "draw them as Mermaid")

    words = table.group("words", "what people read, in every language")
    words.add("check", "words:check", "the linter")
    words.add("journeys", "words:journeys", "messages, segments and texts of each job")
    words.add("status", "words:status", "what is translated and reviewed")
    show = words.add("show", "words:show", "one entry as each channel shows it")
    show.add_argument("id", metavar="ID")
    show.add_argument("--lang", default="en", metavar="CODE")
    words.add("extract", "words:extract", "gather every sentence into the catalogues")
    start = words.add("start", "words:start", "the empty catalogue of a new language")
    start.add_argument("language", metavar="CODE")

    keys = table.group("keys", "the server's keys")
    keys.add("status", "keys:status", "which keys are still needed")
    rotate = keys.add("rotate", "keys:rotate", "a new field key first, then everything under it")
    rotate.add_argument("--drop", action="store_true", help="drop old keys that nothing needs")
    rotate.add_argument("--key-file", type=Path, metavar="PATH", help="default: SECRET_KEYS_FILE")
    recover = keys.add("recover", "keys:recover", "open keys.sealed with two officers' shares")
    recover.add_argument("sealed", type=Path, metavar="KEYS_SEALED")
    recover.add_argument("--key-file", type=Path, metavar="PATH", help="default: SECRET_KEYS_FILE")

    _staff(table)

    copy = table.add("backup", "backup:make", "a consistent sealed copy: body, keys, keys.sealed")
    copy.add_argument("folder", type=Path, metavar="DIR", help="keep it away from this machine")
    back = table.add("restore", "backup:restore", "fill an empty database from a backup")
    back.add_argument("folder", type=Path, metavar="DIR")
    back.add_argument("--body", type=Path, metavar="FILE", help="an older body")
    back.add_argument("--verify", action="store_true", help="try it in a temporary database only")

    produce = table.group("produce", "what is held of one person, without any complaint, as JSON")
    hers = produce.add("survivor", "produce:survivor", "by the mark on the Hub's list")
    hers.add_argument("mark", metavar="MARK")
    theirs = produce.add("staff", "produce:staff", "by their e-mail address")
    theirs.add_argument("email", metavar="ADDRESS")

    audit = table.group("audit", "the record of acts")
    audit.add("verify", "audit:verify", "check the sealed days offline").add_argument(
        "--closed", action="store_true", help="only the acts that are on no list, day by day"
    )


def _staff(table: "Table") -> None:
    """Add what the operator does about people."""
    staff = table.group("staff", "when nobody can sign in")
    invite = staff.add("invite", "staff:invite", "a new invitation link")
    verify = staff.add("verify", "staff:verify", "confirm a key by its four check words")
    disable = staff.add("disable", "staff:disable", "end somebody's access now")
    for command in (invite, disable):
        command.add_argument("email", metavar="ADDRESS")
    invite.add_argument("--name", metavar="NAME", help="of a new administrator")
    invite.add_argument("--short-name", metavar="NAME", help="if the first name is long")
    verify.add_argument("words", nargs=4, metavar="WORD", help="as heard from them by voice")
    verify.add_argument("--email", metavar="ADDRESS", help="whose, where several wait")


class Table:
    """The commands of one level; where each runs is a module of ``bot.commands`` and a function."""

    def __init__(self, parent: argparse.ArgumentParser) -> None:
        self._commands = parent.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(self, name: str, runs: str, words: str) -> argparse.ArgumentParser:
        """Add a command."""
        added = self._commands.add_parser(name, help=words, description=words, parents=[_common()])
        added.set_defaults(runs=f"bot.commands.{runs}")
        return added

    def group(self, name: str, words: str) -> "Table":
        """Add a command that only gathers others."""
        return Table(
            self._commands.add_parser(name, help=words, description=words, parents=[_common()])
        )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise argparse.ArgumentTypeError("must be a port between 1 and 65535")
    return int(text)


def _common() -> argparse.ArgumentParser:
    common = Parser(add_help=False)
    common.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show a fault's trace"
    )
    return common
