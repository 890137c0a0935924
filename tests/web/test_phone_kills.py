"""`rehearse try` as a real process: killed while a visitor plays, and started again."""

import asyncio
import contextlib
import random
import re
import signal
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientError

from bot.telegram.buttons import Take, decode
from tests.faults.processes import Bot, free_port
from tests.telegram.phone import PATIENCE_SECONDS
from tests.telegram.running import until
from tests.web.reading import Seen, read_messages
from tests.web.trying import Visitor

_KILLS = 8
_MOMENT_SECONDS = 0.02
_ONWARD = ("Begin", "Play again", "Resume")
_LINK = re.compile(r"http://\S+/enter/\S+(?=\n)")


class _Player:
    """A visitor who plays at random, and writes down what they tapped and what was acknowledged.

    `tried` has the choices tapped for each (attempt token, turn), `taken` those of them that were
    answered.
    """

    def __init__(self, visitor: Visitor, bot: Bot, seed: int) -> None:
        self.tried: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self.taken: set[tuple[str, int]] = set()
        self._visitor = visitor
        self._bot = bot
        self._random = random.Random(seed)

    async def play_until_killed(self) -> None:
        """Play, and kill the bot at some moment of one of the next taps."""
        calm = self._random.randint(1, 6)
        with contextlib.suppress(ClientError):
            for _ in range(calm):
                await self._act()
            moment = self._random.uniform(0, _MOMENT_SECONDS)
            asyncio.get_running_loop().call_later(moment, self._bot.kill)
            while True:
                await self._act()

    async def play_to_the_end(self) -> None:
        """Play until the marks are on the screen."""
        while "Play again" not in (await self._keyboard()).buttons:
            await self._act()

    async def _act(self) -> None:
        buttons = (await self._keyboard()).buttons
        taken = {data: decode(data.partition(":")[2]) for data in buttons.values()}
        choices = {data: each for data, each in taken.items() if isinstance(each, Take)}
        if choices:
            data = self._random.choice(sorted(choices))
            key = (choices[data].token, choices[data].turn)
            self.tried[key].add(choices[data].choice)
        else:
            key, data = None, next(buttons[label] for label in _ONWARD if label in buttons)
        status, said = await self._visitor.post("/tap", button=data)
        assert status in {204, 409, 429}, said
        if status == 429:
            await asyncio.sleep(_MOMENT_SECONDS)
        if status == 204 and key is not None:
            self.taken.add(key)

    async def _keyboard(self) -> Seen:
        """Return the newest message with buttons that lead on, once there is one."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                _, shown = await self._visitor.get("/")
                for message in reversed(read_messages(shown).values()):
                    if any(":c:" in data for data in message.buttons.values()):
                        return message
                    if any(label in message.buttons for label in _ONWARD):
                        return message
                await asyncio.sleep(_MOMENT_SECONDS)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """`rehearse try` on a port of its own, to be started."""
    with free_port() as port:
        settings = {"LISTEN": f"127.0.0.1:{port}", "TYPING_SECONDS": "0", "SEND_RATE": "0"}
        page = Bot(settings, tmp_path, ("try", "--no-browser", "--database", _database(tmp_path)))
        try:
            yield page
        except BaseException as error:
            error.add_note(page.log.read_text()[-4000:])
            raise
        finally:
            await page.remove()


@pytest.mark.slow
async def test_killed_again_and_again_the_page_loses_and_doubles_nothing(
    tmp_path: Path, bot: Bot
) -> None:
    """What a visitor was told is done is done once, and they play on where they were."""
    link = await _started(bot)
    async with Visitor(link.partition("/enter/")[0]) as visitor:
        await visitor.enter(link)
        await visitor.say("/start play-promise-first")
        visitor.watch()
        await visitor.tap("I agree")
        await visitor.until("Your practice is ready")
        await visitor.look_away()
        player = _Player(visitor, bot, seed=7)
        for _ in range(_KILLS):
            await player.play_until_killed()
            await bot.killed()
            _check(tmp_path, player)
            await _started(bot)
        await player.play_to_the_end()
        _check(tmp_path, player)
    await bot.stop()
    assert len(player.taken) > _KILLS
    log = bot.log.read_text()
    assert "Traceback" not in log
    assert visitor.secret not in log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_page_stops_when_it_is_told_to_while_somebody_watches(
    bot: Bot, number: signal.Signals
) -> None:
    """An open page does not keep the program: it ends in time, and says nothing more."""
    link = await _started(bot)
    async with Visitor(link.partition("/enter/")[0]) as visitor:
        await visitor.enter(link)
        visitor.watch()
        await visitor.say("/start")
        await visitor.until("I agree")
        bot.process.send_signal(number)
        assert await bot.ended() == 0
    assert bot.log.read_text().endswith(f"{link}\n")


def _check(folder: Path, player: _Player) -> None:
    """Compare the turns that are kept with those that were tapped."""
    with contextlib.closing(sqlite3.connect(folder / "try.db")) as books:
        turns = books.execute(
            "SELECT token, turn, choice FROM turns JOIN attempts ON attempt_id = id"
        ).fetchall()
    kept = {(token, turn): choice for token, turn, choice in turns}
    assert len(kept) == len(turns)
    assert player.taken <= kept.keys() <= player.tried.keys()
    assert all(choice in player.tried[key] for key, choice in kept.items())


def _database(folder: Path) -> str:
    return f"sqlite:///{folder}/try.db"


async def _started(bot: Bot) -> str:
    """Start the page; return the link that it prints."""
    before = len(_links(bot))
    await bot.start()
    await until(lambda: len(_links(bot)) > before or not bot.running)
    return _links(bot)[-1]


def _links(bot: Bot) -> list[str]:
    return _LINK.findall(bot.log.read_text()) if bot.log.exists() else []
