"""What a learner can set, how it stands, and a button to change each."""

from bot.practice.records import Preferences
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
from bot.telegram.words import settings as words


def settings(preferences: Preferences, unit: str | None) -> list[Message]:
    """Show the settings; `unit` is the title of the learner's unit, if they have one."""
    typing, spacing = preferences.typing, preferences.spacing
    reminders = preferences.remind_at is not None
    lines = (
        words.UNIT.format(unit=unit or words.NO_UNIT),
        words.TYPING.format(state=_state(typing)),
        words.SPACING.format(state=_state(spacing)),
        words.REMINDERS.format(state=_state(reminders)),
        words.TIME_ZONE.format(zone=preferences.time_zone),
    )
    buttons: tuple[tuple[str, Button], ...] = (
        (words.CHOOSE_UNIT, ChooseUnit("settings")),
        (words.TYPING_OFF if typing else words.TYPING_ON, SetTyping(int(not typing))),
        (words.SPACING_OFF if spacing else words.SPACING_ON, SetSpacing(int(not spacing))),
        (words.REMINDERS_OFF, RemindersOff()) if reminders else (words.REMINDERS_ON, RemindersOn()),
        (words.CHOOSE_ZONE, ChooseTimeZone()),
        (words.MOVE, Move()),
    )
    blocks = [Block("\n".join(lines), words.HEADING), Block(words.CHANGE)]
    return messages(blocks, tuple((button,) for button in buttons))


def _state(on: bool) -> str:
    return words.ON if on else words.OFF
