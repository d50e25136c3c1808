"""``demo``: the invented world, served or played; it refuses to start beside real credentials."""

import argparse
from collections.abc import Mapping


def demo(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve the try-it page, or play the guided stories."""
    from bot.demo import command  # noqa: PLC0415 - only its own process needs the demo

    once: bool = arguments.once
    return command.run(environment, port=arguments.port, keep=arguments.keep, once=once)
