"""Settings come from the environment or `.env`, and a bad one is named without being shown."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Address, BadSetting, Settings, meaning, read_settings, variable
from tests.unit.commands import CommandLine


@pytest.mark.usefixtures("shell")
def test_without_any_setting_the_bot_is_set_up_for_one_machine() -> None:
    settings = read_settings()
    assert settings.bot_token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///var/rehearse.db"
    assert settings.scenarios == ()
    assert (settings.webhook_url, settings.webhook_secret, settings.secret_key) == (None,) * 3
    assert (settings.listen, settings.listen_is_set) == (Address("127.0.0.1", 8080), False)
    assert (settings.typing_seconds, settings.send_rate) == (1, 30)
    assert settings.log_format == "console"


def test_every_setting_is_read_from_the_environment(shell: CommandLine) -> None:
    given = {
        "BOT_TOKEN": "any shape at all",
        "API_URL": "http://127.0.0.1:8081",
        "DATABASE_URL": "postgresql://rehearse:secret@db/rehearse",
        "SCENARIOS": os.pathsep.join(["mine", "", "/srv/ours"]),
        "WEBHOOK_URL": "http://127.0.0.1:9000/hook",
        "WEBHOOK_SECRET": "aB_-9",
        "LISTEN": "192.0.2.1:80",
        "SECRET_KEY": "long and random",
        "TYPING_SECONDS": "0",
        "SEND_RATE": "0",
        "LOG_FORMAT": "json",
    }
    for name, value in given.items():
        shell.set(name, value)
    settings = read_settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == "any shape at all"
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.database_url == "postgresql://rehearse:secret@db/rehearse"
    assert settings.scenarios == (Path("mine"), Path("/srv/ours"))
    assert settings.webhook_url == "http://127.0.0.1:9000/hook"
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.get_secret_value() == "aB_-9"
    assert (settings.listen, settings.listen_is_set) == (Address("192.0.2.1", 80), True)
    assert settings.secret_key is not None
    assert (settings.typing_seconds, settings.send_rate) == (0, 0)
    assert settings.log_format == "json"


def test_a_file_named_env_counts_where_the_environment_is_silent(shell: CommandLine) -> None:
    (shell.folder / ".env").write_text(
        "REHEARSE_TYPING_SECONDS=2\nREHEARSE_SEND_RATE=5\nOTHER=thing\n", encoding="utf-8"
    )
    shell.set("SEND_RATE", "7")
    settings = read_settings()
    assert (settings.typing_seconds, settings.send_rate) == (2, 7)


@pytest.mark.parametrize("field", list(Settings.model_fields))
def test_an_empty_value_means_not_set(shell: CommandLine, field: str) -> None:
    shell.set(field.upper(), "")
    assert read_settings() == Settings.model_construct()
    assert not read_settings().listen_is_set


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1:0", Address("127.0.0.1", 0)),
        ("localhost:65535", Address("localhost", 65535)),
        ("[::1]:8080", Address("::1", 8080)),
    ],
)
def test_an_address_has_a_host_and_a_port(
    shell: CommandLine, address: str, expected: Address
) -> None:
    shell.set("LISTEN", address)
    assert read_settings().listen == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_URL", "api.telegram.org"),
        ("API_URL", "ftp://api.telegram.org"),
        ("API_URL", "https://"),
        ("API_URL", "http://[oops"),
        ("DATABASE_URL", "mysql://me:hush-hush@db/x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "rehearse.db"),
        ("WEBHOOK_URL", "bot.example/hook"),
        ("WEBHOOK_URL", "http://bot.example/hook"),
        ("WEBHOOK_SECRET", "hush hush"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("LISTEN", "8080"),
        ("LISTEN", ":8080"),
        ("LISTEN", "localhost:"),
        ("LISTEN", "localhost:65536"),
        ("LISTEN", "http://localhost:8080"),
        ("LISTEN", "::1:8080"),
        ("TYPING_SECONDS", "2.5"),
        ("TYPING_SECONDS", "-1"),
        ("TYPING_SECONDS", "nan"),
        ("TYPING_SECONDS", "soon"),
        ("SEND_RATE", "-1"),
        ("SEND_RATE", "inf"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_value_is_named_and_never_shown(shell: CommandLine, name: str, value: str) -> None:
    shell.set(name, value)
    with pytest.raises(BadSetting) as bad:
        read_settings()
    field = name.lower()
    assert (bad.value.variable, bad.value.meaning) == (variable(field), meaning(field))
    assert bad.value.__cause__ is None
    ran = shell.rehearse("export", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"REHEARSE_{name} can't be used: it has to be ")
    assert ran.err.count("\n") == 1
    assert "hush" not in ran.err


def test_a_webhook_without_encryption_is_for_a_bot_api_server_of_ones_own(
    shell: CommandLine,
) -> None:
    shell.set("WEBHOOK_URL", "http://127.0.0.1:9000/hook")
    with pytest.raises(BadSetting, match="REHEARSE_WEBHOOK_URL"):
        read_settings()
    shell.set("API_URL", "http://127.0.0.1:8081")
    assert read_settings().webhook_url == "http://127.0.0.1:9000/hook"


def test_a_file_named_env_that_is_no_text_is_named(shell: CommandLine) -> None:
    (shell.folder / ".env").write_bytes(b"REHEARSE_BOT_TOKEN=\xff\xfe\n")
    ran = shell.rehearse("export", "--json")
    assert ran.code == 2
    assert ran.err.startswith(".env can't be used: it has to be a readable text file in UTF-8.")


def test_settings_never_show_a_secret(shell: CommandLine) -> None:
    for name in ("BOT_TOKEN", "WEBHOOK_SECRET", "SECRET_KEY"):
        shell.set(name, "hush-hush")
    shell.set("DATABASE_URL", "postgresql://rehearse:hush-hush@db/rehearse")
    settings = read_settings()
    assert "hush-hush" not in f"{settings!r} {settings}"


@pytest.mark.usefixtures("shell")
def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        read_settings().__setattr__("typing_seconds", 2)


def test_every_setting_says_what_it_is_meant_to_be() -> None:
    for field in Settings.model_fields:
        assert meaning(field), field
