"""Bare aiohttp calls in a loop over getUpdates: the least that Python's HTTP costs for a tap.

It answers a tap with the calls that the tape holds for it. Run by `python -m tests.bench` in an
environment of its own: ADDRESS TOKEN TAPE.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp

Json = dict[str, Any]


async def main(address: str, token: str, tape: list[list[Json]]) -> None:
    """Poll until ended."""
    running: set[asyncio.Task[None]] = set()
    async with aiohttp.ClientSession() as session:

        async def call(method: str, params: Json) -> Any:
            async with session.post(f"{address}/bot{token}/{method}", json=params) as response:
                return await response.json()

        async def tapped(tap: Json) -> None:
            message = tap["message"]
            for recorded in tape[int(tap["data"])]:
                await call(recorded["method"], parameters(recorded, tap["id"], message))

        offset = 0
        while True:
            for update in (await call("getUpdates", {"offset": offset, "timeout": 10}))["result"]:
                offset = update["update_id"] + 1
                task = asyncio.create_task(tapped(update["callback_query"]))
                running.add(task)
                task.add_done_callback(running.discard)


def parameters(call: Json, tap: str, message: Json) -> Json:
    """Return what to send for a call on the tape, answering a tap on a message."""
    if call["method"] == "answerCallbackQuery":
        return {"callback_query_id": tap}
    params: Json = {"chat_id": message["chat"]["id"]}
    if call["method"] != "sendMessage":
        params["message_id"] = message["message_id"]
    if call["text"]:
        params |= {"text": call["text"], "parse_mode": "HTML"}
    if call["keyboard"]:
        params["reply_markup"] = {"inline_keyboard": call["keyboard"]}
    return params


if __name__ == "__main__":
    _address, _token, _tape = sys.argv[1:]
    asyncio.run(main(_address, _token, json.loads(Path(_tape).read_text(encoding="utf-8"))))
