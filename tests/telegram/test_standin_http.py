"""The stand-in over HTTP: every form of a call, faults on the wire, and the bot's own library."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession, FormData
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

from bot.standin.faults import Fault, Faults
from tests.telegram.standin_http import TOKEN, StandInServer
from tests.telegram.test_standin_messages import PNG


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def bot(server: StandInServer) -> AsyncIterator[Bot]:
    async with library(server) as running:
        yield running


def library(server: StandInServer, token: str = TOKEN) -> Bot:
    """Return the bot of python-telegram-bot, as it comes."""
    return Bot(token, base_url=f"{server.url}/bot", request=HTTPXRequest(read_timeout=30))


def address(server: StandInServer, method: str, token: str = TOKEN) -> str:
    return f"{server.url}/bot{token}/{method}"


async def test_a_call_may_come_in_its_address_a_form_json_or_multipart(
    server: StandInServer, http: ClientSession
) -> None:
    person = server.api.person()
    person.sends("/start")
    fields = {"chat_id": person.id, "text": "a & b"}
    strings = {name: str(value) for name, value in fields.items()}
    parts = FormData(strings, default_to_multipart=True)
    url = address(server, "sendMessage")
    answers = [
        await http.get(url, params=strings),
        await http.post(url, params=strings),
        await http.post(url, data=strings),
        await http.post(url, json=fields),
        await http.post(url, data=parts),
    ]
    for number, answer in enumerate(answers):
        body = await answer.json()
        assert body["ok"] is True
        assert (body["result"]["message_id"], body["result"]["text"]) == (number + 2, "a & b")


async def test_a_refusal_has_telegrams_shape(server: StandInServer, http: ClientSession) -> None:
    answer = await http.post(address(server, "sendMessage"), json={"chat_id": 1, "text": "x"})
    assert answer.status == 400
    assert await answer.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: chat not found",
    }


@pytest.mark.parametrize("path", ["/", "/nowhere", f"/bot{TOKEN}", f"/bot{TOKEN}/", "/bot/getMe"])
async def test_every_other_address_is_not_found(
    server: StandInServer, http: ClientSession, path: str
) -> None:
    answer = await http.get(server.url + path)
    assert answer.status == 404
    assert (await answer.json())["ok"] is False


@pytest.mark.parametrize("body", ["{", "[]", '"x"'])
async def test_a_body_that_is_no_json_object_is_refused(
    server: StandInServer, http: ClientSession, body: str
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await http.post(address(server, "getMe"), data=body, headers=headers)
    assert answer.status == 400


async def test_too_many_requests_say_how_long_to_wait(
    server: StandInServer, http: ClientSession
) -> None:
    server.api.faults.plan(Fault.TOO_MANY_REQUESTS, methods=["getMe"], times=1, retry_after=7)
    answer = await http.get(address(server, "getMe"))
    body = await answer.json()
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert body["parameters"] == {"retry_after": 7}
    assert body["description"] == "Too Many Requests: retry after 7"
    assert (await http.get(address(server, "getMe"))).status == 200


async def test_a_bad_gateway_answers_html_and_does_nothing(
    server: StandInServer, http: ClientSession
) -> None:
    person = server.api.person()
    person.sends("/start")
    server.api.faults.plan(Fault.BAD_GATEWAY)
    answer = await http.post(
        address(server, "sendMessage"), json={"chat_id": person.id, "text": "x"}
    )
    assert (answer.status, answer.content_type) == (502, "text/html")
    assert len(person.chat.messages) == 1


@pytest.mark.parametrize(("fault", "messages"), [(Fault.CUT_BEFORE, 1), (Fault.CUT_AFTER, 2)])
async def test_a_connection_is_cut_before_or_after_the_work(
    server: StandInServer, http: ClientSession, fault: Fault, messages: int
) -> None:
    person = server.api.person()
    person.sends("/start")
    server.api.faults.plan(fault, methods=["sendMessage"])
    with pytest.raises(ClientConnectionError):
        await http.post(address(server, "sendMessage"), json={"chat_id": person.id, "text": "x"})
    assert len(person.chat.messages) == messages
    assert server.calls[-1].fault is fault
    server.api.faults.clear()
    assert (await http.get(address(server, "getMe"))).status == 200


def test_faults_are_repeatable_and_as_frequent_as_asked() -> None:
    def chosen(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.plan(Fault.CUT_AFTER, probability=0.1)
        return [faults.choose("getMe") is not None for _ in range(2000)]

    assert chosen(1) == chosen(1) != chosen(2)
    assert 140 < sum(chosen(1)) < 260


def test_a_fault_is_limited_to_its_methods_and_times() -> None:
    faults = Faults()
    faults.plan(Fault.BAD_GATEWAY, methods=["getMe"], times=2)
    calls = ["sendMessage", "getMe", "getme", "getMe"]
    assert [faults.choose(method) is not None for method in calls] == [False, True, True, False]


async def test_it_can_be_stopped_and_started_at_the_same_address(
    server: StandInServer, http: ClientSession
) -> None:
    person = server.api.person()
    person.sends("one")
    url = server.url
    waiting = asyncio.ensure_future(http.get(address(server, "getUpdates"), params={"offset": "1"}))
    await waiting
    await server.stop()
    with pytest.raises(ClientConnectionError):
        await http.get(address(server, "getMe"))
    await server.start()
    assert server.url == url
    answer = await http.get(address(server, "getUpdates"))
    assert len((await answer.json())["result"]) == 1


async def test_the_library_reads_what_the_stand_in_says(bot: Bot, server: StandInServer) -> None:
    phone = server.phone()
    await phone.send("/start play-promise-first")
    (update,) = await bot.get_updates(timeout=10)
    assert update.message is not None
    assert update.message.text == "/start play-promise-first"
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Begin", callback_data="begin")]])
    await bot.send_message(phone.person.id, "<b>Ready?</b>", "HTML", reply_markup=keyboard)
    tap = await phone.tap("Begin")
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=10)
    query = update.callback_query
    assert query is not None
    assert query.data == "begin"
    assert isinstance(query.message, Message)
    assert query.message.reply_markup == keyboard
    assert await query.answer("Off you go")
    assert tap.answer is not None
    assert await query.edit_message_text("You said: begin")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await query.edit_message_text("You said: begin")
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()
    assert phone.texts == ["You said: begin"]


async def test_the_library_sends_pictures_and_files(bot: Bot, server: StandInServer) -> None:
    phone = server.phone()
    await phone.send("/start")
    picture = await bot.send_photo(phone.person.id, PNG, caption="You")
    document = await bot.send_document(phone.person.id, b"a,b\n", filename="marks.csv")
    assert picture.photo[0].width == 640
    assert document.document is not None
    assert document.document.file_name == "marks.csv"
    assert server.api.files[document.document.file_id].data == b"a,b\n"


async def test_the_library_knows_every_kind_of_update(bot: Bot, server: StandInServer) -> None:
    person = server.api.person()
    message = person.sends("one")
    person.edits(message, "two")
    person.forwards("three")
    person.sends_sticker()
    person.sends_voice()
    person.sends_photo("four")
    person.taps(99, "gone", forged=True)
    person.adds_bot_to_group("Tuesday mentors")
    person.sends("/post", chat=person.adds_bot_to_channel("News"))
    person.blocks()
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    kinds = ["message", "edited_message", "message", "message", "message", "message"]
    kinds += ["callback_query", "my_chat_member", "message", "my_chat_member", "channel_post"]
    assert [kind_of(update) for update in updates] == [*kinds, "my_chat_member"]
    assert updates[2].message is not None
    assert updates[2].message.forward_origin is not None


def kind_of(update: Update) -> Any:
    return next(kind for kind in Update.ALL_TYPES if getattr(update, kind) is not None)


async def test_the_library_sets_up_a_bot(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await bot.set_my_commands([("help", "What can I do?")])
    (command,) = await bot.get_my_commands()
    assert command.command == "help"
    assert await bot.set_my_description("Practise mentoring")
    assert (await bot.get_my_description()).description == "Practise mentoring"
    assert await bot.set_my_short_description("Practise")
    assert (await bot.get_my_short_description()).short_description == "Practise"
    assert await bot.set_webhook("http://127.0.0.1:9/x", secret_token="s")
    assert (await bot.get_webhook_info()).url == "http://127.0.0.1:9/x"
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with pytest.raises(RetryAfter):
        await bot.set_webhook("http://127.0.0.1:9/x")
    assert await bot.delete_webhook()


async def test_the_library_names_what_is_refused(bot: Bot, server: StandInServer) -> None:
    phone = server.phone()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(phone.person.id, "Hello")
    await phone.send("/start")
    assert (await bot.get_chat(phone.person.id)).first_name == "Sam"
    phone.person.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.person.id, "Hello")
    wrong = library(server, "731000:wrong")
    with pytest.raises(InvalidToken):
        await wrong.initialize()
    await wrong.shutdown()
