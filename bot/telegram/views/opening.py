"""The questions about a new cohort."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.centre.records import Member
from bot.telegram.buttons import Button
from bot.telegram.staff_buttons import PickDay, PickTutor, PickUnit
from bot.telegram.views.centre import STOP_ROW
from bot.telegram.views.cohorts import unit_name
from bot.telegram.views.joining import day, short
from bot.telegram.views.layout import Block, Message, messages
from bot.telegram.words import cohorts as words
from scenarios.catalogue import Unit

EXAMPLE = "7/9/2026"
"""A day as it can be typed."""

_WEEKS = (6, 12, 36)


def name_asked() -> list[Message]:
    """Ask what the cohort is called."""
    return messages([Block(words.NAME_ASK)], (STOP_ROW,))


def tutor_asked(name: str, tutors: Iterable[Member]) -> list[Message]:
    """Ask who its tutor shall be."""
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((short(each.name), PickTutor(each.id)),) for each in tutors
    ]
    return messages([Block(words.TUTOR_ASK.format(name=name))], (*rows, STOP_ROW))


def unit_asked(name: str, units: Iterable[Unit]) -> list[Message]:
    """Ask which unit it goes through."""
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((short(unit_name(unit)), PickUnit(unit.id)),) for unit in units
    ]
    none: tuple[tuple[str, Button], ...] = ((words.UNIT_NONE, PickUnit("")),)
    return messages([Block(words.UNIT_ASK.format(name=name))], (*rows, none, STOP_ROW))


def first_asked(name: str, today: date) -> list[Message]:
    """Ask for the first day."""
    label = words.TODAY.format(day=day(today))
    rows: tuple[tuple[tuple[str, Button], ...], ...] = (((label, _pick(today)),), STOP_ROW)
    return messages([Block(words.FIRST_ASK.format(name=name, example=EXAMPLE))], rows)


def last_asked(name: str, first: date) -> list[Message]:
    """Ask for the last day."""
    days = [(weeks, first + timedelta(weeks=weeks)) for weeks in _WEEKS]
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((words.WEEKS.format(weeks=weeks, day=day(last)), _pick(last)),) for weeks, last in days
    ]
    asked = words.LAST_ASK.format(name=name, example=EXAMPLE)
    return messages([Block(asked)], (*rows, STOP_ROW))


def _pick(day: date) -> PickDay:
    return PickDay(day.isoformat())
