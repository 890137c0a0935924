"""A learner whose finished attempt was marked again, under a corrected mark scheme."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.telegram.authored import Json, scenario, write
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running

_COMMAND = "from bot.cli.main import main; main()"


async def test_the_newest_result_is_shown_wherever_the_learner_looks(tmp_path: Path) -> None:
    """Progress, the attempt read again and the copy have the corrected marks and feedback."""
    async with running(tmp_path, scenario()) as bot:
        sam = await bot.playing("short")
        await sam.choose("What kept you?")
        await sam.choose("Quit.")
        assert "67%" in await _progress(bot, sam)
        await _mark_again(bot, tmp_path, _corrected())

        assert "100%" in await _progress(bot, sam)
        again = await _read_again(bot, sam)
        assert "Not yet reached: 100%" in again
        assert "67%" not in again
        assert "What kept you?" in again
        assert "The coach on the corrected words." in again
        (practice,) = (await _copy(bot, sam))["practices"]
    assert (practice["percent"], practice["standard_reached"]) == (100, False)
    (remark,) = practice["marked_again"]
    assert (remark["by"], remark["reason"]) == ("Ms Rahman", "Too strict.")
    assert (remark["before"]["percent"], remark["after"]["percent"]) == (67, 100)


async def test_another_way_is_marked_as_the_attempt_is_now(tmp_path: Path) -> None:
    """The same replies come to the same per cent again, under the corrected mark scheme."""
    async with running(tmp_path, scenario()) as bot:
        sam = await bot.playing("short")
        await sam.choose("What kept you?")
        await sam.choose("Quit.")
        await sam.until("What you showed")
        await bot.settled()
        await _mark_again(bot, tmp_path, _corrected())
        await sam.tap("Try another way from here")
        await sam.tap("Turn 2")
        await sam.choose("Quit.")
        await sam.until("First time: 100%. This way: 100%.")


def _corrected() -> Json:
    """Return the scenario with one mark fewer to earn, and other words."""
    corrected = scenario(marking_points={"active-listening": {"max": 2}})
    for node in corrected["nodes"].values():
        for choice in node.get("choices", {}).values():
            if choice.get("awards", {}).pop("empowerment", None):
                del choice["awards"]
    ask = corrected["nodes"]["opening"]["choices"]["ask"]
    ask |= {"say": "What held you up?", "feedback": "The coach on the corrected words."}
    return corrected


async def _mark_again(bot: RunningBot, folder: Path, corrected: Json) -> None:
    """Do as the tutor does, while the bot runs."""
    (folder / "corrected").mkdir()
    file = write(folder / "corrected", corrected)
    given = {f"REHEARSE_{name}": value for name, value in bot.environment.items()}
    root = str(Path(__file__).parents[2])
    arguments = ["remark", "short", "--to", str(file), "--apply"]
    arguments += ["--reason", "Too strict.", "--by", "Ms Rahman"]
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _COMMAND, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **given, "PYTHONPATH": root},
    )
    assert done.returncode == 0, done.stderr
    assert "1 marked again" in done.stdout


async def _progress(bot: RunningBot, sam: Phone) -> str:
    await sam.send("/progress")
    await bot.settled()
    return await _to_the_end(bot, sam)


async def _read_again(bot: RunningBot, sam: Phone) -> str:
    await sam.tap("Read one again")
    listed = await sam.until("Finished conversations")
    await sam.tap(next(label for label in labels(listed) if "short" in label), listed)
    await sam.until("Finished on ")
    return await _to_the_end(bot, sam)


async def _to_the_end(bot: RunningBot, sam: Phone) -> str:
    """Page through the newest message, and return what it said."""
    seen = [sam.received[-1].text]
    while "More" in sam.buttons:
        await sam.tap("More")
        await bot.settled()
        seen.append(sam.received[-1].text)
    return "\n\n".join(seen)


async def _copy(bot: RunningBot, sam: Phone) -> Json:
    await sam.send("/mydata")
    await bot.settled()
    for message in reversed(sam.received):
        document = message.content.get("document", {})
        if document.get("file_name") == "my-rehearse-data.json":
            copy: Json = json.loads(bot.server.api.files[document["file_id"]].data.decode())
            return copy
    raise AssertionError("no copy came")
