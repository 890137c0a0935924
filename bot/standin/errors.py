"""What a call to the Bot API can end in besides a result, and what a person cannot do."""


class ApiError(Exception):
    """A refusal, as Telegram words it.

    `retry_after` is the number of seconds to wait after a 429.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(code, description, retry_after)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(description: str) -> ApiError:
    """Return the 400 that Telegram answers to a call that makes no sense."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """Return the 403 that Telegram answers where the bot may not act."""
    return ApiError(403, f"Forbidden: {description}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return the 429 that asks the bot to wait `retry_after` seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)


class BadGateway(Exception):
    """A fault asked for: a proxy answers 502 with a page of HTML; no work was done."""


class ConnectionCut(Exception):
    """A fault asked for: the connection breaks without an answer, whether or not work was done."""


class NotOnScreen(Exception):
    """A person tapped a button that is not on that message (any more)."""

    def __init__(self, chat_id: int, message_id: int, data: str) -> None:
        super().__init__(chat_id, message_id, data)
        self.chat_id = chat_id
        self.message_id = message_id
        self.data = data


class NotInChat(Exception):
    """A person wrote to the bot where the bot cannot hear them: blocked, or not a member."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(chat_id)
        self.chat_id = chat_id
