"""One learner's update, answered: each step of the conversation as the calls it owes."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.practice.attempts import (
    Advanced,
    NoSuchScenario,
    NothingUnderWay,
    Position,
    Practice,
    UnderWay,
)
from bot.practice.records import Attempt, Learner
from bot.storage.calls import Call
from bot.storage.transaction import Transaction
from bot.telegram import calls, words
from bot.telegram.views import ending, pages, turn
from bot.telegram.views.layout import Message
from scoring.feedback import Report, Suggestion, suggest_next
from scoring.feedback import report as make_report

PLAY = "play-"
"""What a deep link to a scenario begins with: `/start play-<scenario id>`."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One update of a learner who agreed, inside its transaction.

    `message` is the message whose button was tapped; None for typed text.
    """

    records: Transaction
    practice: Practice
    learner: Learner
    message: int | None

    @property
    def _chat(self) -> int:
        return self.learner.telegram_id

    async def start(self, link: str) -> list[Call]:
        """Follow a deep link, or show where the learner is."""
        if link.startswith(PLAY):
            return await self.brief(link.removeprefix(PLAY))
        position = await self.practice.resume(self.learner)
        if position is not None:
            return await self._stand(position)
        return [*self._say(pages.plain(*words.WELCOME)), *self._say(await self._list(0))]

    async def back(self, link: str) -> list[Call]:
        """Show where the learner is; with nothing under way, what a deep link leads to."""
        position = await self.practice.resume(self.learner)
        return await (self.start(link) if position is None else self._stand(position))

    async def help(self) -> list[Call]:
        """Show who helps, and what can be done here."""
        attempt = await self.records.under_way(self.learner.id)
        return self._say(pages.help_page(None if attempt is None else self._title(attempt)))

    async def browse(self, page: int) -> list[Call]:
        """Show a page of the scenarios; on a tap, in place of the page tapped."""
        shown = await self._list(page)
        if self.message is not None and len(shown) == 1:
            return [calls.edit(self._chat, self.message, shown[0])]
        return self._say(shown)

    async def brief(self, scenario: str) -> list[Call]:
        """Show the briefing of a scenario, or where the learner stands in it already."""
        machine = self.practice.library.current(scenario)
        if machine is None:
            return self._say(pages.plain(words.NO_SUCH_SCENARIO))
        attempt = await self.records.under_way(self.learner.id)
        purpose = f"briefing of {scenario}"
        if attempt is None:
            return await self._offer(pages.briefing(machine.scenario, None), purpose)
        if attempt.scenario == scenario:
            return await self.resume()
        other = (attempt.token, self._title(attempt))
        return await self._offer(pages.briefing(machine.scenario, other), purpose)

    async def begin(self, scenario: str, replaces: str | None) -> list[Call]:
        """Start a scenario, unless something else is under way that `replaces` doesn't name."""
        started = await self.practice.start(self.learner, scenario, replaces)
        if isinstance(started, NoSuchScenario):
            return self._say(pages.plain(words.NO_SUCH_SCENARIO))
        if isinstance(started, UnderWay):
            if started.position.attempt.scenario == scenario:
                return [*self._tapped_off(), *await self._stand(started.position)]
            return [*self._tapped_off(), *await self.brief(scenario)]
        return [*self._tapped_off(), *await self._go_on(started.position)]

    async def leave(self, token: str) -> list[Call]:
        """Put the attempt aside, or turn down a briefing (an empty token)."""
        if not token:
            return [*self._tapped_off(), *self._say(pages.plain(words.BRIEFING_LEFT))]
        position = await self.practice.resume(self.learner)
        if position is None or position.attempt.token != token:
            return [*self._tapped_off(), *await self.resume()]
        left = await self._offer(turn.left(position), f"way back to {token}")
        return [*self._tapped_off(), *left]

    async def resume(self) -> list[Call]:
        """Show where the attempt under way stands."""
        position = await self.practice.resume(self.learner)
        if position is None:
            return self._say(pages.plain(words.NOTHING_TO_RESUME))
        return await self._stand(position)

    async def again(self, token: str, replaces: str | None) -> list[Call]:
        """Play the scenario of an attempt once more, from the beginning."""
        attempt = await self.records.attempt(token)
        if attempt is None or attempt.learner != self.learner.id:
            return await self.resume()
        return await self.begin(attempt.scenario, replaces)

    async def next(self, token: str) -> list[Call]:
        """Go on from a completed attempt to what its marks suggest."""
        position = await self.practice.review(self.learner, token)
        if position is None or not position.ended:
            return await self.resume()
        suggestion = await self._suggestion(position, self._report(position))
        if suggestion is None:
            return [*self._tapped_off(), *self._say(pages.plain(words.NEXT_NONE))]
        return [*self._tapped_off(), *await self.brief(suggestion.scenario.id)]

    async def take(self, token: str, number: int, choice: str) -> list[Call]:
        """Take a choice by its button."""
        taken = await self.practice.choose(self.learner, token, number, choice)
        if isinstance(taken, Advanced):
            return await self._advanced(taken, self.message)
        if isinstance(taken, NothingUnderWay):
            return await self.resume()
        return await self._too_late(taken.position, number)

    async def number(self, number: int) -> list[Call]:
        """Take the choice shown as `number`, if its message is the newest the learner has."""
        position = await self.practice.resume(self.learner)
        if position is None:
            return self._say(pages.plain(words.OTHER_TEXT_IDLE))
        newest = await self.records.newest_keyboard(self._chat)
        if newest is not None and newest.message_id is None:
            return []
        if newest is not None and newest.purpose != _purpose(position):
            return await self._stand(position)
        last = len(position.attempt.shown)
        if last and not 1 <= number <= last:
            text = words.NO_SUCH_NUMBER.format(number=number, last=last)
            return self._say(pages.plain(text))
        taken = await self.practice.choose_by_number(self.learner, number)
        if isinstance(taken, Advanced):
            return await self._advanced(taken, None if newest is None else newest.message_id)
        return await self._stand(position)

    async def other_text(self) -> list[Call]:
        """Say kindly that messages are not read, and what can be done."""
        under_way = await self.records.under_way(self.learner.id)
        text = words.OTHER_TEXT_IDLE if under_way is None else words.OTHER_TEXT_PLAYING
        return self._say(pages.plain(text))

    async def unreadable(self, scenario: str, version: str) -> list[Call]:
        """Say that an attempt can't go on, if it is the one under way; else show where that is."""
        attempt = await self.records.under_way(self.learner.id)
        if attempt is None or (attempt.scenario, attempt.version) != (scenario, version):
            return [*self._tapped_off(), *await self.resume()]
        return [*self._tapped_off(), *self._say(pages.unreadable(attempt.token))]

    async def _advanced(self, taken: Advanced, message: int | None) -> list[Call]:
        number = len(taken.position.turns)
        asked = []
        if message is not None:
            asked = [calls.edit(self._chat, message, turn.answered(taken.position, number))]
        return [*asked, *await self._go_on(taken.position)]

    async def _go_on(self, position: Position) -> list[Call]:
        """Show what a turn led to, after a moment of "typing..."."""
        if not position.ended:
            shown = turn.prompt(position)
            return calls.send(self._chat, shown, purpose=_purpose(position), typing=True)
        report = self._report(position)
        last_words = calls.send(self._chat, ending.last_words(position, report), typing=True)
        return [*last_words, *await self._result(position, report)]

    async def _too_late(self, position: Position, number: int) -> list[Call]:
        """Show what was said at an old turn in its message, and where the attempt stands."""
        newest = await self.records.newest_keyboard(self._chat)
        if self.message is not None and 1 <= number <= len(position.turns):
            mended = [calls.edit(self._chat, self.message, turn.answered(position, number))]
        elif newest is not None and newest.message_id == self.message:
            mended = []  # these buttons are the ones to use
        else:
            mended = self._tapped_off()
        return [*mended, *await self._stand(position)]

    async def _stand(self, position: Position) -> list[Call]:
        """Show where an attempt stands, unless the message that does is still on its way."""
        if not position.attempt.under_way:
            return await self._after(position)
        purpose = _purpose(position)
        newest = await self.records.newest_keyboard(self._chat)
        if newest is not None and newest.purpose == purpose:
            if newest.message_id is None:
                return []
            if newest.message_id == self.message:
                return []
        asked = calls.send(self._chat, turn.prompt(position), purpose=purpose)
        if newest is not None and newest.message_id is not None:
            return [calls.without_buttons(self._chat, newest.message_id), *asked]
        return asked

    async def _after(self, position: Position) -> list[Call]:
        """Show where the learner is when the attempt tapped is over."""
        current = await self.practice.resume(self.learner)
        if current is not None:
            return await self._stand(current)
        if not position.ended:
            return self._say(pages.plain(words.NOTHING_TO_RESUME))
        return await self._result(position, self._report(position))

    async def _result(self, position: Position, report: Report) -> list[Call]:
        suggestion = await self._suggestion(position, report)
        catalogue = self.practice.library.catalogue
        shown = ending.result(position, report, suggestion, catalogue)
        return await self._offer(shown, f"result of {position.attempt.token}")

    def _report(self, position: Position) -> Report:
        catalogue = self.practice.library.catalogue
        return make_report(position.machine, position.turns, catalogue)

    async def _suggestion(self, position: Position, report: Report) -> Suggestion | None:
        scenarios = [machine.scenario for machine in self.practice.library]
        done = await self.records.done(self.learner.id)
        return suggest_next(position.machine.scenario, report.weakest, scenarios, done)

    async def _list(self, page: int) -> list[Message]:
        library = self.practice.library
        scenarios = (machine.scenario for machine in library)
        listed = pages.by_unit(scenarios, library.catalogue.units)
        return pages.scenario_list(listed, page, await self.records.done(self.learner.id))

    def _title(self, attempt: Attempt) -> str:
        """Return the present title of an attempt's scenario."""
        machine = self.practice.library.current(attempt.scenario)
        return words.UNTITLED if machine is None else machine.scenario.title

    async def _offer(self, messages: Sequence[Message], purpose: str) -> list[Call]:
        """Send messages with buttons, unless the same are still on their way to the learner.

        If the same were the newest buttons sent, those go, so that only one set works.
        """
        newest = await self.records.newest_keyboard(self._chat)
        offered = calls.send(self._chat, messages, purpose=purpose)
        if newest is None or newest.purpose != purpose:
            return offered
        if newest.message_id is None:
            return []
        return [calls.without_buttons(self._chat, newest.message_id), *offered]

    def _say(self, messages: Sequence[Message]) -> list[Call]:
        return calls.send(self._chat, messages)

    def _tapped_off(self) -> list[Call]:
        """Take the buttons from the message tapped: they did what they were for."""
        return [] if self.message is None else [calls.without_buttons(self._chat, self.message)]


def _purpose(position: Position) -> str:
    """Name the buttons that ask for the next turn of an attempt."""
    return f"{position.attempt.token}:{len(position.turns) + 1}"
