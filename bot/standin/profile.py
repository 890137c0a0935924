"""What a bot says of itself: its name, its commands and its descriptions."""

from dataclasses import dataclass, field
from typing import TypeAlias

from bot.standin.errors import bad_request
from bot.standin.methods import Params
from bot.standin.text import Json

_MAX_COMMANDS = 100
_MAX_COMMAND = 32
_MAX_COMMAND_DESCRIPTION = 256
_MAX_DESCRIPTION = 512
_MAX_SHORT_DESCRIPTION = 120
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}

_Scope: TypeAlias = tuple[str, ...]


@dataclass
class Profile:
    """The methods of the Bot API about the bot itself; they raise ApiError on a wrong value."""

    bot: Json
    _commands: dict[_Scope, list[Json]] = field(default_factory=dict)
    _descriptions: dict[str, str] = field(default_factory=dict)
    _short_descriptions: dict[str, str] = field(default_factory=dict)

    def get_me(self, _: Params) -> Json:
        """Tell who the bot is and what it can do."""
        return {
            **self.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def set_my_commands(self, params: Params) -> bool:
        """Keep the commands that people are offered in a scope and language."""
        commands = [_command(value) for value in params["commands"]]
        if len(commands) > _MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._commands[_scope(params)] = commands
        return True

    def get_my_commands(self, params: Params) -> list[Json]:
        """Return the commands of exactly this scope and language."""
        return self._commands.get(_scope(params), [])

    def delete_my_commands(self, params: Params) -> bool:
        """Offer no commands in a scope and language."""
        self._commands.pop(_scope(params), None)
        return True

    def set_my_description(self, params: Params) -> bool:
        """Keep what an empty chat with the bot shows."""
        return _keep(self._descriptions, params, "description", _MAX_DESCRIPTION)

    def get_my_description(self, params: Params) -> Json:
        """Return what an empty chat with the bot shows."""
        return {"description": _kept(self._descriptions, params)}

    def set_my_short_description(self, params: Params) -> bool:
        """Keep what the bot's profile shows."""
        shelf = self._short_descriptions
        return _keep(shelf, params, "short_description", _MAX_SHORT_DESCRIPTION)

    def get_my_short_description(self, params: Params) -> Json:
        """Return what the bot's profile shows."""
        return {"short_description": _kept(self._short_descriptions, params)}


def _keep(shelf: dict[str, str], params: Params, name: str, limit: int) -> bool:
    text = params.get(name, "").strip()
    if len(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    shelf[params.get("language_code", "")] = text
    return True


def _kept(shelf: dict[str, str], params: Params) -> str:
    """Return the text of a language, or the one for all."""
    return shelf.get(params.get("language_code", ""), "") or shelf.get("", "")


def _scope(params: Params) -> _Scope:
    scope = params.get("scope", {"type": "default"})
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    details = [scope.get(name) for name in _SCOPES[kind]]
    if None in details:
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    return (kind, *map(str, details), params.get("language_code", ""))


def _command(value: Json) -> Json:
    command, description = value.get("command"), value.get("description")
    if not isinstance(command, str) or not isinstance(description, str):
        raise bad_request("can't parse BotCommand: command and description must be Strings")
    command, description = command.strip().removeprefix("/"), description.strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > _MAX_COMMAND:
        raise bad_request(f"command length must not exceed {_MAX_COMMAND}")
    if not (
        command.isascii() and command.replace("_", "a").isalnum() and command == command.lower()
    ):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > _MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {_MAX_COMMAND_DESCRIPTION}")
    return {"command": command, "description": description}
