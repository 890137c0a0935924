"""Playing a scenario: from the list and the briefing to the report, as the calls each step owes."""

from dataclasses import replace

from bot.centre.practising import places
from bot.practice.attempts import (
    Advanced,
    NoSuchScenario,
    NothingUnderWay,
    Position,
    UnderWay,
)
from bot.practice.records import Attempt
from bot.practice.unit import unit_of
from bot.storage.calls import Call, Keyboard
from bot.telegram import calls
from bot.telegram.conversation import for_cohort
from bot.telegram.conversation.visit import PAUSE, Visit
from bot.telegram.views import ending, joining, pages, turn
from bot.telegram.views.layout import Message
from bot.telegram.words import playing as words
from scoring.feedback import Report, Suggestion, suggest_next
from scoring.feedback import report as make_report

PLAY = "play-"
"""What a deep link to a scenario begins with: `/start play-<scenario id>`."""


async def start(visit: Visit, link: str) -> list[Call]:
    """Follow a deep link, or show where the learner is."""
    if link.startswith(PLAY):
        return await brief(visit, link.removeprefix(PLAY))
    position = await visit.practice.resume(visit.learner)
    if position is not None:
        return await stand(visit, position)
    return [*visit.say(pages.plain(*words.WELCOME)), *visit.say(await _list(visit, 0))]


async def back(visit: Visit, link: str) -> list[Call]:
    """Show where the learner is; with nothing under way, what a deep link leads to."""
    position = await visit.practice.resume(visit.learner)
    return await (start(visit, link) if position is None else stand(visit, position))


async def show_help(visit: Visit, *, question_open: bool) -> list[Call]:
    """Show who helps, and what can be done here; `question_open` is said of a debrief."""
    attempt = await visit.records.under_way(visit.learner.id)
    under_way = None if attempt is None else title(visit, attempt)
    contacts = joining.contacts(await places(visit.records, visit.learner))
    return visit.say(pages.help_page(under_way, contacts, question_open=question_open))


async def browse(visit: Visit, page: int) -> list[Call]:
    """Show a page of the scenarios; on a tap, in place of the page tapped."""
    return visit.in_place(await _list(visit, page))


async def brief(visit: Visit, scenario: str) -> list[Call]:
    """Show the briefing of a scenario, or where the learner stands in it already."""
    machine = visit.practice.library.current(scenario)
    if machine is None:
        return visit.say(pages.plain(words.NO_SUCH_SCENARIO))
    attempt = await visit.records.under_way(visit.learner.id)
    if attempt is not None and _plays(attempt, scenario):
        return await resume(visit)
    other = None if attempt is None else (attempt.token, title(visit, attempt))
    notes = await for_cohort.notes(visit, scenario)
    shown = pages.briefing(machine.scenario, other, notes)
    return await visit.offer(shown, f"briefing of {scenario}")


async def begin(visit: Visit, scenario: str, replaces: str | None, cohort: str = "") -> list[Call]:
    """Start a scenario, unless something else is under way that `replaces` doesn't name.

    It is for the learner's cohort; one who is in several chooses, if `cohort` names none of them.
    """
    place = await for_cohort.place_for(visit, scenario, replaces, cohort)
    if isinstance(place, list):
        return [*visit.tapped_off(), *place]
    practice, enrolment = visit.practice, None
    if place is not None:
        practice = replace(practice, library=await visit.library_of(place.centre.id))
        enrolment = place.enrolment.id
    started = await practice.start(visit.learner, scenario, replaces, enrolment)
    if isinstance(started, NoSuchScenario):
        return visit.say(pages.plain(words.NO_SUCH_SCENARIO))
    if isinstance(started, UnderWay):
        if _plays(started.position.attempt, scenario):
            return [*visit.tapped_off(), *await stand(visit, started.position)]
        return [*visit.tapped_off(), *await brief(visit, scenario)]
    return [*visit.tapped_off(), *await go_on(visit, started.position)]


async def leave(visit: Visit, token: str) -> list[Call]:
    """Put the attempt aside, or turn down a briefing (an empty token)."""
    if not token:
        return [*visit.tapped_off(), *visit.say(pages.plain(words.BRIEFING_LEFT))]
    position = await visit.practice.resume(visit.learner)
    if position is None or position.attempt.token != token:
        return [*visit.tapped_off(), *await resume(visit)]
    left = await visit.offer(turn.left(position), f"way back to {token}")
    return [*visit.tapped_off(), *left]


async def resume(visit: Visit) -> list[Call]:
    """Show where the attempt under way stands."""
    position = await visit.practice.resume(visit.learner)
    if position is None:
        return visit.say(pages.plain(words.NOTHING_TO_RESUME))
    return await stand(visit, position)


async def again(visit: Visit, token: str, replaces: str | None) -> list[Call]:
    """Play the scenario of an attempt once more, from the beginning."""
    attempt = await visit.records.attempt(token)
    if attempt is None or attempt.learner != visit.learner.id:
        return await resume(visit)
    return await begin(visit, attempt.scenario, replaces)


async def play_next(visit: Visit, token: str) -> list[Call]:
    """Go on from a completed attempt to what its marks suggest."""
    position = await visit.practice.review(visit.learner, token)
    if position is None or not position.ended:
        return await resume(visit)
    suggestion = await _suggestion(visit, position, _report(visit, position))
    if suggestion is None:
        return [*visit.tapped_off(), *visit.say(pages.plain(words.NEXT_NONE))]
    return [*visit.tapped_off(), *await brief(visit, suggestion.scenario.id)]


async def take(visit: Visit, token: str, number: int, choice: str) -> list[Call]:
    """Take a choice by its button."""
    taken = await visit.practice.choose(visit.learner, token, number, choice)
    if isinstance(taken, Advanced):
        return await _advanced(visit, taken, visit.message)
    if isinstance(taken, NothingUnderWay):
        return await resume(visit)
    return await _too_late(visit, taken.position, number)


async def number(visit: Visit, number: int, newest: Keyboard | None) -> list[Call]:
    """Take the choice shown as `number`, if it is under the `newest` buttons of the chat."""
    position = await visit.practice.resume(visit.learner)
    if position is None:
        return visit.say(pages.plain(words.OTHER_TEXT_IDLE))
    if newest is not None and newest.message_id is None:
        return []
    if newest is not None and newest.purpose != _purpose(position):
        return await stand(visit, position)
    last = len(position.attempt.shown)
    if last and not 1 <= number <= last:
        text = words.NO_SUCH_NUMBER.format(number=number, last=last)
        return visit.say(pages.plain(text))
    taken = await visit.practice.choose_by_number(visit.learner, number)
    if isinstance(taken, Advanced):
        return await _advanced(visit, taken, None if newest is None else newest.message_id)
    return await stand(visit, position)


async def other_text(visit: Visit) -> list[Call]:
    """Say kindly that messages are not read, and what can be done."""
    under_way = await visit.records.under_way(visit.learner.id)
    text = words.OTHER_TEXT_IDLE if under_way is None else words.OTHER_TEXT_PLAYING
    return calls.beside(visit.say(pages.other_text(text)))


async def unreadable(visit: Visit, scenario: str, version: str) -> list[Call]:
    """Say that an attempt can't go on, if it is the one under way; else show where that is."""
    attempt = await visit.records.under_way(visit.learner.id)
    if attempt is None or (attempt.scenario, attempt.version) != (scenario, version):
        return [*visit.tapped_off(), *await resume(visit)]
    return [*visit.tapped_off(), *visit.say(pages.unreadable(attempt.token))]


async def _advanced(visit: Visit, taken: Advanced, message: int | None) -> list[Call]:
    visit.played.turns.append(taken.position.attempt.mode)
    number = len(taken.position.turns)
    asked = []
    if message is not None:
        asked = [calls.edit(visit.chat, message, _answered(visit, taken.position, number))]
    return [*asked, *await go_on(visit, taken.position)]


async def go_on(visit: Visit, position: Position) -> list[Call]:
    """Show what a new turn or attempt led to, after "typing..." for those who like that."""
    typing = visit.learner.preferences.typing
    if not position.ended:
        shown = _prompt(visit, position)
        return calls.send(visit.chat, shown, purpose=_purpose(position), typing=typing)
    visit.played.completed.append(position.attempt.mode)
    report = _report(visit, position)
    last_words = calls.send(visit.chat, ending.last_words(position, report), typing=typing)
    return [*last_words, *await result(visit, position, report)]


async def _too_late(visit: Visit, position: Position, number: int) -> list[Call]:
    """Show what was said at an old turn in its message, and where the attempt stands."""
    newest = await visit.records.newest_keyboard(visit.chat)
    if visit.message is not None and 1 <= number <= len(position.turns):
        mended = [calls.edit(visit.chat, visit.message, _answered(visit, position, number))]
    elif newest is not None and newest.message_id == visit.message:
        mended = []  # these buttons are the ones to use
    else:
        mended = visit.tapped_off()
    return [*mended, *await stand(visit, position)]


async def stand(visit: Visit, position: Position) -> list[Call]:
    """Show where an attempt stands, unless the message that does is still on its way."""
    if not position.attempt.under_way:
        return await _after(visit, position)
    purpose = _purpose(position)
    newest = await visit.records.newest_keyboard(visit.chat)
    if newest is not None and newest.purpose == purpose:
        if newest.message_id is None:
            return []
        if newest.message_id == visit.message:
            return []
    asked = calls.send(visit.chat, _prompt(visit, position), purpose=purpose)
    if newest is None or newest.message_id is None or newest.purpose.startswith(PAUSE):
        return asked
    return [calls.without_buttons(visit.chat, newest.message_id), *asked]


async def _after(visit: Visit, position: Position) -> list[Call]:
    """Show where the learner is when the attempt tapped is over."""
    current = await visit.practice.resume(visit.learner)
    if current is not None:
        return await stand(visit, current)
    if not position.ended:
        return visit.say(pages.plain(words.NOTHING_TO_RESUME))
    return await result(visit, position, _report(visit, position))


async def result(visit: Visit, position: Position, report: Report) -> list[Call]:
    """Show the report of a finished attempt, and where to go from it."""
    suggestion = await _suggestion(visit, position, report)
    catalogue = visit.practice.library.catalogue
    replayed, first = position.attempt.replays, None
    if replayed is not None:
        first = await visit.records.recorded_percent(replayed)
    shown = ending.result(position, report, suggestion, catalogue, first)
    return await visit.offer(shown, f"result of {position.attempt.token}")


def _prompt(visit: Visit, position: Position) -> list[Message]:
    return turn.prompt(position, spacing=visit.learner.preferences.spacing)


def _answered(visit: Visit, position: Position, number: int) -> Message:
    return turn.answered(position, number, spacing=visit.learner.preferences.spacing)


def _report(visit: Visit, position: Position) -> Report:
    catalogue = visit.practice.library.catalogue
    return make_report(position.machine, position.turns, catalogue)


async def _suggestion(visit: Visit, position: Position, report: Report) -> Suggestion | None:
    scenarios = [machine.scenario for machine in visit.practice.library]
    done = await visit.records.done(visit.learner.id)
    return suggest_next(position.machine.scenario, report.weakest, scenarios, done)


async def _list(visit: Visit, page: int) -> list[Message]:
    library = visit.practice.library
    scenarios = (machine.scenario for machine in library)
    own = await unit_of(visit.records, library, visit.learner)
    listed = pages.by_unit(scenarios, library.catalogue.units, own)
    return pages.scenario_list(listed, page, await visit.records.done(visit.learner.id))


def _plays(attempt: Attempt, scenario: str) -> bool:
    """Whether an attempt is a practice of this scenario; another way through it is not one."""
    return attempt.scenario == scenario and attempt.replays is None


def title(visit: Visit, attempt: Attempt) -> str:
    """Return the present title of an attempt's scenario."""
    machine = visit.practice.library.current(attempt.scenario)
    return words.UNTITLED if machine is None else machine.scenario.title


def _purpose(position: Position) -> str:
    """Name the buttons that ask for the next turn of an attempt."""
    return f"{position.attempt.token}:{len(position.turns) + 1}"
