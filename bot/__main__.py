"""The commands: ``python -m bot COMMAND``.

What a command does is in ``bot/commands/``, imported only when it runs. The rule kept here: every
failure is a plain line on stderr with what to do, exit status 2 for configuration and 1 for the
rest, no traceback without ``--debug``.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from bot.commands.table import parser
from bot.errors import BotError, SettingsError

Run = Callable[[argparse.Namespace, Mapping[str, str]], int]

CONFIGURATION, FAILED, INTERRUPTED = 2, 1, 130


def main(argv: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = parser().parse_args(argv)
    try:
        module, _, function = arguments.runs.partition(":")
        run = cast("Run", getattr(importlib.import_module(module), function))
        return run(arguments, os.environ if environment is None else environment)
    except SettingsError as error:
        return _failed(arguments, error, "\n".join(error.faults), CONFIGURATION)
    except BotError as error:
        return _failed(arguments, error, str(error) or type(error).__name__, FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except ModuleNotFoundError as error:
        return _failed(arguments, error, f"{error.name} is not installed: `make env`", FAILED)
    except Exception as error:  # noqa: BLE001 - a person at a shell gets a line, not our insides
        return _failed(arguments, error, _plainly(error), FAILED)


def _plainly(error: Exception) -> str:
    """Say what to do about an error that isn't one of ours; its own words may name somebody."""
    from bot.commands.faults import plainly  # noqa: PLC0415 - only when something broke
    from bot.logs import fault  # noqa: PLC0415 - the same

    return plainly(error) or f"stopped by a fault of ours: {fault(error)}; --debug shows the trace"


def _failed(arguments: argparse.Namespace, error: Exception, words: str, status: int) -> int:
    if getattr(arguments, "debug", False):
        raise error
    for line in words.splitlines():
        sys.stderr.write(f"imsa-bot: {line}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
