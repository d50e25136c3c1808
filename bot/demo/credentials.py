"""The demonstration refuses to start beside real credentials: nothing here may reach a person."""

from collections.abc import Mapping

from bot.errors import SettingsError

REAL = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEYS",
    "SMTP_URL",
    "TELEGRAM_API_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_API_URL",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_FROM_NUMBER",
    "TWILIO_MESSAGING_SERVICE_SID",
)


def refuse_real(environment: Mapping[str, str]) -> None:
    """Raise ``SettingsError`` with the name of everything real that is set."""
    names = [one for name in REAL for one in (name, f"{name}_FILE") if environment.get(one)]
    if names:
        raise SettingsError(
            [f"{name}: is set: the demonstration runs without credentials" for name in names]
        )
