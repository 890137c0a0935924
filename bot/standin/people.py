"""A person with a phone: what they can do in Telegram, and what the bot hears of it."""

from bot.standin.chats import Chat, Message
from bot.standin.errors import NotInChat, NotOnScreen
from bot.standin.files import Files, Upload
from bot.standin.keyboards import callback_data
from bot.standin.text import MAX_TEXT, FormattedText, Json, content_of, limited, tidy
from bot.standin.world import Tap, World

_STICKER = {
    "sticker": {
        "file_id": "sticker-1",
        "file_unique_id": "unique-sticker-1",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    }
}
_VOICE = {
    "voice": {
        "file_id": "voice-1",
        "file_unique_id": "unique-voice-1",
        "duration": 4,
        "mime_type": "audio/ogg",
        "file_size": 9000,
    }
}
_PHOTO = {
    "photo": [
        {
            "file_id": "photo-1",
            "file_unique_id": "unique-photo-1",
            "width": 90,
            "height": 60,
            "file_size": 1200,
        }
    ]
}


class Person:
    """Someone who uses Telegram.

    `profile` is how the Bot API shows them. `chat` is their private chat with the bot, which
    may write in it once they have.
    """

    def __init__(self, world: World, files: Files, profile: Json) -> None:
        self.profile = profile
        self._world = world
        self._files = files
        names = ("id", "first_name", "last_name", "username")
        shown = {name: profile[name] for name in names if name in profile}
        self.chat = world.open({**shown, "type": "private"})

    @property
    def id(self) -> int:
        """The number that names the person, and their private chat with the bot."""
        return int(self.profile["id"])

    def sends(
        self, text: str, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        """Send a text, to the bot or in a group; raises ApiError for an empty or too long one."""
        return self._send(_text(text), chat, reply_to)

    def forwards(self, text: str, author: str = "Somebody else") -> Message:
        """Forward a text that somebody else wrote."""
        date = int(self._world.clock.now())
        origin = {"type": "hidden_user", "sender_user_name": author, "date": date}
        return self._send({"forward_origin": origin, **_text(text)})

    def sends_sticker(self) -> Message:
        """Send a sticker."""
        return self._send(_STICKER)

    def sends_voice(self) -> Message:
        """Send a voice message."""
        return self._send(_VOICE)

    def sends_photo(self, caption: str = "") -> Message:
        """Send a picture, with words under it or without."""
        return self._send({**_PHOTO, "caption": caption} if caption else _PHOTO)

    def sends_document(
        self,
        name: str,
        data: bytes,
        content_type: str = "application/octet-stream",
        caption: str = "",
    ) -> Message:
        """Send a file, with words under it or without; raises ApiError for an empty one."""
        document = self._files.document(Upload(name, content_type, data), of_person=True)
        return self._send({"document": document, **({"caption": caption} if caption else {})})

    def edits(self, message: Message, text: str) -> None:
        """Change what an own message says; an edit that changes nothing does nothing."""
        content = _text(text)
        if content != message.content:
            message.chat.edit(message, content, message.keyboard)
            self._world.tell(message)

    def taps(
        self, message_id: int, data: str, chat: Chat | None = None, *, forged: bool = False
    ) -> Tap:
        """Tap the button of a message that sends `data`.

        A `forged` tap comes from a manipulated app: any data, on any message or none. Without
        it raises NotOnScreen when that button is not there.
        """
        chat = self._open(chat)
        message = chat.messages.get(message_id)
        offered = callback_data(message.keyboard) if message else frozenset()
        if not forged and data not in offered:
            raise NotOnScreen(chat.id, message_id, data)
        return self._world.tap(self.profile, chat, message_id, data)

    def blocks(self) -> None:
        """Block the bot: neither hears of the other."""
        self._world.tell_status(self.chat, self.profile, "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self._world.tell_status(self.chat, self.profile, "member")

    def adds_bot_to_group(self, title: str) -> Chat:
        """Found a group with the bot in it."""
        group = self._found("group", -4_000_000, title, "member")
        self._world.tell(group.add(self.profile, {"new_chat_members": [self._world.bot]}))
        return group

    def adds_bot_to_channel(self, title: str) -> Chat:
        """Found a channel that the bot is an administrator of."""
        return self._found("channel", -1_002_000_000_000, title, "administrator")

    def removes_bot(self, chat: Chat) -> None:
        """Put the bot out of a group or channel."""
        self._world.tell_status(chat, self.profile, "kicked")

    def _send(
        self, content: Json, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        chat = self._open(chat)
        sender = None if chat.type == "channel" else self.profile
        message = chat.add(sender, content, reply_to=reply_to)
        self._world.tell(message)
        return message

    def _open(self, chat: Chat | None) -> Chat:
        """Return the chat to act in; the first thing a person does there makes the bot known."""
        chat = chat or self.chat
        if chat.bot_status == "kicked":
            raise NotInChat(chat.id)
        if chat.bot_status == "stranger":
            chat.bot_status = "member"
        return chat

    def _found(self, kind: str, numbers: int, title: str, status: str) -> Chat:
        number = numbers - len(self._world.chats)
        chat = self._world.open({"id": number, "title": title, "type": kind})
        self._world.tell_status(chat, self.profile, status)
        return chat


def _text(text: str) -> Json:
    formatted = limited(tidy(FormattedText(text.replace("\r", ""))), MAX_TEXT, "message")
    return content_of("text", formatted)
