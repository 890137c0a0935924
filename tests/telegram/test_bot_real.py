"""When it is real: the practice pauses, the learner says what it is, and the leads are told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.standin.faults import Fault
from bot.storage.moments import micros
from bot.telegram.buttons import OnIt, OpenAlert, encode
from tests.telegram.authored import scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running, until
from tests.telegram.safeguarding import NEVER_NOW, People, a_centre

_WORDS = "my stepdad comes in my room at night"
_ASKED = "Let's stop for a moment"
_ALERT = "A learner may need you."
_ANSWERS = ["This is real", "Part of the practice"]


@pytest.fixture
async def riverside(bot: RunningBot) -> People:
    """A centre whose lead and deputy answered their test alerts."""
    return await a_centre(bot)


@pytest.fixture
async def sam(bot: RunningBot, riverside: People) -> Phone:
    """A learner of the centre's, in the middle of a practice."""
    phone = await bot.playing("short")
    await riverside.learner(phone)
    return phone


async def test_words_that_sound_real_pause_the_practice(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """They are answered with who is told, who helps, and two buttons; those of the turn go."""
    prompt = await sam.until("What do you say?")
    await sam.send(_WORDS)
    asked = await sam.until(_ASKED)
    for words in ("can't keep it secret", "Riverside", "999", "116 123", "0800 1111", "85258"):
        assert words in asked.text
    assert "?" not in asked.text, "it asks nothing"
    assert list(labels(asked)) == _ANSWERS
    await bot.settled()
    assert not labels(prompt)
    assert _WORDS not in bot.log
    assert not _count(riverside.lead, _ALERT)


@pytest.mark.parametrize("words", [f"/help {_WORDS}", f"/{_WORDS}", f"/ {_WORDS}"])
async def test_words_behind_a_command_are_heard(sam: Phone, words: str) -> None:
    """Whoever types a slash first is asked as well."""
    await sam.send(words)
    await sam.until(_ASKED)


async def test_words_under_a_picture_are_heard(sam: Phone, riverside: People) -> None:
    """They are kept as typed words are, until the learner says what they are."""
    sam.person.sends_photo(_WORDS)
    await sam.tap("This is real")
    await riverside.lead.tap("Open")
    await riverside.lead.until(_WORDS)


async def test_other_words_under_a_picture_answer_nothing(bot: RunningBot) -> None:
    """A picture is no answer to a question, whatever stands under it."""
    sam = await _looking_back(bot)
    sam.person.sends_photo("we talked about her week")
    await sam.until("I can only keep an answer that you type yourself")
    assert bot.rows("SELECT * FROM debrief_answers") == []


async def test_part_of_the_practice_keeps_nothing_and_goes_on(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """The words are gone, nobody is told, and the same turn is asked again."""
    await sam.send(_WORDS)
    await sam.tap("Part of the practice")
    await sam.until("Nothing was passed on.")
    await bot.settled()
    assert _WORDS not in bot.kept()
    assert bot.rows("SELECT * FROM disclosures") == []
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    assert not _count(riverside.lead, _ALERT)


async def test_this_is_real_tells_lead_and_deputy_and_shows_no_words(
    sam: Phone, riverside: People
) -> None:
    """Both get a message that says nothing but that they may be needed; the learner knows."""
    await sam.send(_WORDS)
    await sam.tap("This is real")
    told = await sam.until("Thank you for telling me")
    assert "One of them will get in touch" in told.text
    assert "closed at this hour" not in told.text
    for phone in (riverside.lead, riverside.deputy):
        alert = await phone.until(_ALERT)
        assert alert.text == _ALERT
        assert list(labels(alert)) == ["Open", "I am on it"]
    assert not _count(riverside.tutor, _ALERT)
    assert not _count(riverside.manager, _ALERT)


async def test_a_lead_opens_the_exact_words_and_that_is_noted(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """Open shows the words, the time, the group and its tutor; the audit names who and whose."""
    await sam.send(_WORDS)
    await sam.tap("This is real")
    await riverside.lead.tap("Open")
    opened = await riverside.lead.until(_WORDS)
    for words in ("Autumn group", "Jo Price", "R-17", "They say that this is real."):
        assert words in opened.text
    ((learner,),) = bot.rows("SELECT id FROM learners WHERE telegram_id = ?", sam.person.id)
    noted = bot.rows("SELECT subject, detail FROM audit WHERE action = 'read disclosure'")
    assert noted == [(f"learner {learner}", "")]
    assert bot.rows("SELECT count(*) FROM alerts WHERE opened_at IS NOT NULL") == [(1,)]


async def test_nobody_but_a_lead_of_the_centre_opens_them(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """Tutor, manager, learner and another centre's lead are answered as for what isn't there."""
    hilltop = await a_centre(bot, "hilltop")
    await sam.send(_WORDS)
    await sam.tap("This is real")
    await riverside.lead.until(_ALERT)
    ((id_,),) = bot.rows("SELECT id FROM disclosures")
    others = (riverside.tutor, riverside.manager, hilltop.lead, hilltop.manager, sam)
    for phone in others:
        for button in (OpenAlert(id_), OnIt(id_), OpenAlert("00000000")):
            before = len(phone.received)
            await phone.forge(encode(button))
            await until(lambda: len(phone.received) > before)  # noqa: B023 - waited for here
            assert phone.received[before].text == "There is nothing here for you to open."
    assert bot.rows("SELECT acknowledged_at FROM disclosures") == [(None,)]
    assert not bot.rows("SELECT 1 FROM audit WHERE action = 'read disclosure'")


async def test_one_who_is_on_it_ends_the_alerts(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """The other lead and the learner are told who is on it, and it is kept for a while."""
    await sam.send(_WORDS)
    await sam.tap("This is real")
    await riverside.lead.tap("I am on it")
    await riverside.lead.until("You are on it")
    await riverside.deputy.until("Lee Lead is on it.")
    await sam.until("Lee Lead from Riverside has seen that you may need someone")
    await riverside.deputy.tap("I am on it")
    await riverside.deputy.until("Lee Lead is on it already.")
    ((taken, until_, due),) = bot.rows(
        "SELECT acknowledged_at, keep_until, alert_at FROM disclosures"
    )
    assert until_ - taken == timedelta(days=90) // timedelta(microseconds=1)
    assert due is None


async def test_no_answer_counts_as_real(bot: RunningBot, sam: Phone, riverside: People) -> None:
    """After ten minutes without a tap the leads are told, and the learner too."""
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await bot.settled()
    ((at, due),) = bot.rows("SELECT at, alert_at FROM disclosures")
    assert due - at == timedelta(minutes=10) // timedelta(microseconds=1)
    await _time_passes(bot)
    await riverside.lead.until(_ALERT)
    await riverside.deputy.until(_ALERT)
    await sam.until("Just to be safe")
    await riverside.lead.tap("Open")
    await riverside.lead.until("please treat it as real")


async def test_a_late_part_of_the_practice_is_shown_to_the_leads(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """What a centre was told stays with its leads, with the answer; the learner goes on."""
    await sam.send(_WORDS)
    asked = await sam.until(_ASKED)
    await _time_passes(bot)
    await sam.until("Just to be safe")
    await sam.tap("Part of the practice", on=asked)
    await sam.until("may still ask how you are")
    await riverside.lead.tap("Open")
    await riverside.lead.until("they said that it was part of the practice")


async def test_alerts_come_again_every_five_minutes_and_later_every_fifteen(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """Until somebody is on it, both are told again; the learner is told no more."""
    await sam.send(_WORDS)
    await sam.tap("This is real")
    await riverside.deputy.until(_ALERT)
    for round_ in range(2, 10):
        await _time_passes(bot)
        await _told(riverside.deputy, _ALERT, round_)
        ((due,),) = bot.rows("SELECT alert_at FROM disclosures")
        minutes = (due - micros(datetime.now(UTC))) / 60_000_000
        assert (4 < minutes <= 5) if round_ <= 6 else (14 < minutes <= 15)
    assert _count(sam, "Just to be safe") == 0


async def test_alerts_that_are_held_up_do_not_pile_up(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """While Telegram is away an alert goes stale after a while: a newer one takes its place."""
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await bot.settled()
    bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage"])
    await sam.tap("This is real")
    held = "SELECT send_before - owed_at FROM outbox WHERE chat_id = ? AND sent_at IS NULL"
    ((waits,),) = await until(lambda: bot.rows(held, riverside.lead.person.id))
    assert round(waits / 60_000_000) == 15
    bot.server.api.faults.clear()
    await riverside.lead.until(_ALERT)


async def test_out_of_hours_the_learner_gets_the_centres_text(tmp_path: Path) -> None:
    """When the centre is closed it says so, with its own words and the helplines."""
    async with running(tmp_path, scenario()) as bot:
        riverside = await a_centre(bot, hours=NEVER_NOW)
        sam = await bot.playing("short")
        await riverside.learner(sam)
        await sam.send(_WORDS)
        await sam.tap("This is real")
        told = await sam.until("Thank you for telling me")
        for words in ("closed at this hour", "Ring the warden: 5550.", "116 123"):
            assert words in told.text


async def test_words_in_a_debrief_are_kept_as_the_answer_when_they_are_practice(
    bot: RunningBot, riverside: People
) -> None:
    """A flagged answer waits; part of the practice makes it the answer and asks the next."""
    sam = await _looking_back(bot)
    await riverside.learner(sam)
    await sam.send("She told me he hit her and hit me as well, and I passed it on.")
    await sam.until(_ASKED)
    assert bot.rows("SELECT * FROM debrief_answers") == []
    await sam.tap("Part of the practice")
    await sam.until("question 2 of 3")
    await bot.settled()
    ((answer,),) = bot.rows("SELECT answer FROM debrief_answers")
    assert answer == "She told me he hit her and hit me as well, and I passed it on."
    assert bot.rows("SELECT * FROM disclosures") == []


async def test_words_in_a_debrief_that_are_real_are_no_answer(
    bot: RunningBot, riverside: People
) -> None:
    """What is real goes to the leads alone."""
    sam = await _looking_back(bot)
    await riverside.learner(sam)
    await sam.send(_WORDS)
    await sam.tap("This is real")
    await riverside.lead.until(_ALERT)
    assert bot.rows("SELECT * FROM debrief_answers") == []


async def test_without_a_centre_there_are_helplines_and_nothing_is_kept(bot: RunningBot) -> None:
    """Real words of a learner without a centre are gone once they are answered."""
    sam = await bot.playing("short")
    await sam.send(_WORDS)
    asked = await sam.until(_ASKED)
    assert "I can't pass this on to a person for you" in asked.text
    await sam.tap("This is real")
    told = await sam.until("Thank you for telling me")
    assert "116 123" in told.text
    await bot.settled()
    assert _WORDS not in bot.kept()
    assert bot.rows("SELECT * FROM disclosures") == []


async def test_without_a_centre_unanswered_words_are_gone_after_ten_minutes(
    bot: RunningBot,
) -> None:
    """There is nobody to tell, so nothing is kept any longer."""
    sam = await bot.playing("short")
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await _time_passes(bot)
    await until(lambda: not bot.rows("SELECT * FROM disclosures"))
    assert _WORDS not in bot.kept()


async def test_somebody_who_never_agreed_gets_the_numbers_to_call(bot: RunningBot) -> None:
    """Words that sound real are answered before any rules; nothing is kept."""
    sam = bot.phone()
    await sam.send(_WORDS)
    told = await sam.until(_ASKED)
    assert "116 123" in told.text
    assert not labels(told)
    await bot.settled()
    assert _WORDS not in bot.kept()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("this is real", "Thank you for telling me"), ("Practice.", "Nothing was passed on.")],
)
async def test_the_answer_can_be_typed(
    bot: RunningBot, sam: Phone, typed: str, answer: str
) -> None:
    """The words of a button do what it does."""
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await bot.settled()
    await sam.send(typed)
    await sam.until(answer)


async def test_other_words_while_paused_are_asked_again_and_not_kept(
    bot: RunningBot, sam: Phone
) -> None:
    """Numbers take no turn then, and words that sound like nothing are kept nowhere."""
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await bot.settled()
    for number, typed in enumerate(("1", "well you see it is complicated"), start=1):
        await sam.send(typed)
        await _told(sam, "I can't take in more words", number)
        await bot.settled()
    assert "complicated" not in bot.kept()
    assert bot.rows("SELECT * FROM turns") == []
    assert sam.buttons == _ANSWERS


async def test_more_words_before_the_answer_belong_to_the_same(bot: RunningBot, sam: Phone) -> None:
    """One answer is for all that was typed before it."""
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await sam.send("he hit me again last nite")
    await sam.until(lambda: _count(sam, _ASKED) == 2)
    await sam.tap("Part of the practice")
    await sam.until("Nothing was passed on.")
    await bot.settled()
    assert bot.rows("SELECT * FROM disclosures") == []


async def test_words_typed_one_after_the_other_are_one_alert(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """A learner in distress writes in pieces; a lead is told once, and reads all of them."""
    more = "he hit me again last nite"
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await sam.send(more)
    await sam.until(lambda: _count(sam, _ASKED) == 2)
    await sam.tap("This is real")
    await riverside.lead.tap("Open")
    opened = await riverside.lead.until(_WORDS)
    assert more in opened.text
    await riverside.lead.tap("I am on it", opened)
    await sam.until("Lee Lead from Riverside has seen")
    await bot.settled()
    assert _count(riverside.lead, _ALERT) == 1
    assert _count(sam, "has seen that you may need someone") == 1
    assert bot.rows("SELECT count(*) FROM disclosures WHERE alert_at IS NOT NULL") == [(0,)]


async def test_something_real_can_be_told_without_words(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """The button under the kind line tells the leads, once, and keeps no words."""
    await sam.send("so there is this thing")
    await sam.tap("Something real is going on")
    await sam.until("Thank you for telling me")
    await riverside.lead.until(_ALERT)
    await sam.send("it is not easy to explain")
    await sam.tap("Something real is going on")
    await sam.until("You said so before")
    await riverside.lead.tap("Open")
    await riverside.lead.until("There are no words of theirs.")
    assert bot.rows("SELECT count(*) FROM disclosures") == [(1,)]


async def test_the_question_can_be_answered_after_going_on(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """Whoever resumes the practice first keeps the buttons that say what it was."""
    await sam.send(_WORDS)
    asked = await sam.until(_ASKED)
    await sam.send("/resume")
    await bot.settled()
    assert list(labels(asked)) == _ANSWERS
    await sam.tap("Part of the practice", asked)
    await sam.until("Nothing was passed on.")
    assert bot.rows("SELECT * FROM disclosures") == []
    assert not _count(riverside.lead, _ALERT)


async def test_something_real_answers_words_that_wait(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """The button under the kind line says it of what was typed before: there is one alert."""
    await sam.send(_WORDS)
    await sam.until(_ASKED)
    await sam.send("/resume")
    await bot.settled()
    await sam.send("so there is this thing")
    await sam.tap("Something real is going on")
    await sam.until("Thank you for telling me")
    await riverside.lead.tap("Open")
    await riverside.lead.until("They say that this is real.")
    await bot.settled()
    assert bot.rows("SELECT text, answer FROM disclosures") == [(_WORDS, "real")]


async def test_a_repeated_tap_tells_nobody_twice(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """The second tap on the same button changes nothing."""
    await sam.send(_WORDS)
    await sam.tap("This is real")
    await riverside.lead.until(_ALERT)
    await sam.tap_again()
    await sam.until("You said so before")
    await bot.settled()
    assert _count(riverside.lead, _ALERT) == 1


async def test_a_new_lead_is_sent_a_test_alert_and_answers_it(tmp_path: Path) -> None:
    """Whoever becomes a lead gets one without anybody asking; the answer is noted."""
    async with running(tmp_path, scenario()) as bot:
        riverside = await a_centre(bot, tested=False)
        await bot.restart()
        await riverside.deputy.tap("It reached me")
        await riverside.deputy.until("alerts reach you")
        await riverside.lead.until("This is a test.")
        tested = bot.rows("SELECT place FROM roles WHERE tested_at IS NOT NULL")
        assert tested == [(2,)]
        await bot.restart()
        await bot.settled()
        assert _count(riverside.lead, "This is a test.") == 1


async def test_a_lead_who_blocks_the_bot_is_missed(bot: RunningBot, riverside: People) -> None:
    """Managers and the other lead hear of it, and once the lead is back they are tested anew."""
    tested = "SELECT place FROM roles WHERE tested_at IS NOT NULL"
    riverside.lead.person.blocks()
    for phone in (riverside.manager, riverside.deputy):
        await phone.until("Lee Lead has blocked me")
    assert not _count(riverside.tutor, "has blocked me")
    assert bot.rows(tested) == [(2,)]
    riverside.lead.person.unblocks()
    await bot.heard()
    await bot.restart()
    await riverside.lead.tap("It reached me")
    await riverside.lead.until("alerts reach you")
    assert len(bot.rows(tested)) == 2


async def test_deleting_everything_leaves_what_a_centre_has_to_act_on(
    bot: RunningBot, sam: Phone, riverside: People
) -> None:
    """The learner is told what stays and why; the lead can still open it, until its time is up."""
    await sam.send(_WORDS)
    await sam.tap("This is real")
    await riverside.lead.until(_ALERT)
    await sam.send("/deleteme")
    await sam.tap("Delete everything")
    gone = await sam.until("is deleted, but for one thing")
    for words in ("your centre has to be able to help", "999", "116 123"):
        assert words in gone.text
    await riverside.lead.tap("Open")
    opened = await riverside.lead.until(_WORDS)
    assert "They had everything else about them deleted since." in opened.text
    await riverside.lead.tap("I am on it")
    await riverside.lead.until("I can't tell them that you have seen it")
    bot.rows("UPDATE disclosures SET keep_until = 1")
    await bot.restart()
    await until(lambda: not bot.rows("SELECT * FROM disclosures"))
    assert bot.rows("SELECT * FROM alerts") == []


async def _looking_back(bot: RunningBot) -> Phone:
    """Return the phone of a learner who is asked the first question of a debrief."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.choose("Quit.")
    await sam.tap("Look back")
    await sam.until("question 1 of 3")
    await bot.settled()
    return sam


async def _time_passes(bot: RunningBot) -> None:
    """Let what is due later be due now, and start the bot again so that it looks."""
    await bot.settled()
    bot.rows("UPDATE disclosures SET alert_at = 1 WHERE alert_at IS NOT NULL")
    await bot.restart()


async def _told(phone: Phone, words: str, times: int) -> None:
    """Wait until the bot said the words so many times."""
    await phone.until(lambda: _count(phone, words) >= times)


def _count(phone: Phone, words: str) -> int:
    return sum(words in text for text in phone.texts)
