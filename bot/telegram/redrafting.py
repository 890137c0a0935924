"""A scenario's file was saved: whoever is in it goes on in the new version, and is told so."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeAlias

from bot.practice.attempts import Practice
from bot.practice.library import Library
from bot.practice.redrafting import BegunAnew, CarriedOver, NothingToCarryOver, carry_over
from bot.storage.calls import Call
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telegram import calls
from bot.telegram.api import Api
from bot.telegram.conversation import playing
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import pages
from bot.telegram.words import redrafting as words
from scenarios.machine import ScenarioMachine

Outcome: TypeAlias = CarriedOver | BegunAnew | NothingToCarryOver


class Redrafting:
    """Puts learners onto versions that are saved while they play.

    `wake` is called with each chat that is owed something then, as `Delivery.wake` wants it.
    """

    def __init__(
        self, database: Database, library: Library, api: Api, wake: Callable[[int], None]
    ) -> None:
        self._database = database
        self._library = library
        self._api = api
        self._wake = wake

    async def offer(self, machine: ScenarioMachine, text: bytes) -> None:
        """Let new attempts play a version read from `text`. Raises DatabaseUnavailable."""
        scenario = machine.scenario
        pin = partial(
            Transaction.pin,
            scenario=scenario.id,
            version=scenario.version,
            text=text,
            at=datetime.now(UTC),
        )
        await self._database.transact(pin)
        self._library.offer(machine)

    async def carry(self, person: int, scenario: str) -> Outcome:
        """Let the attempt that a person (a Telegram id) has under way go on in the newest version.

        With nothing under way nothing is sent. Raises DatabaseUnavailable.
        """
        carry = partial(self._carry_over, person=person, scenario=scenario)
        outcome = await self._database.transact(carry)
        if not isinstance(outcome, NothingToCarryOver):
            self._wake(person)
        return outcome

    async def _carry_over(self, tx: Transaction, person: int, scenario: str) -> Outcome:
        """Carry an attempt over, and owe what says so and shows where it stands."""
        learner = await tx.learner(person)
        if learner is None:
            return NothingToCarryOver()
        practice = Practice(tx, self._library, datetime.now(UTC))
        outcome = await carry_over(practice, learner, scenario)
        if not isinstance(outcome, NothingToCarryOver):
            visit = Visit(tx, practice, learner, None, self._api.bot.username)
            await tx.owe(person, await _told(visit, outcome), practice.now)
        return outcome


async def _told(visit: Visit, outcome: CarriedOver | BegunAnew) -> list[Call]:
    newest = await visit.records.newest_keyboard(visit.chat)
    off = []
    if newest is not None and newest.message_id is not None:
        off = [calls.without_buttons(visit.chat, newest.message_id)]
    said = visit.say(pages.plain(_words(outcome)))
    return [*off, *said, *await playing.go_on(visit, outcome.position)]


def _words(outcome: CarriedOver | BegunAnew) -> str:
    if isinstance(outcome, BegunAnew):
        return words.ANEW
    return words.SAME_PLACE if outcome.same else words.ANOTHER_WAY
