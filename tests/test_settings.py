"""Settings: the operator's names, every mistake at once, and never a value repeated."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import EVERY_PART, Settings
from bot.vault.server import ServerKeys

KEYS = ServerKeys.generate().to_json()
WHOLE = {
    "PORT": "9000",
    "PUBLIC_URL": "https://bot.example.org/",
    "DATABASE_URL": "postgres://bot:pass@db.example.org/bot",
    "REDIS_URL": "redis://cache.example.org:6379/0",
    "SECRET_KEYS": KEYS,
    "TELEGRAM_BOT_TOKEN": "1234567:AAaa_bb-cc",
    "TELEGRAM_WEBHOOK_SECRET": "nobody-guesses-this",
    "TWILIO_ACCOUNT_SID": "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "TWILIO_AUTH_TOKEN": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "TWILIO_FROM_NUMBER": "+447700900123",
    "SMTP_URL": "smtps://hub:letmein@mail.example.org:465",
}


def read(values: dict[str, str], tmp_path: Path, **more: object) -> Settings:
    return Settings.read({"CONFIG_DIR": str(tmp_path), **values}, **more)  # type: ignore[arg-type]


def faults(values: dict[str, str], tmp_path: Path, **more: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(values, tmp_path, **more)
    return [fault.partition(" ")[0].rstrip(":") for fault in caught.value.faults]


def test_nothing_set_is_a_deployment_without_carriers(tmp_path: Path) -> None:
    settings = read({}, tmp_path)
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert (settings.console_host, settings.console_port) == ("127.0.0.1", 8081)
    assert settings.database_url == "sqlite:///var/bot.db"
    assert settings.embedded
    assert (settings.telegram, settings.twilio, settings.metrics_port) == (None, None, 0)
    assert (settings.log_format, settings.log_level) == ("json", "info")
    assert not settings.allow_drafts


def test_everything_set_is_read(tmp_path: Path) -> None:
    settings = read(WHOLE, tmp_path, serving={"web"})
    assert settings.database_url == "postgresql://bot:pass@db.example.org/bot"
    assert settings.public_url == "https://bot.example.org"
    assert settings.telegram is not None
    assert (settings.telegram.mode, settings.telegram.source) == ("webhook", "1234567")
    assert settings.telegram.api_url == "https://api.telegram.org"
    assert settings.twilio is not None
    assert settings.twilio.from_number == "+447700900123"
    assert settings.twilio.api_url == "https://api.twilio.com"


def test_without_a_public_address_telegram_is_polled(tmp_path: Path) -> None:
    settings = read({"TELEGRAM_BOT_TOKEN": "1:abc"}, tmp_path)
    assert settings.telegram is not None
    assert settings.telegram.mode == "polling"


def test_every_mistake_is_reported_at_once_and_no_value_is_repeated(tmp_path: Path) -> None:
    wrong = {
        "PORT": "eighty-canary",
        "METRICS_PORT": "70000",
        "PUBLIC_URL": "http://canary.example.org/path",
        "DATABASE_URL": "mysql://canary",
        "REDIS_URL": "canary",
        "SECRET_KEYS": "canary",
        "TELEGRAM_BOT_TOKEN": "canary canary",
        "TELEGRAM_WEBHOOK_SECRET": "canary!",
        "TELEGRAM_MODE": "canary",
        "TWILIO_ACCOUNT_SID": "canary",
        "TWILIO_FROM_NUMBER": "canary",
        "SMTP_URL": "canary",
        "LOG_LEVEL": "canary",
        "LOG_FORMAT": "canary",
        "ALLOW_DRAFT_TRANSLATIONS": "canary",
        "CONFIG_DIR": str(tmp_path / "canary"),
    }
    with pytest.raises(SettingsError) as caught:
        read(wrong, tmp_path, serving=EVERY_PART)
    named = {fault.partition(" ")[0].rstrip(":") for fault in caught.value.faults}
    assert named == {*wrong, "TWILIO_AUTH_TOKEN"}
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM_NUMBER", "PUBLIC_URL"]
)
def test_half_set_text_messages_are_an_error(name: str, tmp_path: Path) -> None:
    values = {key: value for key, value in WHOLE.items() if key != name}
    wanted = "TWILIO_MESSAGING_SERVICE_SID" if name == "TWILIO_FROM_NUMBER" else name
    assert faults(values, tmp_path) == [wanted]


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"])
def test_half_set_telegram_is_an_error(name: str, tmp_path: Path) -> None:
    values = {key: value for key, value in WHOLE.items() if key != name}
    assert faults(values, tmp_path) == [name]


def test_a_webhook_without_an_address_to_call_is_an_error(tmp_path: Path) -> None:
    values = {name: WHOLE[name] for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET")}
    assert faults({**values, "TELEGRAM_MODE": "webhook"}, tmp_path) == ["PUBLIC_URL"]


def test_two_senders_of_text_messages_are_an_error(tmp_path: Path) -> None:
    both = {**WHOLE, "TWILIO_MESSAGING_SERVICE_SID": "MGaaaa"}
    assert faults(both, tmp_path) == ["TWILIO_MESSAGING_SERVICE_SID"]


def test_serving_without_keys_is_refused_and_setup_is_not(tmp_path: Path) -> None:
    assert faults({}, tmp_path, serving=EVERY_PART) == ["SECRET_KEYS"]
    assert faults({}, tmp_path, needs_keys=True) == ["SECRET_KEYS"]
    assert read({}, tmp_path).secret_keys == ""


@pytest.mark.parametrize("part", ["web", "console", "worker"])
def test_sqlite_is_served_by_one_process_alone(part: str, tmp_path: Path) -> None:
    assert faults({"SECRET_KEYS": KEYS}, tmp_path, serving={part}) == ["DATABASE_URL"]
    assert read({"SECRET_KEYS": KEYS}, tmp_path, serving=EVERY_PART).embedded


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_WEBHOOK_SECRET", "changeme"),
        ("TELEGRAM_WEBHOOK_SECRET", "demo-secret"),
        ("TELEGRAM_BOT_TOKEN", "1000:DEMO"),
        ("TWILIO_AUTH_TOKEN", "password"),
    ],
)
def test_what_an_example_or_the_demo_uses_is_refused(name: str, value: str, tmp_path: Path) -> None:
    assert faults({**WHOLE, name: value}, tmp_path) == [name]


@pytest.mark.parametrize(
    "name", ["SECRET_KEYS", "TELEGRAM_BOT_TOKEN", "TWILIO_AUTH_TOKEN", "DATABASE_URL", "SMTP_URL"]
)
def test_a_secret_may_be_a_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(WHOLE[name] + "\n", encoding="utf-8")
    by_file = {key: value for key, value in WHOLE.items() if key != name}
    by_file[f"{name}_FILE"] = str(path)
    assert read(by_file, tmp_path) == read(WHOLE, tmp_path)


def test_a_secret_given_twice_missing_or_empty_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_bytes(b"\n")
    broken = tmp_path / "broken"
    broken.write_bytes(b"\xff\xfe\x00")
    wrong = {
        **WHOLE,
        "SECRET_KEYS_FILE": str(empty),
        "REDIS_URL": "",
        "REDIS_URL_FILE": str(broken),
        "SMTP_URL": "",
        "SMTP_URL_FILE": str(tmp_path / "none"),
        "TELEGRAM_BOT_TOKEN": "",
        "TELEGRAM_BOT_TOKEN_FILE": str(empty),
    }
    assert faults(wrong, tmp_path) == [
        "REDIS_URL_FILE",
        "SECRET_KEYS",
        "SMTP_URL_FILE",
        "TELEGRAM_BOT_TOKEN_FILE",
        "TELEGRAM_BOT_TOKEN",
    ]


def test_no_secret_shows_when_settings_are_printed(tmp_path: Path) -> None:
    shown = repr(read(WHOLE, tmp_path))
    for name in ("TELEGRAM_BOT_TOKEN", "TWILIO_AUTH_TOKEN", "DATABASE_URL", "SMTP_URL"):
        assert WHOLE[name] not in shown
    assert "pass" not in shown
    assert KEYS[10:40] not in shown


def test_a_terminal_gets_text_unless_json_is_asked_for(tmp_path: Path) -> None:
    assert read({}, tmp_path, terminal=True).log_format == "text"
    assert read({"LOG_FORMAT": "json"}, tmp_path, terminal=True).log_format == "json"
    assert read({"METRICS_PORT": "off"}, tmp_path).metrics_port == 0


def test_parts_in_one_process_need_ports_of_their_own(tmp_path: Path) -> None:
    same = {"SECRET_KEYS": KEYS, "PORT": "9000", "CONSOLE_PORT": "9000"}
    assert faults(same, tmp_path, serving=EVERY_PART) == ["PORT"]
