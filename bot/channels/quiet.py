"""Libraries that would write tokens, numbers or words into the log are kept to warnings.

httpx logs whole addresses with the bot token in them, Twilio's client its query parameters,
python-telegram-bot every parameter of a call at debug level. What is worth knowing is said by us.
"""

import logging

TALKATIVE = (
    "aiohttp.client",
    "httpcore",
    "httpx",
    "telegram",
    "twilio",
    "twilio.async_http_client",
)


def quiet_libraries() -> None:
    """Raise the level of every library that could speak of somebody, for any ``LOG_LEVEL``."""
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
