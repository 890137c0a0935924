"""Scenarios pulled to the extremes of the format: each still plays, within Telegram's limits."""

from pathlib import Path

from tests.telegram.authored import Json, choice, ending, scenario
from tests.telegram.phone import Phone, choices, labels
from tests.telegram.running import RunningBot, running

_LONG = "It is a long way down to the river. "
_FIRST: Json = {"units": ["aim-l2-mentoring"], "level": 1}
"""Puts a scenario on the first page of the list, however many the library has."""


async def test_six_choices_of_600_characters_are_all_there(tmp_path: Path) -> None:
    """Long choices are shown in full, with a button each, and take their turn."""
    says = [f"{number} {_LONG * 17}"[:600].strip() for number in range(6)]
    nodes = _asking(*says, mentee="Well?")
    async with running(tmp_path, scenario(nodes=nodes)) as bot:
        sam = await bot.playing("short")
        shown = "\n".join(sam.texts)
        assert all(said in shown for said in says)
        assert [*sam.buttons] == ["1", "2", "3", "4", "5", "6", "Leave"]
        await sam.tap("6")
        await _ends(bot, sam)


async def test_a_choice_as_long_as_a_message_can_be_taken(tmp_path: Path) -> None:
    """One choice that fills a message is shown, taken and shown as said."""
    said = "x" * 4093
    nodes = _asking(said, mentee="Well?")
    nodes["opening"]["choices"]["c-0"]["feedback"] = "Long."
    async with running(tmp_path, scenario(nodes=nodes)) as bot:
        sam = await bot.playing("short")
        asked = next(message for message in sam.received if "1" in labels(message))
        await sam.tap("1", asked)
        await _ends(bot, sam)
        assert labels(asked) == {}
        assert asked.text.startswith("You\nxxx")


async def test_marks_of_html_are_shown_as_they_were_written(tmp_path: Path) -> None:
    """Names, titles and words with <, > and & arrive as the author wrote them."""
    odd = 'A <b>& "C"</b> &amp; <'
    nodes = {
        "opening": {
            "scene": odd,
            "speaker": odd,
            "mentee": odd,
            "thought": odd,
            "choices": {"a": choice(odd, "end", feedback=odd)},
        },
        "end": ending(odd, debrief=odd),
    }
    odd_one = scenario(
        nodes=nodes,
        title=odd,
        summary=odd,
        briefing=odd,
        mentee={"name": odd, "about": odd},
        **_FIRST,
    )
    async with running(tmp_path, odd_one) as bot:
        sam = await bot.playing("short")
        await sam.send("/practise")
        await sam.until(lambda: odd in sam.buttons or None)
        await sam.tap("1")
        await sam.until("How it ended")
        await bot.settled()
        assert sum(text.count(odd) for text in sam.texts) >= 12


async def test_bubbles_of_4000_characters_arrive_whole(tmp_path: Path) -> None:
    """Several bubbles of 4,000 characters come in as many messages, the last with the buttons."""
    bubbles = [f"{number}{_LONG * 112}"[:4000].strip() for number in range(3)]
    async with running(tmp_path, scenario(nodes=_asking("Yes?", mentee=bubbles))) as bot:
        sam = await bot.playing("short")
        for bubble in bubbles:
            assert any(bubble in text for text in sam.texts)
        assert [bool(labels(message)) for message in sam.received[-4:]] == [False] * 3 + [True]
        await sam.tap("1")
        await _ends(bot, sam)


async def test_characters_outside_the_basic_plane_are_never_cut(tmp_path: Path) -> None:
    """A bubble of 2,048 emoji fills a message to the brim; with more text it is cut beside one."""
    nodes = _asking("😀" * 150, mentee=["😀" * 2048, "“" + "👩‍👩‍👧‍👦" * 180 + "”"])
    async with running(tmp_path, scenario(nodes=nodes)) as bot:
        sam = await bot.playing("short")
        shown = "".join(sam.texts)
        assert shown.count("😀") == 2048 + 150
        assert shown.count("👩‍👩‍👧‍👦") == 180
        assert "\ufffd" not in shown
        await sam.tap("1")
        await _ends(bot, sam)


async def test_a_title_as_long_as_a_message_can_be_listed_and_begun(tmp_path: Path) -> None:
    """A title of 4,096 characters breaks neither the list nor the briefing."""
    async with running(tmp_path, scenario(title="T" * 4096, **_FIRST)) as bot:
        sam = await bot.learner()
        assert any(label.startswith("TTT") for label in sam.buttons)
        await sam.send("/start play-short")
        await sam.tap("Begin")
        await sam.choose("What kept you?")
        await sam.choose("Quit.")
        await _ends(bot, sam)


async def test_a_scene_without_anybody_speaking_is_told(tmp_path: Path) -> None:
    """A node with a scene and no mentee is told by the narrator alone."""
    nodes = {
        "opening": {"scene": "The room is empty.", "choices": {"wait": choice("Wait.", "end")}},
        "end": {"scene": "Nobody came.", "ending": {"outcome": "acceptable", "debrief": "Well."}},
    }
    async with running(tmp_path, scenario(nodes=nodes)) as bot:
        sam = await bot.playing("short")
        asked = await sam.until("The room is empty.")
        assert asked.text.startswith("What happens\nThe room is empty.\n\nWhat do you say?")
        await sam.choose("Wait.")
        await sam.until("What happens\nNobody came.")
        await _ends(bot, sam)


async def test_somebody_else_speaks_under_their_own_name(tmp_path: Path) -> None:
    """A `speaker` is named above the bubbles in place of the mentee."""
    nodes = _asking("Yes?", mentee="Come in, both of you.", speaker="Mrs Rahman")
    async with running(tmp_path, scenario(nodes=nodes)) as bot:
        sam = await bot.playing("short")
        await sam.until("Mrs Rahman\nCome in, both of you.")


async def test_what_is_passed_through_is_read_on_the_way(tmp_path: Path) -> None:
    """Nodes gone through by `otherwise` are shown in their order before the one reached."""

    def passed(says: str, to: str) -> Json:
        never = choice("Never.", "end", when="told")
        return {"mentee": says, "choices": {"never": never}, "otherwise": to}

    nodes = {
        "opening": passed("First.", "second"),
        "second": passed("Second.", "third"),
        "third": {"mentee": "Third.", "choices": {"go": choice("Go on.", "end")}},
        "end": ending("Right."),
    }
    async with running(tmp_path, scenario(nodes=nodes, variables={"told": False})) as bot:
        sam = await bot.playing("short")
        await sam.until("Jo\nFirst.\n\nJo\nSecond.\n\nJo\nThird.\n\nWhat do you say?")
        await sam.choose("Go on.")
        await _ends(bot, sam)


async def test_a_dead_end_says_so_and_offers_to_start_again(tmp_path: Path) -> None:
    """Where nothing can be said any more the fault is named, and the learner is not stuck."""
    nodes = {
        "opening": {"mentee": "Go on.", "choices": {"once": choice("Once.", "opening")}},
        "end": ending("Right."),
    }
    async with running(tmp_path, scenario(nodes=nodes)) as bot:
        sam = await bot.playing("short")
        await sam.choose("Once.")
        stuck = await sam.until("This conversation can't go on from here.")
        assert list(labels(stuck)) == ["Start again", "Leave"]
        await sam.send("1")
        await bot.settled()
        assert "This conversation can't go on" in sam.texts[-1]
        await sam.tap("Start again")
        await sam.choose("Once.")
        await sam.tap("Leave")
        await sam.until("You have left")


async def test_an_ending_at_the_start_goes_straight_to_the_report(tmp_path: Path) -> None:
    """A scenario that begins with its ending reports at once, with nothing shown."""
    nodes = {"opening": ending("Nothing to talk about.")}
    async with running(tmp_path, scenario(nodes=nodes, content_note="Short.")) as bot:
        sam = await bot.playing("short")
        await sam.until("Nothing to talk about.")
        report = await sam.until("What you showed")
        assert "Active listening: Did not come up" in report.text
        assert not any("turn 0" in text for text in sam.texts)
        assert bot.rows("SELECT ending, percent FROM attempts") == [("opening", 0)]
        await sam.tap("Play again")
        await bot.settled()
        assert bot.rows("SELECT ending FROM attempts") == [("opening",)] * 2


def _asking(*says: str, **node: object) -> Json:
    """Return nodes that offer these choices, in this order, and end with any of them."""
    offered = {f"c-{number}": choice(said, "end") for number, said in enumerate(says)}
    return {
        "opening": {**node, "fixed_order": True, "choices": offered},
        "end": ending("Right."),
    }


async def _ends(bot: RunningBot, phone: Phone) -> None:
    await phone.until("What you showed")
    await bot.settled()
    assert not choices(phone.received[-1])
    assert bot.rows("SELECT failed FROM outbox WHERE failed IS NOT NULL") == []
