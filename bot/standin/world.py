"""Everything there is between one bot and its people: chats, taps, and who may write where."""

from collections import OrderedDict
from dataclasses import dataclass
from itertools import count

from bot.standin.chats import Chat, Message
from bot.standin.clock import Clock
from bot.standin.errors import bad_request, forbidden
from bot.standin.text import Json
from bot.standin.updates import FIRST_ID, MESSAGE_SECONDS, TAP_SECONDS, UpdateQueue

TAP_ANSWER_SECONDS = 15
"""How long after a tap Telegram takes an answer to it."""

_RIGHTS = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_change_info": False,
    "can_post_messages": True,
    "can_edit_messages": False,
    "can_delete_messages": False,
    "can_invite_users": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_manage_video_chats": False,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sees right after a tap: a passing note or, as an alert, one to close."""

    text: str
    alert: bool


@dataclass(slots=True, eq=False)
class Tap:
    """One tap on a button; `answer` is None until the bot answers it."""

    id: str
    chat: Chat
    at: float
    answer: Answer | None = None


class World:
    """The chats of one bot, and the updates that tell it what happens there.

    `bot` is the bot as people see it. A bot is known to nobody at first.
    """

    def __init__(self, bot: Json, clock: Clock, first_update: int = FIRST_ID) -> None:
        self.bot = bot
        self.clock = clock
        self.queue = UpdateQueue(clock, first_update)
        self.chats: dict[int, Chat] = {}
        self._taps: OrderedDict[str, Tap] = OrderedDict()
        self._tap_ids = count(4_000_000_000_000_000_001)

    def open(self, profile: Json) -> Chat:
        """Return a new chat, where the bot is not yet."""
        chat = self.chats[profile["id"]] = Chat(profile, self.clock)
        return chat

    def close(self, chat: Chat) -> None:
        """Forget a chat; the bot is a stranger there."""
        del self.chats[chat.id]

    def known(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot has ever been in; raises ApiError for any other."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or chat.bot_status == "stranger":
            raise bad_request("chat not found")
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot may write in; raises ApiError where it may not."""
        chat = self.known(chat_id)
        if chat.bot_status in {"member", "administrator"}:
            return chat
        if chat.type == "private":
            raise forbidden("bot was blocked by the user")
        raise forbidden(f"bot was kicked from the {chat.type} chat")

    def tell(self, message: Message) -> None:
        """Tell the bot of a new or edited message, if it is one that bots are told of."""
        chat, edited = message.chat, message.edited_at is not None
        if chat.type == "group" and not self._meant_for_bot(message):
            return
        kind = "channel_post" if chat.type == "channel" else "message"
        kind = f"edited_{kind}" if edited else kind
        self.queue.add(kind, message.json(), ("message", chat.id), MESSAGE_SECONDS)

    def tell_status(self, chat: Chat, person: Json, status: str) -> None:
        """Change what the bot is in a chat, and tell it."""
        old = "left" if chat.bot_status == "stranger" else chat.bot_status
        chat.bot_status = status
        payload = {
            "chat": chat.profile,
            "from": person,
            "date": int(self.clock.now()),
            "old_chat_member": _member(self.bot, old),
            "new_chat_member": _member(self.bot, status),
        }
        self.queue.add("my_chat_member", payload, ("my_chat_member", chat.id), MESSAGE_SECONDS)

    def tap(self, person: Json, chat: Chat, message_id: int, data: str) -> Tap:
        """Tell the bot of a tap on a message, which may be gone by now."""
        tap = Tap(str(next(self._tap_ids)), chat, self.clock.now())
        self._forget_old_taps()
        self._taps[tap.id] = tap
        message = chat.messages.get(message_id)
        gone = {"chat": chat.profile, "message_id": message_id, "date": 0}
        payload = {
            "id": tap.id,
            "from": person,
            "message": message.json() if message else gone,
            "chat_instance": str(chat.id * 2_654_435_761 % (1 << 63)),
            "data": data,
        }
        self.queue.add("callback_query", payload, ("callback_query", person["id"]), TAP_SECONDS)
        return tap

    def answer_tap(self, tap_id: str, answer: Answer) -> None:
        """Show a person the answer to a tap, once and soon; raises ApiError later."""
        tap = self._taps.pop(tap_id, None)
        if tap is None or self.clock.now() - tap.at > TAP_ANSWER_SECONDS:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        tap.answer = answer
        tap.chat.touch()

    def _forget_old_taps(self) -> None:
        oldest = self.clock.now() - TAP_ANSWER_SECONDS
        while self._taps and next(iter(self._taps.values())).at < oldest:
            self._taps.popitem(last=False)

    def _meant_for_bot(self, message: Message) -> bool:
        """Tell whether a bot in privacy mode hears of a message in a group."""
        if "text" not in message.content:
            return "new_chat_members" in message.content or "left_chat_member" in message.content
        if message.reply_to is not None and message.reply_to.sender == self.bot:
            return True
        first, *_ = message.text.split(maxsplit=1)
        command, _, name = first.partition("@")
        return command.startswith("/") and name.lower() in {"", self.bot["username"].lower()}


def _member(bot: Json, status: str) -> Json:
    member: Json = {"user": bot, "status": status}
    if status == "administrator":
        member.update(_RIGHTS)
    elif status == "kicked":
        member["until_date"] = 0
    return member
