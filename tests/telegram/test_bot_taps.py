"""Taps that come twice, late, from old messages or from manipulated apps."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.standin.faults import Fault
from bot.telegram.buttons import Take, decode
from tests.telegram.phone import labels
from tests.telegram.running import RunningBot

_TURNS = "SELECT a.token, t.turn, t.choice FROM turns t JOIN attempts a ON a.id = t.attempt_id"


async def test_a_double_tap_counts_once(bot: RunningBot) -> None:
    """Two taps on one button record one turn, and the learner sees the next choices."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.tap_again()
    await sam.until("Work did.")
    await bot.settled()
    assert [row[1:] for row in bot.rows(_TURNS)] == [(1, "ask")]
    assert list(labels(sam.received[-1])) == ["1", "2", "Leave"]


async def test_two_different_taps_at_once_count_once(bot: RunningBot) -> None:
    """Of two choices tapped at one turn the first counts, and the message shows that one."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    first, second = (data for label, data in labels(asked).items() if label in "12")
    await sam.forge(first, asked.id)
    await sam.forge(second, asked.id)
    await sam.until("Work did.")
    await bot.settled()
    taken = decode(first)
    assert isinstance(taken, Take)
    assert [row[1:] for row in bot.rows(_TURNS)] == [(1, taken.choice)]


async def test_a_double_tap_on_begin_starts_once(bot: RunningBot) -> None:
    """Two taps on `Begin` start one attempt."""
    sam = await bot.learner()
    await sam.send("/start play-short")
    await sam.tap("Begin")
    await sam.tap_again()
    await bot.settled()
    assert bot.rows("SELECT count(*) FROM attempts") == [(1,)]


async def test_an_old_button_shows_what_was_said_and_where_the_learner_is(bot: RunningBot) -> None:
    """A tap on a turn taken long ago mends its message and shows the present choices."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    data = labels(asked)["1"]
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    before = len(sam.received)
    await sam.forge(data, asked.id)
    shown = await sam.until(lambda: sam.received[before:])
    await bot.settled()
    assert "Work did." in shown[0].text
    assert asked.text.endswith("You\nWhat kept you?")
    assert [row[1:] for row in bot.rows(_TURNS)] == [(1, "ask")]


async def test_an_old_button_after_the_end_shows_the_report(bot: RunningBot) -> None:
    """A tap on a choice of a finished practice shows its result again, marks unchanged."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    data = labels(asked)["1"]
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    report = await sam.until("What you showed")
    await bot.settled()
    result = bot.rows("SELECT percent, marks, completed_at FROM attempts")
    before = len(sam.received)
    await sam.forge(data, asked.id)
    shown = await sam.until(lambda: sam.received[before:])
    await bot.settled()
    assert shown[0].text == report.text
    assert bot.rows("SELECT percent, marks, completed_at FROM attempts") == result


async def test_choices_of_a_practice_given_up_show_the_present_one(bot: RunningBot) -> None:
    """A tap on an attempt that was given up takes its buttons away and shows the present one."""
    sam = await bot.playing("short")
    old = await sam.until("I nearly did not come.")
    await sam.send("/start play-promise-first")
    await sam.tap("Begin")
    await sam.until("Can I tell you something?")
    await bot.settled()
    before = len(sam.received)
    await sam.tap("1", old)
    shown = await sam.until(lambda: sam.received[before:])
    await bot.settled()
    assert "Can I tell you something?" in shown[0].text
    assert labels(old) == {}
    assert bot.rows(_TURNS) == []


async def test_a_tap_on_a_message_that_is_gone_still_counts(bot: RunningBot) -> None:
    """A tap whose message was deleted, or is too old to be seen, takes its turn all the same."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    data = labels(asked)["1"]
    sam.chat.remove(asked)
    await sam.forge(data, asked.id)
    await sam.until("Work did.")
    await bot.settled()
    assert len(bot.rows(_TURNS)) == 1


async def test_an_update_that_comes_again_changes_nothing(bot: RunningBot) -> None:
    """An update that Telegram gives twice is answered once."""
    sam = await bot.playing("short")
    for wanted in ("Work did.", "What you showed"):
        bot.server.api.faults.plan(Fault.CUT_AFTER, methods=["getUpdates"], times=1)
        await sam.send("/help")
        await sam.tap("1")
        await sam.until(wanted)
    await bot.settled()
    assert [row[1] for row in bot.rows(_TURNS)] == [1, 2]
    for words, times in (("What you showed", 1), ("Samaritans", 2)):
        assert sum(words in text for text in sam.texts) == times


async def test_nobody_plays_somebody_elses_attempt(bot: RunningBot) -> None:
    """Another learner's token takes no turn, gives nothing up and shows nothing of theirs."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    stolen = list(labels(asked).values())
    token = stolen[0].split(":")[1]
    kim = await bot.learner("Kim")
    before = len(kim.received)
    others = (f"again:{token}", f"play:{token}", f"next:{token}", f"begin:short:{token}")
    for data in (*stolen, *others):
        await kim.forge(data)
    await bot.settled()
    assert bot.rows(_TURNS) == []
    assert (sam.person.id, None) in bot.rows(
        "SELECT l.telegram_id, a.replaced_at FROM attempts a JOIN learners l ON l.id = a.learner_id"
    )
    assert "The short one" not in "".join(kim.texts[before : before + len(stolen)])


async def test_forged_turns_and_choices_of_the_own_attempt_take_nothing(bot: RunningBot) -> None:
    """Turn 0, a turn in the future and a choice that is not on offer leave all as it is."""
    sam = await bot.playing("short")
    asked = await sam.until("What do you say?")
    token = labels(asked)["1"].split(":")[1]
    for forged in ("0:ask", "1:", "1:plan", "1:nothing", "2:ask", "2:plan", "999999:ask"):
        await sam.forge(f"c:{token}:{forged}", asked.id)
    await bot.settled()
    assert bot.rows(_TURNS) == []
    assert list(labels(asked)) == ["1", "2", "Leave"]
    await sam.choose("What kept you?")
    await sam.until("Work did.")


_TEXT = st.text(st.characters(), max_size=12)
_PREFIXES = ("c", "agree", "under16", "list", "brief", "begin", "leave", "resume", "again", "next")
_DATA = st.one_of(
    st.binary(max_size=64).map(lambda raw: raw.decode("latin-1")),
    _TEXT,
    st.builds(
        lambda prefix, parts: ":".join((prefix, *parts)),
        st.sampled_from(_PREFIXES),
        st.lists(st.one_of(st.integers().map(str), st.sampled_from(["short", "ask"]), _TEXT)),
    ),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(_DATA, min_size=1, max_size=4))
@example(data=["again:\ud800", "again:\0", "c:\ud800:1:ask", "next:" + "x" * 300])
async def test_whatever_a_button_carries_no_harm_is_done(bot: RunningBot, data: list[str]) -> None:
    """Any callback data is answered, breaks nothing and takes no turn."""
    sam = bot.phone()
    await sam.send("/start play-short")
    await sam.tap("I agree")
    await sam.tap("Begin")
    await sam.until("What do you say?")
    taps = [await sam.forge(each) for each in data]
    await sam.until(lambda: all(tap.answer for tap in taps))
    await bot.settled()
    assert bot.rows(_TURNS) == []
    assert "broke" not in bot.log
