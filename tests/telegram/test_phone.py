"""The phone that tests use: it finds what a learner would find on the screen."""

import asyncio

import pytest

from bot.standin.errors import NotOnScreen
from tests.telegram.conftest import Caller
from tests.telegram.phone import Phone


@pytest.fixture
def phone(call: Caller) -> Phone:
    return Phone(call.api.person())


async def ask(call: Caller, phone: Phone, text: str, **buttons: str) -> None:
    row = [{"text": label, "callback_data": data} for label, data in buttons.items()]
    markup = {"inline_keyboard": [row]}
    await call("sendMessage", chat_id=phone.person.id, text=text, reply_markup=markup)


async def heard(call: Caller) -> list[str]:
    """Return the data of the taps that the bot is told of."""
    updates = await call.updates()
    return [one["callback_query"]["data"] for one in updates if "callback_query" in one]


async def test_it_shows_what_was_sent_and_the_newest_buttons(call: Caller, phone: Phone) -> None:
    assert not phone.messages
    assert not phone.buttons
    await phone.send("/start")
    await ask(call, phone, "Ready?", Begin="b", Leave="l")
    await call("sendMessage", chat_id=phone.person.id, text="Take your time.")
    assert [message.text for message in phone.messages] == ["/start", "Ready?", "Take your time."]
    assert phone.texts == ["Ready?", "Take your time."]
    assert phone.buttons == ["Begin", "Leave"]


async def test_a_tap_waits_for_its_button(call: Caller, phone: Phone) -> None:
    await phone.send("/start")
    tapping = asyncio.ensure_future(phone.tap("Begin"))
    await asyncio.sleep(0)
    await ask(call, phone, "Ready?", Begin="b")
    await tapping
    assert await heard(call) == ["b"]


async def test_a_choice_is_found_by_its_words_though_they_run_over_lines(
    call: Caller, phone: Phone
) -> None:
    await phone.send("/start")
    text = "What do you say?\n\n1. No.\n2. I'm glad\nyou told me.\n3. Not offered"
    await ask(call, phone, text, **{"1": "x", "2": "y"})
    await phone.choose("I'm glad you told me")
    assert await heard(call) == ["y"]


async def test_what_was_tapped_is_not_tapped_again_but_the_next_is(
    call: Caller, phone: Phone
) -> None:
    await phone.send("/start")
    await ask(call, phone, "First", **{"1": "a"})
    await phone.tap("1")
    tapping = asyncio.ensure_future(phone.tap("1"))
    await asyncio.sleep(0)
    assert not tapping.done()
    await ask(call, phone, "Second", **{"1": "b"})
    await tapping
    assert await heard(call) == ["a", "b"]


async def test_a_changed_keyboard_can_be_tapped_again(call: Caller, phone: Phone) -> None:
    await phone.send("/start")
    await ask(call, phone, "Page 1", More="2")
    await phone.tap("More")
    markup = {"inline_keyboard": [[{"text": "More", "callback_data": "3"}]]}
    await call(
        "editMessageText", chat_id=phone.person.id, message_id=2, text="Page 2", reply_markup=markup
    )
    await phone.tap("More")
    assert await heard(call) == ["2", "3"]


async def test_a_double_tap_and_a_stale_one_arrive_though_the_buttons_are_gone(
    call: Caller, phone: Phone
) -> None:
    await phone.send("/start")
    await ask(call, phone, "Ready?", Begin="b")
    screen = phone.received[-1]
    await phone.tap("Begin", on=screen)
    await phone.tap("Begin", on=screen)
    await call("editMessageText", chat_id=phone.person.id, message_id=2, text="Begun")
    await phone.tap_again()
    await phone.forge("nonsense")
    assert await heard(call) == ["b", "b", "b", "nonsense"]
    with pytest.raises(NotOnScreen):
        phone.person.taps(2, "b")


async def test_waiting_in_vain_shows_the_screen(call: Caller, phone: Phone) -> None:
    await phone.send("/start")
    await ask(call, phone, "Ready?", Begin="b")
    with pytest.raises(AssertionError, match=r"'Goodbye'.*Ready\?.*Begin"):
        await phone.until("Goodbye", seconds=0)
    assert (await phone.until("Ready")).text == "Ready?"
