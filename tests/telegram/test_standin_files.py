"""Files that people send on the stand-in, and how a bot comes to what is in them."""

from typing import Any

import pytest
from telegram.error import TelegramError

from bot.standin.errors import ApiError
from bot.standin.faults import Fault
from bot.standin.people import Person
from bot.telegram.api import Api, TooLarge
from tests.telegram.conftest import Caller
from tests.telegram.standin_http import TOKEN, StandInServer

YAML = b"format: 1\n"


async def document(call: Caller) -> dict[str, Any]:
    (update,) = (await call.updates())[-1:]
    sent: dict[str, Any] = update["message"]["document"]
    return sent


async def test_a_document_tells_its_name_kind_and_size(call: Caller, learner: Person) -> None:
    """What a bot hears of a file is what Telegram tells: none of its content."""
    message = learner.sends_document("mine.yaml", YAML, "application/yaml", caption="Have a look")
    sent = await document(call)
    assert (sent["file_name"], sent["mime_type"]) == ("mine.yaml", "application/yaml")
    assert sent["file_size"] == len(YAML)
    assert message.json()["caption"] == "Have a look"
    assert "text" not in message.json()


def test_an_empty_file_cannot_be_sent(learner: Person) -> None:
    """Telegram's apps refuse a file without content."""
    with pytest.raises(ApiError):
        learner.sends_document("mine.yaml", b"")


async def test_a_file_is_downloaded_by_the_path_that_was_told(
    call: Caller, learner: Person
) -> None:
    """`getFile` tells a path, which opens the file for its bot."""
    learner.sends_document("mine.yaml", YAML)
    told = await call("getFile", file_id=(await document(call))["file_id"])
    assert told["file_size"] == len(YAML)
    assert told["file_path"].endswith(".yaml")
    assert call.api.download(TOKEN, told["file_path"]) == YAML
    with pytest.raises(ApiError) as refused:
        call.api.download("731000:another", told["file_path"])
    assert refused.value.code == 401


async def test_a_path_opens_nothing_after_an_hour(call: Caller, learner: Person) -> None:
    """The path has to be asked for again, and nobody finds a file by guessing."""
    learner.sends_document("mine.yaml", YAML)
    told = await call("getFile", file_id=(await document(call))["file_id"])
    call.clock.advance(3601)
    for path in (told["file_path"], "documents/file_9.yaml"):
        with pytest.raises(ApiError) as refused:
            call.api.download(TOKEN, path)
        assert refused.value.code == 404


async def test_files_over_20_mb_and_unknown_ones_are_refused(call: Caller, learner: Person) -> None:
    """A bot can't fetch what Telegram keeps from bots."""
    learner.sends_document("large.yaml", b"x" * ((20 << 20) + 1))
    refused = await call.refusal("getFile", file_id=(await document(call))["file_id"])
    assert refused.description == "Bad Request: file is too big"
    refused = await call.refusal("getFile", file_id="file-of-nobody")
    assert refused.description == "Bad Request: invalid file_id"


async def test_the_bot_downloads_over_http(server: StandInServer) -> None:
    """The bot's own call brings the file, once what was in the way is gone."""
    message = server.api.person().sends_document("mine.yaml", YAML)
    api = Api(TOKEN, server.url)
    await api.open()
    try:
        file_id = message.content["document"]["file_id"]
        assert await api.download(file_id, len(YAML)) == YAML
        for fault in (Fault.BAD_GATEWAY, Fault.CUT_AFTER):
            server.api.faults.plan(fault, methods=["download"])
            with pytest.raises(TelegramError):
                await api.download(file_id, len(YAML))
            server.api.faults.clear()
        assert await api.download(file_id, len(YAML)) == YAML
    finally:
        await api.close()


async def test_a_file_over_the_limit_is_not_fetched(server: StandInServer) -> None:
    """Telegram says the size first, and the bot leaves a larger file where it is."""
    message = server.api.person().sends_document("mine.yaml", YAML)
    server.api.faults.plan(Fault.BAD_GATEWAY, methods=["download"])
    api = Api(TOKEN, server.url)
    await api.open()
    try:
        with pytest.raises(TooLarge):
            await api.download(message.content["document"]["file_id"], len(YAML) - 1)
    finally:
        await api.close()
