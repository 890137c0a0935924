"""What is owed to chats, what was sent to them, and who can't be reached."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.storage.calls import Attachment, Call, Keyboard, OwedCall
from bot.storage.moments import micros, moment_if
from bot.storage.statements import Statements

_UNREACHABLE = "unreachable"


class Outbox:
    """The outbox, within one transaction.

    Nothing stays of a chat that belongs to nobody who agreed: its rows are deleted, not marked,
    once they are sent or given up. The text of a call is deleted then for everybody.
    """

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def owe(self, chat_id: int, calls: Sequence[Call], at: datetime) -> None:
        """Owe calls to a chat, to be sent in this order after what is owed to it already."""
        owed_at = micros(at)
        rows = [
            {
                "chat_id": chat_id,
                "method": call.method,
                "payload": json.dumps(call.payload),
                "buttons": call.buttons,
                "typing": call.typing,
                "attachment": call.attachment and _kept(call.attachment),
                "before": call.before and micros(call.before),
                "at": owed_at,
            }
            for call in calls
        ]
        if rows:
            await self._sql.owe(self._connection, rows)

    async def owed_chats(self) -> list[int]:
        """Return the chats that are owed something."""
        return [chat_id async for (chat_id,) in self._sql.owed_chats(self._connection)]

    async def owed(self, chat_id: int, most: int) -> list[OwedCall]:
        """Return the calls owed to a chat, oldest first, at most `most` of them."""
        rows = self._sql.owed(self._connection, chat_id=chat_id, most=most)
        return [
            OwedCall(
                id_,
                chat,
                method,
                json.loads(payload),
                bool(typing),
                _attachment(attached),
                moment_if(before),
            )
            async for id_, chat, method, payload, typing, attached, before in rows
        ]

    async def waiting(self, most: int) -> int:
        """Return how many calls are owed to all chats together, counted no further than `most`."""
        return int(await self._sql.waiting(self._connection, most=most))

    async def call_exists(self, id_: int) -> bool:
        """Whether a call has not been deleted."""
        return await self._sql.call_exists(self._connection, id=id_) is not None

    async def sent(self, deliveries: Sequence[tuple[int, int | None]], at: datetime) -> None:
        """Record calls to one chat as sent: the id of each and that of the message it left, if any.

        The chat can be reached, then.
        """
        sent_at = micros(at)
        rows = [{"id": id_, "message_id": message, "at": sent_at} for id_, message in deliveries]
        if rows:
            await self._sql.sent(self._connection, rows)
            await self._sql.mark_receiver_reachable(self._connection, id=rows[0]["id"])
            await self._forget_strangers([id_ for id_, _ in deliveries])

    async def failed(self, id_: int, reason: str) -> None:
        """Give up a call that Telegram will never take."""
        await self._sql.failed(self._connection, id=id_, reason=reason)
        await self._forget_strangers([id_])

    async def newest_keyboard(self, chat_id: int) -> Keyboard | None:
        """Return the newest buttons that a chat was sent or is owed."""
        row = await self._sql.newest_keyboard(self._connection, chat_id=chat_id)
        return None if row is None else Keyboard(*row)

    async def unreachable(self, chat_id: int, at: datetime, last: int | None) -> None:
        """Record that a chat can't be reached since `at`, and give up what it is owed.

        That is all up to the call with the id `last`, or everything when that is None.
        """
        await self._sql.mark_unreachable(self._connection, chat_id=chat_id, at=micros(at))
        await self._sql.forget_owed_to_stranger(self._connection, chat_id=chat_id, last=last)
        await self._sql.fail_owed(self._connection, chat_id=chat_id, last=last, reason=_UNREACHABLE)

    async def reachable(self, chat_id: int) -> None:
        """Record that a chat can be reached again."""
        await self._sql.mark_reachable(self._connection, chat_id=chat_id)

    async def forget_calls(self, before: datetime, after: int, most: int) -> int | None:
        """Forget calls sent or given up that were owed before a moment.

        Looks at no more than `most`, from the one with the id `after` on. Returns the id to go on
        after, or None when there is nothing more. What was last sent with buttons to a chat stays,
        however old: its buttons still work.
        """
        last: int | None = await self._sql.last_old_call(
            self._connection, after=after, most=most, before=micros(before)
        )
        if last is not None:
            await self._sql.forget_calls(
                self._connection, after=after, last=last, before=micros(before)
            )
        return last

    async def _forget_strangers(self, ids: Sequence[int]) -> None:
        await self._sql.forget_call_of_stranger(self._connection, [{"id": id_} for id_ in ids])


def _kept(attachment: Attachment) -> str:
    """Write an attachment down; its facts may be long, so they are not copied first."""
    return json.dumps(
        {"field": attachment.field, "kind": attachment.kind, "facts": attachment.facts}
    )


def _attachment(text: str | None) -> Attachment | None:
    return None if text is None else Attachment(**json.loads(text))
