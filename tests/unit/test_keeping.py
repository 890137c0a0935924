"""What the database keeps of a chat on the page."""

import json

import pytest

from bot.standin.clock import WallClock
from bot.standin.files import Files, Upload
from bot.standin.people import Person
from bot.standin.world import World
from bot.web.phone.keeping import to_keep


@pytest.mark.parametrize("caption", ["", "7"])
def test_a_file_that_a_person_sent_is_not_kept(caption: str) -> None:
    """Neither its bytes nor what it is called, whatever is written under it."""
    clock = WallClock()
    files = Files(clock)
    world = World({"id": 1, "is_bot": True, "first_name": "Rehearse"}, clock)
    sam = Person(world, files, {"id": 2, "is_bot": False, "first_name": "Sam"})
    kept = to_keep(sam.sends_document("mine.yaml", b"id: mine", caption=caption), files)
    assert kept.file is None
    assert json.loads(kept.shown)["content"] == {}


def test_a_file_that_the_bot_sent_is_kept() -> None:
    """It is there again after a restart, as it was sent."""
    clock = WallClock()
    files = Files(clock)
    world = World({"id": 1, "is_bot": True, "first_name": "Rehearse"}, clock)
    sam = Person(world, files, {"id": 2, "is_bot": False, "first_name": "Sam"})
    document = files.document(Upload("copy.json", "application/json", b"{}"))
    kept = to_keep(sam.chat.add(world.bot, {"document": document}), files)
    assert kept.file == b"{}"
    assert json.loads(kept.shown)["content"]["document"]["file_name"] == "copy.json"
