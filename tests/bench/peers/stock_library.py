"""The stock python-telegram-bot, polling as its documentation shows.

It answers a tap with the calls that the tape holds for it. Run by `python -m tests.bench` in an
environment of its own: ADDRESS TOKEN TAPE, and `concurrent` to handle updates side by side.
"""

import json
import sys
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, ContextTypes


def main(address: str, token: str, tape_file: str, concurrent: str = "") -> None:
    """Poll until told to stop."""
    tape = json.loads(Path(tape_file).read_text(encoding="utf-8"))

    async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        tap = update.callback_query
        if tap is None or tap.data is None or not isinstance(tap.message, Message):
            return
        for call in tape[int(tap.data)]:
            if call["method"] == "answerCallbackQuery":
                await tap.answer()
            elif call["method"] == "editMessageText":
                await tap.edit_message_text(
                    call["text"], parse_mode=ParseMode.HTML, reply_markup=keyboard(call)
                )
            elif call["method"] == "editMessageReplyMarkup":
                await tap.edit_message_reply_markup(keyboard(call))
            else:
                await tap.message.reply_text(
                    call["text"], parse_mode=ParseMode.HTML, reply_markup=keyboard(call)
                )

    builder = Application.builder().token(token).base_url(f"{address}/bot")
    application = builder.concurrent_updates(bool(concurrent)).build()
    application.add_handler(CallbackQueryHandler(tapped))
    application.run_polling()


def keyboard(call: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """Return the keyboard of a call on the tape, or None."""
    if not call["keyboard"]:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b["text"], callback_data=b["callback_data"]) for b in row]
            for row in call["keyboard"]
        ]
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
