"""The Bot API as this bot calls it: the library's transport and errors, answers left unparsed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from telegram import Bot, InputFile
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # RequestData takes nothing else

from bot.documents.making import File
from bot.telegram.http import AiohttpRequest

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
_SLACK_SECONDS = 10.0


class TooLarge(Exception):
    """A file is larger than whoever asked for it takes."""


class Api:
    """One bot at one Bot API server. Calls and long polls have a connection pool each.

    `address` is that of the server. `request` makes the transport that carries every call.
    """

    def __init__(
        self, token: str, api_url: str, request: Callable[[], BaseRequest] = AiohttpRequest
    ) -> None:
        self.address = api_url
        self._files = f"{api_url.rstrip('/')}/file/bot{token}"
        self._polls = request()
        self.bot = Bot(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            request=request(),
            get_updates_request=self._polls,
        )

    @property
    def known(self) -> bool:
        """Whether Telegram has told who the bot is."""
        try:
            return bool(self.bot.id)
        except RuntimeError:
            return False

    async def open(self) -> None:
        """Open the connections and learn who the bot is.

        Raises InvalidToken, or another TelegramError when the server does not answer.
        """
        await self.bot.initialize()

    async def close(self) -> None:
        """Close the connections."""
        await self.bot.shutdown()

    async def call(self, method: str, payload: Mapping[str, Any], file: File | None = None) -> Any:
        """Call a method of the Bot API, with a file if there is one; return its bare result.

        Raises the library's errors, or TooManyRequests.
        """
        return await self.bot.request.post(f"{self.bot.base_url}/{method}", _data(payload, file))

    async def download(self, file_id: str, limit: int) -> bytes:
        """Return a file that somebody sent, of at most `limit` bytes.

        Raises TooLarge for a larger one, which is not fetched if Telegram says its size, the
        library's errors, or TooManyRequests.
        """
        told = await self.call("getFile", {"file_id": file_id})
        if told.get("file_size", 0) > limit:
            raise TooLarge
        data = await self.bot.request.retrieve(f"{self._files}/{told['file_path']}")
        if len(data) > limit:
            raise TooLarge
        return data

    async def updates(self, offset: int | None, seconds: float) -> Sequence[dict[str, Any]]:
        """Wait up to `seconds` for updates from `offset` on; what came before is confirmed."""
        payload = {"timeout": int(seconds), "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            payload["offset"] = offset
        found: Any = await self._polls.post(
            f"{self.bot.base_url}/getUpdates", _data(payload), read_timeout=seconds + _SLACK_SECONDS
        )
        return found if isinstance(found, list) else []


def _data(payload: Mapping[str, Any], file: File | None = None) -> RequestData:
    parameters = [RequestParameter(name, value, None) for name, value in payload.items()]
    if file is not None:
        content = InputFile(file.content, filename=file.name)
        parameters.append(RequestParameter(file.field, None, [content]))
    return RequestData(parameters)
