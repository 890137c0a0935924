"""aiogram's bare handler: answers a tap with the calls that the tape holds for it.

Run by `python -m tests.bench` in an environment of its own: ADDRESS TOKEN TAPE.
"""
# mypy: disable-error-code="import-not-found"

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup


async def main(address: str, token: str, tape: list[list[dict[str, Any]]]) -> None:
    """Poll until told to stop."""

    async def tapped(tap: CallbackQuery) -> None:
        for call in tape[int(tap.data)]:
            if call["method"] == "answerCallbackQuery":
                await tap.answer()
            elif call["method"] == "editMessageText":
                await tap.message.edit_text(call["text"], reply_markup=keyboard(call))
            elif call["method"] == "editMessageReplyMarkup":
                await tap.message.edit_reply_markup(reply_markup=keyboard(call))
            else:
                await tap.message.answer(call["text"], reply_markup=keyboard(call))

    dispatcher = Dispatcher()
    dispatcher.callback_query.register(tapped)
    bot = Bot(
        token,
        session=AiohttpSession(api=TelegramAPIServer.from_base(address)),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
    await dispatcher.start_polling(bot)


def keyboard(call: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """Return the keyboard of a call on the tape, or None."""
    if not call["keyboard"]:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=b["text"], callback_data=b["callback_data"]) for b in row]
            for row in call["keyboard"]
        ]
    )


if __name__ == "__main__":
    _address, _token, _tape = sys.argv[1:]
    asyncio.run(main(_address, _token, json.loads(Path(_tape).read_text(encoding="utf-8"))))
