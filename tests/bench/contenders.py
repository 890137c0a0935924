"""The bots that are measured side by side, each as the command that runs it."""

import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = "1000:bench"
DATABASE = "rehearse.db"
"""Our bot's database, in the folder it runs in."""

BARE = "aiohttp, bare calls"
AIOGRAM = "aiogram, bare handler"
OURS = "Rehearse, marked, committed"
STOCK = "python-telegram-bot"
STOCK_CONCURRENT = "python-telegram-bot, concurrent"

_PEERS = Path(__file__).parent.absolute() / "peers"


@dataclass(frozen=True, slots=True)
class Contender:
    """One bot: its name in the table, how to run it and the settings it reads."""

    name: str
    command: Sequence[str]
    settings: Mapping[str, str] = field(default_factory=dict)


def ours(address: str) -> Contender:
    """Return the whole bot; it makes its database in the folder it runs in."""
    rehearse = Path(sysconfig.get_path("scripts")) / "rehearse"
    settings = {
        "REHEARSE_BOT_TOKEN": TOKEN,
        "REHEARSE_API_URL": address,
        "REHEARSE_DATABASE_URL": f"sqlite:///{DATABASE}",
        "REHEARSE_TYPING_SECONDS": "0",
        "REHEARSE_SEND_RATE": "0",
    }
    return Contender(OURS, [str(rehearse), "run"], settings)


def peers(python: Path, address: str, tape: Path) -> list[Contender]:
    """Return the other bots, each answering with the calls of the tape."""

    def peer(name: str, script: str, *more: str) -> Contender:
        program = str(_PEERS / script)
        command = [str(python.absolute()), program, address, TOKEN, str(tape.absolute()), *more]
        return Contender(name, command)

    return [
        peer(BARE, "bare_calls.py"),
        peer(AIOGRAM, "aiogram_handler.py"),
        peer(STOCK, "stock_library.py"),
        peer(STOCK_CONCURRENT, "stock_library.py", "concurrent"),
    ]
