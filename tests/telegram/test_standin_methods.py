"""What the stand-in makes of tokens, methods and their fields."""

import pytest

from bot.standin.core import BotApi
from bot.standin.errors import ApiError
from bot.standin.people import Person
from tests.telegram.conftest import Caller
from tests.telegram.standin_http import TOKEN


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [
        ("731000:other", 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
        ("", 404, "Not Found"),
    ],
)
async def test_a_wrong_token_is_refused(token: str, code: int, description: str) -> None:
    with pytest.raises(ApiError) as refused:
        await BotApi(TOKEN).call(token, "getMe", {})
    assert (refused.value.code, refused.value.description) == (code, description)


async def test_the_bot_learns_who_it_is(call: Caller) -> None:
    me = await call("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (731000, True, "rehearse_bot")


async def test_methods_are_found_in_any_case(call: Caller) -> None:
    assert await call("GETME") == await call("getMe")


async def test_an_unknown_method_is_not_found(call: Caller) -> None:
    refused = await call.refusal("sendMesage", chat_id=1, text="x")
    assert (refused.code, refused.description) == (404, "Not Found: method not found")


async def test_a_method_of_telegram_that_is_not_offered_says_so(call: Caller) -> None:
    refused = await call.refusal("getMyStarBalance")
    assert refused.code == 501
    assert "getMyStarBalance" in refused.description


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("answerCallbackQuery", {}, 'parameter "callback_query_id" is required'),
        ("getUpdates", {"offset": "soon"}, 'field "offset" must be of type Integer'),
        ("getUpdates", {"limit": True}, 'field "limit" must be of type Integer'),
        (
            "getUpdates",
            {"allowed_updates": "message"},
            'field "allowed_updates" must be of type Array of String',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "disable_notification": "perhaps"},
            'field "disable_notification" must be of type Boolean',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": ["x"]},
            'field "text" must be of type String',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_parameters": "{"},
            'field "reply_parameters" must be of type ReplyParameters',
        ),
        (
            "deleteMessages",
            {"chat_id": 1, "message_ids": "[1, null]"},
            'field "message_ids" must be of type Array of Integer',
        ),
    ],
)
async def test_missing_and_mistyped_fields_are_refused(
    call: Caller, method: str, params: dict[str, object], problem: str
) -> None:
    refused = await call.refusal(method, **params)
    assert (refused.code, refused.description) == (400, f"Bad Request: {problem}")


async def test_fields_may_come_as_text_and_unknown_ones_are_ignored(
    call: Caller, learner: Person
) -> None:
    await call(
        "sendMessage",
        chat_id=str(learner.id),
        text="<b>Go</b>",
        disable_notification="True",
        reply_markup='{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}',
        message_effect_id="",
        colour="red",
    )
    assert call.calls[-1].params == {
        "chat_id": learner.id,
        "text": "<b>Go</b>",
        "disable_notification": True,
        "message_effect_id": "",
        "reply_markup": {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]},
    }


async def test_every_call_is_recorded_with_its_end(call: Caller, learner: Person) -> None:
    await call("sendMessage", chat_id=learner.id, text="Hello")
    await call.refusal("sendMessage", chat_id=learner.id, text="")
    sent, refused = call.calls
    assert (sent.method, sent.result["text"], sent.error) == ("sendMessage", "Hello", None)
    assert sent.at == call.clock.now()
    assert refused.result is None
    assert refused.error is not None
    assert refused.error.description == "Bad Request: message text is empty"


async def test_commands_are_kept_by_scope_and_language(call: Caller) -> None:
    everybody = [{"command": "help", "description": "What can I do?"}]
    private = [{"command": "/practise", "description": "Choose a scenario"}]
    await call("setMyCommands", commands=everybody)
    await call("setMyCommands", commands=private, scope={"type": "all_private_chats"})
    assert await call("getMyCommands") == everybody
    assert await call("getMyCommands", scope={"type": "all_private_chats"}) == [
        {"command": "practise", "description": "Choose a scenario"}
    ]
    assert await call("getMyCommands", language_code="cy") == []
    await call("deleteMyCommands")
    assert await call("getMyCommands") == []


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ({"command": "", "description": "x"}, "command must be non-empty"),
        ({"command": "Help", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "h-elp", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "h" * 33, "description": "x"}, "command length must not exceed 32"),
        ({"command": "help", "description": " "}, "command description must be non-empty"),
        (
            {"command": "help", "description": "x" * 257},
            "command description length must not exceed 256",
        ),
        (
            {"command": "help"},
            "can't parse BotCommand: command and description must be Strings",
        ),
    ],
)
async def test_a_wrong_command_is_refused(
    call: Caller, command: dict[str, str], problem: str
) -> None:
    refused = await call.refusal("setMyCommands", commands=[command])
    assert refused.description == f"Bad Request: {problem}"


async def test_more_than_a_hundred_commands_and_unknown_scopes_are_refused(call: Caller) -> None:
    many = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert "TOO_MUCH" in (await call.refusal("setMyCommands", commands=many)).description
    for scope in ({"type": "everywhere"}, {"type": "chat"}, {}):
        refused = await call.refusal("setMyCommands", commands=[], scope=scope)
        assert "can't parse BotCommandScope" in refused.description


@pytest.mark.parametrize(
    ("name", "field", "limit"),
    [("Description", "description", 512), ("ShortDescription", "short_description", 120)],
)
async def test_descriptions_are_kept_by_language_and_limited(
    call: Caller, name: str, field: str, limit: int
) -> None:
    await call(f"setMy{name}", **{field: "Practise mentoring"})
    await call(f"setMy{name}", language_code="cy", **{field: "Ymarfer"})
    assert await call(f"getMy{name}") == {field: "Practise mentoring"}
    assert await call(f"getMy{name}", language_code="cy") == {field: "Ymarfer"}
    assert await call(f"getMy{name}", language_code="fr") == {field: "Practise mentoring"}
    refused = await call.refusal(f"setMy{name}", **{field: "x" * (limit + 1)})
    assert refused.description.endswith("description is too long")
