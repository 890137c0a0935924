"""What a learner can set, how it stands, and a button to change each."""

from bot.practice.records import Preferences
from bot.practice.zones import place
from bot.telegram.buttons import (
    Button,
    ChooseTimeZone,
    ChooseUnit,
    Move,
    RemindersOff,
    RemindersOn,
    SetSpacing,
    SetTyping,
)
from bot.telegram.views.layout import Block, Message, messages
from bot.telegram.words import reminders as other
from bot.telegram.words import settings as words
from scenarios.catalogue import Unit


def settings(preferences: Preferences, unit: Unit | None) -> list[Message]:
    """Show the settings; `unit` is the learner's, if they have one."""
    typing, spacing = preferences.typing, preferences.spacing
    reminders = preferences.remind_at is not None
    lines = (
        words.UNIT.format(unit=words.NO_UNIT if unit is None else _unit(unit)),
        words.TYPING.format(state=_state(typing)),
        words.SPACING.format(state=_state(spacing)),
        words.REMINDERS.format(state=_state(reminders)),
        words.TIME_ZONE.format(place=place(preferences.time_zone)),
    )
    buttons: tuple[tuple[str, Button], ...] = (
        (words.CHOOSE_UNIT, ChooseUnit("settings")),
        (words.TYPING_OFF if typing else words.TYPING_ON, SetTyping(int(not typing))),
        (words.SPACING_OFF if spacing else words.SPACING_ON, SetSpacing(int(not spacing))),
        (other.TURN_OFF, RemindersOff()) if reminders else (other.TURN_ON, RemindersOn()),
        (other.CHANGE_ZONE, ChooseTimeZone()),
        (words.MOVE, Move()),
    )
    blocks = [Block("\n".join(lines), words.HEADING), Block(words.CHANGE)]
    return messages(blocks, tuple((button,) for button in buttons))


def _unit(unit: Unit) -> str:
    return f"{unit.title}, {unit.qualification}"


def _state(on: bool) -> str:
    return words.ON if on else words.OFF
