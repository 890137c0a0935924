"""Where a button, a command or a typed text leads."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from bot.centre.phrases.listed import Match
from bot.storage.calls import Call
from bot.telegram.buttons import (
    Agree,
    Begin,
    Brief,
    Browse,
    Button,
    ChangeAnswers,
    ChooseTimeZone,
    ChooseUnit,
    DeleteEverything,
    EndCards,
    GoAnotherWay,
    KeepAnswer,
    KeepIt,
    Learn,
    Leave,
    ListFinished,
    ListTurns,
    LookBack,
    MakeMoveCode,
    Move,
    Next,
    OtherWays,
    PartOfPractice,
    PlayAgain,
    ProgressPage,
    Rate,
    ReadAgain,
    RemindersOff,
    RemindersOn,
    SetSpacing,
    SetTimeZone,
    Settings,
    SetTyping,
    SetUnit,
    ShowCard,
    SkipQuestion,
    StartAgain,
    Take,
    TellReal,
    ThisIsReal,
    Under16,
)
from bot.telegram.conversation import (
    another_way,
    centre_routes,
    cohorts,
    debrief,
    joining,
    learning,
    moving,
    own_data,
    people,
    playing,
    progress,
    real,
    reminders,
    settings,
    unit,
)
from bot.telegram.conversation.visit import Visit

Step: TypeAlias = Callable[[Visit, Any], Awaitable[list[Call]]]
"""Answers a visit; what it takes besides is the button tapped."""

_NUMBER = re.compile(r"([0-9]{1,3})[.)]?", re.ASCII)

_AFTER_UNIT: Mapping[str, unit.GoOn] = {
    "progress": progress.show,
    "settings": settings.show,
    "learn": learning.show,
}
"""Where a learner goes on who has chosen a unit, by the name that the buttons carry."""

_BUTTONS: Mapping[type[Any], Step] = {
    Agree: lambda visit, to: back(visit, to.link),
    Take: lambda visit, to: playing.take(visit, to.token, to.turn, to.choice),
    Browse: lambda visit, to: playing.browse(visit, to.page),
    Brief: lambda visit, to: playing.brief(visit, to.scenario),
    Begin: lambda visit, to: playing.begin(visit, to.scenario, to.replaces or None),
    Leave: lambda visit, to: playing.leave(visit, to.token),
    StartAgain: lambda visit, to: another_way.start_again(visit, to.token),
    PlayAgain: lambda visit, to: playing.again(visit, to.token, None),
    Next: lambda visit, to: playing.play_next(visit, to.token),
    LookBack: lambda visit, to: debrief.look_back(visit, to.token),
    SkipQuestion: lambda visit, to: debrief.skip(visit, to.token, to.question),
    ChangeAnswers: lambda visit, to: debrief.change(visit, to.token),
    KeepAnswer: lambda visit, to: debrief.keep(visit, to.token, to.question),
    OtherWays: lambda visit, to: another_way.choose(visit, to.token),
    ListTurns: lambda visit, to: another_way.show_page(visit, to.token, to.page),
    GoAnotherWay: lambda visit, to: another_way.go(visit, to.token, to.turn, to.replaces or None),
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
    Settings: lambda visit, _: settings.show(visit),
    SetTyping: lambda visit, to: settings.set_typing(visit, to.wanted),
    SetSpacing: lambda visit, to: settings.set_spacing(visit, to.wanted),
    Move: lambda visit, _: moving.explain(visit),
    MakeMoveCode: lambda visit, _: moving.make(visit),
    DeleteEverything: lambda visit, to: own_data.delete(visit, to.asked),
    KeepIt: lambda visit, to: own_data.keep(visit, to.asked),
    **centre_routes.BUTTONS,
    Under16: lambda visit, _: own_data.too_young(visit),
    ProgressPage: lambda visit, to: progress.turn_page(visit, to.page),
    ListFinished: lambda visit, to: progress.list_finished(visit, to.page),
    ThisIsReal: lambda visit, to: real.is_real(visit, to.said),
    PartOfPractice: lambda visit, to: real.is_practice(visit, to.said),
    TellReal: lambda visit, _: real.tell(visit),
    ReadAgain: lambda visit, to: progress.read(visit, to.token, to.page, to.listed),
}


WITH_CODES = frozenset({"start", "move"})
"""The commands that are followed by a code, and never by anybody's words."""


async def _help(visit: Visit) -> list[Call]:
    newest = await visit.records.newest_keyboard(visit.chat)
    return await playing.show_help(visit, question_open=debrief.asked(newest) is not None)


_COMMANDS: Mapping[str, Callable[[Visit], Awaitable[list[Call]]]] = {
    "practise": lambda visit: playing.browse(visit, 0),
    "practice": lambda visit: playing.browse(visit, 0),
    "resume": playing.resume,
    "progress": progress.show,
    "learn": learning.show,
    "help": _help,
    "settings": settings.show,
    "mydata": own_data.copy,
    "deleteme": own_data.ask,
    "move": moving.explain,
    "privacy": joining.show_privacy,
    "cohort": joining.show,
    "cohorts": cohorts.mine,
    "centre": people.centre,
}


async def agreed(visit: Visit, link: str) -> list[Call]:
    """Go on to what a deep link leads to."""
    if link.startswith(moving.MOVE):
        return await moving.arrive(visit, link.removeprefix(moving.MOVE))
    if joining.is_link(link):
        return await joining.arrive(visit, link)
    return await playing.start(visit, link)


async def back(visit: Visit, link: str) -> list[Call]:
    """Answer somebody who agreed long ago and taps `I agree` once more."""
    if link.startswith(moving.MOVE):
        return await moving.arrive_again(visit, link.removeprefix(moving.MOVE))
    if joining.is_link(link):
        return await joining.arrive(visit, link)
    return await playing.back(visit, link)


async def follow(visit: Visit, button: Button | None) -> list[Call]:
    """Do what a button asks for; one that is none of ours shows where the learner is."""
    step = _BUTTONS.get(type(button))
    return await (playing.resume(visit) if step is None else step(visit, button))


async def do(
    visit: Visit, command: str | None, rest: str, text: str, match: Match | None
) -> list[Call]:
    """Do what a command or a typed number asks for; any other text gets one kind line.

    An answer is neither: while a question of a debrief is asked, it takes any text.

    Words that sound real pause all of it, also behind a command. `rest` is what follows the command
    in `text`, and `match` what the text sounds like.
    """
    if command == "start":
        return await agreed(visit, rest)
    if command == "move" and rest:
        return await moving.arrive(visit, rest)
    step = _COMMANDS.get(command or "")
    if step is not None and match is None:
        return await step(visit)
    if match is None and (command is not None or text.startswith("/")):
        return await playing.other_text(visit)
    newest = await visit.records.newest_keyboard(visit.chat)
    said = real.paused(newest)
    if said is not None and (match is None or real.is_answer(text)):
        return await real.typed(visit, said, text)
    if match is not None:
        return await real.heard(visit, match, text, newest)
    at_centre = await centre_routes.typed(visit, newest, text)
    if at_centre is not None:
        return at_centre
    question = debrief.asked(newest)
    if question is not None:
        return await debrief.typed(visit, question, text)
    number = _NUMBER.fullmatch(text.strip())
    if number is not None:
        return await playing.number(visit, int(number[1]), newest)
    return await playing.other_text(visit)
