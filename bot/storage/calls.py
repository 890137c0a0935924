"""Calls of the Bot API, owed to a chat until they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a call as its parameter `field`, made only when the call is sent.

    `kind` names how it is made (`bot.documents.making`) and `facts`, which are JSON, from what.
    """

    field: str
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make; `typing` asks for a moment of "typing..." before it.

    `buttons` names what the buttons under the message it leaves behind are for; None when it
    leaves none. A call that could not be made `before` a moment is not made any more.
    """

    method: str
    payload: Mapping[str, Any]
    typing: bool = False
    buttons: str | None = None
    attachment: Attachment | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The newest buttons of a chat: what they are for, and the message they are on.

    `message_id` is None while that message is still owed.
    """

    purpose: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class OwedCall:
    """A call that waits to be sent to its chat; the lower the `id`, the earlier."""

    id: int
    chat_id: int
    method: str
    payload: Mapping[str, Any]
    typing: bool
    attachment: Attachment | None
    before: datetime | None
