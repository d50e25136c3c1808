"""What every unit needs beside its connection: keys, words and configuration, wired in ``app``."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.content import Content
from bot.storage.database import Database
from bot.vault import Vault
from bot.words import Catalogues


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that are made once and shared by everything in a process."""

    database: Database
    vault: Vault
    words: Catalogues
    content: Content
    clock: Clock
