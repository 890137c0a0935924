"""Looking back: three questions about a finished practice, and the log of the answers."""

import pytest

from bot.standin.chats import Message
from bot.standin.faults import Fault
from tests.telegram.authored import scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot

_ANSWERS = "SELECT question, answer FROM debrief_answers ORDER BY attempt_id, question"
_DAY = 24 * 3600 * 1_000_000
_FIRST, _SECOND, _THIRD = (f"Look back: question {number} of 3" for number in (1, 2, 3))


async def finished(bot: RunningBot, first_name: str = "Sam") -> Phone:
    """Return the phone of a learner who has just finished `short`."""
    phone = await bot.playing("short", first_name)
    await phone.choose("Sit up.")
    await phone.choose("Quit.")
    await phone.until("What you showed")
    await bot.settled()
    return phone


async def looking_back(bot: RunningBot) -> Phone:
    """Return the phone of a learner who is asked the first question."""
    phone = await finished(bot)
    await phone.tap("Look back")
    await phone.until(_FIRST)
    await bot.settled()
    return phone


async def answers(bot: RunningBot, phone: Phone, *texts: str) -> None:
    """Answer the questions from the one that is asked, each once it is on the screen."""
    for text in texts:
        await phone.send(text)
        await bot.settled()


async def test_three_questions_are_asked_one_at_a_time_and_answered_by_typing(
    bot: RunningBot,
) -> None:
    """Each comes after the answer before; the answered one loses its buttons; then the log."""
    sam = await looking_back(bot)
    first = await sam.until(_FIRST)
    assert "What happened?" in first.text
    assert not any(_SECOND in text for text in sam.texts)
    await sam.send("I told him to sit up.")
    second = await sam.until(_SECOND)
    assert "What did you feel and think" in second.text
    await bot.settled()
    assert labels(first) == {}
    await sam.send("A bit nervous.")
    third = await sam.until(_THIRD)
    assert "What will you do differently" in third.text
    await bot.settled()
    await sam.send("Ask first.")
    log = await sam.until("Your log")
    await bot.settled()
    assert labels(second) == labels(third) == {}
    for part in (
        "This is what you said about “The short one”.",
        "What happened\nI told him to sit up.",
        "What I felt and thought\nA bit nervous.",
        "What I will do differently\nAsk first.",
        "You can change your answers for a day.",
        "/practise",
        "/progress",
    ):
        assert part in log.text
    assert list(labels(log)) == ["Change my answers"]
    assert bot.rows(_ANSWERS) == [
        (1, "I told him to sit up."),
        (2, "A bit nervous."),
        (3, "Ask first."),
    ]


async def test_each_question_warns_says_what_is_kept_and_can_be_skipped(bot: RunningBot) -> None:
    """No real names, who can see it, and `Skip`, on each; a skipped one is kept as nothing."""
    sam = await looking_back(bot)
    for asked in (_FIRST, _SECOND, _THIRD):
        question = await sam.until(asked)
        assert "Please don't use real names. Your answer is kept." in question.text
        assert "You and the people who run this bot can see it." in question.text
        assert list(labels(question)) == ["Skip"]
        await sam.tap("Skip", question)
        await bot.settled()
        assert labels(question) == {}
    log = await sam.until("Your log")
    assert log.text.count("You skipped this one.") == 3
    assert bot.rows(_ANSWERS) == [(1, None), (2, None), (3, None)]
    assert "portfolio" in next(text for text in sam.texts if _FIRST in text)


@pytest.mark.parametrize("typed", ["1", "2.", "007", "hello <b> & “there”", "Ünï 👩‍👩‍👧‍👦"])
async def test_whatever_is_typed_is_the_answer(bot: RunningBot, typed: str) -> None:
    """Numbers, marks of HTML and any script are kept and shown back as they were typed."""
    sam = await looking_back(bot)
    await answers(bot, sam, typed, "two", "three")
    log = await sam.until("Your log")
    assert f"What happened\n{typed}" in log.text
    assert bot.rows(_ANSWERS)[0] == (1, typed)
    assert bot.rows("SELECT failed FROM outbox WHERE failed IS NOT NULL") == []


async def test_what_is_typed_reaches_no_log(bot: RunningBot) -> None:
    """An answer is in its own table and in no line of the log, nor in what was sent."""
    sam = await looking_back(bot)
    await answers(bot, sam, "canary-one", "canary-two", "canary-three")
    await sam.until("Your log")
    await bot.settled()
    assert "canary" not in bot.log
    assert bot.kept().count("canary") == 3


@pytest.mark.parametrize(
    ("command", "words"),
    [("/help", "Samaritans"), ("/nonsense", "I can't read messages"), ("/resume", "nothing under")],
)
async def test_a_command_is_still_a_command(bot: RunningBot, command: str, words: str) -> None:
    """A command in the middle is followed, is no answer, and the question stays open."""
    sam = await looking_back(bot)
    await sam.send(command)
    await sam.until(words)
    await sam.send("/practise@another_bot")
    await bot.settled()
    assert bot.rows(_ANSWERS) == []
    await sam.send("Now then.")
    await sam.until(_SECOND)
    assert bot.rows(_ANSWERS) == [(1, "Now then.")]


async def test_what_was_not_typed_is_no_answer(bot: RunningBot) -> None:
    """A sticker, a voice, a picture, a forwarded text: one kind line each, the question stays."""
    sam = await looking_back(bot)
    before = len(sam.received)
    sam.person.sends_sticker()
    sam.person.sends_voice()
    sam.person.sends_photo("With words under it")
    sam.person.forwards("His words")
    await bot.settled()
    lines = sam.texts[before:]
    assert len(lines) == 4
    assert all("I can only keep an answer that you type yourself" in line for line in lines)
    assert bot.rows(_ANSWERS) == []
    assert sam.buttons == ["Skip"]
    await sam.send("Mine.")
    await sam.until(_SECOND)


@pytest.mark.parametrize("length", [2000, 2001, 4096])
async def test_an_answer_is_kept_whole_or_not_at_all(bot: RunningBot, length: int) -> None:
    """Up to 2,000 characters are kept; more are refused with how many there were."""
    sam = await looking_back(bot)
    await sam.send("x" * length)
    if length == 2000:
        await sam.until(_SECOND)
        assert bot.rows(_ANSWERS) == [(1, "x" * length)]
        return
    told = await sam.until(f"That answer has {length} characters, and 2000 is the most")
    assert "None of it was kept." in told.text
    await bot.settled()
    assert bot.rows(_ANSWERS) == []
    assert sum(_FIRST in text for text in sam.texts) == 2
    await sam.send("Shorter.")
    await sam.until(_SECOND)


async def test_the_rest_of_a_text_too_long_for_one_message_is_no_answer(bot: RunningBot) -> None:
    """Telegram sends a long text in parts; what comes before the question is asked anew is none."""
    sam = await looking_back(bot)
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage"], times=1)
    await sam.send("x" * 4096)
    await sam.send("the tail of it")
    await sam.until("came before this question")
    await bot.settled()
    assert bot.rows(_ANSWERS) == []


async def test_help_says_that_what_is_typed_next_would_be_kept(bot: RunningBot) -> None:
    """Whoever asks for help in the middle of a debrief is told before they type."""
    sam = await looking_back(bot)
    await sam.send("/help")
    await sam.until("What you type next is kept as your answer.")


async def test_the_longest_answers_are_all_shown_back(bot: RunningBot) -> None:
    """Three answers of 2,000 characters come back whole, in two messages, a button on the last."""
    sam = await looking_back(bot)
    longest = [(letter * 9 + " ") * 199 + letter * 10 for letter in "abc"]
    await answers(bot, sam, *longest)
    await sam.until("You can change your answers")
    await bot.settled()
    logs = [message for message in sam.received if message.text.startswith("Your log")]
    assert len(logs) == 2
    shown = " ".join("".join(message.text for message in logs).split())
    assert all(shown.count(letter * 9) >= 199 for letter in "abc")
    assert list(labels(logs[-1])) == ["Change my answers"]


async def test_a_doubled_skip_skips_one_question(bot: RunningBot) -> None:
    """A second tap on the same `Skip`, at once or late, skips nothing more."""
    sam = await looking_back(bot)
    first = await sam.until(_FIRST)
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage"])
    await sam.tap("Skip", first)
    await sam.tap_again()
    await bot.heard()
    bot.server.api.faults.clear()
    await sam.until(_SECOND)
    await bot.settled()
    assert sum(_SECOND in text for text in sam.texts) == 1
    await sam.send("Fine.")
    await sam.until(_THIRD)
    await sam.tap_again()
    await bot.settled()
    assert bot.rows(_ANSWERS) == [(1, None), (2, "Fine.")]
    assert _THIRD in sam.texts[-1]
    assert sum(map(bool, map(labels, _asking(sam)))) == 1


async def test_what_is_typed_before_the_next_question_is_seen_does_not_answer_it(
    bot: RunningBot,
) -> None:
    """A second message sent too soon answers nothing blindly, and the learner is told."""
    sam = await looking_back(bot)
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage"])
    await sam.send("It went well.")
    await sam.send("I mean, quite well.")
    await bot.heard()
    bot.server.api.faults.clear()
    await sam.until("Your last message came before this question")
    await bot.settled()
    assert bot.rows(_ANSWERS) == [(1, "It went well.")]
    await sam.send("Calm.")
    await sam.until(_THIRD)


async def test_look_back_goes_on_at_the_first_open_question(bot: RunningBot) -> None:
    """Something else may come between; text typed there is no answer, and the debrief waits."""
    sam = await looking_back(bot)
    report = await sam.until("What you showed")
    await sam.send("It went well.")
    await sam.until(_SECOND)
    await bot.settled()
    await sam.send("/start play-promise-first")
    await sam.until("Your mentee\nEfa")
    await sam.send("My own thoughts")
    await sam.until("what you typed is not kept")
    await sam.tap("Begin")
    await sam.until("Can I tell you something?")
    await bot.settled()
    await sam.tap("Look back", report)
    await bot.settled()
    assert _SECOND in sam.texts[-1]
    await answers(bot, sam, "Calm.", "More of it.")
    await sam.until("Your log")
    assert bot.rows(_ANSWERS) == [(1, "It went well."), (2, "Calm."), (3, "More of it.")]
    assert bot.rows("SELECT count(*) FROM attempts WHERE completed_at IS NULL") == [(1,)]
    await sam.send("/resume")
    await bot.settled()
    assert "Can I tell you something?" in sam.texts[-1]


async def test_look_back_on_a_finished_debrief_shows_the_answers(bot: RunningBot) -> None:
    """When all is answered the log comes again, and only the newest has its button."""
    sam = await looking_back(bot)
    report = await sam.until("What you showed")
    await answers(bot, sam, "one", "two", "three")
    await sam.tap("Look back", report)
    await bot.settled()
    logs = [message for message in sam.received if "Your log" in message.text]
    assert [list(labels(log)) for log in logs] == [[], ["Change my answers"]]


async def test_answers_can_be_changed_or_kept_one_after_the_other(bot: RunningBot) -> None:
    """Each question shows the answer there is; `Skip` keeps it, text takes its place."""
    sam = await looking_back(bot)
    await answers(bot, sam, "one", "two", "three")
    was = bot.rows("SELECT question, answered_at FROM debrief_answers")
    await sam.tap("Change my answers")
    first = await sam.until("Your answer now\none")
    assert list(labels(first)) == ["Skip"]
    await sam.tap("Skip", first)
    await sam.until("Your answer now\ntwo")
    await bot.settled()
    await sam.send("2")
    await sam.until("Your answer now\nthree")
    await sam.tap("Skip")
    await bot.settled()
    assert "What I felt and thought\n2\n" in sam.texts[-1]
    assert bot.rows(_ANSWERS) == [(1, "one"), (2, "2"), (3, "three")]
    assert bot.rows("SELECT question, answered_at FROM debrief_answers") == was


async def test_a_doubled_skip_keeps_one_answer_at_a_time(bot: RunningBot) -> None:
    """While answers are changed, a late tap shows the question that was reached."""
    sam = await looking_back(bot)
    await answers(bot, sam, "one", "two", "three")
    await sam.tap("Change my answers")
    await sam.tap("Skip")
    await sam.until("Your answer now\ntwo")
    await bot.settled()
    await sam.tap_again()
    await bot.settled()
    assert "Your answer now\ntwo" in sam.texts[-1]
    assert sum(map(bool, map(labels, _asking(sam)))) == 1
    await sam.send("Two, then.")
    await sam.until("Your answer now\nthree")
    await sam.tap_again()
    await bot.settled()
    assert "Your answer now\nthree" in sam.texts[-1]
    assert bot.rows(_ANSWERS) == [(1, "one"), (2, "Two, then."), (3, "three")]


async def test_after_a_day_answers_stay_as_they_are(bot: RunningBot) -> None:
    """The button declines, and so does a change that was begun in time; the log has no button."""
    sam = await looking_back(bot)
    report = await sam.until("What you showed")
    await answers(bot, sam, "one", "two", "three")
    log = await sam.until("Your log")
    await sam.tap("Change my answers", log)
    await sam.until("Your answer now\none")
    await bot.settled()
    bot.rows("UPDATE debrief_answers SET answered_at = answered_at - ?", _DAY)
    await sam.send("uno")
    await sam.until("Answers can be changed for a day. That day is over")
    await sam.tap_again()
    await bot.settled()
    await sam.tap("Look back", report)
    await bot.settled()
    assert "change your answers" not in sam.texts[-1]
    assert labels(sam.received[-1]) == {}
    assert bot.rows(_ANSWERS) == [(1, "one"), (2, "two"), (3, "three")]


async def test_a_debrief_goes_on_after_a_restart(bot: RunningBot) -> None:
    """Where it stands is in the database."""
    sam = await looking_back(bot)
    await answers(bot, sam, "one")
    await bot.restart()
    await answers(bot, sam, "two", "three")
    await sam.until("Your log")
    assert bot.rows(_ANSWERS) == [(1, "one"), (2, "two"), (3, "three")]


@pytest.mark.parametrize("data", ["look:{}", "skip:{}:1", "change:{}", "same:{}:1"])
async def test_nobody_looks_back_for_somebody_else(bot: RunningBot, data: str) -> None:
    """A forged button of another learner's attempt shows where one is, and keeps nothing."""
    await finished(bot)
    ((token,),) = bot.rows("SELECT token FROM attempts")
    kim = await bot.learner("Kim")
    before = len(kim.received)
    await kim.forge(data.format(token))
    shown = await kim.until(lambda: kim.received[before:])
    assert "You have nothing under way" in shown[0].text
    await bot.settled()
    assert bot.rows(_ANSWERS) == []


async def test_a_practice_under_way_is_not_looked_back_on(bot: RunningBot) -> None:
    """A forged button of an attempt that is not finished shows where it stands."""
    sam = await bot.playing("short")
    ((token,),) = bot.rows("SELECT token FROM attempts")
    await sam.send("/help")
    await sam.until("Samaritans")
    await bot.settled()
    await sam.forge(f"look:{token}")
    await bot.settled()
    assert "What do you say?" in sam.texts[-1]
    assert bot.rows(_ANSWERS) == []


async def test_a_lost_version_can_still_be_looked_back_on(bot: RunningBot) -> None:
    """Looking back needs no scenario: one that was withdrawn has a name all the same."""
    sam = await finished(bot)
    (bot.scenarios / "short.yaml").unlink()
    await bot.stop()
    bot.rows("UPDATE scenario_versions SET text = x'00' WHERE scenario = 'short'")
    await bot.start()
    await sam.tap("Look back")
    await sam.until(_FIRST)
    await bot.settled()
    await answers(bot, sam, "one", "two", "three")
    await sam.until("This is what you said about “an older conversation”")


async def test_looking_back_on_a_sensitive_practice_opens_neutrally(bot: RunningBot) -> None:
    """Neither question nor log begins with what a locked phone should not show."""
    bot.publish(scenario(content_note="Mentions a locked door."))
    await bot.restart()
    sam = await looking_back(bot)
    await answers(bot, sam, "one", "two", "three")
    await sam.until("Your log")
    asked = [message.text for message in _asking(sam)]
    assert len(asked) == 3
    assert all(text.startswith("Look back: question") for text in asked)
    assert sam.texts[-1].startswith("Your log\n\n")


def _asking(phone: Phone) -> list[Message]:
    """Return the messages that ask a question of the debrief."""
    return [message for message in phone.received if "Look back: question" in message.text]
