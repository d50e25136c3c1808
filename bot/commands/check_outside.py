"""What ``check`` looks at outside: Redis, the carriers, the mail server."""

from collections.abc import AsyncIterator

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.commands import telegram_account, twilio_account
from bot.commands.findings import Finding, off, right, wrong
from bot.errors import SendError
from bot.mail import Mailer
from bot.settings import Settings

Findings = AsyncIterator[Finding]
SECONDS = 3.0
REFUSED = {
    "smtp 535": "the mail server refuses our sign-in: user and password in SMTP_URL",
    "smtp SMTPNotSupportedError": "the mail server offers no STARTTLS or no sign-in: try smtps://",
    "smtp SSLCertVerificationError": "nobody trusts the mail server's certificate, or it is for"
    " another name: put the name that it is for into SMTP_URL, or have it made anew",
    "smtp SSLError": "the port does not answer as a mail server of this kind: smtp:// or smtps://?",
    "smtp UnicodeEncodeError": "user and password in SMTP_URL may hold ASCII letters only",
    "smtp gaierror": "the mail server's name is not known: look at SMTP_URL",
}
UNREACHED = "does it run, and does SMTP_URL name it with a port that this machine may call?"


async def redis(settings: Settings) -> Findings:
    """Look at Redis, and that it keeps nothing on disk."""
    if not settings.redis_url:
        yield off("redis", "not set: needed as soon as more than one process serves")
        return
    client = Redis.from_url(
        settings.redis_url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
    )
    try:
        await client.ping()
        yield right("redis", "answers")
        kept = await _kept(client)
        if kept is None:
            yield right("redis", "does not say whether it keeps anything on disk")
        elif kept:
            yield wrong("redis", "keeps data on disk: set save to nothing and appendonly to no")
        else:
            yield right("redis", "keeps nothing on disk")
    except (RedisError, OSError) as error:
        fault = type(error).__name__
        yield wrong("redis", f"does not answer ({fault}): does it run, and is REDIS_URL right?")
    finally:
        await client.aclose()


async def _kept(client: Redis) -> bool | None:
    try:
        found = {**await client.config_get("save"), **await client.config_get("appendonly")}
    except RedisError:  # a hosted one may not tell
        return None
    return bool(found.get("save")) or found.get("appendonly") == "yes"


async def telegram(settings: Settings) -> Findings:
    """Look at the bot's own account and its webhook."""
    for finding in await telegram_account.status(settings):
        yield finding


async def twilio(settings: Settings) -> Findings:
    """Look at the SMS account and its number."""
    for finding in await twilio_account.status(settings):
        yield finding


async def mail(settings: Settings) -> Findings:
    """Look at the mail server."""
    if not settings.smtp_url:
        yield off("e-mail", "not set: notices are only counted, invitations are printed")
        return
    try:
        await Mailer(settings.smtp_url).reach()
    except SendError as error:
        yield wrong("e-mail", REFUSED.get(error.code, f"not reached ({error.code}): {UNREACHED}"))
        return
    yield right("e-mail", "the mail server takes our sign-in")
