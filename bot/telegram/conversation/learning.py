"""Revision: a session of cards in one message, edited from card to card."""

from bot.practice.learning import Asking, Learning, Session, Summary, learning
from bot.practice.revision import Recall
from bot.practice.unit import unit_of
from bot.practice.zones import zone
from bot.storage.calls import Call, Keyboard
from bot.telegram.conversation import unit as units
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import learning as views
from bot.telegram.views.layout import Message

_PURPOSE = "learn"


async def show(visit: Visit) -> list[Call]:
    """Start a session; a learner without a unit chooses one first."""
    unit = await unit_of(visit.records, visit.practice.library, visit.learner)
    if unit is None:
        return await units.choose(visit, "learn")
    revision = _learning(visit, unit)
    return await _shown(visit, revision, await revision.start())


async def turn_over(visit: Visit, name: str, start: str, known: int) -> list[Call]:
    """Show the back of a card; one that was rated already shows where the session stands."""
    found = await _in_session(visit, start, known)
    if found is None:
        return await show(visit)
    revision, session = found
    asking = await revision.turn_over(session, _card(name))
    if asking is None:
        return await _shown(visit, revision, await revision.go_on(session))
    return await _in_its_message(visit, views.back(asking))


async def rate(visit: Visit, name: str, rating: int, start: str, known: int) -> list[Call]:
    """Take down how well a card was known, once in a session, and go on to the next."""
    found = await _in_session(visit, start, known)
    if found is None or rating not in list(Recall):
        return await show(visit)
    revision, session = found
    await revision.rate(session, _card(name), Recall(rating))
    return await _shown(visit, revision, await revision.go_on(session))


async def end(visit: Visit, start: str, known: int) -> list[Call]:
    """End a session early."""
    found = await _in_session(visit, start, known)
    if found is None:
        return await show(visit)
    revision, session = found
    return await _shown(visit, revision, await revision.end(session))


async def _in_session(visit: Visit, start: str, known: int) -> tuple[Learning, Session] | None:
    session = views.session_of(start, known, visit.practice.now)
    unit = await unit_of(visit.records, visit.practice.library, visit.learner)
    if session is None or unit is None:
        return None
    return _learning(visit, unit), session


def _learning(visit: Visit, unit: str) -> Learning:
    practice = visit.practice
    return learning(visit.records, practice.library, practice.now, visit.learner, unit)


async def _shown(visit: Visit, revision: Learning, standing: Asking | Summary) -> list[Call]:
    if isinstance(standing, Summary):
        at = zone(visit.learner.preferences.time_zone)
        catalogue = visit.practice.library.catalogue
        shown = views.summary(standing, catalogue, visit.practice.now, at)
    else:
        shown = views.front(standing, revision.title)
    return await _in_its_message(visit, shown)


async def _in_its_message(visit: Visit, shown: list[Message]) -> list[Call]:
    """Show a card where the cards are; tapped elsewhere, as on a reminder, in a new message.

    What is at the bottom of the chat is then also what is newest, so nothing typed below a card
    is taken for the answer to a question further up.
    """
    newest = await visit.records.newest_keyboard(visit.chat)
    if newest == Keyboard(_PURPOSE, visit.message) and visit.message is not None:
        return visit.in_place(shown)
    return [*visit.tapped_off(), *await visit.offer(shown, _PURPOSE)]


def _card(name: str) -> str:
    return f"mistake:{name}" if "." in name else f"term:{name}"
