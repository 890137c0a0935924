"""The settings: environment variables with the prefix REHEARSE_, or a file `.env`.

An empty value means not set. What a setting holds is never shown in a message: some are secrets,
and an address may carry a password.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_ENV_FILE = ".env"
_DATABASES = ("sqlite:///", "postgresql://", "postgres://")


class BadSetting(Exception):
    """A setting that can't be used: its `variable`, and what it is meant to be."""

    def __init__(self, variable: str, meaning: str) -> None:
        super().__init__(variable)
        self.variable = variable
        self.meaning = meaning


class Address(NamedTuple):
    """Where to listen; port 0 lets the system pick a free one."""

    host: str
    port: int


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or set(value) & set("{} "):
        raise ValueError
    return value


def _database_address(value: str) -> str:
    if not value.startswith(_DATABASES) or value in _DATABASES:
        raise ValueError
    return value


def _folders(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(folder for folder in value.split(os.pathsep) if folder)


def _address(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]\s/@]+):(\d{1,5})", value)
    if found is None or int(found[2]) > 65_535:
        raise ValueError
    return Address(found[1].strip("[]"), int(found[2]))


def _webhook_secret(value: SecretStr) -> SecretStr:
    if re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()) is None:
        raise ValueError
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """Every setting, read once at start; `description` is what a setting is meant to be."""

    model_config = SettingsConfigDict(
        env_prefix="REHEARSE_",
        env_file=_ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = Field(
        default=None, description="the token that BotFather gave for the bot"
    )
    api_url: WebAddress = Field(
        default="https://api.telegram.org",
        description="the address of the Bot API server, beginning with https:// or http://",
    )
    database_url: Annotated[str, AfterValidator(_database_address)] = Field(
        default="sqlite:///var/rehearse.db",
        description="where attempts are kept, such as sqlite:///var/rehearse.db"
        " or postgresql://name@host/database",
        repr=False,
    )
    scenarios: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)] = Field(
        default=(),
        description=f"folders with more scenarios, separated by {os.pathsep}",
    )
    webhook_url: WebAddress | None = Field(
        default=None,
        description="the full address that Telegram sends updates to, beginning with https://"
        " (or http:// when REHEARSE_API_URL is set); without it the bot polls",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = Field(
        default=None,
        description="what Telegram has to send with each update: up to 256 letters, digits,"
        " hyphens and underscores",
    )
    listen: Annotated[Address, NoDecode, BeforeValidator(_address)] = Field(
        default=Address("127.0.0.1", 8080),
        description="the host and port to serve on, such as 127.0.0.1:8080",
    )
    page_url: WebAddress | None = Field(
        default=None,
        description="the address where learners without Telegram find the page with a phone,"
        " beginning with https://; without it there is no such page",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="a long random text that the bot's own secrets are made from;"
        " without it the token serves",
    )
    typing_seconds: float = Field(
        default=1.0,
        ge=0,
        le=2,
        description='how many seconds "typing..." shows before a message, 0 (off) to 2',
    )
    send_rate: float = Field(
        default=30.0,
        ge=0,
        allow_inf_nan=False,
        description="how many messages a second go to Telegram at most; 0 is unlimited",
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="how the log is written: console or json"
    )

    @property
    def listen_is_set(self) -> bool:
        """Whether somebody chose where to listen; polling serves its health pages only then."""
        return "listen" in self.model_fields_set

    @model_validator(mode="after")
    def _webhook_is_encrypted(self) -> Self:
        own_server = "api_url" in self.model_fields_set
        if self.webhook_url and not self.webhook_url.startswith("https://") and not own_server:
            raise BadSetting(variable("webhook_url"), meaning("webhook_url"))
        return self


def variable(field: str) -> str:
    """Return the environment variable that sets a field of `Settings`."""
    return f"{Settings.model_config['env_prefix']}{field.upper()}"


def meaning(field: str) -> str:
    """Return what a field of `Settings` is meant to be."""
    return Settings.model_fields[field].description or ""


def read_settings() -> Settings:
    """Read the settings from the environment and `.env`.

    Raises BadSetting for the first that can't be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        field = str(error.errors(include_input=False, include_context=False)[0]["loc"][0])
        raise BadSetting(variable(field), meaning(field)) from None
    except (OSError, UnicodeDecodeError):
        raise BadSetting(_ENV_FILE, "a readable text file in UTF-8") from None
