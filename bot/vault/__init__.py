"""Sealing and opening: the only package that knows cryptography.

``Vault`` (vault.py) is the server's keys at work; people.py seals to people; the rest is one job a
file. Everything that does not open raises ``SealBroken``.
"""

from bot.vault.field import DataKey
from bot.vault.vault import Vault

__all__ = ["DataKey", "Vault"]
