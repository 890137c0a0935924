"""Play a conversation with the real bot and draw it as a phone shows it: `make pictures`.

Needs Debian's chromium.
"""

import asyncio
import html
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pydantic import SecretStr

from bot import service
from bot.settings import Settings
from bot.standin.chats import Message
from tests.pictures import progress
from tests.telegram.phone import Phone
from tests.telegram.standin_http import TOKEN, StandInServer

_PICTURE = Path("docs/pictures/conversation.png")
_PROGRESS = Path("docs/pictures/progress.png")
_CHOICES = ("I can't promise that",)
_SHOWN = 2
_SIZE = (412, 1072)
_SHARPNESS = 2

_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 14px 12px; background: #d7e3ec;
        font: 15px/1.4 "DejaVu Sans", sans-serif; color: #17212b; }}
.bot {{ max-width: 88%; margin: 0 0 4px; padding: 8px 12px; border-radius: 14px;
        white-space: pre-wrap; background: #fff; box-shadow: 0 1px 1px #0002; }}
b {{ color: #1c5d8f; }}
blockquote {{ margin: 2px 0; padding: 3px 10px; border-left: 3px solid #1c5d8f;
              background: #edf4f9; border-radius: 5px; }}
.row {{ display: flex; gap: 4px; max-width: 94%; margin: 0 0 4px; }}
.row span {{ flex: 1; text-align: center; padding: 8px; border-radius: 10px;
             background: #5f7d95; color: #fff; font-weight: 600; }}
</style>{body}"""


async def _converse() -> list[Message]:
    """Return the messages of a learner who follows a link and takes `_CHOICES`."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandInServer() as server:
            settings = Settings(
                bot_token=SecretStr(TOKEN),
                api_url=server.url,
                database_url=f"sqlite:///{folder}/rehearse.db",
                typing_seconds=0,
                _env_file=None,
            )
            running = asyncio.create_task(service.run(settings))
            phone = server.phone()
            await phone.send("/start play-promise-first")
            await phone.tap("I agree")
            await phone.tap("Begin")
            for words in _CHOICES:
                await phone.choose(words)
            await phone.until(lambda: phone.received[-1] if _asks(phone) else None)
            shown = phone.messages[-_SHOWN:]
            os.kill(os.getpid(), signal.SIGTERM)
            await running
    return shown


def _asks(phone: Phone) -> bool:
    return "turn 2" in phone.received[-1].text


def _bubble(message: Message) -> Iterable[str]:
    yield f'<div class="bot">{_marked(message)}</div>'
    keyboard = message.inline_keyboard or {}
    for row in keyboard.get("inline_keyboard", []):
        buttons = "".join(f"<span>{html.escape(button['text'])}</span>" for button in row)
        yield f'<div class="row">{buttons}</div>'


def _marked(message: Message) -> str:
    """Return the text of a message as HTML, its entities as elements."""
    units = message.text.encode("utf-16-le")
    tags = {"bold": "b", "blockquote": "blockquote"}
    cuts: list[tuple[int, str]] = []
    for entity in message.content.get("entities", []):
        tag = tags.get(entity["type"])
        if tag:
            cuts.append((entity["offset"], f"<{tag}>"))
            cuts.append((entity["offset"] + entity["length"], f"</{tag}>"))
    pieces, at = [], 0
    for offset, tag in sorted(cuts, key=lambda cut: cut[0]):
        pieces.append(html.escape(units[at * 2 : offset * 2].decode("utf-16-le")))
        pieces.append(tag)
        at = offset
    pieces.append(html.escape(units[at * 2 :].decode("utf-16-le")))
    marked = "".join(pieces)
    tight = marked.replace("</b>\n<blockquote>", "</b><blockquote>")
    return tight.replace("</blockquote>\n", "</blockquote>")


def _draw(page: str, picture: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("This needs chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(page, encoding="utf-8")
        picture.parent.mkdir(parents=True, exist_ok=True)
        width, height = _SIZE
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--hide-scrollbars",
                f"--user-data-dir={folder}/profile",
                f"--force-device-scale-factor={_SHARPNESS}",
                f"--window-size={width},{height}",
                f"--screenshot={picture.resolve()}",
                file.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


def main() -> None:
    """Draw the picture of the README, and that of a learner's progress."""
    messages = asyncio.run(_converse())
    body = "".join(line for message in messages for line in _bubble(message))
    _draw(_PAGE.format(body=body), _PICTURE)
    progress.draw(_PROGRESS)


if __name__ == "__main__":
    main()
