"""What a bot does in chats: write, edit, delete, answer taps. Each method takes checked fields."""

from bot.standin.chats import Chat, Message
from bot.standin.errors import ApiError, bad_request
from bot.standin.files import Files
from bot.standin.html import parse_html
from bot.standin.keyboards import read_inline_keyboard, read_keyboard
from bot.standin.methods import Params
from bot.standin.text import (
    MAX_CAPTION,
    MAX_TEXT,
    FormattedText,
    Json,
    check_raw,
    content_of,
    given_entities,
    limited,
    tidy,
    utf16_length,
)
from bot.standin.world import Answer, World

_MAX_ANSWER = 200
_DELETABLE_SECONDS = 48 * 60 * 60
_ACTION_SECONDS = 5
_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {"upload_photo", "upload_video", "upload_voice", "upload_document", "upload_video_note"}
    | {"record_video", "record_voice", "record_video_note"}
)

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


class Messaging:
    """The methods of the Bot API about messages. All raise ApiError where Telegram refuses."""

    def __init__(self, world: World, files: Files) -> None:
        self._world = world
        self._files = files

    def send_message(self, params: Params) -> Json:
        """Send a text of at most 4,096 UTF-16 units once its HTML is read."""
        return self._send(params, content_of("text", _text(params)))

    def send_photo(self, params: Params) -> Json:
        """Send a picture with a caption of at most 1,024 UTF-16 units."""
        caption = _caption(params)
        return self._send(params, {"photo": self._files.photo(params["photo"]), **caption})

    def send_document(self, params: Params) -> Json:
        """Send a file with a caption of at most 1,024 UTF-16 units."""
        caption = _caption(params)
        return self._send(params, {"document": self._files.document(params["document"]), **caption})

    def edit_message_text(self, params: Params) -> Json:
        """Give one of the bot's messages another text; without a keyboard it loses its own."""
        content = content_of("text", _text(params))
        keyboard = read_inline_keyboard(params.get("reply_markup"))
        message = self._editable(params)
        if "text" not in message.content:
            raise bad_request("there is no text in the message to edit")
        return _edited(message, content, keyboard)

    def edit_message_reply_markup(self, params: Params) -> Json:
        """Give one of the bot's messages another keyboard, or none."""
        keyboard = read_inline_keyboard(params.get("reply_markup"))
        message = self._editable(params)
        return _edited(message, message.content, keyboard)

    def delete_message(self, params: Params) -> bool:
        """Delete one message for everybody."""
        chat = self._world.writable(params["chat_id"])
        message = chat.messages.get(params["message_id"])
        if message is None:
            raise bad_request("message to delete not found")
        self._check_deletable(message)
        chat.remove(message)
        return True

    def delete_messages(self, params: Params) -> bool:
        """Delete up to 100 messages; those that are not there are passed over."""
        ids = params["message_ids"]
        if not ids:
            raise bad_request("message identifiers are not specified")
        if len(ids) > 100:
            raise bad_request("too many message identifiers specified")
        chat = self._world.writable(params["chat_id"])
        messages = [
            chat.messages[number] for number in dict.fromkeys(ids) if number in chat.messages
        ]
        for message in messages:
            self._check_deletable(message)
        for message in messages:
            chat.remove(message)
        return True

    def answer_callback_query(self, params: Params) -> bool:
        """End the waiting of a person who tapped, with a note or without."""
        text = params.get("text", "")
        if utf16_length(text) > _MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        answer = Answer(text, alert=params.get("show_alert", False))
        self._world.answer_tap(params["callback_query_id"], answer)
        return True

    def send_chat_action(self, params: Params) -> bool:
        """Show for five seconds, or until the next message, what the bot is doing."""
        action = params["action"].lower()
        if action not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        chat = self._world.writable(params["chat_id"])
        chat.action = (action, self._world.clock.now() + _ACTION_SECONDS)
        chat.touch()
        return True

    def get_chat(self, params: Params) -> Json:
        """Tell what is known of a chat."""
        return {
            **self._world.known(params["chat_id"]).profile,
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(_GIFTS, False),
        }

    def _send(self, params: Params, content: Json) -> Json:
        keyboard = read_keyboard(params.get("reply_markup"))
        chat = self._world.writable(params["chat_id"])
        reply_to = _replied(chat, params.get("reply_parameters"))
        chat.action = None
        sender = None if chat.type == "channel" else self._world.bot
        return chat.add(sender, content, keyboard, reply_to).json()

    def _editable(self, params: Params) -> Message:
        if "chat_id" not in params or "message_id" not in params:
            raise bad_request("message identifier is not specified")
        chat = self._world.writable(params["chat_id"])
        message = chat.messages.get(params["message_id"])
        if message is None:
            raise bad_request("message to edit not found")
        foreign = message.sender != self._world.bot and chat.type != "channel"
        if foreign or message.keyboard != message.inline_keyboard:
            raise bad_request("message can't be edited")
        return message

    def _check_deletable(self, message: Message) -> None:
        if message.chat.type == "group" and message.sender != self._world.bot:
            raise bad_request("message can't be deleted")
        if self._world.clock.now() - message.date > _DELETABLE_SECONDS:
            raise bad_request("message can't be deleted for everyone")


def _edited(message: Message, content: Json, keyboard: Json | None) -> Json:
    if content == message.content and keyboard == message.keyboard:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    message.chat.edit(message, content, keyboard)
    return message.json()


def _text(params: Params) -> FormattedText:
    source = params.get("text", "")
    if not source:
        raise bad_request("message text is empty")
    return limited(tidy(_formatted(source, params, "entities")), MAX_TEXT, "message")


def _caption(params: Params) -> Json:
    source = params.get("caption", "")
    if not source.strip():
        return {}
    formatted = tidy(_formatted(source, params, "caption_entities"))
    return content_of("caption", limited(formatted, MAX_CAPTION, "message caption"))


def _formatted(source: str, params: Params, entities: str) -> FormattedText:
    """Read a text as its `parse_mode` says, or with the entities given beside it."""
    source = source.replace("\r", "")
    check_raw(source)
    mode = params.get("parse_mode", "").lower()
    if mode == "html":
        return parse_html(source)
    if mode in {"markdown", "markdownv2"}:
        raise ApiError(501, "Not Implemented: this server reads HTML, not Markdown")
    if mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    return FormattedText(source, given_entities(params.get(entities, ())))


def _replied(chat: Chat, reply: Json | None) -> Message | None:
    if reply is None:
        return None
    message = chat.messages.get(reply.get("message_id", 0))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message
