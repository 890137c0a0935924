"""What learners type: numbers count, and nothing else is read or kept."""

import pytest

from bot.standin.faults import Fault
from tests.telegram.phone import choices
from tests.telegram.running import RunningBot

_TURNS = "SELECT turn, choice FROM turns ORDER BY turn"


@pytest.mark.parametrize("typed", ["2", "2.", "2)", " 2 ", "02"])
async def test_a_typed_number_takes_that_choice(bot: RunningBot, typed: str) -> None:
    """Typing the number of a choice does what its button does, to the message above as well."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    said = choices(asked)["2"]
    await sam.send(typed)
    await sam.until("Work did.")
    await bot.settled()
    assert asked.text.endswith(f"You\n{said}")
    assert len(bot.rows(_TURNS)) == 1


@pytest.mark.parametrize("typed", ["0", "3", "999"])
async def test_a_number_that_is_not_there_is_told_so(bot: RunningBot, typed: str) -> None:
    """A number without a choice names the numbers there are, and takes no turn."""
    sam = await bot.playing("short")
    await sam.send(typed)
    await sam.until(f"There is no number {int(typed)} here. Please choose from 1 to 2.")
    await bot.settled()
    assert bot.rows(_TURNS) == []
    await sam.send("1")
    await sam.until("Work did.")


async def test_a_number_with_nothing_under_way_gets_the_kind_line(bot: RunningBot) -> None:
    """A number out of the blue is answered with what can be done."""
    sam = await bot.learner()
    await sam.send("2")
    answer = await sam.until("I can't read messages here")
    assert "/practise" in answer.text
    assert "/help" in answer.text


async def test_a_number_counts_only_for_choices_that_were_seen(bot: RunningBot) -> None:
    """A number typed while the next choices are still on their way takes no turn blindly."""
    sam = await bot.playing("short")
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage"])
    await sam.send("1")
    await sam.send("1")
    await bot.heard()
    bot.server.api.faults.clear()
    await sam.until("Work did.")
    await bot.settled()
    assert len(bot.rows(_TURNS)) == 1


async def test_a_number_after_leave_first_shows_the_choices_again(bot: RunningBot) -> None:
    """After `Leave` the choices are out of sight: a number shows them before it counts."""
    sam = await bot.playing("short")
    await sam.tap("Leave")
    await sam.until("You have left")
    await bot.settled()
    await sam.send("1")
    await sam.until("What do you say?")
    await bot.settled()
    assert bot.rows(_TURNS) == []
    await sam.send("1")
    await sam.until("Work did.")


async def test_a_number_below_another_list_shows_the_choices_again(bot: RunningBot) -> None:
    """A number typed under the list of scenarios is no choice in the practice above it."""
    sam = await bot.playing("short")
    await sam.send("/practise")
    await sam.until("Tap a title")
    await bot.settled()
    before = len(sam.received)
    await sam.send("1")
    shown = await sam.until(lambda: sam.received[before:])
    assert "What do you say?" in shown[0].text
    await bot.settled()
    assert bot.rows(_TURNS) == []


async def test_help_in_between_does_not_stop_a_number(bot: RunningBot) -> None:
    """A message without buttons in between leaves the choices above it in force."""
    sam = await bot.playing("short")
    await sam.send("/help")
    await sam.until("Samaritans")
    await bot.settled()
    await sam.send("1")
    await sam.until("Work did.")


@pytest.mark.parametrize(
    "text", ["I feel awful today", "12 people", "1 2", "option 1", "<b>", "😀" * 2000, "1" * 9]
)
async def test_other_text_gets_one_kind_line_and_is_kept_nowhere(
    bot: RunningBot, text: str
) -> None:
    """Any other text is answered once, with /help, and is in no table and in no log."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    before = len(sam.received)
    await sam.send(text)
    answer = await sam.until("what you typed is not kept")
    for words in ("numbered button", "/resume", "/help"):
        assert words in answer.text
    await bot.settled()
    assert len(sam.received) == before + 1
    assert choices(asked), "the choices above still stand"
    assert text[:9] not in bot.kept()
    assert text[:9] not in bot.log
    assert bot.rows(_TURNS) == []


@pytest.mark.parametrize("command", ["/nonsense", "/", "/startle", "/practise_now", "/2"])
async def test_an_unknown_command_gets_the_kind_line(bot: RunningBot, command: str) -> None:
    """A command the bot does not have is answered like any other text."""
    sam = await bot.playing("short")
    await sam.send(command)
    await sam.until("I can't read messages here")
    await bot.settled()
    assert bot.rows(_TURNS) == []


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/PRACTISE", "Tap a title"),
        ("/practice", "Tap a title"),
        ("/practise@rehearse_bot", "Tap a title"),
        ("/practise please", "Tap a title"),
        ("/help\nplease", "Samaritans"),
        ("/practise@another_bot", "I can't read messages here"),
        ("  /resume", "What do you say?"),
    ],
)
async def test_commands_are_understood_as_people_write_them(
    bot: RunningBot, command: str, answer: str
) -> None:
    """Capitals, the other spelling, the bot's name and words after a command change nothing."""
    sam = await bot.playing("short")
    before = len(sam.received)
    await sam.send(command)
    shown = await sam.until(lambda: sam.received[before:])
    assert answer in shown[0].text
