"""Where a button, a command or a typed text leads."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from bot.storage.calls import Call
from bot.telegram.buttons import (
    Agree,
    Begin,
    Brief,
    Browse,
    Button,
    ChooseTimeZone,
    ChooseUnit,
    EndCards,
    Learn,
    Leave,
    Next,
    PlayAgain,
    Rate,
    RemindersOff,
    RemindersOn,
    SetTimeZone,
    SetUnit,
    ShowCard,
    StartAgain,
    Take,
)
from bot.telegram.conversation import learning, playing, reminders, unit
from bot.telegram.conversation.visit import Visit

Step: TypeAlias = Callable[[Visit, Any], Awaitable[list[Call]]]
"""Answers a visit; what it takes besides is the button tapped."""

_NUMBER = re.compile(r"([0-9]{1,3})[.)]?", re.ASCII)

_AFTER_UNIT: Mapping[str, unit.GoOn] = {"learn": learning.show}
"""Where a learner goes on who has chosen a unit, by the name that the buttons carry."""

_BUTTONS: Mapping[type[Any], Step] = {
    Agree: lambda visit, to: playing.back(visit, to.link),
    Take: lambda visit, to: playing.take(visit, to.token, to.turn, to.choice),
    Browse: lambda visit, to: playing.browse(visit, to.page),
    Brief: lambda visit, to: playing.brief(visit, to.scenario),
    Begin: lambda visit, to: playing.begin(visit, to.scenario, to.replaces or None),
    Leave: lambda visit, to: playing.leave(visit, to.token),
    StartAgain: lambda visit, to: playing.again(visit, to.token, to.token),
    PlayAgain: lambda visit, to: playing.again(visit, to.token, None),
    Next: lambda visit, to: playing.play_next(visit, to.token),
    ChooseUnit: lambda visit, to: unit.choose(visit, to.after),
    SetUnit: lambda visit, to: unit.set_unit(visit, to.unit, to.after, _AFTER_UNIT.get(to.after)),
    Learn: lambda visit, _: learning.show(visit),
    ShowCard: lambda visit, to: learning.turn_over(visit, to.name, to.start, to.known),
    Rate: lambda visit, to: learning.rate(visit, to.name, to.rating, to.start, to.known),
    EndCards: lambda visit, to: learning.end(visit, to.start, to.known),
    RemindersOn: lambda visit, _: reminders.turn_on(visit),
    RemindersOff: lambda visit, _: reminders.turn_off(visit),
    ChooseTimeZone: lambda visit, _: reminders.choose_zone(visit),
    SetTimeZone: lambda visit, to: reminders.set_zone(visit, to.zone),
}

_COMMANDS: Mapping[str, Callable[[Visit], Awaitable[list[Call]]]] = {
    "practise": lambda visit: playing.browse(visit, 0),
    "practice": lambda visit: playing.browse(visit, 0),
    "resume": playing.resume,
    "learn": learning.show,
    "help": playing.show_help,
}


async def follow(visit: Visit, button: Button | None) -> list[Call]:
    """Do what a button asks for; one that is none of ours shows where the learner is."""
    step = _BUTTONS.get(type(button))
    return await (playing.resume(visit) if step is None else step(visit, button))


async def do(visit: Visit, command: str | None, rest: str, text: str) -> list[Call]:
    """Do what a command or a typed number asks for; any other text gets one kind line.

    `rest` is what follows the command in `text`.
    """
    if command == "start":
        return await playing.start(visit, rest)
    step = _COMMANDS.get(command or "")
    if step is not None:
        return await step(visit)
    number = _NUMBER.fullmatch(text.strip())
    if command is None and number is not None:
        return await playing.number(visit, int(number[1]))
    return await playing.other_text(visit)
