"""The reminder, whether reminders are on, and the time zones to choose from."""

from bot.practice.records import Preferences
from bot.practice.zones import OFFERED, place
from bot.telegram.buttons import (
    Button,
    ChooseTimeZone,
    Learn,
    RemindersOff,
    RemindersOn,
    SetTimeZone,
    Settings,
)
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import learning as learning_words
from bot.telegram.words import reminders as words

_IN_A_ROW = 2


def reminder() -> list[Message]:
    """Remind a learner, with a way to it and one to be left alone."""
    rows: Rows = (
        ((learning_words.LEARN, Learn()),),
        ((words.TURN_OFF, RemindersOff()),),
    )
    return messages([Block(words.REMINDER)], rows)


def state(preferences: Preferences) -> list[Message]:
    """Show whether reminders are on and where the learner lives."""
    turn: tuple[str, Button] = (words.TURN_ON, RemindersOn())
    if preferences.remind_at is not None:
        turn = (words.TURN_OFF, RemindersOff())
    where = words.WHERE.format(place=place(preferences.time_zone))
    blocks = [
        Block(words.OFF if preferences.remind_at is None else words.ON),
        Block(where),
    ]
    change: tuple[str, Button] = (words.CHANGE_ZONE, ChooseTimeZone())
    return messages(blocks, ((turn,), (change,), ((words.SETTINGS, Settings()),)))


def zones(preferences: Preferences) -> list[Message]:
    """Show the places whose time zones can be chosen."""
    text = words.CHOOSE_ZONE.format(place=place(preferences.time_zone))
    offered = [(place(each), SetTimeZone(each)) for each in OFFERED]
    rows: Rows = tuple(
        tuple(offered[first : first + _IN_A_ROW]) for first in range(0, len(offered), _IN_A_ROW)
    )
    return messages([Block(text)], rows)
