"""Words: what people read, in their language, with its review state known at run time.

``catalogues.tongue(language).say(text)`` is the whole surface of a turn. English in the flow tables
and in ``config/`` is the source; catalogues are PO files, read as they are at first use.
"""

from bot.words.catalogues import Catalogues
from bot.words.languages import Language
from bot.words.tongue import Tongue

__all__ = ["Catalogues", "Language", "Tongue"]
