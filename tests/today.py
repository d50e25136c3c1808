"""The content, words and templates of this checkout, read once for all tests."""

from functools import cache

import jinja2

from bot.content import Content
from bot.words import Catalogues
from bot.words.catalogues import CONFIG


class Compiled(jinja2.BytecodeCache):
    """The console's templates, compiled once for all the consoles of a test process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Give what was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what was compiled now."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@cache
def content_of_today() -> Content:
    """The configuration, read once: nothing changes it."""
    return Content.load(CONFIG)


@cache
def catalogues_of_today() -> Catalogues:
    """Every language, drafts included, read once: nothing changes them."""
    return Catalogues(drafts=True)
