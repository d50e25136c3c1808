"""``python -m bot.console`` prints the table of pages as docs/routes.md keeps it."""

import sys

from bot.console.app import declare_pages
from bot.console.table import markdown

declare_pages()
sys.stdout.write(markdown())
