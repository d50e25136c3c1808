"""``demo``: the invented world, served or played; it refuses to start beside real credentials."""

import argparse
from collections.abc import Mapping


def demo(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve the try-it page, or play the guided stories."""
    from bot.demo.command import run  # noqa: PLC0415 - only its own process needs the demo

    return run(environment, port=arguments.port, keep=arguments.keep, once=arguments.once)
