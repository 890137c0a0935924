"""Which Bot API carries a call: Telegram's, or the one in memory behind the page's phones."""

from collections.abc import Mapping
from typing import Any

from bot.documents.making import File
from bot.people import is_visitor
from bot.telegram.api import Api


class Exchange:
    """Carries what is owed to visitors of the page to their phones, and all else to Telegram.

    A program may have one of the two alone: what is owed over the other is left to a program that
    has it.
    """

    def __init__(self, telegram: Api | None, page: Api | None = None) -> None:
        self._telegram = telegram
        self._page = page

    def reaches(self, chat: int) -> bool:
        """Whether calls to a chat can be carried at all."""
        return self._of(chat) is not None

    async def call(self, method: str, payload: Mapping[str, Any], file: File | None = None) -> Any:
        """Call a method of the chat's own Bot API, as `Api.call` does."""
        api = self._of(payload["chat_id"])
        if api is None:
            raise LookupError("a call was to be carried to a chat that is not reached")
        return await api.call(method, payload, file)

    def _of(self, chat: int) -> Api | None:
        return self._page if is_visitor(chat) else self._telegram
