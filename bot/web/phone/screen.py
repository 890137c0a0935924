"""How a phone looks: its messages, buttons and menu as HTML."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from bot.standin.chats import Chat, Message
from bot.web.phone import words
from bot.web.phone.keeping import file_in, is_own
from bot.web.phone.rendering import as_html

_CHOICE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the template shows it.

    `picture` has a width and a height in pixels, `document` a name; `size` is the file's, in words.
    """

    number: int
    mine: bool
    html: Markup
    words_kept: bool
    picture: Mapping[str, Any] | None
    document: Mapping[str, Any] | None
    size: str
    rows: Sequence[Sequence["Key"]]


@dataclass(frozen=True, slots=True)
class Key:
    """A button: what it says, what it sends, and in full what it means."""

    label: str
    data: str
    meaning: str


class Screen:
    """Writes pages from templates. `username` is the bot's."""

    def __init__(self, username: str) -> None:
        self._username = username
        self._templates = Environment(
            loader=PackageLoader("bot.web.phone"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, template: str, **values: Any) -> Markup:
        """Return a page, or a part of one."""
        html = self._templates.get_template(template).render(values)
        return Markup(html)  # noqa: S704 - the template escaped what it was given

    def messages(self, messages: Iterable[Message]) -> Markup:
        """Return messages as items of the conversation."""
        shown = [self._shown(message) for message in messages]
        return self.page("messages.html", messages=shown)

    def _shown(self, message: Message) -> Shown:
        content = message.content
        file = file_in(content)
        return Shown(
            number=message.id,
            mine=is_own(message),
            html=as_html(content, self._username),
            words_kept=bool(content),
            picture=file if "photo" in content else None,
            document=file if "document" in content else None,
            size=words.file_size(file["file_size"]) if file is not None else "",
            rows=_rows(message),
        )


def position(epoch: str, chat: Chat) -> str:
    """Name what a browser has seen of a chat; `epoch` changes when the chat is opened anew."""
    return f"{epoch}-{chat.revision}"


def _rows(message: Message) -> list[list[Key]]:
    choices = dict(_CHOICE.findall(message.text))
    return [
        [
            Key(label, button["callback_data"], _meaning(label, choices))
            for button in row
            if "callback_data" in button and (label := button["text"])
        ]
        for row in (message.inline_keyboard or {}).get("inline_keyboard", ())
    ]


def _meaning(label: str, choices: Mapping[str, str]) -> str:
    """Return what to call a button aloud: a choice's number alone says little."""
    return f"{label}. {choices[label]}" if label in choices else label
