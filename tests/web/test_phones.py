"""What the phones of the page hold in memory, and for how long."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.page_line import PageLine
from bot.storage.opening import open_database, upgrade
from bot.telegram.updates import Raw
from bot.web.phone.phone import NoPhone, Phone
from bot.web.phone.phones import TOKEN, Phones
from tests.contract.plain import look

_MOST_MESSAGES = 400


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The address of the page's database."""
    return f"sqlite:///{tmp_path}/try.db"


@pytest.fixture
async def line(address: str) -> AsyncIterator[PageLine]:
    """The line to a bot that takes everything and says nothing by itself."""
    await upgrade(address)
    async with open_database(address) as database:
        line = PageLine(database)
        async with line.open(_take):
            yield line


@pytest.fixture
async def phone(line: PageLine) -> Phone:
    """The phone of a visitor who has written to the bot."""
    session = await line.visitors.enter(await line.visitors.invite())
    assert session is not None
    visitor = await line.visitors.visitor(session)
    assert visitor is not None
    phone = await line.phones.phone(visitor.person)
    await line.phones.send(phone, "/start")
    return phone


async def test_a_deleted_message_takes_its_file_with_it(line: PageLine, phone: Phone) -> None:
    """What the bot deletes from a chat is in memory no more, and other files stay."""
    first, second = [await _document(line.phones, phone) for _ in range(2)]
    await _call(line.phones, phone, "deleteMessage", message_id=first["message_id"])
    assert _files(line.phones, first, second) == [False, True]


async def test_a_message_that_is_too_old_takes_its_file_with_it(
    line: PageLine, phone: Phone
) -> None:
    """Beyond the newest 400 messages of a phone there is neither message nor file."""
    sent = await _document(line.phones, phone)
    for number in range(_MOST_MESSAGES - 1):
        await _call(line.phones, phone, "sendMessage", text=f"Number {number}.")
    assert _files(line.phones, sent) == [True]
    await _call(line.phones, phone, "sendMessage", text="The last straw.")
    assert _files(line.phones, sent) == [False]


async def test_an_erased_visitors_phone_goes_once_nobody_looks(
    line: PageLine, phone: Phone, address: str
) -> None:
    """It shows that everything is deleted for as long as somebody reads it."""
    sent = await _document(line.phones, phone)
    with line.phones.watching(phone):
        await look(address, "DELETE FROM page_visitors")
        await _call(line.phones, phone, "sendMessage", text="Everything is deleted.")
        assert line.phones.is_open(phone)
        with pytest.raises(NoPhone):
            await line.phones.send(phone, "/start")
    assert not line.phones.is_open(phone)
    assert _files(line.phones, sent) == [False]


async def test_another_visitors_phone_stays_when_nobody_looks(line: PageLine, phone: Phone) -> None:
    """Whoever looks away finds everything there when they come back."""
    with line.phones.watching(phone):
        await _call(line.phones, phone, "sendMessage", text="Still here.")
    assert line.phones.is_open(phone)


async def _take(_api: object, _update: Raw) -> None:
    return None


async def _document(phones: Phones, phone: Phone) -> Any:
    files = {"document": ("notes.txt", b"Some words.", "text/plain")}
    return await _call(phones, phone, "sendDocument", files)


async def _call(phones: Phones, phone: Phone, method: str, files: Any = None, **fields: Any) -> Any:
    status, answer = await phones.carry(
        TOKEN, method, {"chat_id": phone.person.id, **fields}, files or {}
    )
    assert status == 200, answer
    return answer["result"]


def _files(phones: Phones, *sent: Any) -> list[bool]:
    """Tell of each message whether the file that it came with is in memory."""
    held = list[bool]()
    for message in sent:
        try:
            phones.files[message["document"]["file_id"]]
        except KeyError:
            held.append(False)
        else:
            held.append(True)
    return held
