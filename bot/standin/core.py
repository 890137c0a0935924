"""The Bot API in memory: one bot's methods, and the people it talks with. No HTTP here."""

import re
from collections.abc import Callable, Mapping, MutableSequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.standin.clock import Clock, WallClock
from bot.standin.delivery import Delivery
from bot.standin.errors import ApiError, BadGateway, ConnectionCut, too_many_requests
from bot.standin.faults import Chosen, Fault, Faults
from bot.standin.files import Files
from bot.standin.messaging import Messaging
from bot.standin.methods import Params, find_method
from bot.standin.people import Person
from bot.standin.profile import Profile
from bot.standin.text import Json
from bot.standin.updates import FIRST_ID
from bot.standin.webhook import Post
from bot.standin.world import World

_TOKEN = re.compile(r"[1-9][0-9]{0,15}:[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it ended: its checked fields, when it began, and its result, error or fault."""

    method: str
    params: Mapping[str, Any]
    at: float
    result: Any
    error: ApiError | None
    fault: Fault | None


class BotApi:
    """A Bot API server for one bot, as strict as Telegram.

    `token` names the bot: its id, a colon and a secret. `post` carries updates to a webhook;
    without it there is polling only. A `local` server takes plain http webhooks. A webhook
    that fails twice is tried again after twice `retry_seconds`. Updates are numbered from
    `first_update` on. `faults` says what goes wrong; `calls`, if given, gets a record of every
    call.
    """

    def __init__(
        self,
        token: str,
        *,
        username: str = "rehearse_bot",
        clock: Clock | None = None,
        post: Post | None = None,
        local: bool = False,
        retry_seconds: float = 1.0,
        first_update: int = FIRST_ID,
        faults: Faults | None = None,
        calls: MutableSequence[Call] | None = None,
    ) -> None:
        bot_id = int(token.partition(":")[0])
        bot = {"id": bot_id, "is_bot": True, "first_name": "Rehearse", "username": username}
        self.token = token
        self.world = World(bot, clock or WallClock(), first_update)
        self.files = Files(self.world.clock)
        self.faults = faults or Faults()
        self.delivery = Delivery(
            self.world.queue, self.world.clock, post, local=local, retry_seconds=retry_seconds
        )
        self._calls = calls
        self._person_ids = count(5_000_000_001)
        self._methods = self._implemented(Messaging(self.world, self.files), Profile(bot))

    def _implemented(
        self, messaging: Messaging, profile: Profile
    ) -> Mapping[str, Callable[[Params], Any]]:
        return {
            "getMe": profile.get_me,
            "setMyCommands": profile.set_my_commands,
            "getMyCommands": profile.get_my_commands,
            "deleteMyCommands": profile.delete_my_commands,
            "setMyDescription": profile.set_my_description,
            "getMyDescription": profile.get_my_description,
            "setMyShortDescription": profile.set_my_short_description,
            "getMyShortDescription": profile.get_my_short_description,
            "setWebhook": self.delivery.set_webhook,
            "deleteWebhook": self.delivery.delete_webhook,
            "getWebhookInfo": self.delivery.get_webhook_info,
            "sendMessage": messaging.send_message,
            "sendPhoto": messaging.send_photo,
            "sendDocument": messaging.send_document,
            "editMessageText": messaging.edit_message_text,
            "editMessageReplyMarkup": messaging.edit_message_reply_markup,
            "deleteMessage": messaging.delete_message,
            "deleteMessages": messaging.delete_messages,
            "answerCallbackQuery": messaging.answer_callback_query,
            "sendChatAction": messaging.send_chat_action,
            "getChat": messaging.get_chat,
            "getFile": self.files.get_file,
        }

    def person(self, first_name: str = "Sam", **profile: Any) -> Person:
        """Return a new person, who has never met the bot; `profile` is added to theirs."""
        number = next(self._person_ids)
        known: Json = {"id": number, "is_bot": False, "first_name": first_name}
        return Person(self.world, self.files, {**known, "language_code": "en", **profile})

    async def call(self, token: str, method: str, params: Mapping[str, Any]) -> Any:
        """Carry out one call and return its result.

        Raises ApiError where Telegram refuses, and BadGateway or ConnectionCut where a planned
        fault says so.
        """
        self._check_token(token)
        known = find_method(method)
        at = self.world.clock.now()
        result, error = None, None
        chosen = self.faults.choose(known.name)
        try:
            params = known.read(params)
            _break_before(chosen)
            result = await self._carry_out(known.name, params)
            if chosen is not None and chosen.fault is Fault.CUT_AFTER:
                raise ConnectionCut
        except ApiError as refusal:
            error = refusal
            raise
        finally:
            if self._calls is not None:
                fault = chosen.fault if chosen else None
                self._calls.append(Call(known.name, params, at, result, error, fault))
        return result

    def download(self, token: str, path: str) -> bytes:
        """Return a file's bytes, by the path that `getFile` gave for it.

        Raises ApiError where Telegram has none there, or not any more; faults are planned for
        the method `download`.
        """
        self._check_token(token)
        chosen = self.faults.choose("download")
        _break_before(chosen)
        if chosen is not None:
            raise ConnectionCut
        return self.files.at(path)

    def close(self) -> None:
        """Stop delivering updates."""
        self.delivery.close()

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    async def _carry_out(self, name: str, params: Params) -> Any:
        if name == "getUpdates":
            return await self.delivery.get_updates(params)
        try:
            method = self._methods[name]
        except KeyError:
            raise ApiError(501, f"Not Implemented: this server does not know {name}") from None
        return method(params)


def _break_before(chosen: Chosen | None) -> None:
    """Raise the fault that keeps a call from being carried out."""
    if chosen is None:
        return
    match chosen.fault:
        case Fault.TOO_MANY_REQUESTS:
            raise too_many_requests(chosen.retry_after)
        case Fault.BAD_GATEWAY:
            raise BadGateway
        case Fault.CUT_BEFORE:
            raise ConnectionCut
        case Fault.CUT_AFTER:
            return
