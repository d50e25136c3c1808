"""One frozen ``Settings`` from the environment; every mistake is reported at once.

The names are those of the operator's documentation and stay stable. Any secret ``NAME`` may be
given as ``NAME_FILE``. The rule kept here: a carrier that isn't set is off, a half-set one is an
error, and no fault repeats a value.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from bot.environment import Environment
from bot.errors import SettingsError

Part = Literal["web", "console", "worker"]
EVERY_PART: frozenset[Part] = frozenset({"web", "console", "worker"})

SECRETS = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEYS",
    "SMTP_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
)
LOST = {
    "SECRET_KEYS": ": put the key file back, or `keys recover`; for a new service `setup` makes it"
}
LEVELS = ("debug", "info", "warning", "error", "critical")


@dataclass(frozen=True, slots=True)
class Telegram:
    """The Telegram bot; there is one, or none."""

    token: str = field(repr=False)
    mode: Literal["webhook", "polling"]
    webhook_secret: str = field(repr=False)
    api_url: str

    @property
    def source(self) -> str:
        """The bot's own id: our end of every chat."""
        return self.token.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Twilio:
    """The SMS account; there is one, or none. One of service and number is empty."""

    account_sid: str = field(repr=False)
    auth_token: str = field(repr=False)
    messaging_service_sid: str
    from_number: str
    api_url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator decides outside ``config/``. An optional address unset is empty."""

    host: str
    port: int
    console_host: str
    console_port: int
    metrics_port: int  # 0: off
    public_url: str
    console_url: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret_keys: str = field(repr=False)  # the key file's JSON
    telegram: Telegram | None
    twilio: Twilio | None
    smtp_url: str = field(repr=False)
    config_dir: Path
    allow_drafts: bool
    log_level: str
    log_format: Literal["json", "text"]

    @property
    def embedded(self) -> bool:
        """Whether the database is a file beside us."""
        return self.database_url.startswith("sqlite:")

    @classmethod
    def read(
        cls,
        environment: Mapping[str, str],
        *,
        serving: Collection[Part] = (),
        needs_keys: bool = False,
        terminal: bool = False,
    ) -> Self:
        """Read the environment; raises ``SettingsError`` with every fault there is.

        Args:
            environment: names and values.
            serving: the parts that are about to serve; none for a short command.
            needs_keys: whether a short command can do nothing without the server keys.
            terminal: whether the log goes to a person's terminal.
        """
        env = Environment(environment, SECRETS, LOST)
        settings = cls(
            host=env.text("HOST", "127.0.0.1"),
            port=env.port("PORT", 8080),
            console_host=env.text("CONSOLE_HOST", "127.0.0.1"),
            console_port=env.port("CONSOLE_PORT", 8081),
            metrics_port=env.port("METRICS_PORT"),
            public_url=env.origin("PUBLIC_URL"),
            console_url=env.origin("CONSOLE_URL", "http://127.0.0.1:8081"),
            database_url=_database(env),
            redis_url=env.url("REDIS_URL", "redis", "rediss", "unix"),
            secret_keys=_keys(env, needed=needs_keys or bool(serving)),
            telegram=_telegram(env),
            twilio=_twilio(env),
            smtp_url=env.url("SMTP_URL", "smtp", "smtps"),
            config_dir=_config_dir(env),
            allow_drafts=env.choice(
                "ALLOW_DRAFT_TRANSLATIONS", "true", "false", "1", "0", default="false"
            )
            in {"true", "1"},
            log_level=env.choice("LOG_LEVEL", *LEVELS, default="info"),
            log_format=_log_format(env, terminal=terminal),
        )
        if serving and settings.embedded and set(serving) != EVERY_PART:
            env.fault("DATABASE_URL", "is SQLite, which `run` alone serves: use PostgreSQL")
        ports = [settings.port, settings.console_port, settings.metrics_port]
        if len(serving) > 1 and len(set(ports)) < len(ports):
            env.fault("PORT", "and CONSOLE_PORT and METRICS_PORT must each be another")
        if env.faults:
            raise SettingsError(env.faults)
        return settings


def _database(env: Environment) -> str:
    """``postgres://`` is what some hosts hand out for the same thing."""
    url = env.url(
        "DATABASE_URL", "sqlite", "postgresql", "postgres", default="sqlite:///var/bot.db"
    )
    if url.startswith("sqlite:") and not url.removeprefix("sqlite:///"):
        env.fault("DATABASE_URL", "names no file: sqlite:///var/bot.db")
    return "postgresql" + url[len("postgres") :] if url.startswith("postgres:") else url


def _keys(env: Environment, *, needed: bool) -> str:
    value = env.text("SECRET_KEYS")
    if not value and needed and not env.text("SECRET_KEYS_FILE"):
        env.fault(
            "SECRET_KEYS", f"is missing: name a file in SECRET_KEYS_FILE{LOST['SECRET_KEYS']}"
        )
    if value:
        from bot.vault.server import ServerKeys  # noqa: PLC0415 - short commands need no keys

        try:
            ServerKeys.from_json(value)
        except SettingsError as error:
            env.faults.extend(error.faults)
    return value


def _telegram(env: Environment) -> Telegram | None:
    token = env.secret("TELEGRAM_BOT_TOKEN", r"[0-9]+:[A-Za-z0-9_-]+", "is not a bot token")
    secret = env.secret(
        "TELEGRAM_WEBHOOK_SECRET", r"[A-Za-z0-9_-]{1,256}", "must be 1-256 of A-Z a-z 0-9 _ -"
    )
    default = "webhook" if env.text("PUBLIC_URL") else "polling"
    mode = env.choice("TELEGRAM_MODE", "webhook", "polling", default=default)
    api = env.url("TELEGRAM_API_URL", "https", "http", default="https://api.telegram.org")
    if not token:
        if secret:
            env.fault("TELEGRAM_BOT_TOKEN", "is missing beside TELEGRAM_WEBHOOK_SECRET")
        return None
    if mode == "webhook" and not secret:
        env.fault("TELEGRAM_WEBHOOK_SECRET", "is missing: webhook mode needs it")
    if mode == "webhook" and not env.text("PUBLIC_URL"):
        env.fault("PUBLIC_URL", "is missing: webhook mode needs an address for Telegram to call")
    return Telegram(token, "webhook" if mode == "webhook" else "polling", secret, api.rstrip("/"))


def _twilio(env: Environment) -> Twilio | None:
    sid = env.secret("TWILIO_ACCOUNT_SID", r"AC[A-Za-z0-9]+", "must begin with AC")
    token = env.secret("TWILIO_AUTH_TOKEN", r"\S+", "must not hold spaces")
    service = env.matching("TWILIO_MESSAGING_SERVICE_SID", r"MG[A-Za-z0-9]+", "must begin with MG")
    number = env.matching(
        "TWILIO_FROM_NUMBER", r"\+[1-9][0-9]{6,14}|[0-9]{5,6}", "must be like +447700900123"
    )
    api = env.url("TWILIO_API_URL", "https", "http", default="https://api.twilio.com")
    if not (sid or token or service or number):
        return None
    for name, value in (("TWILIO_ACCOUNT_SID", sid), ("TWILIO_AUTH_TOKEN", token)):
        if not value:
            env.fault(name, "is missing: text messages are half set")
    if bool(service) == bool(number):
        env.fault(
            "TWILIO_MESSAGING_SERVICE_SID", "or TWILIO_FROM_NUMBER is needed: exactly one of them"
        )
    if not env.text("PUBLIC_URL"):
        env.fault("PUBLIC_URL", "is missing: Twilio's signatures are checked against it")
    return Twilio(sid, token, service, number, api.rstrip("/"))


def _config_dir(env: Environment) -> Path:
    path = Path(env.text("CONFIG_DIR", "config"))
    if not path.is_dir():
        env.fault("CONFIG_DIR", "is not a folder")
    return path


def _log_format(env: Environment, *, terminal: bool) -> Literal["json", "text"]:
    default = "text" if terminal else "json"
    return "text" if env.choice("LOG_FORMAT", "json", "text", default=default) == "text" else "json"
