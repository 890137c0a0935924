"""Which cohort an attempt is for: the learner's one, the one they choose, or none."""

from bot.centre.practising import Place, allowance, places
from bot.storage.calls import Call
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import joining as views


async def running(visit: Visit, scenario: str) -> list[Place]:
    """Return the places that an attempt at a scenario can be for today, at centres that have it."""
    now = visit.practice.now
    return [
        place
        for place in await places(visit.records, visit.learner)
        if place.counts(now)
        and (await visit.library_of(place.centre.id)).current(scenario) is not None
    ]


async def place_for(
    visit: Visit, scenario: str, replaces: str | None, cohort: str
) -> Place | list[Call] | None:
    """Return the place that an attempt is for, None for practice of the learner's own.

    The calls instead, if the learner has to choose first (`cohort` names none of theirs), or has
    no attempt left there.
    """
    own = await running(visit, scenario)
    if not own or not await _may_start(visit, scenario, replaces):
        return None
    chosen = next((place for place in own if place.cohort.id == cohort), None)
    if chosen is None and len(own) > 1:
        shown = views.which_cohort(scenario, replaces or "", own)
        return await visit.offer(shown, f"cohort for {scenario} {replaces}")
    place = chosen or own[0]
    allowed = await allowance(visit.records, place, scenario)
    if allowed is not None and allowed.used_up:
        return visit.say(views.used_up(place, allowed.planned.attempts or 0))
    return place


async def notes(visit: Visit, scenario: str) -> list[str]:
    """Return what a briefing says of the learner's cohorts."""
    return [
        views.note_of(place, await allowance(visit.records, place, scenario))
        for place in await running(visit, scenario)
    ]


async def _may_start(visit: Visit, scenario: str, replaces: str | None) -> bool:
    """Whether nothing else has to be said first."""
    if visit.practice.library.current(scenario) is None:
        return False
    under_way = await visit.records.under_way(visit.learner.id)
    return under_way is None or under_way.token == replaces
